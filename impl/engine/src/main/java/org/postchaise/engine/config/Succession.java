/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.config;

import java.util.List;

/**
 * What a parameter's value is when only its predecessors are set.
 *
 * @param successor the parameter that counts
 * @param obsolete its predecessors
 * @param text the value as main.cf text, in terms of the predecessors
 */
public record Succession(String successor, List<String> obsolete, String text) {

    /** A copy of the list. */
    public Succession {
        obsolete = List.copyOf(obsolete);
    }
}
