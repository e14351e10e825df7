/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.courier;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.postchaise.api.DeliveryReport;
import org.postchaise.api.RecipientOutcome;

class DestinationCountersTest {
    private static final Snapshots.Snapshot<DestinationCounters.Waiting> NOTHING_WAITS =
            new Snapshots.Snapshot<>(new DestinationCounters.Waiting(), Duration.ofSeconds(3), true);

    private final DestinationCounters counters = new DestinationCounters();

    private QueuedMail attempt(QueuedMail before, RecipientOutcome... outcomes) {
        QueuedMail after = before.with(before.state()
                .apply(
                        new DeliveryReport(List.of(outcomes)),
                        List.of(outcomes).stream()
                                .map(RecipientOutcome::recipient)
                                .toList()));
        counters.attempted(before, after, Outcomes.NOON);
        return after;
    }

    @Test
    void countsEachRecipientOnceWhenItIsFinalAndEachFailureOnTheWay() {
        QueuedMail mail = Outcomes.mail("a@One.example", "b@one.example", "c@two.example");
        QueuedMail first = attempt(
                mail,
                Outcomes.delivered(mail.open().get(0)),
                Outcomes.deferred(mail.open().get(1)),
                Outcomes.deferred(mail.open().get(2)));
        QueuedMail second = attempt(
                first,
                Outcomes.deferred(first.open().get(0)),
                Outcomes.rejected(first.open().get(1)));
        attempt(second, Outcomes.delivered(second.open().get(0)));

        assertThat(counters.json(NOTHING_WAITS, Set.of()))
                .isEqualTo(
                        "[{\"domain\":\"one.example\",\"queued\":0,\"deferred\":0,\"delivered\":2,\"failed\":0,\"transient\":2,\"suspended\":false,\"age\":3,\"partial\":true},"
                                + "{\"domain\":\"two.example\",\"queued\":0,\"deferred\":0,\"delivered\":0,\"failed\":1,\"transient\":1,\"suspended\":false,\"age\":3,\"partial\":true}]");
    }

    @Test
    void suspendedDestinationsAreShownAlsoWithoutMailAndTheirRecipientsDoNotCount() {
        QueuedMail mail = Outcomes.mail("a@Two.example", "b@one.example");
        QueuedMail after = mail.with(mail.state()
                .rest(List.of(mail.open().get(0)))
                .apply(
                        new DeliveryReport(
                                List.of(Outcomes.delivered(mail.open().get(1)))),
                        List.of(mail.open().get(1))));
        counters.attempted(mail, after, Outcomes.NOON);
        Set<String> suspended = Set.of("two.example", "three.example", "xn--bcher-kva.example");

        assertThat(counters.json(NOTHING_WAITS, suspended))
                .contains("{\"domain\":\"one.example\",\"queued\":0,\"deferred\":0,\"delivered\":1,\"failed\":0,"
                        + "\"transient\":0,\"suspended\":false,\"age\":3,\"partial\":true}")
                .contains("{\"domain\":\"three.example\",\"queued\":0,\"deferred\":0,\"delivered\":0,\"failed\":0,"
                        + "\"transient\":0,\"suspended\":true,\"age\":3,\"partial\":true}")
                .contains("{\"domain\":\"two.example\",\"queued\":0,\"deferred\":0,\"delivered\":0,\"failed\":0,"
                        + "\"transient\":0,\"suspended\":true,\"age\":3,\"partial\":true}")
                .contains("\"domain\":\"xn--bcher-kva.example\"");
    }

    @Test
    void waitingForATurnIsNoFailure() {
        QueuedMail mail = Outcomes.mail("a@one.example");
        attempt(mail, Outcomes.busy(mail.open().get(0)));

        assertThat(counters.json(NOTHING_WAITS, Set.of())).contains("\"delivered\":0,\"failed\":0,\"transient\":0");
    }

    @Test
    void domainsBeyondTheLimitAreCountedTogether() {
        IntStream.range(0, DestinationCounters.DOMAINS + 7).forEach(i -> {
            QueuedMail mail = Outcomes.mail("a@d" + i + ".example");
            attempt(mail, Outcomes.delivered(mail.open().get(0)));
        });

        assertThat(counters.json(NOTHING_WAITS, Set.of()))
                .contains("{\"domain\":\"other\",\"queued\":0,\"deferred\":0,\"delivered\":7,");
    }
}
