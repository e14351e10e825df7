/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.retry;

import java.time.Instant;

/** The next step for a mail with recipients that are not delivered yet. */
public sealed interface Disposition {

    /**
     * A further delivery attempt.
     *
     * @param when the earliest time of the attempt
     */
    record RetryAt(Instant when) implements Disposition {}

    /** The end of a mail's time in the queue: its deferred recipients fail. */
    record Expired() implements Disposition {}
}
