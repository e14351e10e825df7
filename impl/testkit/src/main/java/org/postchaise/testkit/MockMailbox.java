/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.testkit;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;
import java.util.function.Predicate;

/**
 * An SMTP server on 127.0.0.1 that accepts every mail and keeps the mails in memory for inspection; refusals can be configured.
 *
 * <pre>{@code
 * try (MockMailbox mailbox = MockMailbox.start()) {
 *     mailbox.refuseRecipients(to -> to.startsWith("ann@"), "451 4.3.0 try later", 1);
 *     send(mailbox.nextHop());
 *     assertThat(mailbox.mails()).hasSize(1);
 * }
 * }</pre>
 *
 * <p>The server implements RFC 5321 with PIPELINING, SIZE, 8BITMIME, ENHANCEDSTATUSCODES, DSN and CHUNKING, and is strict: only CRLF ends a line,
 * commands out of sequence are answered with 503, unknown parameters with 555. Mails up to {@value #SIZE_LIMIT} octets
 * are taken. Thread-safe; sessions run at the same time, each on a thread of its own.
 */
public final class MockMailbox implements AutoCloseable {
    /** The maximum size of a mail, in octets. */
    public static final int SIZE_LIMIT = 100 * 1024 * 1024;

    private static final int DIALOGUE_LIMIT = 20_000;

    private final Refusals recipientRefusals = new Refusals();
    private final Refusals contentRefusals = new Refusals();
    private final List<ReceivedMail> mails = new ArrayList<>();
    private final Deque<String> dialogue = new ArrayDeque<>();
    private final LoopbackServer server;

    private MockMailbox(int port, ThreadFactory threads) {
        server = LoopbackServer.start(
                port, threads, (socket, number) -> new MailboxSession(socket, new SessionEnd()).serve());
    }

    /**
     * Starts a mailbox on a free port, with daemon threads.
     *
     * @throws java.io.UncheckedIOException when there is no free port
     */
    public static MockMailbox start() {
        return start(0, LoopbackServer.daemons("mock-mailbox"));
    }

    /**
     * Starts a mailbox.
     *
     * @param port the port; 0 for any free port
     * @param threads the factory of the sessions' threads, such as a managed thread factory
     * @throws java.io.UncheckedIOException when the port is not available; the message names the port
     * @throws IllegalArgumentException when {@code port} is not in 0 to 65535
     */
    public static MockMailbox start(int port, ThreadFactory threads) {
        return new MockMailbox(port, threads);
    }

    /** Returns the port that the mailbox listens on. */
    public int port() {
        return server.port();
    }

    /** Returns the mailbox's address as a next hop: {@code [127.0.0.1]:port}. */
    public String nextHop() {
        return server.nextHop();
    }

    /** Returns a copy of the list of mails accepted so far, in the order of their final dots. */
    public List<ReceivedMail> mails() {
        synchronized (mails) {
            return List.copyOf(mails);
        }
    }

    /**
     * Refuses recipients. Rules are cumulative: the oldest rule that matches and is not used up is applied. A reply with code 421
     * also ends the session (RFC 5321, section 3.8).
     *
     * @param which the recipients to refuse; called with the address without angle brackets
     * @param replyLine a 4xx or 5xx reply, such as {@code 451 4.3.0 try later}
     * @param times the number of RCPT commands to refuse; {@link Integer#MAX_VALUE} means always
     * @throws IllegalArgumentException when {@code replyLine} is not a 4xx or 5xx reply or {@code times} is negative
     */
    public void refuseRecipients(Predicate<String> which, String replyLine, int times) {
        recipientRefusals.add(which, replyLine, times);
    }

    /**
     * Refuses mails after their final dot or last chunk; otherwise as {@link #refuseRecipients}.
     *
     * @throws IllegalArgumentException when {@code replyLine} is not a 4xx or 5xx reply or {@code times} is negative
     */
    public void refuseContent(String replyLine, int times) {
        contentRefusals.add(sender -> true, replyLine, times);
    }

    /** Removes all refusals. */
    public void acceptAll() {
        recipientRefusals.clear();
        contentRefusals.clear();
    }

    /** Returns the number of connections accepted so far. */
    public int connections() {
        return server.connections();
    }

    /**
     * Returns the commands and replies of all sessions, in chronological order: {@code C: MAIL FROM:<a@example.com>}, {@code S: 250
     * 2.1.0 Ok}. Content is not included. Only the last {@value #DIALOGUE_LIMIT} lines are kept.
     */
    public List<String> dialogue() {
        synchronized (dialogue) {
            return List.copyOf(dialogue);
        }
    }

    /** Removes the received mails and the dialogue. Refusals and the number of connections are kept. */
    public void clear() {
        synchronized (mails) {
            mails.clear();
        }
        synchronized (dialogue) {
            dialogue.clear();
        }
    }

    /** Stops listening, and ends all sessions and their threads within ten seconds. The received mails can still be read. */
    @Override
    public void close() {
        server.close();
    }

    /** The interface between a session and its mailbox. */
    final class SessionEnd {
        private SessionEnd() {}

        Optional<String> refusalOfRecipient(String address) {
            return recipientRefusals.next(address);
        }

        Optional<String> refusalOfContent(String sender) {
            return contentRefusals.next(sender);
        }

        void keep(String sender, List<String> recipients, byte[] content) {
            ReceivedMail mail = new ReceivedMail(sender, recipients, content, Instant.now());
            synchronized (mails) {
                mails.add(mail);
            }
        }

        void record(String line) {
            synchronized (dialogue) {
                if (dialogue.size() == DIALOGUE_LIMIT) {
                    dialogue.removeFirst();
                }
                dialogue.addLast(line);
            }
        }
    }
}
