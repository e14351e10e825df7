/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.courier;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.postchaise.api.MailStatus.RecipientStatus;

/**
 * How the recipients that wait are spread over domains and the ages of their mails: the table of qshape(1), with its ten
 * buckets, the first of five minutes and each of the others as long as all before. Thread-safe.
 */
final class QueueShape {
    private static final List<Integer> AGES = List.of(5, 10, 20, 40, 80, 160, 320, 640, 1280);
    private static final String TOTAL = "TOTAL";

    private final Instant now;
    private final long[] total = new long[AGES.size() + 1];
    private final Map<String, long[]> rows = new HashMap<>();
    private long mails;

    QueueShape(Instant now) {
        this.now = now;
    }

    /** Counts the open recipients of {@code entry}, if it is a mail. */
    synchronized void count(QueueEntry entry) {
        mails++;
        int bucket = bucket(Duration.between(entry.since(), now));
        entry.mail().ifPresent(mail -> {
            for (RecipientStatus recipient : mail.recipients()) {
                if (!recipient.state().isFinal()) {
                    total[bucket]++;
                    rows.computeIfAbsent(QueueEntry.domain(recipient), domain -> new long[total.length])[bucket]++;
                }
            }
        });
    }

    private static int bucket(Duration age) {
        int bucket = 0;
        while (bucket < AGES.size() && age.compareTo(Duration.ofMinutes(AGES.get(bucket))) >= 0) {
            bucket++;
        }
        return bucket;
    }

    /**
     * The table, the sum first, then the domain with most.
     *
     * @param age how long ago the counting began
     * @param partial whether it has not ended
     */
    synchronized String json(Duration age, boolean partial) {
        JsonArrayBuilder table = Json.createArrayBuilder();
        addRow(table, TOTAL, total);
        rows.entrySet().stream()
                .sorted(Comparator.<Map.Entry<String, long[]>>comparingLong(
                                row -> -LongStream.of(row.getValue()).sum())
                        .thenComparing(row -> row.getKey().length())
                        .thenComparing(Map.Entry::getKey))
                .forEach(row -> addRow(table, row.getKey(), row.getValue()));
        return Json.createObjectBuilder()
                .add("ages", Json.createArrayBuilder(AGES))
                .add("rows", table)
                .add("mails", mails)
                .add("age", age.toSeconds())
                .add("partial", partial)
                .build()
                .toString();
    }

    private static void addRow(JsonArrayBuilder table, String domain, long[] counts) {
        JsonArrayBuilder cells = Json.createArrayBuilder();
        for (long count : counts) {
            cells.add(count);
        }
        table.add(Json.createObjectBuilder()
                .add("domain", domain)
                .add("total", LongStream.of(counts).sum())
                .add("counts", cells));
    }
}
