/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.client.delivery;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.postchaise.api.Recipient;
import org.postchaise.engine.config.Parameter;
import org.postchaise.engine.config.Settings;
import org.postchaise.engine.config.TransportName;
import org.postchaise.engine.config.catalog.Scheduling;

/**
 * The scheduling rules of a transport.
 *
 * @param window the rules of concurrent deliveries to one destination
 * @param pause the pause between two deliveries to one destination; with a pause deliveries run one at a time, as in
 *     Postfix ({@code default_destination_rate_delay})
 * @param recipientLimit the maximum number of recipients of a delivery; 0 for no limit
 * @param processes the limit of the whole transport
 */
record TransportRules(ConcurrencyWindow.Rules window, Duration pause, int recipientLimit, Processes processes) {

    /**
     * The limit of concurrent deliveries of a transport, to all destinations together: maxproc of master(5).
     *
     * @param transport the name of the transport
     * @param limit the maximum number of deliveries; 0 for no limit
     */
    record Processes(String transport, int limit) {}

    /** Creates rules without a limit of the whole transport. */
    TransportRules(ConcurrencyWindow.Rules window, Duration pause, int recipientLimit) {
        this(window, pause, recipientLimit, new Processes("", 0));
    }

    static TransportRules from(Settings settings, String transport, int processLimit) {
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
                new Processes(transport, processLimit));
    }

    /** Returns the destination concurrency limit; SMTP and LMTP have parameters of their own. */
    private static long limit(Settings settings, TransportName name) {
        Parameter<Long> own = Scheduling.SMTP_CONCURRENCY_LIMIT;
        return switch (name.text()) {
            case "smtp" -> settings.get(own);
            case "lmtp" -> settings.lmtp().get(own);
            default -> settings.get(Scheduling.TRANSPORT_CONCURRENCY_LIMIT, name);
        };
    }

    /** Returns true if each recipient is a destination of its own, because deliveries have one recipient only. */
    boolean byRecipient() {
        return recipientLimit == 1;
    }

    /** Returns {@code recipients} in parts of at most the recipient limit. */
    List<List<Recipient>> parts(List<Recipient> recipients) {
        return parts(recipients, recipientLimit);
    }

    /** Returns {@code recipients} in parts of at most {@code limit}; 0 for one part. */
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
