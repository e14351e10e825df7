/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.table;

import java.io.IOException;
import java.time.Duration;
import java.util.function.Supplier;
import org.postchaise.engine.endpoint.Endpoint;
import org.postchaise.engine.endpoint.EndpointClient;
import org.postchaise.engine.endpoint.EndpointLimits;

/** The base of tables on a server of their own protocol. The server is asked for whole addresses only. */
abstract class ServerTable extends NamedTable {
    private static final int CONNECTIONS = 8;
    private static final int ATTEMPTS = 2;

    private final EndpointClient server;

    ServerTable(String name, EndpointClient server) {
        super(name);
        this.server = server;
    }

    /** Returns limits with two attempts, without a pause, on at most eight connections at a time. */
    static EndpointLimits limits(Duration reply, Duration idle, Duration lifetime) {
        return new EndpointLimits(reply, idle, lifetime, 0, CONNECTIONS, ATTEMPTS, Duration.ZERO);
    }

    /** Returns a client of the endpoint in the name of {@code table}. */
    static EndpointClient client(String table, Supplier<Endpoint> endpoint, EndpointLimits limits)
            throws TableException {
        try {
            return new EndpointClient(endpoint.get(), limits);
        } catch (IllegalArgumentException e) {
            throw new TableException("table " + table + ": " + e.getMessage(), e);
        }
    }

    /** Returns the result of a dialogue with the server; unavailable when the dialogue fails. */
    final LookupResult ask(EndpointClient.Dialogue<LookupResult> dialogue) {
        try {
            return server.ask(dialogue);
        } catch (IOException e) {
            return unavailable(e);
        }
    }

    @Override
    public final boolean matchesPatterns() {
        return true;
    }

    @Override
    public final void close() {
        super.close();
        server.close();
    }
}
