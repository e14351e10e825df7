/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.server.session;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Locale;
import org.postchaise.engine.fuzz.Pieces;
import org.postchaise.engine.server.view.MailFacts;

/**
 * A fuzz target for whole sessions: replies and messages are the same in any pieces, each command and each content gets its replies and no
 * others, memory is bounded, and the next mail has nothing of those before. The first octet chooses the mode, and how the session ends.
 */
public final class SessionFuzz {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final long MOST_OCTETS = 2L * 1024 * 1024;
    private static final long MOST_FOR_AN_OCTET = 16L * 1024;

    private SessionFuzz() {}

    /** The result of a session. */
    private record Outcome(String written, List<MemoryIntakes.Message> messages) {}

    /** Runs one input. */
    public static void fuzzerTestOneInput(byte[] data) throws Exception {
        if (data.length == 0) {
            return;
        }
        Outcome whole = outcome(data, Pieces.WHOLE);
        for (Pieces pieces : Pieces.waysFor(data).toList()) {
            long before = THREADS.getThreadAllocatedBytes(Thread.currentThread().getId());
            Outcome other = outcome(data, pieces);
            long allocated =
                    THREADS.getThreadAllocatedBytes(Thread.currentThread().getId()) - before;
            if (!other.equals(whole)) {
                throw new AssertionError(pieces + ": " + other + ", at once: " + whole);
            }
            if (allocated > MOST_OCTETS + MOST_FOR_AN_OCTET * data.length) {
                throw new AssertionError(allocated + " octets of memory for " + data.length);
            }
        }
        countReplies(data);
        sendAnother(data);
    }

    private static Outcome outcome(byte[] data, Pieces pieces) throws Exception {
        FuzzSessions session = FuzzSessions.begin(data[0]);
        pieces.feed(data, 1, session::feed);
        String written = session.written();
        return new Outcome(written + session.end(data[0] >> 3), session.messages());
    }

    /** Feeds octet by octet, and looks when a reply comes. */
    private static void countReplies(byte[] data) {
        FuzzSessions session = FuzzSessions.begin(data[0]);
        session.written();
        boolean content = false;
        StringBuilder line = new StringBuilder();
        for (int i = 1; i < data.length && !session.ended(); i++) {
            session.feed(data, i, i + 1);
            String written = session.written();
            int replies = FuzzSessions.replies(written);
            if (content) {
                content = replies == 0;
                line.setLength(0);
            } else if (data[i] == '\n') {
                boolean chunk = line.toString().toUpperCase(Locale.ROOT).contains("BDAT");
                content = replies == 0 || written.startsWith("354 ");
                if (replies == 0 && !chunk) {
                    throw new AssertionError("no reply to " + line);
                }
                line.setLength(0);
            } else {
                line.append((char) (data[i] & 0xff));
                if (replies > 0) {
                    throw new AssertionError("a reply to a line that has not ended: " + line);
                }
            }
            if (replies > 1 && !FuzzSessions.lmtp(data[0])) {
                throw new AssertionError("replies to one command: " + written);
            }
        }
        session.end(data[0] >> 3);
    }

    /** Sends a mail after whatever the input was: it has to arrive as if there had been nothing before it. */
    private static void sendAnother(byte[] data) {
        FuzzSessions session = FuzzSessions.begin(data[0]);
        session.feed(data, 1, data.length);
        session.written();
        if (!session.ended() && inCommands(session)) {
            String hello = FuzzSessions.lmtp(data[0]) ? "LHLO y\r\n" : "EHLO y\r\n";
            int before = session.messages().size();
            String written = session.say(
                    hello + "MAIL FROM:<next@b.test>\r\nRCPT TO:<other@example.test>\r\nDATA\r\nnext\r\n.\r\n");
            List<MemoryIntakes.Message> messages = session.messages();
            if (messages.size() != before + 1) {
                throw new AssertionError("the next mail is not taken: " + written);
            }
            MemoryIntakes.Message next = messages.get(before);
            if (!next.content().equals("next\r\n")
                    || !next.mail().equals(MailFacts.from("next@b.test"))
                    || next.recipients().size() != 1
                    || !next.recipients().get(0).address().equals("other@example.test")
                    || !next.recipients().get(0).notifyOn().isEmpty()) {
                throw new AssertionError("the next mail has something of one before: " + next);
            }
        }
        session.end(data[0] >> 3);
    }

    /** Leaves content; returns false if that would take too many octets, or ends the session. */
    private static boolean inCommands(FuzzSessions session) {
        for (String way : List.of("\r\n", "\r\n.\r\n", "\n".repeat(FuzzSessions.SIZE_LIMIT))) {
            if (session.say(way + "NOOP\r\n").endsWith("250 2.0.0 Ok\r\n")) {
                return true;
            }
            if (session.ended()) {
                return false;
            }
        }
        return false;
    }
}
