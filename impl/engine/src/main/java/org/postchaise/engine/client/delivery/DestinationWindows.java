/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.client.delivery;

import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import org.postchaise.api.DeliveryReport;
import org.postchaise.api.Failure;
import org.postchaise.api.RecipientOutcome;
import org.postchaise.api.Stage;

/**
 * How many deliveries run to each destination, and which destinations are dead: what qmgr(8) does between the queue and the
 * client, for a queue without a scheduler of its own. Before a delivery its queue asks {@link #enter}, and afterwards tells the
 * outcome. Thread-safe; nothing waits here.
 *
 * <p>A destination that is dead gets another chance after {@code deadTime}. Destinations without a delivery are forgotten when
 * there are too many.
 *
 * @param <D> what tells destinations apart, such as a {@link ConnectionKey}
 */
public final class DestinationWindows<D> {
    private static final int MOST = 10_000;

    private final ConcurrencyWindow.Rules rules;
    private final Duration deadTime;
    private final LongSupplier nanoTime;
    private final Map<D, Load> loads = new HashMap<>();

    /** One destination; guarded by the map. */
    private static final class Load {
        private final ConcurrencyWindow window;
        private int busy;
        private long deadUntil;
        private Optional<Failure> cause = Optional.empty();

        private Load(ConcurrencyWindow.Rules rules) {
            window = new ConcurrencyWindow(rules);
        }
    }

    /** The answer to a delivery that wants to begin. */
    public sealed interface Admission {}

    /** The delivery may begin, and must {@link #leave}. */
    public final class Entered implements Admission {
        private final Load load;
        private final AtomicBoolean left = new AtomicBoolean();

        private Entered(Load load) {
            this.load = load;
        }

        /** The delivery ended with {@code report}; a second call does nothing. */
        public void leave(DeliveryReport report) {
            Optional<Failure> failure = failure(report);
            leave(() -> {
                if (failure.isEmpty()) {
                    load.window.succeeded(load.busy);
                    load.cause = Optional.empty();
                } else if (!load.window.isDead()) {
                    load.window.failed();
                    if (load.window.isDead()) {
                        load.cause = failure;
                        load.deadUntil = nanoTime.getAsLong() + deadTime.toNanos();
                    }
                }
            });
        }

        /** The delivery did not take place, or nothing is known of it. */
        public void leave() {
            leave(() -> {});
        }

        private void leave(Runnable verdict) {
            if (left.compareAndSet(false, true)) {
                synchronized (loads) {
                    verdict.run();
                    load.busy--;
                }
            }
        }
    }

    /**
     * As many deliveries as are good for the destination run already.
     *
     * @param window how many
     */
    public record Full(int window) implements Admission {}

    /**
     * The destination is dead.
     *
     * @param failure for the recipients, in Postfix's words
     * @param left how long it stays so
     */
    public record Suspended(Failure failure, Duration left) implements Admission {}

    /**
     * Windows with these rules.
     *
     * @param deadTime how long a dead destination is left alone ({@code minimal_backoff_time})
     * @param nanoTime the time, as {@link System#nanoTime()}
     */
    DestinationWindows(ConcurrencyWindow.Rules rules, Duration deadTime, LongSupplier nanoTime) {
        this.rules = rules;
        this.deadTime = deadTime;
        this.nanoTime = nanoTime;
    }

    /** Windows as Postfix has them without settings: 5 deliveries at first, at most 20, dead after one failed cohort. */
    public static <D> DestinationWindows<D> ofDefaults(Duration deadTime) {
        return new DestinationWindows<>(ConcurrencyWindow.Rules.DEFAULTS, deadTime, System::nanoTime);
    }

    /** Whether a delivery to {@code destination} may begin now. */
    public Admission enter(D destination) {
        synchronized (loads) {
            Load load = loads.get(destination);
            if (load == null) {
                makeRoom();
                load = new Load(rules);
                loads.put(destination, load);
            }
            if (load.window.isDead()) {
                long left = load.deadUntil - nanoTime.getAsLong();
                if (left > 0) {
                    return new Suspended(suspended(load), Duration.ofNanos(left));
                }
                load.window.revive(load.busy);
            }
            if (load.busy >= load.window.size()) {
                return new Full(load.window.size());
            }
            load.busy++;
            return new Entered(load);
        }
    }

    private static Failure suspended(Load load) {
        Failure cause = load.cause.orElseThrow(() -> new IllegalStateException("dead without a cause"));
        return new Failure(
                Failure.Scope.DESTINATION,
                Failure.Severity.TEMPORARY,
                Stage.ROUTE,
                cause.status(),
                null,
                null,
                "delivery temporarily suspended: " + cause.text());
    }

    /**
     * The failure that counts against the destination: a temporary one of its hosts, their names or the dialogue; what a server
     * says of a mail or a recipient does not.
     */
    private static Optional<Failure> failure(DeliveryReport report) {
        return report.outcomes().stream()
                .filter(RecipientOutcome.Undelivered.class::isInstance)
                .map(outcome -> ((RecipientOutcome.Undelivered) outcome).failure())
                .filter(failure -> failure.temporary()
                        && (failure.scope() == Failure.Scope.HOST || failure.scope() == Failure.Scope.DESTINATION))
                .findFirst();
    }

    /** Those go that have neither deliveries nor a lesson to remember; if there are none, any that are idle. */
    private void makeRoom() {
        if (loads.size() < MOST) {
            return;
        }
        loads.values().removeIf(load -> load.busy == 0 && !load.window.isDead());
        Iterator<Load> rest = loads.values().iterator();
        while (loads.size() >= MOST && rest.hasNext()) {
            if (rest.next().busy == 0) {
                rest.remove();
            }
        }
    }
}
