/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.table;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * The errors and warnings about one version of a file; the number of kept messages is bounded, since a file may be
 * wrong on every line.
 */
final class Findings {
    private static final int SHOWN = 50;

    private final List<String> shown = new ArrayList<>();
    private int count;
    private int faults;
    private String firstFault = "";

    /**
     * Adds the error of a wrong line.
     *
     * @param message the error, with the position of the line
     * @param consequence the consequence for the line where wrong lines are skipped
     */
    void fault(String message, String consequence) {
        if (faults++ == 0) {
            firstFault = message;
        }
        note(message + consequence);
    }

    /** Adds a warning about a line that has its effect all the same. */
    void note(String message) {
        count++;
        if (shown.size() < SHOWN) {
            shown.add(message);
        }
    }

    /** Returns the number of wrong lines. */
    int faults() {
        return faults;
    }

    /** Returns the error of the first wrong line, or empty text. */
    String firstFault() {
        return firstFault;
    }

    /** Passes all kept messages to {@code warnings}, and the number of messages that were not kept. */
    void tell(String table, Consumer<String> warnings) {
        shown.forEach(warnings);
        if (count > SHOWN) {
            warnings.accept(table + ": " + (count - SHOWN) + " more warnings of this kind are not shown");
        }
    }
}
