/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.it.careless;

import jakarta.resource.spi.ConnectionRequestInfo;
import jakarta.resource.spi.ManagedConnection;
import java.util.Set;
import javax.security.auth.Subject;
import org.postchaise.connector.outbound.SmtpManagedConnectionFactory;

/**
 * Takes the first connection of the pool for a match, whatever the request info says. So a container does that shares one
 * connection of a pool within a transaction.
 */
public class CarelessManagedConnectionFactory extends SmtpManagedConnectionFactory {
    private static final long serialVersionUID = 1L;

    @Override
    @SuppressWarnings("rawtypes")
    public ManagedConnection matchManagedConnections(Set candidates, Subject subject, ConnectionRequestInfo info) {
        for (Object candidate : candidates) {
            if (candidate instanceof ManagedConnection connection) {
                return connection;
            }
        }
        return null;
    }
}
