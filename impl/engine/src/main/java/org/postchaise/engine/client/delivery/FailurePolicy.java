/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.client.delivery;

import org.postchaise.api.Failure;
import org.postchaise.api.RecipientOutcome;

/**
 * The policy that decides if an outcome is final or the next host is tried. As in Postfix every temporary failure of a host,
 * a message or a recipient leads to the next host, and so does a connection lost after the final dot, because mail is
 * delivered at least once; a permanent failure does not. A local failure is final, since other hosts would not change it.
 */
enum FailurePolicy {
    /** Permanent failures stay permanent. */
    HARD,
    /** Permanent failures become temporary ({@code soft_bounce}). */
    SOFT;

    /** Returns {@code outcome}, or the temporary failure that this policy turns it into. */
    RecipientOutcome soften(RecipientOutcome outcome) {
        if (this == HARD || !(outcome instanceof RecipientOutcome.Rejected rejected)) {
            return outcome;
        }
        Failure failure = rejected.failure();
        return RecipientOutcome.failed(
                outcome.recipient(), failure.as(failure.status().withCategory(4), failure.text()));
    }

    /** Returns true if {@code outcome} ends the search for a host for its recipient. */
    static boolean isFinal(RecipientOutcome outcome) {
        return switch (outcome.kind()) {
            case DELIVERED, REJECTED, NOT_TRIED, PENDING -> true;
            case DEFERRED, IN_DOUBT ->
                ((RecipientOutcome.Undelivered) outcome).failure().scope() == Failure.Scope.LOCAL;
        };
    }
}
