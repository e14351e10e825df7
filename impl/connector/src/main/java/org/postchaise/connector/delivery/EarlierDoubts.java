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
 * How the first session of each recipient of a mail was lost after the end of the content, for the attempts that follow. One thread at a
 * time for each mail.
 */
final class EarlierDoubts {
    private final Map<Long, Map<Recipient, String>> mails = new ConcurrentHashMap<>();

    /** Enters the doubts of {@code report}, and gives it with those of the attempts before. */
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

    /** {@code status} with what is in doubt. */
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

    /** Nothing more is told of {@code mail}. */
    void ended(long mail) {
        mails.remove(mail);
    }
}
