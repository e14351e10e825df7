/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.sample;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;
import org.postchaise.api.MailStatus;

/** Histogram of the times from a mail's submission until all its recipients are final, as counts that only grow. */
@ApplicationScoped
public class Delays {
    /** Upper ends, in seconds, of all intervals but the last, which has no end. */
    private static final List<Double> LIMITS =
            List.of(0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 30.0, 60.0, 300.0, 1800.0, 7200.0, 86_400.0);

    private final AtomicLongArray counts = new AtomicLongArray(LIMITS.size() + 1);

    /** Counts a finished mail; observes committed events. */
    void note(@Observes MailStatus status) {
        if (status.finished()) {
            add(Duration.between(status.submitted(), Instant.now()));
        }
    }

    /** Counts a mail that took {@code delay}. */
    void add(Duration delay) {
        int bucket = 0;
        while (bucket < LIMITS.size() && delay.toMillis() > LIMITS.get(bucket) * 1000) {
            bucket++;
        }
        counts.incrementAndGet(bucket);
    }

    /** Returns {@code {"limits":[seconds...],"counts":[mails...]}}, with one count more than limits. */
    String json() {
        JsonArrayBuilder all = Json.createArrayBuilder();
        for (int i = 0; i < counts.length(); i++) {
            all.add(counts.get(i));
        }
        return Json.createObjectBuilder()
                .add("limits", Json.createArrayBuilder(LIMITS))
                .add("counts", all)
                .build()
                .toString();
    }
}
