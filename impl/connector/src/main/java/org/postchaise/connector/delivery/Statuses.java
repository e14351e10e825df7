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
import org.postchaise.api.MailStatus.State;
import org.postchaise.api.MailStatusListener;
import org.postchaise.api.Recipient;
import org.postchaise.api.RecipientOutcome;
import org.postchaise.connector.outbox.KeptMail;
import org.postchaise.connector.outbox.Settlement;
import org.postchaise.engine.log.LineLog;

/** The latest statuses of an outbox's mails, and the listeners for new statuses. */
final class Statuses {
    private static final int REMEMBERED = 10_000;
    private static final System.Logger LOG = LineLog.of(Statuses.class.getName());

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
    static MailStatus of(String mailId, KeptMail mail) {
        return status(mailId, mail, Map.of(), Optional.of(mail.due()));
    }

    /** Returns the status of a mail after an attempt that has left recipients with the outcomes {@code open}. */
    static MailStatus status(
            String mailId, KeptMail mail, Map<Recipient, RecipientOutcome> open, Optional<Instant> next) {
        return new MailStatus(
                mailId,
                mail.posting().envelope().sender(),
                "",
                mail.submitted(),
                mail.attempts(),
                next.orElse(null),
                mail.posting().envelope().recipients().stream()
                        .map(recipient -> status(recipient, mail, Optional.ofNullable(open.get(recipient))))
                        .toList());
    }

    private static RecipientStatus status(Recipient recipient, KeptMail mail, Optional<RecipientOutcome> outcome) {
        Settlement settled = mail.settled().get(recipient);
        if (settled != null) {
            State state = settled.kind() == RecipientOutcome.Kind.DELIVERED ? State.DELIVERED : State.FAILED;
            return new RecipientStatus(recipient, state, settled.status().toString(), settled.text());
        }
        if (outcome.isPresent()) {
            return new RecipientStatus(
                    recipient,
                    outcome.get().kind() == RecipientOutcome.Kind.NOT_TRIED ? State.QUEUED : State.DEFERRED,
                    outcome.get().status().toString(),
                    outcome.get().text());
        }
        return mail.attempts() == 0
                ? RecipientStatus.queued(recipient)
                : new RecipientStatus(recipient, State.DEFERRED, "", "");
    }
}
