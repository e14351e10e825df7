/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.courier;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.Resource;
import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.EJBException;
import jakarta.ejb.MessageDriven;
import jakarta.ejb.MessageDrivenContext;
import jakarta.inject.Inject;
import jakarta.jms.JMSException;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.Message;
import jakarta.jms.MessageListener;
import jakarta.resource.ResourceException;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.postchaise.api.DeliveryOptions;
import org.postchaise.api.DeliveryReport;
import org.postchaise.api.Envelope;
import org.postchaise.api.MessageSource;
import org.postchaise.api.SubmissionException;
import org.postchaise.api.SubmissionOptions;
import org.postchaise.api.spi.ConcurrencyPolicy;
import org.postchaise.engine.bounce.Notice;
import org.postchaise.engine.content.ContentTooLargeException;
import org.postchaise.engine.content.SizeLimit;
import org.postchaise.engine.log.LineLog;

/**
 * Message-driven bean that takes a mail from the queue, delivers it, and queues it again where recipients are left: all in one container transaction, so that a
 * mail is either still queued or accounted for. A crash after the last servers took the mail and before the commit delivers the mail to these servers again: at
 * least once. {@link CheckpointedDelivery} remembers the recipients served before the last ones.
 *
 * <p>A message that is no mail, and a mail whose delivery fails unexpectedly {@link #MAX_DELIVERIES} times, go to the dead-letter queue with the reason.
 */
@MessageDriven(
        name = "PostchaiseCourier",
        activationConfig = {
            @ActivationConfigProperty(propertyName = "destinationType", propertyValue = "jakarta.jms.Queue"),
            @ActivationConfigProperty(propertyName = "destinationLookup", propertyValue = CourierStartup.QUEUE)
        })
public class CourierMdb implements MessageListener {
    /** Number of deliveries after which a failing message is given up; below the brokers' own limits, which record no reason. */
    static final int MAX_DELIVERIES = 5;

    /** Longest delivery delay left to the broker, which keeps delayed mail in memory, hidden from listings. */
    private static final Duration LONGEST_DELAY = Duration.ofMinutes(1);

    /** Longest pause of a worker after a failure of the broker, in seconds; the first pause is one second. */
    private static final int LONGEST_REST = 10;

    /** Delay before a submission is looked at again while another transaction works on the same idempotency key. */
    private static final Duration KEY_DELAY = Duration.ofSeconds(1);

    private static final Logger LOG = LineLog.of("org.postchaise.courier");

    /** Number of instances at work; {@link #MOST_WORKERS} is the highest so far, at first the fewest that a server has. */
    private static final AtomicInteger WORKERS = new AtomicInteger();

    private static final AtomicInteger MOST_WORKERS = new AtomicInteger(8);

    @Resource
    private MessageDrivenContext context;

    @Inject
    private KnownFactories known;

    @Inject
    private MailQueue queue;

    @Inject
    private CourierSettings settings;

    @Inject
    private CourierTransport transport;

    @Inject
    private QueueAdministration administration;

    @Inject
    private ClusterNode node;

    @Inject
    private Admission admission;

    @Inject
    private SubmissionKeys keys;

    @Inject
    private UncommittedMail uncommitted;

    @Inject
    private StatusEvents events;

    @Inject
    private Telemetry telemetry;

    private final Clock clock = Clock.systemUTC();
    private NamedFactories factories;
    private CourierDelivery delivery;

    /** Takes the schedule from the settings. Waits for the adapter's connection factory: at a start of the server, mail comes before the factory is there. */
    @PostConstruct
    void configure() {
        factories = new NamedFactories(context, known);
        factories.isThereSoon("");
        delivery = new CourierDelivery(
                settings.retrySchedule(),
                clock,
                settings.deliveryLog(),
                settings.bounces(),
                administration::isSuspended);
        // loaded while the adapter is there: an undeployed adapter takes along those of its classes that were never
        // used
        policy();
    }

    @Override
    public void onMessage(Message message) {
        MOST_WORKERS.accumulateAndGet(WORKERS.incrementAndGet(), Math::max);
        try (StoredMessage stored = new StoredMessage(message)) {
            take(stored);
        } finally {
            WORKERS.decrementAndGet();
        }
    }

    private void take(StoredMessage content) {
        try {
            if (!QueueChange.isMarker(content.message())) {
                takeMail(content);
            }
        } catch (JMSException e) {
            failed(content, e);
        }
    }

    private void takeMail(StoredMessage content) {
        try (Step step = telemetry.process(content.message())) {
            try {
                process(content, step);
            } catch (PoisonMessageException e) {
                step.failed(e);
                bury(content, e.getMessage());
            } catch (IOException | JMSException | RuntimeException e) {
                step.failed(e);
                failed(content, e);
            }
        }
    }

    private void process(StoredMessage content, Step step) throws PoisonMessageException, IOException, JMSException {
        Message message = content.message();
        List<QueuedMail> parts = admitted(content);
        boolean unnamed = EnvelopeProperties.areIn(message) && message.getJMSMessageID() == null;
        if (unnamed || parts.size() > 1) {
            queueAgain(content, parts, clock.instant());
            return;
        }
        QueuedMail mail = parts.get(0);
        uncommitted.awaitEnd(mail.id(), CheckpointedDelivery.PATIENCE);
        pause(uncommitted.pause(mail.id()));
        Instant began = clock.instant();
        if (!mail.options().idempotencyKey().isEmpty()) {
            admitOnce(content, mail, began);
            return;
        }
        if (node.mayBeAnothers(message, began)) {
            queue.confirm(content, mail);
            return;
        }
        AttemptResult result = delivery.attempt(named(mail, content), content, deliverer(mail, message, step));
        step.ended(mail, result, content.length());
        if (result.next().isPresent()) {
            Instant next = result.next().get();
            Instant now = clock.instant();
            Duration wait = Duration.between(now, next);
            if (result.soon() && wait.compareTo(LONGEST_DELAY) <= 0) {
                queue.sendAgain(content, result.mail(), wait);
            } else {
                queue.defer(content, result.mail(), next, settings.queueRuns(), now);
            }
        }
        List<String> notices = queueNotices(result);
        boolean waits = result.log().isEmpty() && result.next().isPresent();
        if (!waits) {
            MailLog.attempted(settings.deliveryLog(), mail, content.length(), result);
            events.attempted(mail, result, began);
        }
        MailLog.notified(notices);
    }

    /** Returns {@code mail} with SMTPUTF8 where the mail needs it; unchanged where the content can't be read, since the delivery reports that. */
    private QueuedMail named(QueuedMail mail, StoredMessage content) {
        try {
            return mail.withEnvelope(settings.international().named(mail.envelope(), content));
        } catch (IOException unreadable) {
            return mail;
        }
    }

    /** Admits the submissions with an idempotency key one after the other: the first becomes a mail, the others are dropped. */
    private void admitOnce(StoredMessage content, QueuedMail mail, Instant now) throws JMSException {
        String key = mail.options().idempotencyKey();
        if (!key.equals(content.message().getStringProperty(SubmissionKeys.GROUP))) {
            queue.group(content, mail);
        } else if (!keys.begin(key)) {
            queue.sendAgain(content, mail, KEY_DELAY);
        } else {
            String submission = mail.origin().submission();
            SubmissionKeys.Use use = keys.use(key, submission, now.minus(settings.keyLifetime()));
            if (use == SubmissionKeys.Use.OTHERS) {
                LOG.log(Level.INFO, mail.id() + ": submitted before with the same idempotency key");
                return;
            }
            if (use == SubmissionKeys.Use.NEW) {
                keys.remember(key, submission, now);
            }
            SubmissionOptions options = mail.options().withIdempotencyKey("");
            queue.admit(content, mail.withOptions(options), settings.queueRuns(), now);
        }
    }

    /** Queues each part again: a message without a broker's id gets an id, and a mail with too many recipients for one delivery is split. */
    private void queueAgain(StoredMessage content, List<QueuedMail> parts, Instant now) throws JMSException {
        for (QueuedMail part : parts) {
            if (part.finished()) {
                events.fire(part.status(Optional.empty()));
            } else {
                queue.admit(content, part, settings.queueRuns(), now);
            }
        }
    }

    private List<QueuedMail> admitted(StoredMessage content) throws PoisonMessageException, JMSException {
        QueuedMail mail = QueuedMailCodec.read(content.message());
        if (mail.origin().admitted()) {
            return List.of(mail);
        }
        try {
            settings.messageSizeLimit().require(content.length());
            List<QueuedMail> parts = admission.admit(mail);
            parts.forEach(MailLog::submitted);
            return parts;
        } catch (SubmissionException | ContentTooLargeException e) {
            throw new PoisonMessageException(e.getMessage(), e);
        }
    }

    /** Queues the notices of an attempt in the transaction of that attempt, and returns their log lines. */
    private List<String> queueNotices(AttemptResult result) throws IOException, JMSException {
        List<String> lines = new ArrayList<>();
        for (Notice notice : result.notices()) {
            QueuedMail mail = QueuedMail.submit(notice.id(), notice.envelope(), "", clock.instant());
            queue.submit(mail, "", notice.message(), SizeLimit.NONE, settings.queueRuns(), mail.submitted());
            lines.add(result.mail().id() + ": " + notice.description() + ": " + mail.id());
        }
        return lines;
    }

    private CourierDelivery.Deliverer deliverer(QueuedMail mail, Message message, Step step) throws JMSException {
        boolean again = message.getJMSRedelivered();
        String mailer = EnvelopeProperties.mailer(message);
        CheckpointedDelivery settlement = new CheckpointedDelivery(mail, queue, System::nanoTime);
        uncommitted.watch(mail.id(), settlement::undone);
        return (envelope, content, options) -> settlement.deliver(
                envelope,
                again,
                (some, parts) -> deliver(mailer, some, content, options, part -> {
                    step.tried(part);
                    parts.accept(part);
                }));
    }

    private DeliveryReport deliver(
            String mailer,
            Envelope envelope,
            MessageSource content,
            DeliveryOptions options,
            Consumer<DeliveryReport> parts)
            throws ResourceException {
        return transport.deliver(factories.find(mailer), envelope, content, options, policy(), parts);
    }

    private ConcurrencyPolicy policy() {
        return ConcurrencyPolicy.ofQueue(MOST_WORKERS.get()).withShare(node.share());
    }

    /** Handles an unexpected failure: rolls back for another delivery, or buries the message after {@link #MAX_DELIVERIES}. */
    private void failed(StoredMessage content, Exception reason) {
        Message message = content.message();
        int count = deliveryCount(message);
        boolean broker = reason instanceof JMSException
                || reason instanceof JMSRuntimeException
                || reason instanceof QueueUnavailableException;
        if (count < MAX_DELIVERIES || broker) {
            LOG.log(Level.WARNING, name(message) + " failed unexpectedly, time " + count + "; tried again", reason);
            context.setRollbackOnly();
            if (broker) {
                pause(Duration.ofSeconds(Math.min(LONGEST_REST, count)));
                // Open Message Queue may have lost the transaction as well: after a normal return it would take the
                // message for consumed
                throw new EJBException("the broker failed: " + reason.getMessage(), reason);
            }
            return;
        }
        LOG.log(Level.ERROR, name(message) + " failed unexpectedly, the last of " + count + " times", reason);
        bury(content, "delivery failed " + count + " times: " + reason);
    }

    /** Sleeps before a rollback: a broker redelivers a rolled-back message at once, and gives it up after some times. */
    private static void pause(Duration length) {
        try {
            TimeUnit.SECONDS.sleep(length.toSeconds());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Moves a message that can't be processed to the dead-letter queue; where the message is a mail, reports its recipients as failed. */
    private void bury(StoredMessage content, String reason) {
        Message message = content.message();
        try {
            queue.sendToDeadLetters(content, reason);
        } catch (JMSException | JMSRuntimeException e) {
            LOG.log(Level.ERROR, name(message) + " can't be moved to the dead-letter queue; it stays in the queue", e);
            context.setRollbackOnly();
            return;
        }
        LOG.log(Level.ERROR, name(message) + " moved to the dead-letter queue: " + reason);
        try {
            QueuedMail mail = QueuedMailCodec.read(message);
            events.fire(mail.fail("5.3.0", "moved to the dead-letter queue: " + reason)
                    .status(Optional.empty()));
        } catch (PoisonMessageException | JMSException noMail) {
            LOG.log(Level.DEBUG, "nobody is told of a message that is no mail", noMail);
        }
    }

    /** Returns the queue id that listings show for {@code message}. */
    private static String name(Message message) {
        try {
            return QueueEntry.idOf(message);
        } catch (JMSException e) {
            return "message without id";
        }
    }

    private static int deliveryCount(Message message) {
        try {
            return message.getIntProperty("JMSXDeliveryCount");
        } catch (JMSException | NumberFormatException e) {
            // unknown: counts as the first delivery, and the broker's own limit holds
            return 1;
        }
    }
}
