/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.server.session;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.postchaise.engine.fuzz.Pieces;
import org.postchaise.engine.wire.CommandLine;
import org.postchaise.engine.wire.CommandParser;
import org.postchaise.engine.wire.Line;
import org.postchaise.engine.wire.LineDecoder;

/**
 * A fuzz target for command lines: lines are the same in any pieces, words are parts of their line, and a line gets exactly one reply at each
 * stage of a session, or opens content. The first octet chooses the mode and the stage.
 */
public final class CommandLineFuzz {
    private static final int LIMIT = 40;
    private static final List<String> STAGES = List.of(
            "",
            "EHLO x\r\n",
            "EHLO x\r\nMAIL FROM:<a@b.test>\r\n",
            "EHLO x\r\nMAIL FROM:<a@b.test>\r\nRCPT TO:<user@example.test>\r\n");

    private CommandLineFuzz() {}

    /** Handles one input. */
    public static void fuzzerTestOneInput(byte[] data) throws Exception {
        if (data.length == 0) {
            return;
        }
        List<String> whole = lines(data, Pieces.WHOLE);
        for (Pieces pieces : Pieces.waysFor(data).toList()) {
            List<String> lines = lines(data, pieces);
            if (!lines.equals(whole)) {
                throw new AssertionError(pieces + ": " + lines + ", at once: " + whole);
            }
        }
        answer(data);
    }

    /** Returns the lines after the first octet, with all that is known of them. */
    private static List<String> lines(byte[] data, Pieces pieces) throws Exception {
        List<String> lines = new ArrayList<>();
        LineDecoder decoder = new LineDecoder(LIMIT);
        pieces.feed(data, 1, (octets, from, to) -> {
            for (int at = from; at < to; ) {
                at = decoder.feed(octets, at, to);
                if (decoder.complete()) {
                    lines.add(described(decoder.take()));
                } else if (at != to) {
                    throw new AssertionError("octets of a line are left over");
                }
            }
            return true;
        });
        return lines;
    }

    private static String described(Line line) {
        byte[] octets = line.octets();
        if (octets.length > LIMIT || octets.length > line.length() || line.tooLong() != (line.length() > LIMIT)) {
            throw new AssertionError("a line of " + octets.length + " octets of " + line.length());
        }
        CommandLine command = CommandParser.parse(line);
        int at = 0;
        for (CommandLine.Word word : command.words()) {
            at = command.text().indexOf(word.text(), at);
            if (word.text().isEmpty() || at < 0) {
                throw new AssertionError("a word that is not of its line: " + command);
            }
            at += word.text().length();
        }
        if (command.text().indexOf('\0') >= 0 || command.text().indexOf('\n') >= 0) {
            throw new AssertionError("NUL or LF in a command: " + command);
        }
        if (!CommandParser.parse(command.text()).words().equals(command.words())) {
            throw new AssertionError("other words for the same text: " + command);
        }
        return new String(octets, StandardCharsets.ISO_8859_1)
                + line.length()
                + line.ending()
                + line.hasBareCr()
                + line.hasNul()
                + command;
    }

    /** Says the input as one line. */
    private static void answer(byte[] data) {
        FuzzSessions session = FuzzSessions.begin(data[0]);
        session.written();
        String stage = STAGES.get((data[0] >> 3) & 3);
        session.say(FuzzSessions.lmtp(data[0]) ? stage.replace("EHLO", "LHLO") : stage);
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int i = 1; i < data.length; i++) {
            line.write(data[i] == '\n' ? ' ' : data[i]);
        }
        session.feed(line.toByteArray(), 0, line.size());
        if (!session.written().isEmpty()) {
            throw new AssertionError("a reply to a line that has not ended");
        }
        String reply = session.say("\r\n");
        boolean chunk = line.toString(StandardCharsets.ISO_8859_1)
                .toUpperCase(Locale.ROOT)
                .contains("BDAT");
        int replies = FuzzSessions.replies(reply);
        if (replies > 1 || (replies < 1 && !chunk)) {
            throw new AssertionError(replies + " replies to a command: " + reply);
        }
        session.end(data[0] >> 6);
    }
}
