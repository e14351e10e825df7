/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.connector;

import jakarta.resource.ResourceException;

/** Is told when an adapter has started: containers make connection factories before that. */
@FunctionalInterface
public interface AdapterListener {
    /**
     * Begins what needs a started adapter.
     *
     * @throws ResourceException when that is not possible; the adapter does not start then
     */
    void adapterStarted() throws ResourceException;
}
