/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.server.session;

import org.postchaise.engine.server.command.SessionContext;
import org.postchaise.engine.server.view.ClientIdentity;
import org.postchaise.engine.server.view.ClientRates.Admission;

/**
 * The place of a connection among its client's connections ({@code smtpd_client_connection_count_limit}). The place is taken by the client's
 * address, before the client's name is looked up, so that waiting for DNS counts, and given back once. Used by one thread at a time.
 */
public final class ConnectionCount {
    private final SessionContext context;
    private final ClientIdentity client;
    private Admission admission;
    private boolean taken;

    private ConnectionCount(SessionContext context, ClientIdentity client, Admission admission) {
        this.context = context;
        this.client = client;
        this.admission = admission;
        this.taken = !(admission instanceof Admission.Uncounted);
    }

    /** Counts a connection of {@code client}, whose name may be unknown. */
    public static ConnectionCount take(SessionContext context, ClientIdentity client) {
        // as in Postfix, a client that may use XCLIENT is not counted
        return context.rules().mayXclient(client)
                ? none(context, client)
                : new ConnectionCount(context, client, context.rates().connected(client));
    }

    /** Returns the count of a connection that is not counted, and not refused for the number of connections. */
    public static ConnectionCount none(SessionContext context, ClientIdentity client) {
        return new ConnectionCount(context, client, new Admission.Uncounted());
    }

    Admission admission() {
        return admission;
    }

    /** Returns true if the connection is refused whatever the client's name is. */
    public boolean refusesAnyName() {
        return (admission instanceof Admission.TooMany || admission instanceof Admission.TooOften)
                && !context.rules().mayXclientByName()
                && !context.rates().exceptsNames();
    }

    /** Gives the place back if no limit applies to the client by the name that was found. */
    public void named(ClientIdentity named) {
        if (taken && (context.rules().mayXclient(named) || context.rates().excepts(named))) {
            end();
            admission = new Admission.Uncounted();
        }
    }

    /** Gives the place back at the end of the connection; may be called again. */
    public void end() {
        if (taken) {
            taken = false;
            context.rates().disconnected(client);
        }
    }
}
