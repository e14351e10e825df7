/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.server.session;

import java.io.IOException;
import org.postchaise.engine.server.command.SessionContext;
import org.postchaise.engine.server.view.ClientIdentity;

/**
 * A session of the SMTP and LMTP server: a state machine that is fed with octets. The owner feeds what has arrived, calls {@link #run}, and
 * does what {@link Next} says:
 *
 * <ul>
 *   <li>first {@code run()} without octets: the session greets its client;
 *   <li>{@link Next.Read}: wait for octets, then {@link #feed} and {@code run()}; at the deadline {@link #timedOut}; at the end of the input
 *       {@link #inputEnded}, also for a connection that was reset;
 *   <li>{@link Next.Pause}: wait, reading nothing, then {@code run()};
 *   <li>{@link Next.End}: close the connection.
 * </ul>
 *
 * <p>Used by one thread at a time, except {@link #drain}. No method throws what a client can cause.
 */
public final class InboundSession {

    /**
     * Creates a session.
     *
     * @param client the client, identified by address and DNS
     */
    public InboundSession(SessionContext context, ClientIdentity client, Output output) {
        throw new UnsupportedOperationException();
    }

    /**
     * Hands octets over, from {@code from} (inclusive) to {@code to} (exclusive). Nothing is processed before {@link #run}, and the array
     * must not change before it returns; what the session has not used then it has copied.
     *
     * @throws IllegalStateException when octets that were fed before have not been run
     */
    public void feed(byte[] octets, int from, int to) {}

    /** Handles what has arrived; may block in tables, DNS, access control and the sink. */
    public Next run() {
        return Next.END;
    }

    /** Ends the session because the client sent nothing up to the deadline: 421 4.4.2. */
    public Next timedOut() {
        return Next.END;
    }

    /** Ends the session because the client closed the connection or reset it. */
    public Next inputEnded() {
        return Next.END;
    }

    /** Ends the session after a failure of {@link Output} that its owner found; writes nothing more. */
    public Next failed(IOException cause) {
        return Next.END;
    }

    /**
     * Asks the session to end: with 421 4.3.2 at once where it has no mail transaction, else after the transaction. May be called by any
     * thread; takes effect at the next {@link #run}.
     */
    public void drain() {}

    /** Ends the session with 421 4.3.2, mail transaction or not; what was accepted stays accepted. On the session's thread. */
    public Next shutDown() {
        return Next.END;
    }

    /** Returns true if a mail transaction is open: from an accepted MAIL command to the end of the content. */
    public boolean inTransaction() {
        return false;
    }
}
