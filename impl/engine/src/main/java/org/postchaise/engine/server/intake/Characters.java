/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.server.intake;

import java.util.BitSet;
import org.postchaise.engine.config.CEscapes;

/** A set of octets that {@code message_strip_characters} or {@code message_reject_characters} names. Immutable. */
final class Characters {
    private final BitSet octets = new BitSet(256);

    /** Creates the set of the octets in {@code text}, in which C escapes such as {@code \0}, {@code \r} and {@code \\} are understood. */
    Characters(String text) {
        CEscapes.decoded(text).chars().forEach(c -> octets.set(c & 0xff));
    }

    /** Returns true if the set is empty. */
    boolean isEmpty() {
        return octets.isEmpty();
    }

    /** Returns true if {@code octet} is in the set. */
    boolean contains(byte octet) {
        return octets.get(octet & 0xff);
    }
}
