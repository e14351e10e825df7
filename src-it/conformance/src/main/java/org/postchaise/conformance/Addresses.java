/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.conformance;

import org.postchaise.engine.config.Settings;

/** Address rewriting of trivial-rewrite(8) on submission, as far as the suite's scenarios need it. */
final class Addresses {
    private Addresses() {}

    /** Returns {@code address} with a domain, and without a dot at its end. */
    static String canonical(String address, Settings settings) {
        if (address.isEmpty()) {
            return address;
        }
        String stripped = address.endsWith(".") ? address.substring(0, address.length() - 1) : address;
        return stripped.indexOf('@') < 0 ? stripped + "@" + settings.expanded("myorigin") : stripped;
    }

    /** Returns the address in the form in which the queue compares addresses: without the quotes of its local part. */
    static String internal(String address) {
        int at = address.lastIndexOf('@');
        if (at < 2 || address.charAt(0) != '"' || address.charAt(at - 1) != '"') {
            return address;
        }
        return address.substring(1, at - 1).replaceAll("\\\\(.)", "$1") + address.substring(at);
    }
}
