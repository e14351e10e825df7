/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.cli.serve;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.postchaise.api.Recipient;
import org.postchaise.engine.server.intake.AcceptedMessage;
import org.postchaise.engine.server.intake.IntakeSink;
import org.postchaise.engine.server.view.ServerReply;

/** A sink that keeps the latest mails in memory, a bounded number of octets, for a {@link MailboxPage}. */
final class MailboxSink implements IntakeSink {
    /** The maximum number of mails that are kept. */
    static final int MOST_MAILS = 200;

    /** The maximum number of octets of one mail that are kept. */
    static final int MOST_OF_ONE = 1024 * 1024;

    private static final long MOST_OCTETS = 32L * 1024 * 1024;
    private static final int LONGEST_HEADER = 64 * 1024;
    private static final String SUBJECT = "subject:";

    private final Deque<Mail> mails = new ArrayDeque<>();
    private long octets;

    /**
     * A mail that arrived.
     *
     * @param id the queue id
     * @param time the time of arrival
     * @param sender the sender
     * @param recipients the recipients' addresses
     * @param subject the subject as in the header, on one line
     * @param content the content, or its beginning if it is long
     */
    @SuppressWarnings("ArrayRecordComponent") // compared nowhere
    record Mail(String id, Instant time, String sender, List<String> recipients, String subject, byte[] content) {}

    @Override
    public List<ServerReply> accept(AcceptedMessage message) {
        try (InputStream in = message.content().open()) {
            byte[] content = in.readNBytes(MOST_OF_ONE);
            keep(new Mail(
                    message.queueId(),
                    Instant.now(),
                    message.envelope().sender(),
                    message.envelope().recipients().stream()
                            .map(Recipient::address)
                            .toList(),
                    subject(content),
                    content));
            return Replies.queued(message);
        } catch (IOException e) {
            return Replies.failed(message, e);
        }
    }

    private synchronized void keep(Mail mail) {
        mails.addLast(mail);
        octets += mail.content().length;
        while (mails.size() > MOST_MAILS || octets > MOST_OCTETS) {
            octets -= mails.removeFirst().content().length;
        }
    }

    /** Returns the mails that are kept, the latest first. */
    synchronized List<Mail> mails() {
        List<Mail> all = new ArrayList<>(mails);
        Collections.reverse(all);
        return all;
    }

    /** Returns the mail with the queue id {@code id}, if it is kept. */
    synchronized Optional<Mail> mail(String id) {
        return mails.stream().filter(mail -> mail.id().equals(id)).findFirst();
    }

    private static String subject(byte[] content) {
        String header = new String(content, 0, Math.min(content.length, LONGEST_HEADER), StandardCharsets.UTF_8);
        int end = header.indexOf("\r\n\r\n");
        for (String line : unfolded(end < 0 ? header : header.substring(0, end))) {
            if (line.regionMatches(true, 0, SUBJECT, 0, SUBJECT.length())) {
                return line.substring(SUBJECT.length()).strip();
            }
        }
        return "";
    }

    private static String[] unfolded(String header) {
        return header.replaceAll("\r\n(?=[ \t])", "").split("\r\n", -1);
    }
}
