/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.content;

/**
 * The completion of an address, as Postfix completes the result of a table.
 *
 * @param origin the domain of an address without a domain (myorigin); empty: no domain is added
 * @param domain the parent domain that is added to a domain without a dot (mydomain); empty: nothing is added
 */
public record AddressCompletion(String origin, String domain) {

    /** Returns {@code address} without a source route and with a domain; an empty address stays empty. */
    public String complete(String address) {
        String bare = withoutRoute(address);
        int at = bare.lastIndexOf('@');
        if (bare.isEmpty()) {
            return bare;
        }
        if (at < 0) {
            return origin.isEmpty() ? bare : bare + "@" + origin;
        }
        String host = bare.substring(at + 1);
        boolean partial = !host.isEmpty() && host.indexOf('.') < 0 && !host.startsWith("[");
        return partial && !domain.isEmpty() ? bare + "." + domain : bare;
    }

    private static String withoutRoute(String address) {
        int colon = address.indexOf(':');
        return address.startsWith("@") && colon > 0 ? address.substring(colon + 1) : address;
    }
}
