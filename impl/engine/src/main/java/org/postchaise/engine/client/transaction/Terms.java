/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.client.transaction;

import java.util.OptionalLong;
import org.postchaise.api.Peer;
import org.postchaise.engine.wire.Capabilities;

/**
 * What server and content allow a transaction to say.
 *
 * @param peer the server
 * @param capabilities what it offers
 * @param size the content's octets, where they are known
 * @param converted whether the content is made 7-bit on its way: then neither SIZE nor BODY is true of it
 * @param utf8Content whether the header holds UTF-8, so that the server must take SMTPUTF8
 * @param chunked whether the content goes with BDAT, so that there is no DATA
 * @param namesLogin whether MAIL says AUTH=&lt;&gt;: the login is this system's, and not the sender's
 * @param requireTls whether MAIL says REQUIRETLS
 * @param tellsClient whether XFORWARD is sent where it is offered
 */
record Terms(
        Peer peer,
        Capabilities capabilities,
        OptionalLong size,
        boolean converted,
        boolean utf8Content,
        boolean chunked,
        boolean namesLogin,
        boolean requireTls,
        boolean tellsClient) {

    boolean offers(String keyword) {
        return capabilities.offers(keyword);
    }
}
