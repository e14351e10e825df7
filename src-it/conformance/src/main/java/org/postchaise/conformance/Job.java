/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.conformance;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.postchaise.engine.config.Protocol;
import tools.jackson.jr.ob.JSON;

/**
 * Deliveries that the suite asks for.
 *
 * @param protocol the protocol of the client
 * @param flags the transport's flags in master.cf, of D, O, R, X
 * @param sequential true if a mail is submitted only after the one before is done
 * @param pause the pause between two mails
 * @param linger the pause before the end
 * @param mails the mails in their order
 */
record Job(
        Protocol protocol, String flags, boolean sequential, Duration pause, Duration linger, List<QueuedMail> mails) {

    /**
     * Mail in the queue.
     *
     * @param number the number from 1
     * @param attributes the attributes of the job's message: mail_from, body, smtputf8, age, ret, envid, xforward
     * @param content the octets of content
     * @param recipients the recipients, each with to, transport, nexthop, notify, orcpt
     */
    @SuppressWarnings("ArrayRecordComponent") // compared nowhere
    record QueuedMail(
            int number, Map<String, Object> attributes, byte[] content, List<Map<String, Object>> recipients) {

        /** Returns the queue's id of the mail. */
        String id() {
            return "CONFORMANCE" + number;
        }
    }

    /**
     * Reads a job.
     *
     * @throws IOException when the input is no JSON
     */
    static Job read(InputStream in) throws IOException {
        Map<String, Object> job = JSON.std.mapFrom(in.readAllBytes());
        return new Job(
                "lmtp".equals(job.get("program")) ? Protocol.LMTP : Protocol.SMTP,
                text(job, "flags"),
                Boolean.TRUE.equals(job.get("sequential")),
                seconds(job, "pause"),
                seconds(job, "linger"),
                objects(job, "messages").stream().map(Job::mail).toList());
    }

    private static QueuedMail mail(Map<String, Object> message) {
        return new QueuedMail(
                ((Number) message.get("message")).intValue(),
                message,
                Base64.getDecoder().decode(text(message, "content_b64")),
                objects(message, "recipients"));
    }

    /** Returns the text of an attribute; empty where the attribute is null or missing. */
    static String text(Map<String, Object> object, String name) {
        Object value = object.get(name);
        return value == null ? "" : value.toString();
    }

    /** Returns a number of seconds; zero where the attribute is null or missing. */
    static Duration seconds(Map<String, Object> object, String name) {
        return object.get(name) instanceof Number number
                ? Duration.ofMillis(Math.round(number.doubleValue() * 1000))
                : Duration.ZERO;
    }

    @SuppressWarnings("unchecked") // the suite's contract
    private static List<Map<String, Object>> objects(Map<String, Object> object, String name) {
        return (List<Map<String, Object>>) (List<?>) object.getOrDefault(name, List.of());
    }
}
