/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.server.session;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.postchaise.engine.log.Printable;
import org.postchaise.engine.server.command.SessionState;
import org.postchaise.engine.server.view.ServerReply;
import org.postchaise.engine.wire.ReplyEncoder;
import org.postchaise.engine.wire.UnsafeArgumentException;

/**
 * The writer of a session's replies: it adds the footer, applies {@code soft_bounce}, and collects the replies to pipelined commands until
 * {@link #flush} (RFC 2920, section 3.2). Not thread-safe.
 */
final class ReplyWriter {
    private static final byte[] NOTHING = {};

    /** The number of octets from which collected replies are sent even though more commands are waiting. */
    private static final int FULL = 4096;

    private final SessionState session;
    private final Output output;
    private byte[] collected = NOTHING;
    private int length;

    ReplyWriter(SessionState session, Output output) {
        this.session = session;
        this.output = output;
    }

    void write(ServerReply reply) throws IOException {
        ServerReply complete = session.rules().footer().added(session.softened(reply), session);
        byte[] octets;
        try {
            octets = ReplyEncoder.encodeUtf8(complete.code(), complete.status(), printable(complete.text()));
        } catch (UnsafeArgumentException e) {
            throw new IllegalStateException("printable text can be sent", e);
        }
        if (length + octets.length > collected.length) {
            collected = Arrays.copyOf(collected, Math.max(length + octets.length, 2 * collected.length));
        }
        System.arraycopy(octets, 0, collected, length, octets.length);
        length += octets.length;
        if (length >= FULL) {
            flush();
        }
    }

    private static List<String> printable(List<String> text) {
        List<String> lines = new ArrayList<>(text.size());
        for (String line : text) {
            lines.add(Printable.line(line));
        }
        return lines;
    }

    /** Sends what was collected. */
    void flush() throws IOException {
        if (length > 0) {
            byte[] octets = collected;
            int end = length;
            collected = NOTHING;
            length = 0;
            output.write(octets, 0, end);
        }
    }
}
