/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.server.intake;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.postchaise.engine.config.Settings;
import org.postchaise.engine.config.catalog.Catalog;
import org.postchaise.engine.dns.HostAnswer;
import org.postchaise.engine.server.resolve.Resolver;
import org.postchaise.engine.server.view.SampleSession;
import org.postchaise.engine.server.view.ServerReply;
import org.postchaise.engine.table.TableRegistry;
import org.postchaise.engine.wire.LineEndings;

/** An intake with the settings of the conformance scenarios, at a fixed time, and a sink that keeps what it gets. */
final class IntakeFixture {
    private static final Map<String, String> BASE = Map.ofEntries(
            Map.entry("compatibility_level", "3.6"),
            Map.entry("myhostname", "mail.example.test"),
            Map.entry("mydomain", "example.test"),
            Map.entry("inet_interfaces", "127.0.0.1"),
            Map.entry("mydestination", "example.test, mail.example.test"),
            Map.entry("relay_domains", "relay.test"),
            Map.entry("virtual_alias_domains", "alias.test"));

    final List<String> log = new ArrayList<>();
    final List<AcceptedMessage> accepted = new ArrayList<>();
    final List<String> contents = new ArrayList<>();
    final Settings settings;
    final SampleSession session;
    MemoryBudget memory = new MemoryBudget(1_000_000);
    Function<AcceptedMessage, List<ServerReply>> answer =
            message -> List.of(ServerReply.of(250, "2.0.0", "Ok: queued as " + message.queueId()));

    IntakeFixture(String... more) {
        Map<String, String> texts = new HashMap<>(BASE);
        for (int i = 0; i < more.length; i += 2) {
            texts.put(more[i], more[i + 1]);
        }
        this.settings = Catalog.settings(texts);
        this.session = new SampleSession(settings).from("a@b.test").to("user@example.test");
    }

    IntakeRules rules() {
        return rules(this::accept);
    }

    IntakeRules rules(IntakeSink sink) {
        TableRegistry tables = TableRegistry.ofAllTypes(log::add);
        Resolver resolver = Resolver.from(settings, tables, name -> new HostAnswer.NotFound("no host " + name));
        Clock clock = Clock.fixed(Instant.parse("2026-11-30T18:00:00.012345Z"), ZoneId.of("UTC"));
        return IntakeRules.from(settings, tables, resolver, new IntakeRules.Outside(sink, memory, log::add, clock));
    }

    private List<ServerReply> accept(AcceptedMessage message) {
        accepted.add(message);
        try (InputStream in = message.content().open()) {
            contents.add(new String(in.readAllBytes(), StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return answer.apply(message);
    }

    /** Sends content as DATA, in pieces of {@code piece} octets, and returns the outcome. */
    IntakeOutcome data(String content, int piece) {
        byte[] octets = (content + ".\r\n").getBytes(StandardCharsets.ISO_8859_1);
        Intake intake = rules().open(session);
        intake.beginData(LineEndings.STANDARD);
        for (int at = 0; at < octets.length && !intake.ended(); ) {
            at = intake.data(octets, at, Math.min(octets.length, at + piece));
        }
        return intake.finish();
    }

    /** Sends content as one piece of DATA, and returns the reply. */
    String reply(String content) {
        return text(data(content, Integer.MAX_VALUE / 2));
    }

    static String text(IntakeOutcome outcome) {
        if (outcome instanceof IntakeOutcome.Accepted done) {
            return done.reply().toString();
        }
        return outcome instanceof IntakeOutcome.Refused refused
                ? refused.reply().toString()
                : ((IntakeOutcome.PerRecipient) outcome).replies().toString();
    }

    /** Returns what follows the Received field of the content that the sink got last. */
    String afterReceived() {
        String content = contents.get(contents.size() - 1);
        int at = content.indexOf("\r\n", content.indexOf("+0000 (UTC)"));
        return content.substring(at + 2);
    }
}
