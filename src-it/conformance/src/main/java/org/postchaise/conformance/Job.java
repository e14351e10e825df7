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
 * What the suite wants delivered.
 *
 * @param protocol what is spoken
 * @param flags of the transport in master.cf: of D, O, R, X
 * @param sequential whether a mail is submitted only when the one before is done
 * @param pause between two of them
 * @param linger before the end
 * @param mails in their order
 */
record Job(
        Protocol protocol, String flags, boolean sequential, Duration pause, Duration linger, List<QueuedMail> mails) {

    /**
     * A mail as the queue holds it.
     *
     * @param number from 1
     * @param attributes of the job's message: mail_from, body, smtputf8, age, ret, envid, xforward
     * @param content the octets
     * @param recipients each with to, transport, nexthop, notify, orcpt
     */
    @SuppressWarnings("ArrayRecordComponent") // compared nowhere
    record QueuedMail(
            int number, Map<String, Object> attributes, byte[] content, List<Map<String, Object>> recipients) {

        /** The queue's id of the mail. */
        String id() {
            return "CONFORMANCE" + number;
        }
    }

    /**
     * Reads a job.
     *
     * @throws IOException when it is no JSON
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

    /** The text of an attribute, empty where it is null or missing. */
    static String text(Map<String, Object> object, String name) {
        Object value = object.get(name);
        return value == null ? "" : value.toString();
    }

    /** A number of seconds, zero where it is null or missing. */
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
