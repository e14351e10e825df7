/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.connector.delivery;

import jakarta.resource.spi.BootstrapContext;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.postchaise.api.DeliveryReport;
import org.postchaise.api.DeliveryTicket;
import org.postchaise.api.MailConnectionFactory.Registration;
import org.postchaise.api.MailStatus;
import org.postchaise.api.MailStatusListener;
import org.postchaise.api.MessageSource;
import org.postchaise.api.RecipientOutcome;
import org.postchaise.connector.outbox.Outbox;
import org.postchaise.connector.outbox.OutboxSettings;
import org.postchaise.connector.outbox.Posting;
import org.postchaise.connector.transaction.Branches;
import org.postchaise.connector.transaction.StagedTransaction;
import org.postchaise.engine.config.Settings;
import org.postchaise.engine.config.catalog.TransactionSupport;
import org.postchaise.engine.event.LineLog;

/**
 * An outbox in use: the branches of its transactions, and the delivery of what they have committed. Mail waits until there is a
 * connection factory to deliver it.
 */
public final class OpenOutbox {
    /** How long the adapter's stop waits for deliveries under way, before their connections are closed and after. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final System.Logger LOG = LineLog.of(OpenOutbox.class.getName());

    private final Path directory;
    private final Outbox outbox;
    private final Branches branches;
    private final Threads threads;
    private final DeliveryWorks works;
    private final Statuses statuses = new Statuses();
    private final Clock clock;
    private final ManagedOutbox managed;
    private volatile boolean closed;

    private OpenOutbox(Path directory, Outbox outbox, Threads threads, Clock clock) {
        this.directory = directory;
        this.outbox = outbox;
        this.branches = new Branches(outbox, clock);
        this.threads = threads;
        this.clock = clock;
        this.works = new DeliveryWorks(outbox, threads, clock);
        this.managed = new ManagedOutbox(directory, outbox, branches, works);
        outbox.onRelease(works::kick);
    }

    /** @throws IOException when the directory can't be used; the message is one line */
    static OpenOutbox open(Path directory, Optional<BootstrapContext> container, Clock clock) throws IOException {
        Outbox outbox = Outbox.open(directory, OutboxSettings.DEFAULT, clock);
        OpenOutbox opened = new OpenOutbox(directory, outbox, Threads.of(container), clock);
        opened.managed.register();
        return opened;
    }

    /** The part of one connection in its transactions. */
    public StagedTransaction transaction() {
        return new StagedTransaction(outbox, branches);
    }

    /**
     * Takes a mail into a connection's transaction.
     *
     * @param sizeLimit the largest message that is taken, in octets; 0: any
     * @return pending for each recipient, with the mail's ticket
     * @throws IOException when it was not taken
     */
    public DeliveryReport stage(StagedTransaction transaction, Posting posting, MessageSource message, long sizeLimit)
            throws IOException {
        String id = mailId(transaction.stage(posting, new LimitedSource(message, sizeLimit)));
        return new DeliveryReport(
                posting.envelope().recipients().stream()
                        .<RecipientOutcome>map(recipient ->
                                new RecipientOutcome.Pending(recipient, "kept in the outbox as " + id, "none"))
                        .toList(),
                Map.of(),
                id);
    }

    /**
     * Has its mail delivered by {@code deliverer} from now on, as {@code settings} say: {@code outbox_process_limit}, and
     * those of the queue and of notices.
     *
     * @throws IllegalArgumentException for a bad value
     */
    public void deliverBy(Deliverer deliverer, Settings settings) {
        OutboxAttempt attempt = new OutboxAttempt(this, outbox, deliverer, settings);
        works.deliverBy(attempt::run, Math.toIntExact(settings.get(TransactionSupport.OUTBOX_PROCESS_LIMIT)));
    }

    /** How far a mail has come; empty where it is not known here. */
    public Optional<MailStatus> status(DeliveryTicket ticket) {
        Optional<MailStatus> told = statuses.of(ticket.mailId());
        return told.isPresent()
                ? told
                : number(ticket.mailId()).flatMap(outbox::find).map(mail -> Statuses.of(ticket.mailId(), mail));
    }

    /** Has {@code listener} told of each attempt's outcome. */
    public Registration addStatusListener(MailStatusListener listener) {
        return statuses.add(listener);
    }

    /** The name of mail number {@code id}, the same for good: 32 hexadecimal digits. */
    public String mailId(long id) {
        return String.format(Locale.ROOT, "%016X%016X", outbox.identity().getMostSignificantBits(), id);
    }

    private Optional<Long> number(String mailId) {
        int half = mailId.length() / 2;
        if (!mailId.matches("[0-9A-F]{32}")) {
            return Optional.empty();
        }
        long id = Long.parseUnsignedLong(mailId.substring(half), 16);
        return mailId(id).equals(mailId) ? Optional.of(id) : Optional.empty();
    }

    Statuses statuses() {
        return statuses;
    }

    ManagedOutbox managed() {
        return managed;
    }

    Clock clock() {
        return clock;
    }

    /** Whether its adapter was stopped. */
    public boolean isClosed() {
        return closed;
    }

    /** Begins no more deliveries, and gives those under way a moment. */
    void stop() {
        works.stop();
        works.awaitEnd(PATIENCE);
    }

    /** To be called when no connection is left that a delivery could wait for. */
    void close() {
        closed = true;
        managed.unregister();
        if (!works.awaitEnd(PATIENCE)) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "outbox " + directory + ": " + works.running()
                            + " deliveries did not end; their mail is delivered again after the next start");
        }
        threads.close();
        try {
            outbox.close();
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "outbox " + directory + " did not close: " + e.getMessage());
        }
    }
}
