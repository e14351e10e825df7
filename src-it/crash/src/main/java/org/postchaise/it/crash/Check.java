/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.it.crash;

import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Comparison of the application's knowledge with rows, messages and mail: of each transaction all must be there, or nothing.
 *
 * <p>A copy that is not a recipient's last one was in doubt if the process was killed after that copy and the outbox did not have the recipient settled at that
 * kill. Any other repeated copy counts as doubled.
 */
final class Check {
    private final Map<String, Outcomes.Known> known;
    private final Victim.Report report;
    private final Map<String, List<Sink.Delivery>> mails;
    private final List<Set<String>> pending;

    /**
     * Creates a check of the state after a kill and the recovery from it.
     *
     * @param pending the recipients that were not settled at the end of each life of the process, by {@link Snapshot}
     */
    Check(
            Map<String, Outcomes.Known> known,
            Victim.Report report,
            Collection<Sink.Delivery> deliveries,
            List<Set<String>> pending) {
        this.known = known;
        this.report = report;
        this.pending = pending;
        this.mails = deliveries.stream()
                .collect(Collectors.groupingBy(Sink.Delivery::id, LinkedHashMap::new, Collectors.toList()));
    }

    /**
     * Counts the transactions of {@code prefix}, and the repeated mail of all transactions, since mail may come back late.
     *
     * @param copiesBefore the numbers of copies already counted, by mail and recipient, if more than one; updated by this method
     */
    void into(Tally tally, String prefix, Map<String, Integer> copiesBefore) {
        Set<String> ids = new TreeSet<>(known.keySet());
        ids.addAll(report.rows());
        ids.addAll(report.messages());
        mails.keySet().stream().filter(id -> id.startsWith(prefix)).forEach(ids::add);
        ids.forEach(id -> transaction(id, tally));
        report.left().forEach(what -> tally.lost("not decided or not delivered in time: " + what));
        mails.values().stream()
                .flatMap(List::stream)
                .collect(Collectors.groupingBy(mail -> mail.id() + " " + mail.recipient()))
                .forEach((who, copies) -> copies(who, copies, tally, copiesBefore));
    }

    private void transaction(String id, Tally tally) {
        boolean row = report.rows().contains(id);
        long messages = report.messages().stream().filter(id::equals).count();
        Set<String> recipients = mails.getOrDefault(id, List.of()).stream()
                .map(Sink.Delivery::recipient)
                .collect(Collectors.toSet());
        boolean all = row && messages == 1 && recipients.equals(new HashSet<>(Mails.RECIPIENTS));
        boolean none = !row && messages == 0 && recipients.isEmpty();
        Outcomes.Known outcome = known.getOrDefault(id, Outcomes.Known.BEGUN);
        if (all && outcome != Outcomes.Known.ROLLED_BACK) {
            tally.committed();
        } else if (none && outcome != Outcomes.Known.COMMITTED) {
            tally.rolledBack();
        } else {
            tally.lost(id + " " + outcome + ": row " + row + ", messages " + messages + ", mail for " + recipients);
        }
    }

    private void copies(String who, List<Sink.Delivery> copies, Tally tally, Map<String, Integer> before) {
        int known = before.getOrDefault(who, 1);
        if (copies.size() <= known) {
            return;
        }
        before.put(who, copies.size());
        List<Integer> lives = copies.stream().map(Sink.Delivery::life).sorted().toList();
        boolean oneInEachLife = new HashSet<>(lives).size() == lives.size();
        for (int life : lives.subList(known - 1, lives.size() - 1)) {
            boolean unsettled = life < pending.size() && pending.get(life).contains(who);
            if (oneInEachLife && unsettled) {
                tally.inDoubt();
            } else {
                tally.doubled(who + " has " + copies.size() + " copies, from lives " + lives
                        + (unsettled ? "" : ", and was settled or not committed at the end of life " + life));
            }
        }
    }
}
