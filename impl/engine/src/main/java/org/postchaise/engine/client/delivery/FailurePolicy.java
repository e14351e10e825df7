/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.client.delivery;

import org.postchaise.api.Failure;
import org.postchaise.api.RecipientOutcome;

/**
 * Which outcome is final, and which may do better at the next host. As Postfix: every temporary failure is worth another
 * host, whether it is the host's, the message's or the recipient's, and so is a lost connection after the final dot, because
 * mail is delivered at least once; a permanent failure is not. What this side lacks no other host will have.
 */
enum FailurePolicy {
    /** Permanent is permanent. */
    HARD,
    /** Nothing is permanent ({@code soft_bounce}). */
    SOFT;

    /** {@code outcome}, or the temporary failure that this policy makes of it. */
    RecipientOutcome soften(RecipientOutcome outcome) {
        if (this == HARD || !(outcome instanceof RecipientOutcome.Rejected rejected)) {
            return outcome;
        }
        Failure failure = rejected.failure();
        return RecipientOutcome.failed(
                outcome.recipient(), failure.as(failure.status().withCategory(4), failure.text()));
    }

    /** Whether {@code outcome} ends the search for its recipient. */
    static boolean isFinal(RecipientOutcome outcome) {
        return switch (outcome.kind()) {
            case DELIVERED, REJECTED, PENDING -> true;
            case DEFERRED, IN_DOUBT ->
                ((RecipientOutcome.Undelivered) outcome).failure().scope() == Failure.Scope.LOCAL;
        };
    }
}
