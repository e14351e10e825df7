/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.sasl.client;

import java.util.Optional;

/**
 * The identity on whose behalf a session is opened. Sessions of different identities are never shared.
 *
 * @param sender the mail's sender where logins depend on the sender ({@code smtp_sender_dependent_authentication}),
 *     else empty
 * @param signOn the credentials of the application or its container, which take precedence over all tables
 */
public record Identity(String sender, Optional<Credentials> signOn) {
    /** The identity without sender and sign-on: credentials come from the tables. */
    public static final Identity ANYONE = new Identity("", Optional.empty());

    /** Returns this identity with a sign-on. */
    public Identity with(Credentials other) {
        return new Identity(sender, Optional.of(other));
    }

    /** Returns this identity for mail of sender {@code other}. */
    public Identity from(String other) {
        return new Identity(other, signOn);
    }
}
