/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.connector.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.postchaise.connector.Waits.until;

import jakarta.resource.ResourceException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import javax.management.JMX;
import javax.management.ObjectName;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.postchaise.api.DeliveryReport;
import org.postchaise.api.DeliveryTicket;
import org.postchaise.api.DsnAction;
import org.postchaise.api.EnhancedStatus;
import org.postchaise.api.Envelope;
import org.postchaise.api.Failure;
import org.postchaise.api.MailStatus;
import org.postchaise.api.MessageSource;
import org.postchaise.api.OutboxMXBean;
import org.postchaise.api.Peer;
import org.postchaise.api.Recipient;
import org.postchaise.api.RecipientOutcome;
import org.postchaise.api.SmtpReply;
import org.postchaise.api.Stage;
import org.postchaise.connector.outbox.OutboxSubmission;
import org.postchaise.connector.outbox.TestSubmissions;
import org.postchaise.connector.transaction.StagedTransaction;
import org.postchaise.engine.config.catalog.Catalog;
import org.postchaise.engine.content.SizeLimit;

/** What follows the commit, with a deliverer that does what the test says. */
@Timeout(60)
class OutboxServiceTest {
    private static final MessageSource MESSAGE =
            MessageSource.of("Subject: hello\r\n\r\nhello\r\n".getBytes(StandardCharsets.US_ASCII));
    private static final Map<String, String> SETTINGS = Map.of("minimal_backoff_time", "3s");

    @TempDir
    Path directory;

    private final List<List<String>> attempts = new CopyOnWriteArrayList<>();
    private volatile Function<Recipient, RecipientOutcome> answer = OutboxServiceTest::delivered;
    private OutboxService outbox;

    @BeforeEach
    void open() throws Exception {
        outbox = OutboxService.open(directory, Optional.empty(), Clock.systemUTC());
    }

    @AfterEach
    void close() {
        outbox.stop();
        outbox.close();
    }

    @Test
    void whoWaitsForATurnDoesNotTakeTheDeferredAlong() throws Exception {
        answer = recipient -> switch (recipient.address()) {
            case "b@example.net" -> attempts.size() > 2 ? delivered(recipient) : deferred(recipient, Stage.RCPT);
            case "c@example.net" ->
                attempts.size() > 1 ? delivered(recipient) : new RecipientOutcome.NotTried(recipient, "later");
            default -> delivered(recipient);
        };
        deliver();
        DeliveryTicket ticket = committed("a@example.net", "b@example.net", "c@example.net");
        until(() -> outbox.status(ticket).filter(MailStatus::finished).isPresent());
        assertThat(attempts)
                .containsExactly(
                        List.of("a@example.net", "b@example.net", "c@example.net"),
                        List.of("c@example.net"),
                        List.of("b@example.net"));
    }

    @Test
    void whoMayHaveTwoCopiesIsToldSoInTheStatus() throws Exception {
        answer = recipient -> attempts.size() > 1
                ? delivered(recipient)
                : new RecipientOutcome.InDoubt(
                        recipient, ((RecipientOutcome.Deferred) deferred(recipient, Stage.DOT)).failure());
        deliver();
        DeliveryTicket ticket = committed("a@example.net");
        until(() -> outbox.status(ticket).filter(MailStatus::finished).isPresent());
        MailStatus.RecipientStatus told =
                outbox.status(ticket).orElseThrow().recipients().get(0);
        assertThat(told.perhapsTwice()).isTrue();
        assertThat(told.text()).isEqualTo("2.0.0 ok; an earlier attempt may have delivered the message, too: later");
    }

    @Test
    void aDoubtFromBeforeARestartIsToldInTheStatus() throws Exception {
        answer = OutboxServiceTest::inDoubt;
        deliver();
        DeliveryTicket ticket = committed("a@example.net");
        until(() -> outbox.status(ticket).orElseThrow().attempts() == 1);
        restart();
        assertThat(outbox.status(ticket).orElseThrow().recipients().get(0).text())
                .isEqualTo("later");
        answer = OutboxServiceTest::delivered;
        deliver();
        until(() -> outbox.status(ticket).filter(MailStatus::finished).isPresent());
        MailStatus status = outbox.status(ticket).orElseThrow();
        assertThat(status.recipients().get(0).perhapsTwice()).isTrue();
        assertThat(status.attempts()).isEqualTo(2);
    }

    @Test
    void aDoubtOutlivesTheNoteOfADeliveredRecipient() throws Exception {
        answer = recipient -> {
            boolean first = recipient.address().startsWith("a@");
            return switch (attempts.size()) {
                case 1 -> first ? inDoubt(recipient) : deferred(recipient, Stage.RCPT);
                case 2 -> first ? delivered(recipient) : deferred(recipient, Stage.RCPT);
                default -> delivered(recipient);
            };
        };
        deliver();
        DeliveryTicket ticket = committed("a@example.net", "b@example.net");
        until(() -> outbox.status(ticket).orElseThrow().attempts() == 2);
        restart();
        assertThat(outbox.status(ticket).orElseThrow().recipients().get(0).perhapsTwice())
                .isTrue();
        deliver();
        until(() -> outbox.status(ticket).filter(MailStatus::finished).isPresent());
        assertThat(outbox.status(ticket).orElseThrow().recipients())
                .extracting(MailStatus.RecipientStatus::perhapsTwice)
                .containsExactly(true, false);
    }

    @Test
    void aDelayIsNotifiedOnceThoughNoConnectionCanBeHad() throws Exception {
        outbox.deliverBy(
                (submission, envelope, content, record) -> {
                    List<String> to = envelope.recipients().stream()
                            .map(Recipient::address)
                            .toList();
                    attempts.add(to);
                    if (to.contains("a@example.net")) {
                        throw new ResourceException("no connection");
                    }
                    return new DeliveryReport(
                            envelope.recipients().stream().map(answer).toList());
                },
                Catalog.settings(Map.of(
                        "minimal_backoff_time", "1s", "maximal_backoff_time", "1s", "delay_warning_time", "1s")));
        committed("a@example.net");
        until(() -> attempts.contains(List.of("ann@example.com")));
        int before = attempts.size();
        until(() -> attempts.size() > before + 2);
        assertThat(attempts).containsOnlyOnce(List.of("ann@example.com"));
    }

    @Test
    void aDelayFromBeforeARestartIsNotNotifiedAgain() throws Exception {
        answer = recipient ->
                recipient.address().startsWith("a@") ? deferred(recipient, Stage.RCPT) : delivered(recipient);
        Map<String, String> settings =
                Map.of("minimal_backoff_time", "1s", "maximal_backoff_time", "1s", "delay_warning_time", "1s");
        deliver(settings);
        DeliveryTicket ticket = committed("a@example.net");
        until(() -> attempts.contains(List.of("ann@example.com")));
        restart();
        attempts.clear();
        deliver(settings);
        until(() -> attempts.size() > 2);
        assertThat(attempts).containsOnly(List.of("a@example.net"));
        assertThat(outbox.status(ticket).orElseThrow().attempts()).isGreaterThan(2);
    }

    @Test
    void theAttemptThatFinishesAMailCounts() throws Exception {
        deliver();
        DeliveryTicket ticket = committed("a@example.net");
        until(() -> outbox.status(ticket).filter(MailStatus::finished).isPresent());
        assertThat(outbox.status(ticket).orElseThrow().attempts()).isEqualTo(1);
    }

    @Test
    void aDelivererThatFailsUnexpectedlyIsAskedAgain() throws Exception {
        answer = recipient -> {
            if (attempts.size() == 1) {
                throw new IllegalStateException("unexpected");
            }
            return delivered(recipient);
        };
        deliver();
        DeliveryTicket ticket = committed("a@example.net");
        until(() -> outbox.status(ticket).filter(MailStatus::finished).isPresent());
        assertThat(attempts).hasSize(2);
    }

    @Test
    void withoutAConnectionNothingCountsAsAnAttempt() throws Exception {
        outbox.deliverBy(
                (submission, envelope, content, record) -> {
                    attempts.add(List.of());
                    throw new ResourceException("no connection");
                },
                Catalog.settings(SETTINGS));
        DeliveryTicket ticket = committed("a@example.net");
        until(() -> attempts.size() == 2);
        assertThat(outbox.status(ticket).orElseThrow().attempts()).isZero();
        assertThat(outbox.status(ticket).orElseThrow().recipients().get(0).state())
                .isEqualTo(MailStatus.State.QUEUED);
    }

    @Test
    void anOperatorDecidesATransactionThatItsManagerHasLeft() throws Exception {
        deliver();
        StagedTransaction connection = outbox.transaction();
        XAResource resource = connection.xaResource();
        Xid xid = TestSubmissions.xid(1);
        resource.start(xid, XAResource.TMNOFLAGS);
        outbox.stage(connection, submission("a@example.net"), MESSAGE, SizeLimit.NONE);
        resource.end(xid, XAResource.TMSUCCESS);
        assertThat(resource.prepare(xid)).isEqualTo(XAResource.XA_OK);
        OutboxMXBean bean = JMX.newMXBeanProxy(
                ManagementFactory.getPlatformMBeanServer(),
                new ObjectName("org.postchaise:type=Outbox,directory=" + ObjectName.quote(directory.toString())),
                OutboxMXBean.class);
        assertThat(bean.getTransactions()).singleElement().asString().contains("PREPARED, mails: 1");
        assertThatThrownBy(() -> bean.commit("branch none")).hasMessageContaining("no transaction is named");
        String name = bean.getTransactions().get(0).replaceFirst(" PREPARED.*", "");
        bean.commit(name);
        until(() -> bean.getDelivered() == 1);
        assertThatThrownBy(() -> resource.commit(xid, false))
                .isInstanceOfSatisfying(
                        XAException.class, e -> assertThat(e.errorCode).isEqualTo(XAException.XA_HEURCOM));
        resource.forget(xid);
        assertThat(bean.getTransactions()).isEmpty();
    }

    private void restart() throws Exception {
        close();
        open();
    }

    private void deliver() {
        deliver(SETTINGS);
    }

    private void deliver(Map<String, String> settings) {
        outbox.deliverBy(
                (submission, envelope, content, record) -> {
                    attempts.add(envelope.recipients().stream()
                            .map(Recipient::address)
                            .toList());
                    List<RecipientOutcome> outcomes =
                            envelope.recipients().stream().map(answer).toList();
                    outcomes.forEach(record);
                    return new DeliveryReport(outcomes);
                },
                Catalog.settings(settings));
    }

    private DeliveryTicket committed(String... recipients) throws Exception {
        StagedTransaction connection = outbox.transaction();
        connection.begin();
        DeliveryReport report = outbox.stage(connection, submission(recipients), MESSAGE, SizeLimit.NONE);
        connection.commit();
        return report.ticket().orElseThrow();
    }

    private static OutboxSubmission submission(String... recipients) {
        List<Recipient> all = new ArrayList<>();
        for (String recipient : recipients) {
            all.add(Recipient.of(recipient));
        }
        return new OutboxSubmission(Envelope.of("ann@example.com", all), Map.of());
    }

    private static RecipientOutcome delivered(Recipient recipient) {
        return new RecipientOutcome.Delivered(
                recipient,
                new SmtpReply(250, List.of("2.0.0 ok")),
                new Peer("mx.example", "127.0.0.1", 25),
                DsnAction.RELAYED);
    }

    private static RecipientOutcome inDoubt(Recipient recipient) {
        return new RecipientOutcome.InDoubt(
                recipient, ((RecipientOutcome.Deferred) deferred(recipient, Stage.DOT)).failure());
    }

    private static RecipientOutcome deferred(Recipient recipient, Stage stage) {
        return RecipientOutcome.failed(
                recipient,
                new Failure(
                        Failure.Scope.LOCAL,
                        Failure.Severity.TEMPORARY,
                        stage,
                        EnhancedStatus.of("4.3.2"),
                        null,
                        null,
                        "later"));
    }
}
