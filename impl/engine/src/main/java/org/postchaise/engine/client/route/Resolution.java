/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.client.route;

import java.util.List;
import org.postchaise.api.Failure;

/** What routing found for a next hop. */
public sealed interface Resolution {

    /**
     * Addresses to try, in this order.
     *
     * @param list the addresses
     */
    record Candidates(List<Candidate> list) implements Resolution {
        /** A copy of the list. */
        public Candidates {
            list = List.copyOf(list);
        }
    }

    /**
     * Nowhere to go now.
     *
     * @param failure why
     */
    record TryLater(Failure failure) implements Resolution {}
}
