/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.server.listen;

import org.postchaise.engine.config.Settings;
import org.postchaise.engine.dns.DnsResolver;
import org.postchaise.engine.dns.HostsFile;
import org.postchaise.engine.event.EngineListener;
import org.postchaise.engine.log.LineLog;
import org.postchaise.engine.server.command.SessionContext;
import org.postchaise.engine.server.command.SessionRules;
import org.postchaise.engine.server.intake.IntakeSink;
import org.postchaise.engine.table.TableRegistry;

/**
 * The parts of a server that its listeners share, and the maker of their plans. Owns the tables, which {@link #close} closes after the
 * server has ended.
 */
public final class ServerParts implements AutoCloseable {
    private static final System.Logger LOG = LineLog.of("org.postchaise.smtpd");

    private final IntakeSink sink;
    private final EngineListener events;
    private final ClientNames names;
    private final TableRegistry tables =
            TableRegistry.ofAllTypes(warning -> LOG.log(System.Logger.Level.WARNING, warning));

    public ServerParts(IntakeSink sink, DnsResolver dns, EngineListener events) {
        this.sink = sink;
        this.events = events;
        this.names = new ClientNames(HostsFile.system(), dns);
    }

    public ListenerPlan plan(ListenAddress address, Settings settings) {
        return new ListenerPlan(
                address.address(), context(address, settings), context(address, settings.stressed()), names);
    }

    private SessionContext context(ListenAddress address, Settings settings) {
        return new SessionContext(
                SessionRules.from(settings, address.protocol(), tables),
                null,
                null,
                null,
                ClientCounters.from(settings, tables, System::nanoTime),
                events,
                System::nanoTime);
    }

    @Override
    public void close() {
        tables.close();
    }
}
