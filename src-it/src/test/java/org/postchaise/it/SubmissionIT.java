/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postchaise.testkit.MockMailbox;
import org.postchaise.testkit.ReceivedMail;

/** What may be asked of the queue with a mail, submission by any client of JMS, and mail that comes back. */
@ArquillianTest
class SubmissionIT {
    private static final byte[] SMALL = Contents.plain("small");

    private final MockMailbox relay = ServerSession.relay();
    private final ItClient application = new ItClient();
    private final String key = UUID.randomUUID().toString();

    @Deployment(testable = false)
    static WebArchive application() {
        return Archives.application();
    }

    @BeforeEach
    void emptyMailbox() {
        relay.acceptAll();
        relay.clear();
    }

    @Test
    void submissionsWithOneKeyAreOneMail() {
        List<String> ids = application.submit(SMALL, "ann@example.net", "times=2&transactions=one&key=" + key);
        ids = both(ids, application.submit(SMALL, "ann@example.net", "times=2&transactions=each&key=" + key));
        ids = both(ids, application.submit(SMALL, "ann@example.net", "times=2&transactions=none&key=" + key));
        String other = application
                .submit(SMALL, "bob@example.net", "times=1&transactions=none&key=another" + key)
                .get(0);

        assertThat(ids).hasSize(6).containsOnly(ids.get(0)).doesNotContain(other);
        Waits.until(() -> assertThat(application.status(other)).contains("DELIVERED"));
        Waits.aWhile();
        assertThat(relay.mails())
                .extracting(ReceivedMail::recipients)
                .containsExactlyInAnyOrder(List.of("ann@example.net"), List.of("bob@example.net"));
    }

    @Test
    void twoTransactionsThatUseOneKeyAtOnceAreOneMail() {
        String answers = application.race(SMALL, "ann@example.net", key);

        assertThat(answers.lines().distinct()).as("one id").hasSize(1);
        Waits.until(() -> assertThat(relay.mails()).hasSize(1));
        List<String> again = application.submit(SMALL, "ann@example.net", "times=1&transactions=each&key=" + key);
        assertThat(answers).contains(again.get(0));
        Waits.aWhile();
        assertThat(relay.mails()).hasSize(1);
    }

    @Test
    void mailIsNotTriedBeforeItsTimeAndWaitsWhereItCanBeSeen() {
        String id = application
                .submit(SMALL, "later@example.net", "times=1&transactions=each&hold=5&priority=urgent")
                .get(0);

        assertThat(application.queue("id=" + id))
                .contains("\"queue\":\"deferred\"", "\"priority\":\"urgent\"", "hold_until");
        assertThat(relay.mails()).isEmpty();
        Waits.until(() -> assertThat(application.status(id)).contains("later@example.net DELIVERED"));
        assertThat(application.status(id)).contains("attempts 1");
    }

    /** On a WildFly with two processors it was delivered when one of the two queues was empty: their sessions had all threads. */
    @Test
    void urgentMailWaitsForTheEndOfNoOtherQueue() {
        ServerSession.requireWildFly("the threads that the queues' sessions share are those of WildFly's broker");
        int many = 2000;
        // at most 250 a second, that none is empty before all is submitted
        relay.refuseRecipients(SubmissionIT::takesItsTime, "450 4.3.0 never said", 1);
        application.submit(SMALL, "normal@example.net", "times=" + many + "&transactions=one&priority=normal");
        application.submit(SMALL, "bulk@example.net", "times=" + many + "&transactions=one&priority=non_urgent");
        application.submit(SMALL, "urgent@example.net", "times=1&transactions=one&priority=urgent");

        Waits.until(() -> assertThat(relay.mails()).hasSize(2 * many + 1));
        List<String> inOrder =
                relay.mails().stream().map(mail -> mail.recipients().get(0)).toList();
        List<String> before = inOrder.subList(0, inOrder.indexOf("urgent@example.net"));
        assertThat(before.stream().filter("normal@example.net"::equals).count()).isLessThan(many);
        assertThat(before.stream().filter("bulk@example.net"::equals).count()).isLessThan(many);
    }

    @Test
    void mailThatIsNotDeliveredInTimeIsReturned() {
        relay.refuseRecipients(to -> to.startsWith("slow@"), "451 4.3.0 try later", Integer.MAX_VALUE);

        String id = application
                .submit(SMALL, "slow@example.net", "times=1&transactions=none&within=4&priority=non_urgent")
                .get(0);

        Waits.until(() -> assertThat(application.status(id))
                .contains("slow@example.net FAILED 4.3.0 delivery time expired: ")
                .contains("451 4.3.0 try later"));
        Waits.until(() -> assertThat(relay.mails())
                .extracting(ReceivedMail::recipients)
                .containsExactly(List.of("submit@example.com")));
    }

    @Test
    void anyClientOfTheBrokerSubmits() {
        application.jms(
                SMALL,
                "postchaise_sender=shop@example.com&postchaise_recipients=ann@example.net,bob@example.org&postchaise_id=JMS"
                        + key);
        for (int i = 0; i < 3; i++) {
            application.jms(
                    SMALL,
                    "postchaise_sender=shop@example.com&postchaise_recipients=key@example.net&postchaise_idempotency_key="
                            + key);
        }

        Waits.until(() -> assertThat(application.status("JMS" + key))
                .contains("ann@example.net DELIVERED", "bob@example.org DELIVERED"));
        Waits.until(() -> assertThat(relay.mails()).hasSize(2));
        Waits.aWhile();
        assertThat(relay.mails())
                .extracting(ReceivedMail::recipients)
                .containsExactlyInAnyOrder(List.of("ann@example.net", "bob@example.org"), List.of("key@example.net"));
        assertThat(relay.mails()).allSatisfy(mail -> assertThat(mail.content()).isEqualTo(SMALL));
    }

    private List<String> recipientsOfAll() {
        return relay.mails().stream()
                .flatMap(mail -> mail.recipients().stream())
                .toList();
    }

    private static List<String> recipients(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "r" + i + "@d" + i % 10 + ".example.net")
                .toList();
    }

    @Test
    void mailToTwentyThousandReachesEachOnceUnderOneId() {
        List<String> ids = application.submit(SMALL, "-", "times=1&transactions=one&many=20000");

        assertThat(ids).hasSize(1);
        Waits.until(
                () -> assertThat(application.status(ids.get(0)).lines().filter(line -> line.contains(" DELIVERED ")))
                        .hasSize(20_000));
        assertThat(recipientsOfAll()).containsExactlyInAnyOrderElementsOf(recipients(20_000));
    }

    @Test
    void mailToManyIsQueuedWithItsTransactionOrNotAtAll() {
        application.submit(SMALL, "-", "times=1&transactions=one&many=2000&end=rollback");
        String id = application
                .submit(SMALL, "-", "times=1&transactions=none&many=2000")
                .get(0);

        Waits.until(() -> assertThat(application.status(id).lines().filter(line -> line.contains(" DELIVERED ")))
                .hasSize(2000));
        Waits.aWhile();
        assertThat(recipientsOfAll()).containsExactlyInAnyOrderElementsOf(recipients(2000));
    }

    @Test
    void submissionsToManyWithOneKeyAreOneMail() {
        List<String> ids = application.submit(SMALL, "-", "times=2&transactions=each&many=1200&key=" + key);

        assertThat(ids).containsOnly(ids.get(0));
        Waits.until(() -> assertThat(recipientsOfAll()).hasSizeGreaterThanOrEqualTo(1200));
        Waits.aWhile();
        assertThat(recipientsOfAll()).containsExactlyInAnyOrderElementsOf(recipients(1200));
    }

    @Test
    void clientOfTheBrokerSubmitsMailToMany() {
        application.jms(SMALL, "postchaise_sender=shop@example.com&many=3000&postchaise_id=MANY" + key);

        Waits.until(
                () -> assertThat(application.status("MANY" + key).lines().filter(line -> line.contains(" DELIVERED ")))
                        .hasSize(3000));
        assertThat(recipientsOfAll()).containsExactlyInAnyOrderElementsOf(recipients(3000));
    }

    @Test
    void mailsThatClientCallsTheSameAreAllDelivered() {
        for (int i = 0; i < 5; i++) {
            application.jms(
                    SMALL,
                    "postchaise_sender=shop@example.com&postchaise_recipients=ann@example.net,bob@example.org&postchaise_id=ORDER"
                            + key);
        }

        Waits.until(() -> assertThat(recipientsOfAll()).hasSize(10));
    }

    @Test
    void whatIsNoMailIsADeadLetterWithTheReason() {
        application.jms(
                SMALL, "postchaise_sender=shop@example.com&postchaise_recipients=nobody&postchaise_id=BAD" + key);

        Waits.until(() ->
                assertThat(application.queue("queue=dead id=BAD" + key)).contains("recipient address \\\"nobody\\\""));
        assertThat(relay.mails()).isEmpty();
    }

    @Test
    void mailWhoseProcessingFailsEachTimeIsADeadLetterAfterTheFifth() {
        application.jms(
                SMALL,
                "postchaise_sender=shop@example.com&postchaise_recipients=unanswered@example.net&postchaise_id=FAIL"
                        + key);

        Waits.until(() -> assertThat(application.queue("queue=dead id=FAIL" + key))
                .contains("delivery failed 5 times: ", "the list of addresses can't be read"));
        assertThat(relay.mails()).isEmpty();
    }

    @Test
    void aNamedMailerDeliversThroughItsOwnFactoryAndItsNoticesThroughTheUsualOne() {
        // that factory has no relayhost, and nobody at this address takes mail, for which no name server is asked
        String id = application
                .submit(SMALL, "far@[127.0.0.2]", "times=1&transactions=each&within=4&mailer=HeldFactory")
                .get(0);

        Waits.until(() -> assertThat(application.queue("queue=deferred mailer=HeldFactory id=" + id))
                .contains("\"mailer\":\"HeldFactory\""));
        Waits.until(() -> assertThat(application.status(id)).contains("far@[127.0.0.2] FAILED"));
        assertThat(application.status(id)).contains("127.0.0.2[127.0.0.2]:25");
        Waits.until(() -> assertThat(relay.mails())
                .extracting(ReceivedMail::recipients)
                .containsExactly(List.of("submit@example.com")));
    }

    @Test
    void aMailerThatIsNotThereIsToldAtOnce() {
        assertThatThrownBy(
                        () -> application.submit(SMALL, "ann@example.net", "times=1&transactions=each&mailer=nowhere"))
                .hasMessageContaining(
                        "mail not queued, there is no mailer \"nowhere\"; expected a mail connection factory"
                                + " or a resource reference postchaise/nowhere");
    }

    @Test
    void mailOfAClientOfTheBrokerWaitsForAMailerThatIsNotThere() {
        application.jms(
                SMALL,
                "postchaise_sender=shop@example.com&postchaise_recipients=ann@example.net&postchaise_mailer=nowhere&postchaise_deliver_by="
                        + Instant.now().plusSeconds(10) + "&postchaise_id=NAMED" + key);

        Waits.until(
                () -> assertThat(application.status("NAMED" + key))
                        .contains(
                                "ann@example.net DEFERRED 4.3.0",
                                "no mail connection factory at java:/postchaise/nowhere (WildFly) or postchaise/nowhere (Payara)"));
        Waits.until(() -> assertThat(application.status("NAMED" + key)).contains("ann@example.net FAILED"));
        Waits.until(() -> assertThat(relay.mails())
                .extracting(ReceivedMail::recipients)
                .containsExactly(List.of("shop@example.com")));
    }

    @Test
    void aNoticeThatIsProvenStopsMailToAnAddressThatIsNotThere() {
        String gone = "gone" + key.substring(0, 8) + "@example.net";
        relay.refuseRecipients(gone::equals, "550 5.1.1 no such user", Integer.MAX_VALUE);
        String id = application
                .submit(SMALL, gone, "times=1&transactions=each&verp=true")
                .get(0);
        Waits.until(() -> assertThat(relay.mails()).hasSize(1));
        ReceivedMail notice = relay.mails().get(0);
        String path = notice.recipients().get(0);
        assertThat(path).matches("submit\\+[a-z0-9]+\\+gone.*=example\\.net@example\\.com");

        assertThat(application.receive(notice.content(), path, "rollback")).isEqualTo("NOTICE");
        assertThat(application.receive(notice.content(), "submit@example.com", "commit"))
                .isEqualTo("NOTICE");
        assertThat(application.receive(notice.content(), path, "commit")).isEqualTo("NOTICE");

        String line = id + " " + gone + " FAILED 5.1.1 ";
        Waits.until(() -> assertThat(application.returned(gone))
                .containsExactly(
                        "observed " + line + "unproven", "observed " + line + "proven", "returned " + line + "proven"));
        String next =
                application.submit(SMALL, gone, "times=1&transactions=each").get(0);
        Waits.until(() -> assertThat(application.status(next))
                .contains(gone + " FAILED 5.7.1 address is suppressed: it came back"));
    }

    private static boolean takesItsTime(String recipient) {
        try {
            Thread.sleep(4);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return false;
    }

    private static List<String> both(List<String> some, List<String> others) {
        return Stream.of(some, others).flatMap(List::stream).toList();
    }
}
