/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.client.transaction;

import java.util.Map;
import java.util.TreeMap;
import org.postchaise.engine.address.Xtext;

/** The XFORWARD attributes of the client that a mail came from (XFORWARD_README). */
public final class ClientAttributes {
    private static final String UNAVAILABLE = "[UNAVAILABLE]";

    private ClientAttributes() {}

    /**
     * Returns the decoded attributes of an XFORWARD command.
     *
     * @param attributes the attributes received, name to value in xtext
     * @return name to value, without attributes that the sender of the command did not know
     */
    public static Map<String, String> received(Map<String, String> attributes) {
        Map<String, String> known = new TreeMap<>();
        attributes.forEach((name, value) -> {
            String decoded = Xtext.decode(value);
            if (!decoded.isEmpty() && !decoded.equalsIgnoreCase(UNAVAILABLE)) {
                known.put(name, decoded);
            }
        });
        return Map.copyOf(known);
    }
}
