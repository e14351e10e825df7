/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.connector.outbox;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.postchaise.api.MailStatus.RecipientStatus;
import org.postchaise.api.MessageSource;
import org.postchaise.api.Recipient;
import org.postchaise.engine.queue.MailState;

/**
 * A committed mail in delivery. The mail belongs to the deliverer until {@link #done}, {@link #retryAt} or {@link #putBack}; after
 * a restart the mail is offered again, without the recipients that are settled.
 */
public final class OutboxMail {
    private final Outbox outbox;
    private final MailEntry entry;
    private final OutboxSubmission submission;
    private final AtomicBoolean over = new AtomicBoolean();
    private volatile boolean checked;

    OutboxMail(Outbox outbox, MailEntry entry, OutboxSubmission submission) {
        this.outbox = outbox;
        this.entry = entry;
        this.submission = submission;
        this.checked = entry.content().inline();
    }

    /** Returns the id, unique in this outbox. */
    public long id() {
        return entry.id();
    }

    /** Returns the time of staging. */
    public Instant submitted() {
        return Instant.ofEpochMilli(entry.submitted());
    }

    /** Returns the number of delivery attempts. */
    public int attempts() {
        return entry.attempts();
    }

    /** Returns the attributes and the envelope with all recipients. */
    public OutboxSubmission submission() {
        return submission;
    }

    /** Returns the recipients that still need delivery. */
    public List<Recipient> pending() {
        return state().open();
    }

    /** Returns the final statuses of the other recipients. */
    public Map<Recipient, StoredStatus> settled() {
        Map<Recipient, StoredStatus> settled = new LinkedHashMap<>();
        for (RecipientStatus status : state().recipients()) {
            if (status.state().isFinal()) {
                settled.put(status.recipient(), StoredStatus.of(status));
            }
        }
        return settled;
    }

    /** Returns the current delivery state of the mail. */
    public MailState state() {
        return entry.state(submission.envelope().recipients());
    }

    /** Returns the message, read from the device on demand. */
    public MessageSource content() {
        return new MessageSource() {
            @Override
            public InputStream open() throws IOException {
                check();
                return reader();
            }

            @Override
            public OptionalLong size() {
                return OptionalLong.of(entry.content().length());
            }
        };
    }

    /**
     * Notes that recipients need no more delivery, while the delivery to other recipients goes on. The note survives the end of
     * this process, and becomes durable with {@link #settle}. If no other recipient is left, no note is written, since {@link
     * #settle} follows at once.
     *
     * @throws IOException when the note was not written
     */
    public void note(Collection<RecipientStatus> statuses) throws IOException {
        requireHeld();
        Map<Integer, StoredStatus> settled = byPosition(statuses);
        entry.settleUnsaved(settled);
        if (!entry.isSettled()) {
            outbox.journal().append(new JournalRecord.SettledRecipients(id(), settled));
        }
    }

    /**
     * Settles recipients, which need no more delivery; durable on return, with one force for all recipients.
     *
     * @throws IOException when the statuses are not durable; the statuses are valid until a restart, and written with the next
     *     call
     */
    public void settle(Collection<RecipientStatus> statuses) throws IOException {
        requireHeld();
        save(byPosition(statuses));
    }

    private Map<Integer, StoredStatus> byPosition(Collection<RecipientStatus> statuses) {
        Map<Integer, StoredStatus> settled = new TreeMap<>();
        for (RecipientStatus status : statuses) {
            int recipient = submission.envelope().recipients().indexOf(status.recipient());
            if (recipient < 0) {
                throw new IllegalArgumentException(
                        "outcome for " + status.recipient() + "; expected a recipient of mail " + id());
            }
            if (!status.state().isFinal()) {
                throw new IllegalArgumentException(
                        status.recipient() + " is " + status.state() + "; expected a final state");
            }
            settled.put(recipient, StoredStatus.of(status));
        }
        return settled;
    }

    /**
     * Returns the mail to the outbox after an attempt that has changed nothing but the number of attempts.
     *
     * @throws IOException when the deferral is not written; the deferral is valid until a restart all the same
     */
    public void retryAt(Instant when) throws IOException {
        retryAt(when, state().withAttempt());
    }

    /**
     * Returns the mail to the outbox after an attempt, for delivery to the recipients that are not settled. Durable on return if the
     * state has a new delay notice, or a new doubt whether a copy was delivered.
     *
     * @param when the earliest time of the next attempt; after a crash of the machine the attempt may be earlier
     * @param state the delivery state after the attempt
     * @throws IOException when the deferral is not written; the deferral is valid until a restart all the same
     */
    public void retryAt(Instant when, MailState state) throws IOException {
        release();
        StoredProgress progress = StoredProgress.of(state);
        boolean news = entry.hasNews(progress);
        entry.defer(state.attempts(), when.toEpochMilli(), progress);
        try {
            save(Map.of());
            JournalRecord record = new JournalRecord.Deferred(id(), entry.attempts(), entry.due(), progress);
            if (news) {
                commit(record);
            } else {
                outbox.journal().append(record);
            }
        } finally {
            outbox.release(List.of(entry));
        }
    }

    /** Returns the mail to the outbox without an attempt, for example if its destination is busy. Nothing is written. */
    public void putBack(Instant when) {
        release();
        entry.defer(entry.attempts(), when.toEpochMilli());
        outbox.release(List.of(entry));
    }

    /**
     * Ends the mail. Durable on return if unsettled recipients are left; otherwise a crash may offer the mail once more, without
     * pending recipients.
     *
     * @throws IOException when a recipient's final status is not written: the mail remains
     */
    public void done() throws IOException {
        requireHeld();
        save(Map.of());
        try {
            if (entry.isSettled()) {
                outbox.journal().append(new JournalRecord.Done(id()));
            } else {
                commit(new JournalRecord.Done(id()));
            }
        } catch (IOException e) {
            if (!entry.isSettled()) {
                throw e;
            }
            outbox.warn("the end of mail " + id() + " is not in the journal, and follows again after a restart", e);
            outbox.index().done(id());
        }
        release();
        outbox.tidy();
    }

    private void save(Map<Integer, StoredStatus> more) throws IOException {
        Map<Integer, StoredStatus> unsaved = entry.settleUnsaved(more);
        if (!unsaved.isEmpty()) {
            commit(new JournalRecord.SettledRecipients(id(), unsaved));
            entry.saved(unsaved.keySet());
        }
    }

    private void commit(JournalRecord record) throws IOException {
        outbox.journal()
                .commit(List.of(Batch.Encoded.of(record)), outbox.journal().epoch());
    }

    private void requireHeld() {
        if (over.get()) {
            throw new IllegalStateException("mail " + id() + " was given back; expected one that is being delivered");
        }
    }

    private void release() {
        if (!over.compareAndSet(false, true)) {
            requireHeld();
        }
    }

    /** Verifies the content's checksum on first use; content in the journal was verified with its record. */
    private void check() throws IOException {
        if (!checked) {
            try (ContentReader all = reader()) {
                if (all.crc() != entry.content().crc()) {
                    throw new IOException("the content of mail " + id() + " is damaged: its checksum is wrong");
                }
            }
            checked = true;
        }
    }

    private ContentReader reader() throws IOException {
        StagedHead.Content content = entry.content();
        if (!content.inline()) {
            return new ContentReader(outbox.files().open(StagedHead.contentFile(id())), 0, content.length());
        }
        return outbox.reading(
                entry,
                (at, file) -> new ContentReader(file, at.offset() + at.length() - content.length(), content.length()));
    }
}
