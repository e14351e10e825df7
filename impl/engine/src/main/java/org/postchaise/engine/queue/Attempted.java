/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.queue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.postchaise.api.Recipient;

/**
 * The recipients of one delivery attempt.
 *
 * @param began the beginning of the attempt
 * @param tried the recipients given to the delivery
 * @param suspended the recipients that are due, and not tried because an operator has suspended their destinations
 */
public record Attempted(Instant began, List<Recipient> tried, List<Recipient> suspended) {
    /** Creates an attempt with copies of the lists. */
    public Attempted {
        tried = List.copyOf(tried);
        suspended = List.copyOf(suspended);
    }

    /** Returns all recipients that were due. */
    List<Recipient> due() {
        List<Recipient> due = new ArrayList<>(tried);
        due.addAll(suspended);
        return due;
    }
}
