/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.connector.delivery;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.postchaise.api.MailConnectionFactory.Registration;
import org.postchaise.api.MailStatus;
import org.postchaise.api.MailStatus.RecipientStatus;
import org.postchaise.api.MailStatusListener;
import org.postchaise.connector.outbox.OutboxSubmission;
import org.postchaise.connector.outbox.StoredMail;
import org.postchaise.engine.bounce.RecipientReport;
import org.postchaise.engine.log.LineLog;
import org.postchaise.engine.queue.MailState;

/** The latest statuses of an outbox's mails, and the listeners for new statuses. */
final class MailStatuses {
    private static final int REMEMBERED = 10_000;
    private static final System.Logger LOG = LineLog.of("org.postchaise.connector.delivery.Statuses");

    /** The latest statuses, oldest first; guarded by itself. */
    private final Map<String, MailStatus> last = new LinkedHashMap<>();

    private final List<Entry> listeners = new CopyOnWriteArrayList<>();

    /** One registration, compared by identity, since a listener may be registered twice. */
    private static final class Entry {
        private final MailStatusListener listener;

        Entry(MailStatusListener listener) {
            this.listener = listener;
        }
    }

    Registration add(MailStatusListener listener) {
        Entry entry = new Entry(listener);
        listeners.add(entry);
        return () -> listeners.remove(entry);
    }

    Optional<MailStatus> of(String mailId) {
        synchronized (last) {
            return Optional.ofNullable(last.get(mailId));
        }
    }

    /** Stores a status, and calls the listeners. */
    void tell(MailStatus status) {
        synchronized (last) {
            last.remove(status.mailId());
            last.put(status.mailId(), status);
            if (last.size() > REMEMBERED) {
                last.remove(last.keySet().iterator().next());
            }
        }
        for (Entry entry : listeners) {
            try {
                entry.listener.mailStatus(status);
            } catch (RuntimeException e) {
                LOG.log(System.Logger.Level.WARNING, status.mailId() + ": a listener failed", e);
            }
        }
    }

    /** Returns the status of a mail according to the outbox. */
    static MailStatus of(String mailId, StoredMail mail) {
        return status(mailId, mail.submission(), mail.submitted(), mail.state(), Optional.of(mail.due()));
    }

    /** Returns the status of a mail in {@code state}. */
    static MailStatus status(
            String mailId, OutboxSubmission submission, Instant submitted, MailState state, Optional<Instant> next) {
        return new MailStatus(
                mailId,
                submission.envelope().sender(),
                "",
                submitted,
                state.attempts(),
                next.orElse(null),
                state.recipients().stream().map(MailStatuses::told).toList());
    }

    /** Returns a status in which the text of a final recipient mentions an earlier doubt. */
    private static RecipientStatus told(RecipientStatus status) {
        String doubt = status.earlierDoubt();
        return !status.state().isFinal()
                ? status
                : new RecipientStatus(
                        status.recipient(),
                        status.state(),
                        status.status(),
                        RecipientReport.textOf(status.text(), doubt),
                        doubt);
    }
}
