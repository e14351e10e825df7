/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.wire;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.postchaise.api.SmtpReply;

/**
 * Reads replies (RFC 5321, section 4.2.1): lines of the same code, all but the last with a hyphen behind it. The code of the
 * last line counts, as in Postfix.
 */
public final class ReplyReader {
    /** The octets of one reply, over all its lines. */
    public static final int REPLY_LIMIT = 65_536;

    private final LineReader lines;

    /** Reads from {@code lines}. */
    public ReplyReader(LineReader lines) {
        this.lines = lines;
    }

    /**
     * The next reply.
     *
     * @throws ProtocolException when what came is no reply, or is longer than {@link #REPLY_LIMIT}
     * @throws IOException when the connection fails
     */
    public SmtpReply read() throws IOException {
        List<String> text = new ArrayList<>(1);
        int size = 0;
        while (true) {
            String line = lines.readLine();
            size += line.length() + 2;
            if (size > REPLY_LIMIT) {
                throw new ProtocolException("reply is longer than " + REPLY_LIMIT + " octets");
            }
            if (!hasCode(line)) {
                throw new ProtocolException("malformed reply \""
                        + LineReader.printable(line.substring(0, Math.min(100, line.length())))
                        + "\"; expected a code from 200 to 599");
            }
            text.add(LineReader.printable(line));
            if (line.length() == 3 || line.charAt(3) != '-') {
                return new SmtpReply(Integer.parseInt(line.substring(0, 3)), text);
            }
        }
    }

    /** Whether a reply has arrived already, at least in part. */
    public boolean buffered() {
        return lines.buffered();
    }

    private static boolean hasCode(String line) {
        return line.length() >= 3
                && line.charAt(0) >= '2'
                && line.charAt(0) <= '5'
                && isDigit(line.charAt(1))
                && isDigit(line.charAt(2))
                && (line.length() == 3 || line.charAt(3) == ' ' || line.charAt(3) == '-');
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
