/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.courier;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.postchaise.api.spi.QueueTransport;

/** Memory of all {@link NamedFactories} of an application: the connection factories that were found last, and the complaints that were logged last. */
@ApplicationScoped
public class KnownFactories {
    private final Map<String, QueueTransport> known = new ConcurrentHashMap<>();
    private final Map<String, String> refused = new ConcurrentHashMap<>();

    /** Returns the latest factories by mailer name, to be changed; the factory of a redeployed adapter is replaced at the next lookup. */
    Map<String, QueueTransport> known() {
        return known;
    }

    /** Returns the latest logged complaints about bad settings by mailer name, to be changed. */
    Map<String, String> refused() {
        return refused;
    }

    /** Forgets the factories: an application whose class loader stays after the undeployment does not keep the adapter. */
    @PreDestroy
    void forget() {
        known.clear();
        refused.clear();
    }
}
