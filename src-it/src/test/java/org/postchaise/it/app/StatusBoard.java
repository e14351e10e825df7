/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.it.app;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.postchaise.api.MailStatus;

/** The latest committed status of each mail; an observer that asks for a phase is told too. */
@ApplicationScoped
public class StatusBoard {
    private final Map<String, MailStatus> latest = new ConcurrentHashMap<>();

    /** Keeps the status with most attempts: those of two transactions may come in any order. */
    void committed(@Observes(during = TransactionPhase.AFTER_SUCCESS) MailStatus status) {
        latest.merge(status.mailId(), status, (old, update) -> update.attempts() >= old.attempts() ? update : old);
    }

    /** One line with the attempts, and one for each recipient: address, state, status, text. */
    String of(String id) {
        MailStatus status = latest.get(id);
        if (status == null) {
            return "unknown";
        }
        return "attempts " + status.attempts() + "\n"
                + status.recipients().stream()
                        .map(one -> one.recipient() + " " + one.state() + " " + one.status() + " " + one.text())
                        .collect(Collectors.joining("\n"));
    }
}
