/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.sasl.client;

import java.util.Optional;
import javax.security.sasl.SaslException;

/**
 * The client side of one SASL exchange (RFC 4422, section 3), for one thread and one use. Messages of exceptions are
 * those of the Cyrus library, which Postfix quotes in its texts, and contain no secrets.
 */
interface ClientMechanism {

    /**
     * Returns the initial response; empty where the server sends first. An initial response of no octets differs from
     * no initial response.
     */
    Optional<byte[]> initial() throws SaslException;

    /** Returns the response to a challenge. */
    byte[] answer(byte[] challenge) throws SaslException;

    /**
     * Returns true if the client has sent all its responses, and the server has authenticated itself where the
     * mechanism requires server authentication.
     */
    boolean isComplete();
}
