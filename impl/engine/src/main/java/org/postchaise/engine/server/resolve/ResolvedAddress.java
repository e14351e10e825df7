/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.server.resolve;

/**
 * An address as trivial-rewrite(8) resolves it.
 *
 * @param address the address in internal form, without quotes: routes such as {@code user%domain@here} are followed
 * @param addressClass the class of the address
 * @param routed true if the local part still holds a route, which another system could follow: {@code @}, {@code %} or {@code !}
 * @param valid false if the domain is no domain name and no literal; mail to such an address can't be delivered
 * @param transport the transport and next hop of the mail
 */
public record ResolvedAddress(
        String address, AddressClass addressClass, boolean routed, boolean valid, Transport transport) {

    /**
     * A transport with its next hop.
     *
     * @param name the name of the transport, such as {@code smtp}; {@code error} for mail that can't be delivered
     * @param nextHop the next hop; the status and text for {@code error} and {@code retry}
     */
    public record Transport(String name, String nextHop) {
        /** Returns this transport with those parts of {@code transport:nexthop} that are not empty in {@code text}. */
        Transport with(String text, String usualHop) {
            int colon = text.indexOf(':');
            String named = colon < 0 ? text : text.substring(0, colon);
            String hop = colon < 0 ? "" : text.substring(colon + 1);
            if (named.isEmpty()) {
                return new Transport(name, hop.isEmpty() ? nextHop : hop);
            }
            return new Transport(named, hop.isEmpty() ? usualHop : hop);
        }
    }

    /** Returns the domain, without the at sign. */
    public String domain() {
        return address.substring(address.lastIndexOf('@') + 1);
    }

    /** Returns the local part, without quotes. */
    public String localPart() {
        int at = address.lastIndexOf('@');
        return at < 0 ? address : address.substring(0, at);
    }
}
