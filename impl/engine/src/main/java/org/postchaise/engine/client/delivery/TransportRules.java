/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.client.delivery;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.postchaise.api.Recipient;
import org.postchaise.engine.client.route.NamedTransports;
import org.postchaise.engine.config.Parameter;
import org.postchaise.engine.config.Settings;
import org.postchaise.engine.config.TransportName;
import org.postchaise.engine.config.catalog.Scheduling;

/**
 * How a transport's deliveries are scheduled.
 *
 * @param window how many go to one destination at once
 * @param pause between two of them; with a pause there is one at a time, as in Postfix ({@code
 *     default_destination_rate_delay})
 * @param recipientLimit how many recipients one of them has at most; 0: no limit
 * @param processes those of the whole transport
 */
record TransportRules(ConcurrencyWindow.Rules window, Duration pause, int recipientLimit, Processes processes) {

    /**
     * How many deliveries of a transport run at once, to all destinations together: maxproc of master(5).
     *
     * @param transport its name
     * @param limit the most; 0: no limit
     */
    record Processes(String transport, int limit) {}

    /** Without a limit for the whole transport. */
    TransportRules(ConcurrencyWindow.Rules window, Duration pause, int recipientLimit) {
        this(window, pause, recipientLimit, new Processes("", 0));
    }

    static TransportRules from(Settings settings, String transport) {
        TransportName name = new TransportName(transport);
        Duration pause = settings.get(Scheduling.TRANSPORT_RATE_DELAY, name);
        return new TransportRules(
                new ConcurrencyWindow.Rules(
                        Math.toIntExact(settings.get(Scheduling.TRANSPORT_INITIAL_CONCURRENCY, name)),
                        pause.isZero() ? Math.toIntExact(limit(settings, name)) : 1,
                        settings.get(Scheduling.TRANSPORT_POSITIVE_FEEDBACK, name),
                        settings.get(Scheduling.TRANSPORT_NEGATIVE_FEEDBACK, name),
                        Math.toIntExact(settings.get(Scheduling.TRANSPORT_FAILED_COHORT_LIMIT, name))),
                pause,
                Math.toIntExact(settings.get(Scheduling.TRANSPORT_RECIPIENT_LIMIT, name)),
                new Processes(transport, NamedTransports.of(settings).processLimit(transport)));
    }

    /** The limits of SMTP and LMTP have a row of their own. */
    private static long limit(Settings settings, TransportName name) {
        Parameter<Long> own = Scheduling.SMTP_CONCURRENCY_LIMIT;
        return switch (name.text()) {
            case "smtp" -> settings.get(own);
            case "lmtp" -> settings.lmtp().get(own);
            default -> settings.get(Scheduling.TRANSPORT_CONCURRENCY_LIMIT, name);
        };
    }

    /** With one recipient a delivery, each recipient is a destination. */
    boolean byRecipient() {
        return recipientLimit == 1;
    }

    /** {@code recipients} in parts of at most the limit. */
    List<List<Recipient>> parts(List<Recipient> recipients) {
        return parts(recipients, recipientLimit);
    }

    /** {@code recipients} in parts of at most {@code limit}; 0: in one. */
    static List<List<Recipient>> parts(List<Recipient> recipients, int limit) {
        if (limit == 0 || recipients.size() <= limit) {
            return List.of(recipients);
        }
        List<List<Recipient>> parts = new ArrayList<>();
        for (int from = 0; from < recipients.size(); from += limit) {
            parts.add(recipients.subList(from, Math.min(recipients.size(), from + limit)));
        }
        return parts;
    }
}
