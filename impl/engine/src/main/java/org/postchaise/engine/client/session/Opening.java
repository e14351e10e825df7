/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.client.session;

import org.postchaise.api.Failure;

/** What came of opening a session. */
public sealed interface Opening {

    /**
     * A session, ready for MAIL FROM.
     *
     * @param session acquired by the caller
     */
    record Opened(Session session) implements Opening {}

    /**
     * None.
     *
     * @param failure why
     * @param trouble whether TLS or the login is to blame
     */
    record Failed(Failure failure, Trouble trouble) implements Opening {
        /** None, for another reason than TLS. */
        public Failed(Failure failure) {
            this(failure, Trouble.OTHER);
        }
    }

    /** What kind of trouble there was. */
    enum Trouble {
        /** The TLS handshake failed, or the connection was lost behind it: in plaintext it may work. */
        TLS,
        /** It can't do what the sender requires (RFC 8689); another host may. */
        REQUIRETLS,
        /** The login was refused, or could not be made. */
        LOGIN,
        /** Any other. */
        OTHER
    }
}
