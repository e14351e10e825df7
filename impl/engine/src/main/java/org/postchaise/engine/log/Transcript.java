/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.log;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.postchaise.api.Peer;
import org.postchaise.api.SmtpReply;

/**
 * The transcript of a session, in the form of Postfix's notice to the postmaster: {@code Out: } before each line sent,
 * {@code In:  } before each line received. Message content and credentials are left out, and the size is limited.
 *
 * @param peer the server
 * @param lines the dialogue, in order; a note stands for lines that were left out
 */
public record Transcript(Peer peer, List<String> lines) {
    private static final int WIDTH = 78;
    private static final String INDENT = "    ";

    /** Creates a transcript with a copy of the list. */
    public Transcript {
        lines = List.copyOf(lines);
    }

    /** Returns a summary of the event in one sentence. */
    public String summary() {
        return "Unexpected response from " + peer + ".";
    }

    /**
     * Returns the summary and the dialogue in lines of at most 78 characters, as in Postfix's notice: each line begins with
     * a space, each continuation line with five.
     */
    public String text() {
        StringBuilder text = new StringBuilder(summary()).append("\n\nTranscript of session follows.\n\n");
        for (String line : lines) {
            String rest = line;
            String indent = "";
            while (!rest.isEmpty()) {
                int end = fold(rest, WIDTH - indent.length());
                text.append(' ').append(indent).append(rest, 0, end).append('\n');
                rest = rest.substring(end).stripLeading();
                indent = INDENT;
            }
        }
        return text.toString();
    }

    /** Returns the index at which to fold a line: the last space that fits, or else the width. */
    private static int fold(String text, int width) {
        if (text.length() <= width) {
            return text.length();
        }
        int space = text.lastIndexOf(' ', width);
        return space > INDENT.length() ? space : width;
    }

    /**
     * A builder of transcripts. Of a long dialogue the first and the last {@value #KEPT} lines are kept, of a long line the
     * first {@value #LONGEST} characters. Thread-safe.
     */
    public static final class Builder {
        static final int KEPT = 100;
        static final int LONGEST = 500;

        private final Secrets secrets = new Secrets();
        private final List<String> first = new ArrayList<>();
        private final Deque<String> last = new ArrayDeque<>();
        private int left;
        private boolean inContent;

        /** Adds a command line that was sent. */
        public synchronized void sent(String line) {
            endContent();
            add("Out: " + secrets.masked(line));
        }

        /** Adds a reply that was received. */
        public synchronized void received(SmtpReply reply) {
            endContent();
            secrets.answered(reply);
            reply.lines().forEach(line -> add("In:  " + line));
            inContent = reply.code() == 354;
        }

        /** Returns true if the transcript has no lines. */
        public synchronized boolean isEmpty() {
            return first.isEmpty();
        }

        /** Returns the transcript of the dialogue with {@code peer} so far. */
        public synchronized Transcript build(Peer peer) {
            List<String> lines = new ArrayList<>(first);
            if (left > 0) {
                lines.add("... " + left + " lines are left out here ...");
            }
            lines.addAll(last);
            return new Transcript(peer, lines);
        }

        /** Adds the final dot, which stands for all of the content. */
        private void endContent() {
            if (inContent) {
                inContent = false;
                add("Out: .");
            }
        }

        private void add(String line) {
            String cut = line.length() > LONGEST ? line.substring(0, LONGEST) + "..." : line;
            if (first.size() < KEPT) {
                first.add(Printable.line(cut));
                return;
            }
            last.add(Printable.line(cut));
            if (last.size() > KEPT) {
                last.remove();
                left++;
            }
        }
    }
}
