/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.config;

import java.util.List;

/**
 * The value of a parameter of which only obsolete predecessors are set.
 *
 * @param successor the parameter that has the value
 * @param obsolete the obsolete predecessors
 * @param text the value as main.cf text, in terms of the predecessors
 */
public record Succession(String successor, List<String> obsolete, String text) {

    /** Creates a succession with a copy of the list. */
    public Succession {
        obsolete = List.copyOf(obsolete);
    }
}
