/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.server.intake;

import java.time.Clock;
import java.time.ZonedDateTime;
import java.util.Optional;
import java.util.function.Consumer;
import org.postchaise.engine.config.Settings;
import org.postchaise.engine.config.catalog.ServerSession;
import org.postchaise.engine.log.Printable;
import org.postchaise.engine.server.resolve.CanonicalMaps;
import org.postchaise.engine.server.resolve.Resolver;
import org.postchaise.engine.server.view.MailFacts;
import org.postchaise.engine.server.view.ServerReply;
import org.postchaise.engine.server.view.SessionView;
import org.postchaise.engine.table.TableRegistry;

/** The intake of messages by the settings of a listener, with their tables open. Thread-safe. */
public final class IntakeRules implements Intake.Factory {
    private static final String DISALLOWED = "disallowed character";
    private static final ServerReply BAD_CHARACTER = ServerReply.of(550, "5.7.1", DISALLOWED);

    private final Storage storage;
    private final CleanupRules cleanup;
    private final EnvelopeRules envelope;
    private final LocalClients localClients;
    private final ReceivedField received;
    private final Outside outside;
    private final QueueIds ids;

    /**
     * What an intake needs besides settings and tables.
     *
     * @param sink takes accepted messages
     * @param memory the memory for content, which all listeners share
     * @param log takes Postfix's log lines
     * @param clock the clock, with the time zone of header fields
     */
    public record Outside(IntakeSink sink, MemoryBudget memory, Consumer<String> log, Clock clock) {}

    private IntakeRules(Settings settings, TableRegistry tables, Resolver resolver, Outside outside) {
        boolean mapped = !settings.get(ServerSession.RECEIVE_OVERRIDE_OPTIONS).contains("no_address_mappings");
        Optional<CanonicalMaps> canonical =
                mapped ? Optional.of(CanonicalMaps.from(settings, tables, resolver)) : Optional.empty();
        this.storage = new Storage(settings, outside.memory());
        this.cleanup = new CleanupRules(settings, canonical);
        this.envelope = new EnvelopeRules(settings, tables, resolver, canonical);
        this.localClients = new LocalClients(settings, tables, resolver);
        this.received = new ReceivedField(settings);
        this.outside = outside;
        this.ids = new QueueIds(
                outside.clock(),
                settings.get(ServerSession.ENABLE_LONG_QUEUE_IDS) ? QueueIds.Form.LONG : QueueIds.Form.SHORT);
    }

    /**
     * Creates the intake that {@code settings} define.
     *
     * @throws org.postchaise.engine.config.SettingsException when a table or the directory of files can't be used
     */
    public static IntakeRules from(Settings settings, TableRegistry tables, Resolver resolver, Outside outside) {
        return new IntakeRules(settings, tables, resolver, outside);
    }

    @Override
    public Optional<ServerReply> lackOfRoom(SessionView view, long size) {
        Optional<String> reason = storage.lackOfRoom(size);
        reason.ifPresent(outside.log());
        return reason.map(line -> Intake.NO_ROOM);
    }

    @Override
    public Intake open(SessionView view) {
        return new SpooledIntake(this, view, ids.next());
    }

    Storage storage() {
        return storage;
    }

    CleanupRules cleanup() {
        return cleanup;
    }

    EnvelopeRules envelope() {
        return envelope;
    }

    ReceivedField received() {
        return received;
    }

    IntakeSink sink() {
        return outside.sink();
    }

    Consumer<String> log() {
        return outside.log();
    }

    ZonedDateTime now() {
        return ZonedDateTime.now(outside.clock());
    }

    boolean isLocal(SessionView session) {
        return localClients.contains(session);
    }

    /** Returns the outcome of a message with a fault, which is logged. */
    IntakeOutcome refused(String queueId, Fault fault) {
        log().accept(Printable.line(fault.line(queueId)));
        return new IntakeOutcome.Refused(fault.reply(), true);
    }

    /** Returns the fault of content with one of {@code message_reject_characters} at the end of {@code line}. */
    static Fault disallowed(SessionView session, String line) {
        StringBuilder text = new StringBuilder("reject: content ")
                .append(line)
                .append(" from ")
                .append(session.client().label())
                .append(';');
        session.mail()
                .map(MailFacts::sender)
                .ifPresent(sender -> text.append(" from=<").append(sender).append('>'));
        session.recipients().stream()
                .findFirst()
                .ifPresent(one -> text.append(" to=<").append(one.address()).append('>'));
        text.append(" proto=").append(session.protocol());
        session.heloName().ifPresent(name -> text.append(" helo=<").append(name).append('>'));
        return new Fault(
                BAD_CHARACTER, "", text.append(": 5.7.1 ").append(DISALLOWED).toString());
    }
}
