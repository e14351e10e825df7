/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.client.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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
import org.postchaise.engine.client.delivery.DestinationWindows.Admission;
import org.postchaise.engine.client.delivery.DestinationWindows.Full;
import org.postchaise.engine.client.delivery.DestinationWindows.Suspended;

@Timeout(60)
class DestinationWindowsTest {
    private static final Duration DEAD = Duration.ofMinutes(5);

    private final AtomicLong now = new AtomicLong();
    private final DestinationWindows<String> windows =
            new DestinationWindows<>(ConcurrencyWindow.Rules.DEFAULTS, DEAD, now::get);

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
        Admission admission = windows.enter(destination);
        assertThat(admission).isInstanceOf(DestinationWindows.Entered.class);
        return (DestinationWindows<String>.Entered) admission;
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
        assertThat(windows.enter("a")).isEqualTo(new Full(5));
        enter("b").leave();
        inside.get(0).leave(GOOD);
        inside.get(0).leave(GOOD);
        enter("a");
        enter("a");
        assertThat(windows.enter("a")).isEqualTo(new Full(6));
    }

    @Test
    void aDestinationThatFailsIsSuspendedWithPostfixsWordsAndComesBack() {
        kill("a");
        Admission admission = windows.enter("a");
        assertThat(admission).isInstanceOf(Suspended.class);
        Suspended suspended = (Suspended) admission;
        assertThat(suspended.left()).isEqualTo(DEAD);
        assertThat(suspended.failure().status()).hasToString("4.4.1");
        assertThat(suspended.failure().text())
                .isEqualTo("delivery temporarily suspended: connect to mx.example[192.0.2.1]:25: Connection timed out");
        assertThat(suspended.failure().hasPeer()).isFalse();
        enter("b").leave();
        now.addAndGet(DEAD.toNanos() - 1);
        assertThat(windows.enter("a")).isInstanceOf(Suspended.class);
        now.addAndGet(1);
        enter("a").leave(GOOD);
        enter("a");
    }

    @Test
    void aSuccessOfADeliveryThatRanMeanwhileBringsItBackAtOnce() {
        DestinationWindows<String>.Entered running = enter("a");
        kill("a");
        assertThat(windows.enter("a")).isInstanceOf(Suspended.class);
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
                assertThat(windows.enter(name) instanceof Suspended).as(name).isEqualTo(counts);
            }
        }
    }

    @Test
    void neverDoMoreRunThanTheLimitAndDeadDestinationsDoNotHoldUpOthers() throws InterruptedException {
        DestinationWindows<Integer> shared =
                new DestinationWindows<>(ConcurrencyWindow.Rules.DEFAULTS, DEAD, System::nanoTime);
        AtomicInteger[] running = {new AtomicInteger(), new AtomicInteger(), new AtomicInteger()};
        AtomicInteger most = new AtomicInteger();
        AtomicInteger done = new AtomicInteger();
        ExecutorService workers = Executors.newFixedThreadPool(16);
        CountDownLatch end = new CountDownLatch(16);
        for (int w = 0; w < 16; w++) {
            workers.execute(() -> {
                for (int i = 0; i < 2_000; i++) {
                    int destination = i % 3;
                    Admission admission = shared.enter(destination);
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
        assertThat(shared.enter(0)).isInstanceOf(Suspended.class);
        assertThat(shared.enter(1)).isInstanceOf(DestinationWindows.Entered.class);
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
        assertThat(windows.enter("dead")).isInstanceOf(Suspended.class);
    }
}
