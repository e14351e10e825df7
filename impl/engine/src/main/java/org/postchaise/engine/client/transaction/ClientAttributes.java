/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.client.transaction;

import java.util.Map;
import java.util.TreeMap;
import org.postchaise.engine.address.Xtext;

/** The attributes of the client that a mail came from, as XFORWARD carries them (XFORWARD_README). */
public final class ClientAttributes {
    private static final String UNAVAILABLE = "[UNAVAILABLE]";

    private ClientAttributes() {}

    /**
     * Returns what the arguments of an XFORWARD command mean.
     *
     * @param attributes name to value as it was received, in xtext
     * @return name to value, without those that the sender of the command did not know
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
