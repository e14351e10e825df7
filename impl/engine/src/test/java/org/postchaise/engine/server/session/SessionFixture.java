/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.server.session;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.postchaise.engine.config.MainCf;
import org.postchaise.engine.config.Settings;
import org.postchaise.engine.config.catalog.Catalog;
import org.postchaise.engine.dns.HostAnswer;
import org.postchaise.engine.event.Event;
import org.postchaise.engine.event.ServerEvent;
import org.postchaise.engine.server.access.AccessRules;
import org.postchaise.engine.server.command.SessionContext;
import org.postchaise.engine.server.command.SessionRules;
import org.postchaise.engine.server.resolve.EnvelopePaths;
import org.postchaise.engine.server.resolve.Resolver;
import org.postchaise.engine.server.view.ClientIdentity;
import org.postchaise.engine.server.view.ClientIdentity.NameStatus;
import org.postchaise.engine.server.view.ClientIdentity.ServerEnd;
import org.postchaise.engine.server.view.ClientRates;
import org.postchaise.engine.table.TableRegistry;

/** A session of the server with the settings of the server scenarios, without sockets: octets in, text out. */
final class SessionFixture implements AutoCloseable {
    private static final Map<String, String> BASE = Map.ofEntries(
            Map.entry("compatibility_level", "3.6"),
            Map.entry("myhostname", "mail.example.test"),
            Map.entry("mydomain", "example.test"),
            Map.entry("inet_interfaces", "127.0.0.1"),
            Map.entry("inet_protocols", "ipv4"),
            Map.entry("mynetworks", "127.0.0.1/32"),
            Map.entry("mydestination", "example.test, mail.example.test"),
            Map.entry("local_recipient_maps", "inline:{user=x,other=x,postmaster=x,abuse=x}"),
            Map.entry("relay_domains", "relay.test"),
            Map.entry("virtual_mailbox_domains", "virtual.test"),
            Map.entry("virtual_mailbox_maps", "inline:{v@virtual.test=x}"),
            Map.entry("virtual_alias_domains", "alias.test"),
            Map.entry("virtual_alias_maps", "inline:{al@alias.test=user@example.test}"),
            Map.entry("requiretls_enable", "no"));
    static final ClientIdentity CLIENT = new ClientIdentity(
            "client5.test",
            NameStatus.OK,
            "client5.test",
            NameStatus.OK,
            "127.0.0.5",
            40_000,
            new ServerEnd("127.0.0.1", 25));

    final MemoryIntakes intakes = new MemoryIntakes();
    final List<String> log = new ArrayList<>();
    private final TableRegistry tables = TableRegistry.ofAllTypes(log::add);
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final SessionContext context;
    final StagedAccess access;
    private long now;
    private int writes;
    private IOException broken;
    private boolean deaf;
    InboundSession session;

    SessionFixture(Map<String, String> more) {
        this(more, SessionRules.Protocol.SMTP);
    }

    SessionFixture(Map<String, String> more, SessionRules.Protocol protocol) {
        this(more, protocol, ClientRates.UNLIMITED);
    }

    SessionFixture(Map<String, String> more, SessionRules.Protocol protocol, ClientRates rates) {
        Map<String, String> texts = new TreeMap<>(BASE);
        texts.putAll(more);
        StringBuilder file = new StringBuilder();
        texts.forEach(
                (name, value) -> file.append(name).append(" = ").append(value).append('\n'));
        Settings settings = Catalog.settings(MainCf.parse("main.cf", file.toString()));
        Resolver resolver = Resolver.from(settings, tables, name -> new HostAnswer.NotFound("no host " + name));
        access = new StagedAccess(AccessRules.from(settings, tables, resolver, log::add));
        context = new SessionContext(
                SessionRules.from(settings, protocol, tables),
                access,
                intakes,
                EnvelopePaths.from(settings, resolver),
                rates,
                this::hear,
                () -> now);
        connect(CLIENT);
    }

    private void hear(Event event) {
        if (deaf) {
            throw new IllegalStateException("a fault in a test");
        }
        if (event instanceof ServerEvent own) {
            own.line().ifPresent(log::add);
        }
    }

    /** Begins a new session. */
    void connect(ClientIdentity client) {
        session = new InboundSession(context, client, ConnectionCount.take(context, client), (octets, from, to) -> {
            if (broken != null) {
                throw broken;
            }
            writes++;
            written.write(octets, from, to - from);
        });
    }

    /** Lets all later writes fail. */
    void breakOutput(IOException cause) {
        broken = cause;
    }

    /** Lets the listener throw at all later events. */
    void breakListener() {
        deaf = true;
    }

    /** Lets time pass. */
    void sleep(long millis) {
        now += TimeUnit.MILLISECONDS.toNanos(millis);
    }

    long now() {
        return now;
    }

    /** Returns the number of writes so far. */
    int writes() {
        return writes;
    }

    /** Feeds octets, given as Latin-1 text, and runs the session. */
    Next send(String octets) {
        byte[] all = octets.getBytes(StandardCharsets.ISO_8859_1);
        session.feed(all, 0, all.length);
        return session.run();
    }

    /** Returns the octets written since the last call, as Latin-1 text. */
    String octets() {
        String text = written.toString(StandardCharsets.ISO_8859_1);
        written.reset();
        return text;
    }

    /** Returns the replies since the last call, as UTF-8, without the last line end. */
    List<String> replies() {
        String text = written.toString(StandardCharsets.UTF_8);
        written.reset();
        return text.isEmpty()
                ? List.of()
                : List.of(text.substring(0, text.length() - 2).split("\r\n", -1));
    }

    @Override
    public void close() {
        tables.close();
    }
}
