/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.connector.delivery;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.postchaise.api.DeliveryReport;
import org.postchaise.api.MailStatus;
import org.postchaise.api.Recipient;
import org.postchaise.api.RecipientOutcome;
import org.postchaise.api.RecipientOutcome.Kind;

/**
 * The lost sessions of the mails in an outbox: for each recipient the first session that was lost after the end of the content, for the
 * reports of later attempts. One thread at a time for each mail.
 */
final class EarlierDoubts {
    private final Map<Long, Map<Recipient, String>> mails = new ConcurrentHashMap<>();

    /** Records the doubts of {@code report}, and returns the report with the doubts of earlier attempts. */
    DeliveryReport entered(long mail, DeliveryReport report) {
        Map<Recipient, String> before = mails.getOrDefault(mail, Map.of());
        Map<Recipient, String> known = new HashMap<>(before);
        for (RecipientOutcome outcome : report.outcomes()) {
            String doubt = outcome.kind() == Kind.IN_DOUBT ? outcome.text() : outcome.earlierDoubt();
            if (!doubt.isEmpty()) {
                known.putIfAbsent(outcome.recipient(), doubt);
            }
        }
        if (known.isEmpty()) {
            return report;
        }
        mails.put(mail, known);
        return report.withEarlierDoubts(before);
    }

    /** Returns {@code status} with the recorded doubts. */
    MailStatus told(long mail, MailStatus status) {
        Map<Recipient, String> known = mails.getOrDefault(mail, Map.of());
        return known.isEmpty()
                ? status
                : new MailStatus(
                        status.mailId(),
                        status.sender(),
                        status.subject(),
                        status.submitted(),
                        status.attempts(),
                        status.nextAttempt(),
                        status.recipients().stream()
                                .map(one -> known.containsKey(one.recipient())
                                        ? one.withEarlierDoubt(known.get(one.recipient()))
                                        : one)
                                .toList());
    }

    /** Removes the doubts of {@code mail}, which is finished. */
    void ended(long mail) {
        mails.remove(mail);
    }
}
