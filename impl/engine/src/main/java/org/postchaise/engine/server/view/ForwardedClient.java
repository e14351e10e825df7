/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.server.view;

import java.util.Optional;

/**
 * The attributes of the original client of a mail, as told by XFORWARD (Postfix's XFORWARD_README) or copied from the session.
 *
 * @param name the client's host name
 * @param address the client's IP address
 * @param port the client's port
 * @param protocol the protocol, such as {@code ESMTP}
 * @param helo the name in HELO or EHLO
 * @param ident the identifier of the mail at the sender of XFORWARD
 * @param source {@code LOCAL} or {@code REMOTE}
 */
public record ForwardedClient(
        Optional<String> name,
        Optional<String> address,
        Optional<String> port,
        Optional<String> protocol,
        Optional<String> helo,
        Optional<String> ident,
        Optional<String> source) {
    /** The source of mail that was submitted on the other system, or whose source is not known. */
    public static final String LOCAL = "LOCAL";

    /** No attributes, as before XFORWARD. */
    public static final ForwardedClient NONE = new ForwardedClient(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
}
