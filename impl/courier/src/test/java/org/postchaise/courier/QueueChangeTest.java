/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.courier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.StringReader;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postchaise.api.Envelope;
import org.postchaise.api.MailStatus;

class QueueChangeTest {
    private static final long ROOMY = 100 << 20;
    private static final long TINY = 64 * 1024;
    private static final String CONTENT = "Subject: hello\r\nX-Long: a\r\n b\r\n\r\nbody of the mail\r\n";

    private final Clock clock = Clock.fixed(Outcomes.NOON.plus(Duration.ofMinutes(30)), ZoneOffset.UTC);
    private final Queue<MailStatus> events = new ConcurrentLinkedQueue<>();

    @TempDir
    private Path directory;

    private BrokerSessions broker;

    @AfterEach
    void stop() throws Exception {
        broker.close();
    }

    private void start(long memory) throws Exception {
        broker = new BrokerSessions(directory, memory);
    }

    private static QueuedMail mail(String id, String recipient) {
        return QueuedMail.submit(id, Envelope.of("shop@example.com", recipient), "Your order", Outcomes.NOON);
    }

    /** Mails number 0 and up; every tenth is to b.example, the rest to a.example. */
    private static List<QueuedMail> mails(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> mail("M" + i, "r@" + (i % 10 == 0 ? "b" : "a") + ".example"))
                .toList();
    }

    private static List<String> ids(Collection<QueuedMail> mails) {
        return mails.stream().map(QueuedMail::id).toList();
    }

    private int perform(QueueOperation operation, String filter) {
        return new QueueChange(broker, events::add, clock, operation, QueueFilter.changing(filter, clock.instant()))
                .perform();
    }

    private JsonObject list(String filter, int limit) {
        return json(new QueueView(new QueueSurvey(broker), clock, Duration.ofMinutes(5)).list(filter, limit));
    }

    private static JsonObject json(String text) {
        try (JsonReader reader = Json.createReader(new StringReader(text))) {
            return reader.readObject();
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {ROOMY, TINY})
    void passMovesWhatIsMeantAndNothingElse(long memory) throws Exception {
        start(memory);
        List<QueuedMail> mails = mails(2000);
        broker.put(QueueName.ACTIVE, 0, mails, CONTENT.repeat(20));

        assertThat(perform(QueueOperation.HOLD, "domain=b.example")).isEqualTo(200);
        assertThat(list("queue=hold", 300).getInt("shown")).isEqualTo(200);
        assertThat(list("", 10_000).getInt("shown")).isEqualTo(2000);
        // a broker that pages does not keep the order where consumers come and go
        assertThat(broker.drain(QueueName.HOLD)).containsExactlyInAnyOrderElementsOf(ids(ofB(mails, true)));
        assertThat(broker.drain(QueueName.ACTIVE)).containsExactlyInAnyOrderElementsOf(ids(ofB(mails, false)));
        assertThat(events).hasSize(200).allMatch(status -> status.next().isEmpty());
    }

    private static List<QueuedMail> ofB(List<QueuedMail> mails, boolean wanted) {
        return mails.stream()
                .filter(mail -> mail.open().get(0).domain().equals("b.example") == wanted)
                .toList();
    }

    @ParameterizedTest
    @ValueSource(longs = {ROOMY, TINY})
    void oneMailIsFoundByItsIdWhereverItIs(long memory) throws Exception {
        start(memory);
        broker.put(QueueName.DEFERRED, 7, mails(500), CONTENT.repeat(20));

        assertThat(perform(QueueOperation.DELETE, "id=M499")).isEqualTo(1);
        assertThat(perform(QueueOperation.DELETE, "id=M499")).isZero();
        assertThat(broker.drain(QueueName.DEFERRED))
                .doesNotContain("M499")
                .filteredOn(id -> !id.equals("marker"))
                .hasSize(499);
        assertThat(events).extracting(MailStatus::mailId).containsExactly("M499");
        assertThat(events).allMatch(MailStatus::finished);
    }

    @Test
    void consumerAndTwoPassesAtOnceLoseAndDoubleNothing() throws Exception {
        start(ROOMY);
        List<QueuedMail> mails = mails(2000);
        broker.put(QueueName.ACTIVE, 0, mails, CONTENT);
        List<String> consumed = new ArrayList<>();
        AtomicBoolean enough = new AtomicBoolean();
        ExecutorService threads = Executors.newFixedThreadPool(3);
        try {
            Future<?> consumer = threads.submit(() -> {
                while (!enough.get()) {
                    consumed.addAll(broker.<List<String>>transacted(context -> take(context, 20)));
                }
            });
            Future<Integer> hold = threads.submit(() -> perform(QueueOperation.HOLD, "domain=b.example"));
            Future<Integer> delete = threads.submit(() -> perform(QueueOperation.HOLD, "recipient=@a.example id=M1"));
            hold.get(2, TimeUnit.MINUTES);
            delete.get(2, TimeUnit.MINUTES);
            enough.set(true);
            consumer.get(2, TimeUnit.MINUTES);
        } finally {
            threads.shutdownNow();
        }
        List<String> all = new ArrayList<>(consumed);
        all.addAll(broker.drain(QueueName.ACTIVE));
        all.addAll(broker.drain(QueueName.HOLD));
        all.removeIf("marker"::equals);

        assertThat(all).containsExactlyInAnyOrderElementsOf(ids(mails));
    }

    /** As the message-driven bean does. */
    private List<String> take(JMSContext context, int count) throws JMSException {
        List<String> ids = new ArrayList<>();
        try (JMSConsumer consumer =
                context.createConsumer(broker.queues(QueueName.ACTIVE).get(0))) {
            for (int i = 0; i < count; i++) {
                Message message = consumer.receive(50);
                if (message != null && !QueueChange.isMarker(message)) {
                    ids.add(QueueEntry.of(QueueName.ACTIVE, message).id());
                }
            }
        }
        return ids;
    }

    @Test
    void brokenPassLosesAndDoublesNothingAndTheNextDropsItsMarker() throws Exception {
        start(ROOMY);
        List<QueuedMail> mails = mails(600);
        broker.put(QueueName.DEFERRED, 3, mails, CONTENT);
        // the marker of each queue before, and the pass over it; then the marker of this one, and a transaction of its
        // pass
        broker.failAfter(6 * 2 + 1 + 1);

        assertThatThrownBy(() -> perform(QueueOperation.HOLD, "domain=b.example"))
                .isInstanceOf(QueueUnavailableException.class)
                .hasMessage("the broker does not answer: connection lost; before that, Placed on hold: 20 messages");
        assertThat(list("", 1000).getInt("shown")).isEqualTo(600);
        assertThat(perform(QueueOperation.HOLD, "domain=b.example")).isEqualTo(40);
        List<String> held = broker.drain(QueueName.HOLD);
        assertThat(held).containsExactlyInAnyOrderElementsOf(ids(ofB(mails, true)));
        assertThat(broker.drain(QueueName.DEFERRED)).containsExactlyInAnyOrderElementsOf(ids(ofB(mails, false)));
    }

    @Test
    void eachOperationHasItsQueues() throws Exception {
        start(ROOMY);
        broker.put(QueueName.ACTIVE, 0, List.of(mail("A", "a@a.example")), CONTENT);
        QueuedMail tried = mail("D", "a@a.example").defer("4.3.0", "451 4.3.0 later");
        broker.put(QueueName.DEFERRED, 5, List.of(tried.deferredUntil(Instant.parse("2026-01-02T13:00:00Z"))), CONTENT);

        assertThat(perform(QueueOperation.FLUSH, "all")).isEqualTo(1);
        assertThat(list("queue=active", 9).getInt("shown")).isEqualTo(2);
        assertThat(perform(QueueOperation.HOLD, "all")).isEqualTo(2);
        assertThat(list("queue=hold state=deferred text=4.3.0%20LATER", 9).getInt("shown"))
                .isEqualTo(1);
        assertThat(perform(QueueOperation.REQUEUE, "all")).isEqualTo(2);
        assertThat(list("queue=active state=queued", 9).getInt("shown")).isEqualTo(2);
        assertThat(perform(QueueOperation.HOLD, "id=A")).isEqualTo(1);
        assertThat(perform(QueueOperation.RELEASE, "all")).isEqualTo(1);
        assertThat(list("id=A", 1).toString()).doesNotContain("\"expire\"");
        assertThat(perform(QueueOperation.EXPIRE, "id=A")).isEqualTo(1);
        assertThat(list("id=A", 1).getJsonArray("mails").getJsonObject(0).getBoolean("expire"))
                .as("what marks the mail with # in postchaise queue -p")
                .isTrue();
        assertThat(perform(QueueOperation.DELETE, "all")).isEqualTo(2);
        assertThat(list("", 9).getInt("shown")).isZero();
        assertThatThrownBy(() -> perform(QueueOperation.RELEASE, "queue=active"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("filter term queue= leaves nothing to be released from hold; expected hold");
    }

    @Test
    void deadLettersAreTouchedOnlyWhereTheyAreNamed() throws Exception {
        start(ROOMY);
        broker.put(QueueName.DEAD, 0, List.of(mail("A", "a@a.example"), mail("B", "a@a.example")), CONTENT);
        broker.putDeadText("not a bytes message");

        assertThat(perform(QueueOperation.DELETE, "all")).isZero();
        assertThat(perform(QueueOperation.REQUEUE, "all")).isZero();
        assertThat(perform(QueueOperation.REQUEUE, "queue=dead")).isEqualTo(2);
        assertThat(broker.drain(QueueName.ACTIVE)).containsExactly("A", "B");
        JsonObject dead = list("queue=dead", 9).getJsonArray("mails").getJsonObject(0);
        assertThat(dead.getString("reason")).isEqualTo("not a bytes message");
        assertThat(dead.getString("id")).matches("[0-9A-F]{32}");
        assertThat(perform(QueueOperation.DELETE, "id=" + dead.getString("id"))).isEqualTo(1);
        assertThat(broker.drain(QueueName.DEAD)).isEmpty();
    }

    @Test
    void listSaysThatThereIsMore() throws Exception {
        start(ROOMY);
        broker.put(QueueName.ACTIVE, 0, mails(30), CONTENT);

        assertThat(list("", 29).getBoolean("more")).isTrue();
        assertThat(list("", 30).getBoolean("more")).isFalse();
        assertThat(list("domain=B.example", 2).getInt("shown")).isEqualTo(2);
        assertThatThrownBy(() -> list("", 0)).hasMessage("limit is 0; expected 1 to 10000");
    }

    @Test
    void mailTellsWhichMailerItIsOfWhereverItGoes() throws Exception {
        start(ROOMY);
        broker.put(QueueName.ACTIVE, 0, "bulk", List.of(mail("B", "a@a.example")), CONTENT);
        broker.put(QueueName.ACTIVE, 0, List.of(mail("A", "a@a.example")), CONTENT);

        assertThat(perform(QueueOperation.HOLD, "mailer=bulk")).isEqualTo(1);
        assertThat(list("queue=hold", 9).getJsonArray("mails").getJsonObject(0).getString("mailer"))
                .isEqualTo("bulk");
        assertThat(json(new QueueView(new QueueSurvey(broker), clock, Duration.ofMinutes(5))
                                .inspect("B", QueueJson.Depth.HEADERS))
                        .getString("mailer"))
                .isEqualTo("bulk");
        assertThat(list("queue=active", 9).getJsonArray("mails").getJsonObject(0))
                .doesNotContainKey("mailer");
    }

    @Test
    void mailIsShownWithEverythingButItsBodyUnlessAsked() throws Exception {
        start(ROOMY);
        QueuedMail mail =
                mail("D", "a@a.example").defer("4.3.0", "451 4.3.0 later").deferredUntil(Outcomes.NOON);
        broker.put(QueueName.DEFERRED, 15, List.of(mail), CONTENT);
        QueueView survey = new QueueView(new QueueSurvey(broker), clock, Duration.ofMinutes(5));

        assertThat(survey.inspect("D", QueueJson.Depth.HEADERS))
                .isEqualTo(
                        "{\"id\":\"D\",\"queue\":\"deferred\",\"sender\":\"shop@example.com\",\"subject\":\"Your order\","
                                + "\"size\":51,\"submitted\":\"2026-01-02T12:00:00Z\",\"attempts\":0,\"next\":\"2026-01-02T13:00:00Z\","
                                + "\"recipients\":[{\"address\":\"a@a.example\",\"state\":\"deferred\",\"status\":\"4.3.0\","
                                + "\"text\":\"451 4.3.0 later\"}],\"envelope\":{\"ret\":\"\",\"envid\":\"\",\"body\":\"\","
                                + "\"smtputf8\":false,\"requiretls\":false,\"verp\":\"\"},"
                                + "\"headers\":\"Subject: hello\\r\\nX-Long: a\\r\\n b\\r\\n\"}");
        assertThat(json(survey.inspect("D", QueueJson.Depth.BODY)).getString("body"))
                .isEqualTo("body of the mail\r\n");
        assertThatThrownBy(() -> survey.inspect("E\n", QueueJson.Depth.HEADERS))
                .isInstanceOf(NoSuchElementException.class)
                .hasMessage("no mail with id E? in the queue");
    }

    @Test
    void shapeCountsOpenRecipientsByDomainAndAge() throws Exception {
        start(ROOMY);
        broker.put(QueueName.ACTIVE, 0, mails(30), CONTENT);
        broker.put(
                QueueName.DEFERRED,
                0,
                List.of(QueuedMail.submit(
                        "OLD", Envelope.of("", "x@c.example", "y@B.example"), "", Outcomes.NOON.minusSeconds(86_400))),
                CONTENT);

        assertThat(new QueueView(new QueueSurvey(broker), clock, Duration.ofMinutes(5))
                        .shape("", "")
                        .replaceAll("\"age\":[0-9]+", "\"age\":0"))
                .isEqualTo(
                        "{\"ages\":[5,10,20,40,80,160,320,640,1280],\"rows\":["
                                + "{\"domain\":\"TOTAL\",\"total\":32,\"counts\":[0,0,0,30,0,0,0,0,0,2]},"
                                + "{\"domain\":\"a.example\",\"total\":27,\"counts\":[0,0,0,27,0,0,0,0,0,0]},"
                                + "{\"domain\":\"b.example\",\"total\":4,\"counts\":[0,0,0,3,0,0,0,0,0,1]},"
                                + "{\"domain\":\"c.example\",\"total\":1,\"counts\":[0,0,0,0,0,0,0,0,0,1]}],\"mails\":31,\"age\":0,\"partial\":false}");
        assertThat(json(new QueueView(new QueueSurvey(broker), clock, Duration.ofMinutes(5))
                                .shape("older=1h", "by=sender"))
                        .getJsonArray("rows")
                        .getJsonObject(1)
                        .getString("domain"))
                .isEqualTo("MAILER-DAEMON");
    }
}
