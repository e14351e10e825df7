/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.courier;

import jakarta.transaction.Synchronization;

/** Synchronization that acts only after a transaction has ended: before that, the transaction may still roll back. */
@FunctionalInterface
interface AfterCompletion extends Synchronization {
    @Override
    default void beforeCompletion() {
        // no-op: see the interface
    }
}
