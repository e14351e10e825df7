/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.sasl;

/** Supplies access tokens (RFC 6749, section 1.4). Asked for each login; thread-safe. */
public interface TokenSource {

    /**
     * A token that is good now, as far as the source can tell.
     *
     * @throws TokenException when there is none
     */
    Secret token() throws TokenException;

    /**
     * A server did not take {@code token}, although it may not have expired: it is not given again.
     *
     * @return whether another one can be had now, so that trying again makes sense
     */
    boolean refused(Secret token);
}
