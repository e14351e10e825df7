/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.sasl;

import java.util.Optional;
import javax.security.sasl.SaslException;

/**
 * The client's side of one login (RFC 4422, section 3); for one thread, and for once. Messages of exceptions are those of the
 * Cyrus library, which Postfix tells in its texts, and hold no secrets.
 */
interface ClientMechanism {

    /** What is sent without being asked; empty where the server begins. No octets are something else than nothing. */
    Optional<byte[]> initial() throws SaslException;

    /** The answer to a challenge. */
    byte[] answer(byte[] challenge) throws SaslException;

    /** Whether this side has said all, and the server has proved itself where the mechanism asks that of it. */
    boolean isComplete();
}
