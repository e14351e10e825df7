/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.connector;

import jakarta.resource.ResourceException;

/**
 * A listener for the start of a resource adapter, since containers create connection factories before the adapter is
 * started.
 */
@FunctionalInterface
public interface AdapterListener {
    /**
     * Performs the work that needs a started adapter.
     *
     * @throws ResourceException when the work fails; the adapter does not start in that case
     */
    void adapterStarted() throws ResourceException;
}
