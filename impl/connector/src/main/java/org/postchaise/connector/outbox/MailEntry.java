/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.connector.outbox;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.postchaise.api.MailStatus;
import org.postchaise.api.MailStatus.RecipientStatus;
import org.postchaise.api.Recipient;
import org.postchaise.engine.queue.MailState;

/** The state of a mail in memory: location and delivery state. Envelope and content stay on the device. */
final class MailEntry {
    private final long id;
    private final long branch;
    private final long submitted;
    private final int recipients;
    private final StagedHead.Content content;

    /** The location, changed by the index only, and read by threads that open the content. */
    private volatile Location at;

    private boolean released;
    private int attempts;
    private long due;
    private long deferredUntil;
    private long delayNotice;

    /** The known statuses by the recipient's position in the envelope. */
    private Map<Integer, StoredStatus> statuses = Map.of();

    /** The recipients that are settled in memory but not in the journal, which could not be written. */
    private Set<Integer> unsaved = Set.of();

    MailEntry(StagedHead head, Location at) {
        this.id = head.id();
        this.branch = head.branch();
        this.submitted = head.submitted();
        this.recipients = head.submission().envelope().recipients().size();
        this.content = head.content();
        this.at = at;
        restore(head.state());
    }

    long id() {
        return id;
    }

    /** Returns the number of the branch that the mail was staged in. */
    long branch() {
        return branch;
    }

    long submitted() {
        return submitted;
    }

    StagedHead.Content content() {
        return content;
    }

    Location at() {
        return at;
    }

    void move(Location other) {
        at = other;
    }

    final synchronized void restore(StagedHead.State state) {
        released = state.released();
        defer(state.attempts(), state.due(), state.progress());
        settle(state);
    }

    /** Returns the state for a copy of the mail's record. */
    synchronized StagedHead.State state() {
        Map<Integer, StoredStatus> more = new TreeMap<>(statuses);
        more.values().removeIf(status -> status.isFinal() && status.doubt().isEmpty());
        StoredProgress progress = new StoredProgress(deferredUntil, delayNotice, more);
        return new StagedHead.State(released, attempts, due, settled(), progress);
    }

    synchronized void release() {
        released = true;
    }

    synchronized boolean isReleased() {
        return released;
    }

    synchronized void defer(int tried, long when) {
        attempts = tried;
        due = when;
    }

    /** Adds the state after an attempt; final statuses are kept. */
    final synchronized void defer(int tried, long when, StoredProgress progress) {
        defer(tried, when);
        deferredUntil = progress.deferredUntil();
        delayNotice = progress.delayNotice();
        add(progress.statuses());
    }

    /** Returns true if {@code progress} has a delay notice or an earlier doubt that this mail has not. */
    synchronized boolean hasNews(StoredProgress progress) {
        return progress.delayNotice() != delayNotice
                || progress.statuses().entrySet().stream()
                        .anyMatch(one -> !one.getValue().doubt().isEmpty() && !hasDoubt(one.getKey()));
    }

    private boolean hasDoubt(int recipient) {
        StoredStatus known = statuses.get(recipient);
        return known != null && !known.doubt().isEmpty();
    }

    synchronized long due() {
        return due;
    }

    synchronized int attempts() {
        return attempts;
    }

    /** Adds final statuses; a recipient's first final status is kept. */
    synchronized void settle(Map<Integer, StoredStatus> more) {
        add(more);
    }

    /** Adds the final statuses of {@code state}. */
    final synchronized void settle(StagedHead.State state) {
        Map<Integer, StoredStatus> settled = new TreeMap<>(state.settled());
        state.progress().statuses().forEach((recipient, status) -> settled.replace(recipient, status));
        add(settled);
    }

    private void add(Map<Integer, StoredStatus> more) {
        Map<Integer, StoredStatus> all = new TreeMap<>(statuses);
        more.forEach((recipient, status) ->
                all.merge(recipient, status, (before, after) -> before.isFinal() ? before : after.doubtedAs(before)));
        statuses = all.isEmpty() ? Map.of() : all;
    }

    /** Adds final statuses that are not in the journal yet, and returns all final statuses that have to be written. */
    synchronized Map<Integer, StoredStatus> settleUnsaved(Map<Integer, StoredStatus> more) {
        Set<Integer> open = new HashSet<>(unsaved);
        Map<Integer, StoredStatus> settled = settled();
        more.keySet().stream()
                .filter(recipient -> !settled.containsKey(recipient))
                .forEach(open::add);
        settle(more);
        unsaved = open;
        Map<Integer, StoredStatus> record = settled();
        record.keySet().retainAll(open);
        return record;
    }

    /** Marks final statuses as written to the journal. */
    synchronized void saved(Set<Integer> known) {
        Set<Integer> open = new HashSet<>(unsaved);
        open.removeAll(known);
        unsaved = open.isEmpty() ? Set.of() : open;
    }

    /** Returns the final statuses by the recipient's position in the envelope. */
    synchronized Map<Integer, StoredStatus> settled() {
        Map<Integer, StoredStatus> settled = new TreeMap<>(statuses);
        settled.values().removeIf(status -> !status.isFinal());
        return settled;
    }

    /** Returns the delivery state of the mail to {@code recipients}. */
    synchronized MailState state(List<Recipient> recipients) {
        List<RecipientStatus> all = new ArrayList<>();
        for (Recipient recipient : recipients) {
            StoredStatus known = statuses.get(all.size());
            all.add(known != null ? known.of(recipient) : unknown(recipient));
        }
        return new MailState(
                all,
                new MailState.Progress(
                        attempts, StoredProgress.time(deferredUntil), StoredProgress.time(delayNotice), false));
    }

    private RecipientStatus unknown(Recipient recipient) {
        return attempts == 0
                ? RecipientStatus.queued(recipient)
                : new RecipientStatus(recipient, MailStatus.State.DEFERRED, "", "");
    }

    /** Returns the mail without its content. */
    synchronized StoredMail kept(OutboxSubmission submission) {
        return new StoredMail(
                Instant.ofEpochMilli(submitted),
                Instant.ofEpochMilli(due),
                submission,
                state(submission.envelope().recipients()));
    }

    /** Returns true if no recipient needs more delivery. */
    synchronized boolean isSettled() {
        return settled().size() >= recipients;
    }
}
