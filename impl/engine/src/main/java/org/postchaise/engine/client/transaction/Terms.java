/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.client.transaction;

import java.util.OptionalLong;
import org.postchaise.api.Peer;
import org.postchaise.engine.wire.Capabilities;

/**
 * The terms of a transaction, which follow from the server's capabilities, the content and the settings.
 *
 * @param peer the server
 * @param capabilities the server's capabilities
 * @param size the size of the content in octets, where known
 * @param converted true if the content is converted to 7-bit while being sent: then neither SIZE nor BODY would be
 *     right
 * @param utf8Content true if the header holds UTF-8, so that the server must offer SMTPUTF8
 * @param chunked true if the content is sent with BDAT, without DATA
 * @param namesLogin true if MAIL has AUTH=&lt;&gt;: the login is this system's, not the sender's
 * @param requireTls true if MAIL has REQUIRETLS
 * @param tellsClient true if XFORWARD is sent where the server offers XFORWARD
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
