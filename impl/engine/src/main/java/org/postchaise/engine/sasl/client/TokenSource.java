/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.sasl.client;

import org.postchaise.engine.sasl.Secret;

/** A source of access tokens (RFC 6749, section 1.4), called for each login; thread-safe. */
public interface TokenSource {

    /**
     * Returns a token that is valid now, as far as the source can tell.
     *
     * @throws TokenException when no token is available
     */
    Secret token() throws TokenException;

    /**
     * Invalidates {@code token}, which a server refused perhaps before its expiry: the token is not returned again.
     *
     * @return true if another token can be had now, so that another attempt makes sense
     */
    boolean refused(Secret token);
}
