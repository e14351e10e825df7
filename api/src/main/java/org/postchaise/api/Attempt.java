/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.api;

import java.io.Serializable;
import java.time.Duration;

/**
 * How the delivery to one recipient went, beside its outcome: what Postfix's log line tells as {@code conn_use=} and as the
 * last three of {@code delays=}.
 *
 * @param connectionUses how many mails the connection was used for, this one included
 * @param waiting from the hand-over of the mail until its delivery to this destination began
 * @param setup from then until there was a session: finding the hosts, connecting, EHLO, and all of it with earlier hosts
 * @param transmission from then until the outcome was known
 */
public record Attempt(int connectionUses, Duration waiting, Duration setup, Duration transmission)
        implements Serializable {

    /**
     * @throws IllegalArgumentException when there is no use, or a time is negative
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

    /** This attempt begun later by {@code time}. */
    public Attempt after(Duration time) {
        return new Attempt(connectionUses, waiting.plus(time), setup, transmission);
    }

    /** The whole time from the hand-over to the outcome. */
    public Duration total() {
        return waiting.plus(setup).plus(transmission);
    }
}
