/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.it.app;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.postchaise.api.MailStatus;

/** The latest committed status of each part of each mail; an observer that asks for a phase is told too. */
@ApplicationScoped
public class StatusBoard {
    private final Map<String, Map<String, MailStatus>> latest = new ConcurrentHashMap<>();

    /** Keeps the status with most attempts: those of two transactions may come in any order. */
    void committed(@Observes(during = TransactionPhase.AFTER_SUCCESS) MailStatus status) {
        latest.computeIfAbsent(status.mailId(), id -> new ConcurrentHashMap<>())
                .merge(
                        status.origin().queueId(),
                        status,
                        (old, update) -> update.attempts() >= old.attempts() ? update : old);
    }

    /** One line with the attempts, the most of any part, and one for each recipient: address, state, status, text. */
    String of(String id) {
        Collection<MailStatus> parts = latest.getOrDefault(id, Map.of()).values();
        if (parts.isEmpty()) {
            return "unknown";
        }
        List<MailStatus> ordered = parts.stream()
                .sorted(Comparator.comparingInt(part -> part.origin().part()))
                .toList();
        return "attempts "
                + ordered.stream().mapToInt(MailStatus::attempts).max().orElse(0) + "\n"
                + ordered.stream()
                        .flatMap(part -> part.recipients().stream())
                        .map(one -> one.recipient() + " " + one.state() + " " + one.status() + " " + one.text())
                        .collect(Collectors.joining("\n"));
    }
}
