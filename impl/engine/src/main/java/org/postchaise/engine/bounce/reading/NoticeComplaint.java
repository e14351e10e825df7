/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.bounce.reading;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.postchaise.api.IncomingComplaint;
import org.postchaise.api.IncomingNotice.Reference;
import org.postchaise.engine.address.Verp;

/**
 * Fields of a message/feedback-report (RFC 5965, section 3).
 *
 * @param fields the fields as received
 */
record NoticeComplaint(HeaderFields fields) {
    /** Largest number of recipients. */
    private static final int MOST = 100;

    /** Reads the fields at the start of {@code content}. */
    static NoticeComplaint read(InputStream content) throws IOException {
        return new NoticeComplaint(NoticeParts.headers(content));
    }

    /** Returns the complaint about {@code mail}. A variable envelope return path gives the recipient where the mailbox provider has removed the address. */
    IncomingComplaint of(Verp verp, Reference mail, Instant now) {
        String sender = address(field("Original-Mail-From"));
        Optional<Verp.Returned> path = verp.decode(sender, now);
        List<String> named = fields.values("Original-Rcpt-To").stream()
                .map(NoticeComplaint::address)
                .filter(address -> !address.isEmpty())
                .limit(MOST)
                .toList();
        return new IncomingComplaint(
                field("Feedback-Type").toLowerCase(Locale.ROOT),
                field("User-Agent"),
                new Reference(
                        path.map(Verp.Returned::sender).orElse(sender),
                        field("Original-Envelope-Id"),
                        "",
                        mail.messageId()),
                path.map(known -> List.of(known.recipient())).orElse(named),
                field("Source-IP"),
                field("Reported-Domain"),
                path.map(Verp.Returned::proven).orElse(false));
    }

    private String field(String name) {
        return NoticeFields.line(NoticeParts.field(fields, name));
    }

    private static String address(String text) {
        return NoticeFields.line(text.strip().replaceAll("^.*<|>.*$", ""));
    }
}
