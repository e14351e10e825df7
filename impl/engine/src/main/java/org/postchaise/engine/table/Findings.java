/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.table;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** What a reader of one version of a file has to say about it; bounded, for a file may be wrong on every line. */
final class Findings {
    private static final int SHOWN = 50;

    private final List<String> shown = new ArrayList<>();
    private int count;
    private int faults;
    private String firstFault = "";

    /**
     * A line that is wrong.
     *
     * @param consequence what becomes of it where such lines are passed over
     */
    void fault(String message, String consequence) {
        if (faults++ == 0) {
            firstFault = message;
        }
        note(message + consequence);
    }

    /** Something worth knowing that costs no line its effect. */
    void note(String message) {
        count++;
        if (shown.size() < SHOWN) {
            shown.add(message);
        }
    }

    /** How many lines are wrong. */
    int faults() {
        return faults;
    }

    /** The first of the wrong lines, or nothing. */
    String firstFault() {
        return firstFault;
    }

    /** Tells all that was kept, and how much was not. */
    void tell(String table, Consumer<String> warnings) {
        shown.forEach(warnings);
        if (count > SHOWN) {
            warnings.accept(table + ": " + (count - SHOWN) + " more warnings of this kind are not shown");
        }
    }
}
