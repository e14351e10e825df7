/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.server.listen;

import java.time.Clock;
import java.util.concurrent.atomic.AtomicReference;
import org.postchaise.engine.config.Settings;
import org.postchaise.engine.config.catalog.ServerSession;
import org.postchaise.engine.dns.DnsResolver;
import org.postchaise.engine.dns.HostResolver;
import org.postchaise.engine.dns.HostsFile;
import org.postchaise.engine.dns.NativeHostResolver;
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
import org.postchaise.engine.table.TableRegistry;

/**
 * The parts of a server that its listeners share, and the maker of their plans. Owns the tables, which {@link #close} closes after the
 * server has ended.
 */
public final class ServerParts implements AutoCloseable {
    private static final System.Logger LOG = LineLog.of("org.postchaise.smtpd");

    private static final String WARNING = "warning: ";

    private final IntakeSink sink;
    private final HostResolver hosts = new NativeHostResolver();
    private final AtomicReference<MemoryBudget> memory = new AtomicReference<>();
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
        Resolver resolver = Resolver.from(settings, tables, hosts);
        return new SessionContext(
                SessionRules.from(settings, address.protocol(), tables),
                AccessRules.from(settings, tables, resolver, this::log),
                IntakeRules.from(
                        settings,
                        tables,
                        resolver,
                        new IntakeRules.Outside(sink, memory(settings), this::log, Clock.systemDefaultZone())),
                EnvelopePaths.from(settings, resolver),
                ClientCounters.from(settings, tables, System::nanoTime),
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

    @Override
    public void close() {
        tables.close();
    }
}
