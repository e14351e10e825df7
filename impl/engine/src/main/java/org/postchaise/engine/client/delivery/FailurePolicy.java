/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.client.delivery;

import org.postchaise.api.Failure;
import org.postchaise.api.RecipientOutcome;

/**
 * Which outcome is final, and which may do better at the next host. As Postfix: every temporary failure is worth another
 * host, whether it is the host's, the message's or the recipient's; a permanent one is not. What this side lacks no other
 * host will have. Where Postfix would send again after a lost final dot, we do not: in doubt is final.
 */
final class FailurePolicy {
    private FailurePolicy() {}

    /** Whether {@code outcome} ends the search for its recipient. */
    static boolean isFinal(RecipientOutcome outcome) {
        return !(outcome instanceof RecipientOutcome.Deferred deferred)
                || deferred.failure().scope() == Failure.Scope.LOCAL;
    }
}
