/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.server.listen;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import org.postchaise.engine.net.Connection;
import org.postchaise.engine.net.Deadline;
import org.postchaise.engine.server.session.Output;

/**
 * The way of a session's replies to its client, which never waits: what the system does not take at once is kept for {@link #flush}. The
 * session handles no more commands while something is kept, so that the rest is as long as the replies to one command at most. Used by one
 * thread at a time.
 */
final class Outbox implements Output {
    private static final byte[] NOTHING = {};

    private final Connection connection;
    private final Duration limit;
    private byte[] rest = NOTHING;
    private int at;
    private Deadline deadline;

    /**
     * Creates the way.
     *
     * @param limit the time limit for what is kept: then the client must have read it ({@code smtpd_timeout})
     */
    Outbox(Connection connection, Duration limit) {
        this.connection = connection;
        this.limit = limit;
        this.deadline = Deadline.in(limit);
    }

    @Override
    public void write(byte[] octets, int from, int to) throws IOException {
        int start = from;
        if (!backlogged()) {
            deadline = Deadline.in(limit);
            start += connection.writeNow(octets, from, to - from, deadline);
        }
        if (start < to) {
            byte[] both = Arrays.copyOfRange(rest, at, rest.length + to - start);
            System.arraycopy(octets, start, both, both.length - (to - start), to - start);
            rest = both;
            at = 0;
        }
    }

    @Override
    public boolean backlogged() {
        return at < rest.length;
    }

    /** Sends what the system takes now of what was kept; returns true if nothing is kept any more. */
    boolean flush() throws IOException {
        if (backlogged()) {
            at += connection.writeNow(rest, at, rest.length - at, deadline);
            if (!backlogged()) {
                drop();
            }
        }
        return !backlogged();
    }

    /** Returns the time by which the client must have read what is kept. */
    Deadline deadline() {
        return deadline;
    }

    /** Forgets what is kept. */
    void drop() {
        rest = NOTHING;
        at = 0;
    }
}
