/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.content;

/**
 * Makes an address complete, as Postfix does with the result of a table.
 *
 * @param origin the domain of an address without one (myorigin); empty: none is added
 * @param domain what is added to a domain without a dot (mydomain); empty: nothing is
 */
record AddressCompletion(String origin, String domain) {

    /** {@code address} without a source route and with a domain; an empty one stays empty. */
    String complete(String address) {
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
