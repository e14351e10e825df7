/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.it.crash.queue;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.postchaise.it.crash.Outcomes;

/**
 * Comparison of the applications' knowledge with the peers' records, when the queue is empty. Each recipient of a committed mail has the mail, or the sender
 * has a notice of the failure; no recipient has a mail that was rolled back; of an unknown transaction all recipients have the mail, or none.
 *
 * <p>A further copy was in doubt if the copy before was not answered, or if a node or the broker was killed before the further copy came and no transaction
 * with the copy before had committed by then. Any other further copy counts as doubled.
 */
final class QueueCheck {
    private final Map<String, List<Records.Copy>> copies;
    private final Map<String, List<Records.Copy>> notices;
    private final Map<String, List<Long>> settled;
    private final Outage outage;
    /**
     * Time of a kill.
     *
     * @param killed the time of the kill, in ms
     * @param brokerBack the time when the broker ran again, in ms; equal to {@code killed} if the broker was not killed
     */
    record Outage(long killed, long brokerBack) {
        /** Returns true if a commit reported at {@code commit} may have been interrupted: Narayana treats a commit of unknown end as done. */
        boolean leavesOpen(long copy, long commit) {
            return brokerBack > killed && copy <= brokerBack && commit >= killed;
        }
    }

    private final List<String> faults = new ArrayList<>();
    private final int messagesLeft;
    private int submitted;
    private int delivered;
    private int bounced;
    private int queued;
    private int lost;
    private int doubled;
    private int unanswered;
    private int uncommitted;

    /**
     * Creates a check of the state after a round.
     *
     * @param settlements the lines of {@link Settlements}
     * @param messagesLeft the number of messages left in all queues
     */
    QueueCheck(Records records, List<String> settlements, Outage outage, int messagesLeft) {
        this.copies = byRecipient(records.copies());
        this.notices = byRecipient(records.notices());
        this.outage = outage;
        this.messagesLeft = messagesLeft;
        this.settled = settlements.stream()
                .map(line -> line.split(" ", -1))
                .collect(Collectors.groupingBy(
                        words -> words[1] + " " + words[2],
                        Collectors.mapping(words -> Long.parseLong(words[0]), Collectors.toList())));
    }

    private static Map<String, List<Records.Copy>> byRecipient(List<Records.Copy> all) {
        return all.stream()
                .sorted(Comparator.comparingLong(Records.Copy::time))
                .collect(Collectors.groupingBy(Records.Copy::who));
    }

    /** Checks all mails whose ids begin with {@code prefix}. */
    void check(Map<String, Outcomes.Known> known, String prefix) {
        known.forEach(this::mail);
        Set<String> unknown = new TreeSet<>(copies.keySet());
        unknown.addAll(notices.keySet());
        unknown.removeIf(who -> !who.startsWith(prefix) || known.containsKey(who.substring(0, who.indexOf(' '))));
        unknown.forEach(who -> lost("nobody submitted " + who));
        copies.forEach((who, all) -> again(prefix, who, all, settled.getOrDefault(who, List.of())));
        notices.forEach((who, all) -> again(prefix, who, all, List.of()));
    }

    private void mail(String id, Outcomes.Known outcome) {
        List<String> recipients = Letters.recipients(id);
        Set<String> has = having(copies.keySet(), id, recipients);
        Set<String> returned = having(notices.keySet(), id, recipients);
        Set<String> missing = new TreeSet<>(recipients);
        missing.removeAll(has);
        missing.removeAll(returned);
        boolean none = missing.size() == recipients.size();
        if (none && outcome != Outcomes.Known.COMMITTED) {
            return;
        }
        if (outcome == Outcomes.Known.ROLLED_BACK) {
            lost(id + " was rolled back, and has reached " + has + returned);
            return;
        }
        submitted += recipients.size();
        delivered += has.size();
        returned.removeAll(has);
        bounced += returned.size();
        if (messagesLeft > 0) {
            queued += missing.size();
        }
        missing.forEach(who -> lost(id + " " + outcome + ", " + who + " has nothing"
                + (Letters.refused(id, who) ? ", and nobody was told" : "")
                + (messagesLeft > 0 ? "; the queue was not empty in time" : "")));
    }

    private void lost(String what) {
        lost++;
        faults.add("lost: " + what);
    }

    private static Set<String> having(Set<String> what, String id, List<String> recipients) {
        return recipients.stream()
                .filter(recipient -> what.contains(id + " " + recipient))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private void again(String prefix, String who, List<Records.Copy> all, List<Long> commits) {
        if (!who.startsWith(prefix)) {
            return;
        }
        for (int i = 1; i < all.size(); i++) {
            Records.Copy before = all.get(i - 1);
            Records.Copy copy = all.get(i);
            boolean settledBefore = commits.stream()
                    .anyMatch(commit -> commit >= before.time()
                            && commit < copy.time()
                            && !outage.leavesOpen(before.time(), commit));
            if (!settledBefore && !before.answered()) {
                unanswered++;
            } else if (!settledBefore && outage.killed() <= copy.time()) {
                uncommitted++;
            } else {
                doubled++;
                faults.add("doubled: " + who + ", copies at " + before.time() + " and " + copy.time() + ", " + outage
                        + ", commits told at " + commits);
            }
        }
    }

    int submitted() {
        return submitted;
    }

    int delivered() {
        return delivered;
    }

    int bounced() {
        return bounced;
    }

    /** Returns the recipients with neither mail nor notice, where the queue was not empty in time; these count as lost, too. */
    int queued() {
        return queued;
    }

    int lost() {
        return lost;
    }

    int doubled() {
        return doubled;
    }

    /** Returns the number of copies repeated because the server had not answered. */
    int unanswered() {
        return unanswered;
    }

    /** Returns the number of copies repeated because the transaction had not committed at the kill. */
    int uncommitted() {
        return uncommitted;
    }

    /** Returns a line for each fault, which begins with {@code lost} or {@code doubled}. */
    List<String> faults() {
        return faults;
    }
}
