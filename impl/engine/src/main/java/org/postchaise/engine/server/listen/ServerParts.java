/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.server.listen;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.ZoneId;
import java.util.concurrent.atomic.AtomicReference;
import org.postchaise.engine.config.Settings;
import org.postchaise.engine.config.catalog.ServerSession;
import org.postchaise.engine.dns.HostsFile;
import org.postchaise.engine.dns.Resolvers;
import org.postchaise.engine.event.EngineListener;
import org.postchaise.engine.event.ServerEvent;
import org.postchaise.engine.log.LineLog;
import org.postchaise.engine.server.access.AccessRules;
import org.postchaise.engine.server.command.SessionContext;
import org.postchaise.engine.server.command.SessionRules;
import org.postchaise.engine.server.intake.IntakeRules;
import org.postchaise.engine.server.intake.IntakeSink;
import org.postchaise.engine.server.intake.MemoryBudget;
import org.postchaise.engine.server.resolve.EnvelopePaths;
import org.postchaise.engine.server.resolve.Resolver;
import org.postchaise.engine.server.view.ClientRates;
import org.postchaise.engine.table.TableRegistry;

/**
 * The parts of a server that its listeners share, and the maker of their plans: here the server is put together. Owns the tables, which
 * {@link #close} closes after the server has ended.
 */
public final class ServerParts implements AutoCloseable {
    private static final Logger LOG = LineLog.of(ServerLog.NAME);
    private static final String WARNING = "warning: ";

    private final IntakeSink sink;
    private final Resolvers resolvers;
    private final EngineListener events;
    private final ClientNames names;
    private final AtomicReference<MemoryBudget> memory = new AtomicReference<>();
    private final TableRegistry tables = TableRegistry.ofAllTypes(warning -> LOG.log(Level.WARNING, warning));

    /**
     * Creates the parts.
     *
     * @param sink the sink of accepted mail
     * @param resolvers the resolvers of names
     * @param events the listener of the server's events, beside the log
     */
    public ServerParts(IntakeSink sink, Resolvers resolvers, EngineListener events) {
        this.sink = sink;
        this.resolvers = resolvers;
        this.events = new ServerLog(events);
        this.names = new ClientNames(HostsFile.system(), resolvers.dns());
    }

    /**
     * Returns the plan of a listener.
     *
     * @param settings the listener's settings
     * @throws org.postchaise.engine.config.SettingsException when the settings can't be used
     */
    public ListenerPlan plan(ListenAddress address, Settings settings) {
        ClientRates rates = ClientCounters.from(settings, tables, System::nanoTime);
        return new ListenerPlan(
                address.address(),
                context(address, settings, rates),
                context(address, settings.stressed(), rates),
                names,
                EarlyTalkers.from(settings, tables));
    }

    private SessionContext context(ListenAddress address, Settings settings, ClientRates rates) {
        Resolver resolver = Resolver.from(settings, tables, resolvers.hosts());
        return new SessionContext(
                SessionRules.from(settings, address.protocol(), tables),
                AccessRules.from(settings, tables, resolver, this::log),
                IntakeRules.from(
                        settings,
                        tables,
                        resolver,
                        new IntakeRules.Outside(
                                sink, memory(settings), this::log, Clock.system(ZoneId.systemDefault()))),
                EnvelopePaths.from(settings, resolver),
                rates,
                events,
                System::nanoTime);
    }

    /** Returns the memory for content, which all listeners share; the first listener's setting counts. */
    private MemoryBudget memory(Settings settings) {
        return memory.updateAndGet(
                known -> known == null ? new MemoryBudget(settings.get(ServerSession.INTAKE_MEMORY)) : known);
    }

    /** Reports a log line in Postfix's form as an event. */
    private void log(String line) {
        events.on(
                line.startsWith(WARNING)
                        ? new ServerEvent.Warned(line.substring(WARNING.length()))
                        : new ServerEvent.Noted(line));
    }

    /** Closes the tables. */
    @Override
    public void close() {
        tables.close();
    }
}
