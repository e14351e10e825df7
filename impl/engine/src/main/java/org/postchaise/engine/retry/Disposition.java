/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.retry;

import java.time.Instant;

/** What follows for a mail with recipients that are not delivered yet. */
public sealed interface Disposition {

    /**
     * Try again.
     *
     * @param when not before then
     */
    record RetryAt(Instant when) implements Disposition {}

    /** The mail has been in the queue for too long: its deferred recipients fail. */
    record Expired() implements Disposition {}
}
