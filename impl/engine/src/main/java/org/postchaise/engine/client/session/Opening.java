/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.client.session;

import org.postchaise.api.Failure;

/** The result of opening a session. */
public sealed interface Opening {

    /**
     * A session that is ready for MAIL FROM.
     *
     * @param session the session, acquired by the caller
     */
    record Opened(Session session) implements Opening {}

    /**
     * A failure to open a session.
     *
     * @param failure the failure
     * @param cause the kind of cause
     */
    record Failed(Failure failure, Cause cause) implements Opening {
        /** Creates a failure whose cause is neither TLS nor the login. */
        public Failed(Failure failure) {
            this(failure, Cause.OTHER);
        }
    }

    /** The kinds of causes. */
    enum Cause {
        /** The TLS handshake failed, or the connection was lost after the handshake: plaintext may work. */
        TLS,
        /** The server does not satisfy the sender's REQUIRETLS (RFC 8689); another host may. */
        REQUIRETLS,
        /** AUTH was refused, or could not be completed. */
        LOGIN,
        /** Any other cause. */
        OTHER
    }
}
