/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.connector.outbound;

import jakarta.resource.ResourceException;
import jakarta.resource.spi.ConnectionManager;
import jakarta.resource.spi.ConnectionRequestInfo;
import jakarta.resource.spi.LazyAssociatableConnectionManager;
import jakarta.resource.spi.LazyEnlistableConnectionManager;
import jakarta.resource.spi.ManagedConnection;
import jakarta.resource.spi.ManagedConnectionFactory;
import java.util.ArrayList;
import java.util.List;

/**
 * A connection manager that leaves enlistment and association to the connection's use, and remembers what it was asked for. It
 * makes a managed connection for each request.
 */
class LazyContainer implements ConnectionManager, LazyEnlistableConnectionManager, LazyAssociatableConnectionManager {
    /** The action of the container at a lazy enlistment. */
    @FunctionalInterface
    interface Enlistment {
        void of(ManagedConnection connection) throws ResourceException;
    }

    private static final long serialVersionUID = 1L;

    private final transient List<String> calls = new ArrayList<>();
    private final transient List<SmtpManagedConnection> made = new ArrayList<>();
    private transient Enlistment enlistment = connection -> {};
    private transient String refusal = "";

    /** {@code enlist}, {@code associate} with what was asked for, and {@code closed}. */
    List<String> calls() {
        return calls;
    }

    /** In the order of the requests. */
    List<SmtpManagedConnection> made() {
        return made;
    }

    void enlistBy(Enlistment other) {
        enlistment = other;
    }

    /** Has associations fail with that text; empty: no more. */
    void refuseAssociations(String text) {
        refusal = text;
    }

    @Override
    public Object allocateConnection(ManagedConnectionFactory factory, ConnectionRequestInfo info)
            throws ResourceException {
        return make(factory, info).getConnection(null, info);
    }

    final SmtpManagedConnection make(ManagedConnectionFactory factory, ConnectionRequestInfo info)
            throws ResourceException {
        SmtpManagedConnection connection = (SmtpManagedConnection) factory.createManagedConnection(null, info);
        made.add(connection);
        return connection;
    }

    @Override
    public void lazyEnlist(ManagedConnection connection) throws ResourceException {
        calls.add("enlist");
        enlistment.of(connection);
    }

    @Override
    public void associateConnection(Object handle, ManagedConnectionFactory factory, ConnectionRequestInfo info)
            throws ResourceException {
        calls.add("associate "
                + ((MailConnectionRequestInfo) info)
                        .destination()
                        .map(key -> key.nextHop().toString())
                        .orElse("any"));
        if (!refusal.isEmpty()) {
            throw new ResourceException(refusal);
        }
        make(factory, info).associateConnection(handle);
    }

    @Override
    public void inactiveConnectionClosed(Object handle, ManagedConnectionFactory factory) {
        calls.add("closed");
    }
}
