/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.connector.outbox;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.postchaise.api.MessageSource;
import org.postchaise.api.Recipient;
import org.postchaise.api.RecipientOutcome;

/**
 * A committed mail in the hands of whoever delivers it. It is theirs until {@link #done}, {@link #retryAt} or {@link
 * #putBack}; after a restart it is anybody's again, but for the recipients that are settled.
 */
public final class OutboxMail {
    private final Outbox outbox;
    private final MailEntry entry;
    private final Posting posting;
    private final AtomicBoolean over = new AtomicBoolean();
    private volatile boolean checked;

    OutboxMail(Outbox outbox, MailEntry entry, Posting posting) {
        this.outbox = outbox;
        this.entry = entry;
        this.posting = posting;
        this.checked = entry.content().inline();
    }

    /** Its id, unique in this outbox. */
    public long id() {
        return entry.id();
    }

    /** When it was staged. */
    public Instant submitted() {
        return Instant.ofEpochMilli(entry.submitted());
    }

    /** How often {@link #retryAt} was called. */
    public int attempts() {
        return entry.attempts();
    }

    /** Envelope, with all recipients, and attributes. */
    public Posting posting() {
        return posting;
    }

    /** The recipients that still need delivery. */
    public List<Recipient> pending() {
        List<Recipient> all = posting.envelope().recipients();
        Map<Integer, Settlement> settled = entry.settled();
        return IntStream.range(0, all.size())
                .filter(i -> !settled.containsKey(i))
                .mapToObj(all::get)
                .toList();
    }

    /** What became of the others. */
    public Map<Recipient, Settlement> settled() {
        return state().settled();
    }

    /** All that is known of it now. */
    public KeptMail state() {
        return entry.kept(posting);
    }

    /** The message, read from the device as it is needed. */
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
     * Notes that these recipients need no more delivery, while others of this mail are still being delivered to: that survives the
     * end of this process, and is durable with {@link #settle}. Nothing where no other is left, and that follows at once.
     *
     * @throws IOException when it was not written
     */
    public void note(Collection<? extends RecipientOutcome> outcomes) throws IOException {
        requireHeld();
        Map<Integer, Settlement> settlements = settlements(outcomes);
        entry.settleUnsaved(settlements);
        if (!entry.isSettled()) {
            outbox.journal().append(new JournalRecord.SettledRecipients(id(), settlements));
        }
    }

    /**
     * These recipients need no more delivery. Durable on return, with one force for all of them.
     *
     * @throws IOException when it is not durable: it holds until a restart, and is written with the next call
     */
    public void settle(Collection<? extends RecipientOutcome> outcomes) throws IOException {
        requireHeld();
        save(settlements(outcomes));
    }

    private Map<Integer, Settlement> settlements(Collection<? extends RecipientOutcome> outcomes) {
        Map<Integer, Settlement> settlements = new TreeMap<>();
        for (RecipientOutcome outcome : outcomes) {
            int recipient = posting.envelope().recipients().indexOf(outcome.recipient());
            if (recipient < 0) {
                throw new IllegalArgumentException(
                        "outcome for " + outcome.recipient() + "; expected a recipient of mail " + id());
            }
            settlements.put(recipient, Settlement.of(outcome));
        }
        return settlements;
    }

    /**
     * Gives it back after an attempt, to be delivered to the recipients that are not settled.
     *
     * @param when not before then; after a crash of the machine maybe earlier
     * @throws IOException when that is not written: until a restart it holds all the same
     */
    public void retryAt(Instant when) throws IOException {
        release();
        entry.defer(entry.attempts() + 1, when.toEpochMilli());
        try {
            save(Map.of());
            outbox.journal().append(new JournalRecord.Deferred(id(), entry.attempts(), entry.due()));
        } finally {
            outbox.release(List.of(entry));
        }
    }

    /** Gives it back without an attempt, as where its destination is busy. Nothing is written. */
    public void putBack(Instant when) {
        release();
        entry.defer(entry.attempts(), when.toEpochMilli());
        outbox.release(List.of(entry));
    }

    /**
     * Ends it. Where recipients are left that are not settled this is durable on return. Else a crash may offer it once more,
     * with no recipient pending.
     *
     * @throws IOException when it is not written what became of a recipient: the mail is still there
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

    private void save(Map<Integer, Settlement> more) throws IOException {
        Map<Integer, Settlement> unsaved = entry.settleUnsaved(more);
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

    /** Content that lies in the journal was checked with its record. */
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
