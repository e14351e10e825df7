/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.sasl;

import java.util.Optional;

/**
 * On whose behalf a session is opened. Sessions of different identities are never shared.
 *
 * @param sender the mail's sender where logins depend on it ({@code smtp_sender_dependent_authentication}), else empty
 * @param signOn what the application or its container logs in with, which wins over all tables
 */
public record Identity(String sender, Optional<Credentials> signOn) {
    /** Whoever the sender is, with what the tables say. */
    public static final Identity ANYONE = new Identity("", Optional.empty());

    /** The same with a sign-on. */
    public Identity with(Credentials other) {
        return new Identity(sender, Optional.of(other));
    }

    /** The same for mail of {@code other}. */
    public Identity from(String other) {
        return new Identity(other, signOn);
    }
}
