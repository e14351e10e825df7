/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.client.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.postchaise.api.DeliveryReport;
import org.postchaise.api.EnhancedStatus;
import org.postchaise.api.Failure;
import org.postchaise.api.Peer;
import org.postchaise.api.Recipient;
import org.postchaise.api.RecipientOutcome;
import org.postchaise.api.Stage;
import org.postchaise.api.spi.ConcurrencyPolicy;
import org.postchaise.api.spi.NodeShare;
import org.postchaise.engine.client.delivery.DestinationWindows.Admission;
import org.postchaise.engine.client.delivery.DestinationWindows.Full;
import org.postchaise.engine.client.delivery.DestinationWindows.Suspended;
import org.postchaise.engine.config.catalog.Catalog;

@Timeout(60)
class DestinationWindowsTest {
    private static final Duration DEAD = Duration.ofMinutes(5);

    private static final ConcurrencyPolicy AT_ONCE = new ConcurrencyPolicy(Duration.ZERO, 0);
    private static final TransportRules RULES = TransportRules.from(Catalog.defaults(), "smtp", 0);

    private final AtomicLong now = new AtomicLong();
    private final DestinationWindows<String> windows = new DestinationWindows<>(DEAD, now::get);

    private static DeliveryReport report(Failure.Scope scope, Failure.Severity severity) {
        return new DeliveryReport(List.of(RecipientOutcome.failed(
                Recipient.of("ann@example.net"),
                new Failure(
                        scope,
                        severity,
                        Stage.CONNECT,
                        EnhancedStatus.of(severity == Failure.Severity.PERMANENT ? "5.4.1" : "4.4.1"),
                        null,
                        new Peer("mx.example", "192.0.2.1", 25),
                        "connect to mx.example[192.0.2.1]:25: Connection timed out"))));
    }

    private static final DeliveryReport REFUSED = report(Failure.Scope.HOST, Failure.Severity.TEMPORARY);
    private static final DeliveryReport GOOD = report(Failure.Scope.RECIPIENT, Failure.Severity.TEMPORARY);

    @SuppressWarnings("unchecked") // there is only one kind of windows here
    private DestinationWindows<String>.Entered enter(String destination) {
        Admission admission = windows.enter(destination, RULES, AT_ONCE);
        assertThat(admission).isInstanceOf(DestinationWindows.Entered.class);
        return (DestinationWindows<String>.Entered) admission;
    }

    private static Full full(int busy) {
        return new Full("deliveries to the destination under way: " + busy, Optional.empty());
    }

    @Test
    void nodesOfOneQueueTogetherHaveTheLimit() {
        int nodes = 3;
        int[] entered = new int[nodes];
        for (int rank = 0; rank < nodes; rank++) {
            DestinationWindows<String> node = new DestinationWindows<>(DEAD, now::get);
            ConcurrencyPolicy policy = AT_ONCE.withShare(new NodeShare(rank, nodes));
            // successes make room for more than the limit of all
            for (int round = 0; round < 20; round++) {
                List<DestinationWindows<?>.Entered> inside = new ArrayList<>();
                while (node.enter("a", RULES, policy) instanceof DestinationWindows<?>.Entered one) {
                    inside.add(one);
                }
                entered[rank] = inside.size();
                inside.forEach(one -> one.leave(GOOD));
            }
        }

        assertThat(entered).containsExactly(7, 7, 6);
    }

    @Test
    void nodeWithoutAPartOfTheLimitLeavesTheMailToOthersAtOnce() {
        TransportRules single = new TransportRules(
                new ConcurrencyWindow.Rules(
                        1, 1, RULES.window().positive(), RULES.window().negative(), 1),
                Duration.ZERO,
                0);
        ConcurrencyPolicy patient = new ConcurrencyPolicy(Duration.ofHours(1), 0);

        assertThat(windows.enter("a", single, patient.withShare(new NodeShare(1, 2))))
                .isEqualTo(new Full("deliveries to the destination are other nodes' by its limit", Optional.empty()));
        assertThat(windows.enter("a", single, patient.withShare(new NodeShare(0, 2))))
                .isInstanceOf(DestinationWindows.Entered.class);
    }

    @Test
    void aTransportsProcessLimitHoldsOverAllItsDestinations() {
        TransportRules slow =
                new TransportRules(RULES.window(), Duration.ZERO, 0, new TransportRules.Processes("slow", 1));
        DestinationWindows<?>.Entered first = (DestinationWindows<?>.Entered) windows.enter("a", slow, AT_ONCE);

        assertThat(windows.enter("b", slow, AT_ONCE))
                .isEqualTo(new Full("deliveries of transport slow under way: 1, its process limit", Optional.empty()));
        assertThat(windows.enter("c", RULES, AT_ONCE)).isInstanceOf(DestinationWindows.Entered.class);
        first.leave(GOOD);
        assertThat(windows.enter("b", slow, AT_ONCE)).isInstanceOf(DestinationWindows.Entered.class);
    }

    private void kill(String destination) {
        for (int i = 0; i < 3; i++) {
            enter(destination).leave(REFUSED);
        }
    }

    @Test
    void asManyEnterAsTheWindowHasAndOneMoreAfterEachSuccess() {
        List<DestinationWindows<String>.Entered> inside = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            inside.add(enter("a"));
        }
        assertThat(windows.enter("a", RULES, AT_ONCE)).isEqualTo(full(5));
        enter("b").leave();
        inside.get(0).leave(GOOD);
        inside.get(0).leave(GOOD);
        enter("a");
        enter("a");
        assertThat(windows.enter("a", RULES, AT_ONCE)).isEqualTo(full(6));
    }

    @Test
    void aDestinationThatFailsIsSuspendedWithPostfixsWordsAndComesBack() {
        kill("a");
        Admission admission = windows.enter("a", RULES, AT_ONCE);
        assertThat(admission).isInstanceOf(Suspended.class);
        Suspended suspended = (Suspended) admission;
        assertThat(suspended.left()).isEqualTo(DEAD);
        assertThat(suspended.failure().status()).hasToString("4.4.1");
        assertThat(suspended.failure().text())
                .isEqualTo("delivery temporarily suspended: connect to mx.example[192.0.2.1]:25: Connection timed out");
        assertThat(suspended.failure().hasPeer()).isFalse();
        enter("b").leave();
        now.addAndGet(DEAD.toNanos() - 1);
        assertThat(windows.enter("a", RULES, AT_ONCE)).isInstanceOf(Suspended.class);
        now.addAndGet(1);
        enter("a").leave(GOOD);
        enter("a");
    }

    @Test
    void aSuccessOfADeliveryThatRanMeanwhileBringsItBackAtOnce() {
        DestinationWindows<String>.Entered running = enter("a");
        kill("a");
        assertThat(windows.enter("a", RULES, AT_ONCE)).isInstanceOf(Suspended.class);
        running.leave(GOOD);
        enter("a");
    }

    @Test
    void onlyTemporaryFailuresOfHostsAndDestinationsCount() {
        for (Failure.Scope scope : Failure.Scope.values()) {
            for (Failure.Severity severity : Failure.Severity.values()) {
                String name = scope + " " + severity;
                for (int i = 0; i < 3; i++) {
                    enter(name).leave(report(scope, severity));
                }
                boolean counts = severity == Failure.Severity.TEMPORARY
                        && (scope == Failure.Scope.HOST || scope == Failure.Scope.DESTINATION);
                assertThat(windows.enter(name, RULES, AT_ONCE) instanceof Suspended)
                        .as(name)
                        .isEqualTo(counts);
            }
        }
    }

    @Test
    void neverDoMoreRunThanTheLimitAndDeadDestinationsDoNotHoldUpOthers() throws InterruptedException {
        DestinationWindows<Integer> shared = new DestinationWindows<>(DEAD, System::nanoTime);
        AtomicInteger[] running = {new AtomicInteger(), new AtomicInteger(), new AtomicInteger()};
        AtomicInteger most = new AtomicInteger();
        AtomicInteger done = new AtomicInteger();
        ExecutorService workers = Executors.newFixedThreadPool(16);
        CountDownLatch end = new CountDownLatch(16);
        for (int w = 0; w < 16; w++) {
            workers.execute(() -> {
                for (int i = 0; i < 2_000; i++) {
                    int destination = i % 3;
                    Admission admission = shared.enter(destination, RULES, AT_ONCE);
                    if (admission instanceof DestinationWindows<?>.Entered entered) {
                        most.accumulateAndGet(running[destination].incrementAndGet(), Math::max);
                        done.addAndGet(destination == 1 ? 1 : 0);
                        running[destination].decrementAndGet();
                        entered.leave(destination == 0 ? REFUSED : GOOD);
                    }
                }
                end.countDown();
            });
        }
        assertThat(end.await(50, TimeUnit.SECONDS)).isTrue();
        workers.shutdownNow();
        assertThat(most.get()).isBetween(1, 20);
        assertThat(done.get()).isPositive();
        assertThat(shared.enter(0, RULES, AT_ONCE)).isInstanceOf(Suspended.class);
        assertThat(shared.enter(1, RULES, AT_ONCE)).isInstanceOf(DestinationWindows.Entered.class);
    }

    @Test
    void destinationsThatAreNotUsedAreForgotten() {
        for (int i = 0; i < 30_000; i++) {
            enter("d" + i).leave(GOOD);
        }
        kill("dead");
        for (int i = 0; i < 9_000; i++) {
            enter("e" + i).leave(GOOD);
        }
        assertThat(windows.enter("dead", RULES, AT_ONCE)).isInstanceOf(Suspended.class);
    }

    private static TransportRules rules(Map<String, String> settings) {
        return TransportRules.from(Catalog.settings(settings), "smtp", 0);
    }

    private Admission ask(
            DestinationWindows<String> of, String destination, TransportRules rules, ConcurrencyPolicy policy) {
        return of.enter(destination, rules, policy);
    }

    @Test
    void withARateDelayOneGoesAtATimeAndTheNextWhenThePauseIsOver() {
        TransportRules slowly = rules(Map.of("smtp_destination_rate_delay", "10s"));
        Admission first = ask(windows, "a", slowly, AT_ONCE);
        assertThat(ask(windows, "a", slowly, AT_ONCE)).isEqualTo(full(1));
        ((DestinationWindows<?>.Entered) first).leave(GOOD);
        now.addAndGet(Duration.ofSeconds(4).toNanos());
        assertThat(ask(windows, "a", slowly, AT_ONCE))
                .isEqualTo(new Full("the destination gets a delivery every 10s", Optional.of(Duration.ofSeconds(6))));
        enter("b").leave();
        now.addAndGet(Duration.ofSeconds(6).toNanos());
        assertThat(ask(windows, "a", slowly, AT_ONCE)).isInstanceOf(DestinationWindows.Entered.class);
    }

    @Test
    void whatFailsOnThisSideNeitherCountsForNorAgainstTheDestination() {
        DeliveryReport local = report(Failure.Scope.LOCAL, Failure.Severity.TEMPORARY);
        for (int i = 0; i < 50; i++) {
            enter("a").leave(local);
        }
        for (int i = 0; i < 5; i++) {
            enter("a");
        }
        assertThat(windows.enter("a", RULES, AT_ONCE)).isEqualTo(full(5));
    }

    @Test
    void slowDestinationsLeaveSomeOfTheWorkersToOthers() {
        ConcurrencyPolicy worker = new ConcurrencyPolicy(Duration.ZERO, 16);
        for (String quick : List.of("quick", "other")) {
            ((DestinationWindows<?>.Entered) ask(windows, quick, RULES, worker)).leave(GOOD);
        }
        int slow = 0;
        for (int i = 0; i < 40; i++) {
            slow += ask(windows, "slow" + i / 20, RULES, worker) instanceof DestinationWindows.Entered ? 1 : 0;
        }
        assertThat(slow).as("half of the workers").isEqualTo(8);
        for (int i = 0; i < 40; i++) {
            slow += ask(windows, "new" + i, RULES, worker) instanceof DestinationWindows.Entered ? 1 : 0;
        }
        assertThat(slow).as("all but an eighth").isEqualTo(14);
        assertThat(ask(windows, "quick", RULES, worker)).isInstanceOf(DestinationWindows.Entered.class);
        assertThat(ask(windows, "slow0", RULES, AT_ONCE))
                .as("who has its own thread")
                .isEqualTo(full(5));
        assertThat(ask(windows, "yet another", RULES, AT_ONCE)).isInstanceOf(DestinationWindows.Entered.class);
    }

    @Test
    void theOnlyDestinationMayHaveAllWorkersHoweverSlowItIs() {
        TransportRules wide = rules(Map.of("initial_destination_concurrency", "20"));
        for (int i = 0; i < 16; i++) {
            assertThat(ask(windows, "relay", wide, new ConcurrencyPolicy(Duration.ZERO, 16)))
                    .isInstanceOf(DestinationWindows.Entered.class);
        }
    }

    @Test
    void whoWaitsEntersInTurnAndMoreThanTheLimitNeverRun() throws Exception {
        DestinationWindows<String> real = new DestinationWindows<>(DEAD, System::nanoTime);
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        AtomicInteger entered = new AtomicInteger();
        ExecutorService threads = Executors.newFixedThreadPool(32);
        CountDownLatch end = new CountDownLatch(32);
        for (int t = 0; t < 32; t++) {
            threads.execute(() -> {
                for (int i = 0; i < 500; i++) {
                    Admission admission = ask(real, "a", RULES, ConcurrencyPolicy.APPLICATION);
                    if (admission instanceof DestinationWindows<?>.Entered in) {
                        most.accumulateAndGet(running.incrementAndGet(), Math::max);
                        entered.incrementAndGet();
                        running.decrementAndGet();
                        in.leave(GOOD);
                    }
                }
                end.countDown();
            });
        }
        assertThat(end.await(50, TimeUnit.SECONDS)).isTrue();
        threads.shutdownNow();
        assertThat(entered).hasValue(16_000);
        assertThat(most.get()).isBetween(1, 20);
    }

    @Test
    void whoWaitsIsToldWhenTheDestinationDies() throws Exception {
        DestinationWindows<String> real = new DestinationWindows<>(DEAD, System::nanoTime);
        List<DestinationWindows<?>.Entered> inside = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            inside.add((DestinationWindows<?>.Entered) ask(real, "a", RULES, AT_ONCE));
        }
        ExecutorService threads = Executors.newSingleThreadExecutor();
        var waiting = threads.submit(() -> ask(real, "a", RULES, new ConcurrencyPolicy(Duration.ofSeconds(50), 0)));
        inside.forEach(one -> one.leave(REFUSED));
        assertThat(waiting.get(40, TimeUnit.SECONDS)).isInstanceOf(Suspended.class);
        threads.shutdownNow();
    }
}
