/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.api;

import java.io.Serializable;
import java.time.Duration;

/**
 * The connection use and the times of one recipient's delivery: the values that Postfix logs as {@code conn_use=} and as
 * the last three of {@code delays=}.
 *
 * @param connectionUses the number of mails sent over the connection so far, including this mail
 * @param waiting the time from the submission of the mail to the start of the delivery to this destination
 * @param setup the time from the start of the delivery until a session was ready: host lookup, connecting and EHLO, with
 *     all hosts that were tried
 * @param transmission the time from the ready session until the outcome was known
 */
public record Attempt(int connectionUses, Duration waiting, Duration setup, Duration transmission)
        implements Serializable {

    /**
     * Creates the values of one delivery.
     *
     * @throws IllegalArgumentException when {@code connectionUses} is below one, or a time is negative
     */
    public Attempt {
        if (connectionUses < 1) {
            throw new IllegalArgumentException("connection was used " + connectionUses + " times; expected 1 or more");
        }
        if (waiting.isNegative() || setup.isNegative() || transmission.isNegative()) {
            throw new IllegalArgumentException(
                    "times are " + waiting + ", " + setup + ", " + transmission + "; expected none below zero");
        }
    }

    /** Returns this attempt with {@code time} added to the waiting time. */
    public Attempt after(Duration time) {
        return new Attempt(connectionUses, waiting.plus(time), setup, transmission);
    }

    /** Returns the total time from the submission of the mail to the outcome. */
    public Duration total() {
        return waiting.plus(setup).plus(transmission);
    }
}
