/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.courier;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.postchaise.api.MailStatus.RecipientStatus;
import org.postchaise.api.MailStatus.State;
import org.postchaise.api.Recipient;
import org.postchaise.engine.queue.MailState;

/**
 * Counters of this node's attempts since the application's start, by recipient domain: for the first {@link #DOMAINS}
 * domains, and for all further ones together under {@code other}.
 */
@ApplicationScoped
public class DestinationCounters {
    static final int DOMAINS = 1000;

    /** Row of domains beyond {@link #DOMAINS}. */
    static final String OTHER = "other";

    private final Map<String, Counts> attempts = new HashMap<>();

    /** Counts of a domain, by the name of their member in the JSON. */
    private static final class Counts {
        private long queued;
        private long deferred;
        private long delivered;
        private long failed;
        private long transientFailures;

        Counts copy() {
            Counts copy = new Counts();
            copy.queued = queued;
            copy.deferred = deferred;
            return copy;
        }
    }

    /** Counts an attempt that changed {@code before} to {@code after}. */
    void attempted(QueuedMail before, QueuedMail after, Instant began) {
        Set<Recipient> open = Set.copyOf(before.open());
        Collection<Recipient> tried = after.attempts() > before.attempts() ? Set.copyOf(before.due(began)) : Set.of();
        synchronized (attempts) {
            for (RecipientStatus recipient : after.recipients()) {
                if (open.contains(recipient.recipient())) {
                    Counts counts = row(attempts, QueueEntry.domain(recipient));
                    counts.delivered += recipient.state() == State.DELIVERED ? 1 : 0;
                    counts.failed += recipient.state() == State.FAILED ? 1 : 0;
                    boolean again = recipient.state() == State.DEFERRED
                            && tried.contains(recipient.recipient())
                            && !MailState.rests(recipient);
                    counts.transientFailures += again ? 1 : 0;
                }
            }
        }
    }

    private static Counts row(Map<String, Counts> rows, String domain) {
        boolean room = rows.size() < DOMAINS || rows.containsKey(domain);
        return rows.computeIfAbsent(room ? domain : OTHER, name -> new Counts());
    }

    /** Counts of waiting recipients by domain, made by a walk through the queues. Thread-safe. */
    static final class Waiting {
        private final Map<String, Counts> rows = new HashMap<>();

        /** Counts the open recipients of {@code entry}, if it is a mail. */
        synchronized void add(QueueEntry entry) {
            entry.mail()
                    .ifPresent(mail -> mail.recipients().stream()
                            .filter(recipient -> !recipient.state().isFinal())
                            .forEach(recipient -> addWaiting(rows, recipient)));
        }

        private synchronized Map<String, Counts> rows() {
            Map<String, Counts> copy = new HashMap<>();
            rows.forEach((domain, counts) -> copy.put(domain, counts.copy()));
            return copy;
        }
    }

    /**
     * Returns the counters with the waiting recipients as JSON, the domain with most recipients in the queue first.
     *
     * @param suspended the suspended domains, in their {@link Suspensions#normal} form
     */
    String json(Snapshots.Snapshot<Waiting> snapshot, Set<String> suspended) {
        Map<String, Counts> waiting = snapshot.findings().rows();
        JsonArrayBuilder rows = Json.createArrayBuilder();
        synchronized (attempts) {
            Set<String> domains = new TreeSet<>(waiting.keySet());
            domains.addAll(attempts.keySet());
            Set<String> silent = new TreeSet<>(suspended);
            domains.forEach(domain -> silent.remove(Suspensions.normal(domain)));
            domains.addAll(silent);
            Counts none = new Counts();
            List<String> order = domains.stream()
                    .sorted(Comparator.<String>comparingLong(domain -> {
                                Counts counts = waiting.getOrDefault(domain, none);
                                return -counts.queued - counts.deferred;
                            })
                            .thenComparing(Comparator.naturalOrder()))
                    .toList();
            for (String domain : order) {
                Counts now = waiting.getOrDefault(domain, none);
                Counts past = attempts.getOrDefault(domain, none);
                rows.add(Json.createObjectBuilder()
                        .add("domain", domain)
                        .add("queued", now.queued)
                        .add("deferred", now.deferred)
                        .add("delivered", past.delivered)
                        .add("failed", past.failed)
                        .add("transient", past.transientFailures)
                        .add("suspended", suspended.contains(Suspensions.normal(domain)))
                        .add("age", snapshot.age().toSeconds())
                        .add("partial", snapshot.partial()));
            }
        }
        return rows.build().toString();
    }

    private static void addWaiting(Map<String, Counts> waiting, RecipientStatus recipient) {
        Counts counts = row(waiting, QueueEntry.domain(recipient));
        counts.queued += recipient.state() == State.QUEUED ? 1 : 0;
        counts.deferred += recipient.state() == State.DEFERRED ? 1 : 0;
    }
}
