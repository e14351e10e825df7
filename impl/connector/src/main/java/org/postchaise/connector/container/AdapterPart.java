/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.connector.container;

import jakarta.resource.ResourceException;
import jakarta.resource.spi.BootstrapContext;
import java.util.Optional;
import org.postchaise.engine.config.Settings;

/**
 * A part of the resource adapter that runs from the adapter's start to its stop. The adapter starts its parts one after the
 * other, and stops them in the reverse order. Source: Jakarta Connectors 2.1, section 5.3.
 */
public interface AdapterPart {
    /**
     * Starts the part.
     *
     * @param container the services of the container; empty outside a container
     * @param settings the checked settings of the adapter
     * @throws ResourceException when the part cannot run; the adapter does not start in that case
     */
    void start(Optional<BootstrapContext> container, Settings settings) throws ResourceException;

    /**
     * Stops the part; a wait for work in progress has a time limit. No-op if the part is not started: another part's start has
     * failed, or the adapter is stopped a second time.
     */
    void stop();
}
