/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.courier;

import jakarta.transaction.Synchronization;

/** What is done when a transaction has ended, and nothing before: what may still roll back is no fact yet. */
@FunctionalInterface
interface AfterCompletion extends Synchronization {
    @Override
    default void beforeCompletion() {
        // see above
    }
}
