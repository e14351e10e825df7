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
import org.postchaise.connector.container.ContainerThreads;
import org.postchaise.connector.outbox.Outbox;
import org.postchaise.connector.outbox.OutboxSettings;
import org.postchaise.connector.outbox.OutboxSubmission;
import org.postchaise.connector.transaction.Branches;
import org.postchaise.connector.transaction.StagedTransaction;
import org.postchaise.engine.config.Settings;
import org.postchaise.engine.config.catalog.TransactionSupport;
import org.postchaise.engine.content.SizeLimit;
import org.postchaise.engine.log.LineLog;

/** An outbox in use: the branches of its transactions, and the delivery of committed mail. Mail waits until a connection factory delivers it. */
public final class OutboxService {
    /** The maximum time that the adapter's stop waits for deliveries in progress, once before and once after their connections are closed. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final System.Logger LOG = LineLog.of("org.postchaise.connector.delivery.OpenOutbox");

    private final Path directory;
    private final Outbox outbox;
    private final Branches branches;
    private final ContainerThreads threads;
    private final OutboxScheduler scheduler;
    private final MailStatuses statuses = new MailStatuses();
    private final Clock clock;
    private final ManagedOutbox managed;
    private volatile boolean closed;

    private OutboxService(Path directory, Outbox outbox, ContainerThreads threads, Clock clock) {
        this.directory = directory;
        this.outbox = outbox;
        this.branches = new Branches(outbox, clock);
        this.threads = threads;
        this.clock = clock;
        this.scheduler = new OutboxScheduler(outbox, threads, clock);
        this.managed = new ManagedOutbox(directory, outbox, branches, scheduler);
        outbox.onRelease(scheduler::kick);
    }

    /**
     * Opens the outbox in {@code directory}, and registers its MXBean.
     *
     * @throws IOException when the directory can't be used; the message is one line
     */
    static OutboxService open(Path directory, Optional<BootstrapContext> container, Clock clock) throws IOException {
        Outbox outbox = Outbox.open(directory, OutboxSettings.DEFAULT, clock);
        OutboxService opened = new OutboxService(directory, outbox, ContainerThreads.of(container), clock);
        opened.managed.register();
        return opened;
    }

    /** Returns the transaction state for one new connection. */
    public StagedTransaction transaction() {
        return new StagedTransaction(outbox, branches);
    }

    /**
     * Stages a mail in a connection's transaction.
     *
     * @param sizeLimit the limit of the message
     * @return the outcome pending for each recipient, with the mail's ticket
     * @throws IOException when the mail was not staged
     */
    public DeliveryReport stage(
            StagedTransaction transaction, OutboxSubmission submission, MessageSource message, SizeLimit sizeLimit)
            throws IOException {
        String id = mailId(transaction.stage(submission, sizeLimit.on(message)));
        return new DeliveryReport(
                submission.envelope().recipients().stream()
                        .<RecipientOutcome>map(recipient ->
                                new RecipientOutcome.Pending(recipient, "kept in the outbox as " + id, "none"))
                        .toList(),
                Map.of(),
                id);
    }

    /**
     * Starts the delivery of this outbox's mail by {@code deliverer}. The concurrency limit is {@code outbox_process_limit} of
     * {@code settings}, which also hold the retry schedule and the parameters of notifications.
     *
     * @throws IllegalArgumentException for a malformed value
     */
    public void deliverBy(Deliverer deliverer, Settings settings) {
        OutboxAttempt attempt = new OutboxAttempt(this, outbox, deliverer, settings);
        scheduler.deliverBy(attempt::run, Math.toIntExact(settings.get(TransactionSupport.OUTBOX_PROCESS_LIMIT)));
    }

    /** Returns the status of a mail; empty if the mail is not known. */
    public Optional<MailStatus> status(DeliveryTicket ticket) {
        Optional<MailStatus> told = statuses.of(ticket.mailId());
        return told.isPresent()
                ? told
                : number(ticket.mailId()).flatMap(outbox::find).map(mail -> MailStatuses.of(ticket.mailId(), mail));
    }

    /** Registers {@code listener} for the outcome of each attempt. */
    public Registration addStatusListener(MailStatusListener listener) {
        return statuses.add(listener);
    }

    /** Returns the mail id of mail number {@code id}: 32 hexadecimal digits, the same across restarts. */
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

    MailStatuses statuses() {
        return statuses;
    }

    ManagedOutbox managed() {
        return managed;
    }

    Clock clock() {
        return clock;
    }

    /** Returns true if the adapter of this outbox was stopped. */
    public boolean isClosed() {
        return closed;
    }

    /** Stops starting deliveries, and waits a limited time for deliveries in progress. */
    void stop() {
        scheduler.stop();
        scheduler.awaitEnd(PATIENCE);
    }

    /** Closes the outbox. To be called after the connections are closed, so that no delivery waits for a server. */
    void close() {
        closed = true;
        scheduler.stop();
        managed.unregister();
        if (!scheduler.awaitEnd(PATIENCE)) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "outbox " + directory + ": " + scheduler.running()
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
