/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.courier;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import org.postchaise.api.MailStatus.RecipientStatus;

/** Distribution of waiting recipients, or of their mails by sender, over domains and ages: the table of qshape(1). Thread-safe. */
final class QueueShape {
    private static final String TOTAL = "TOTAL";
    private static final String NULL_SENDER = "MAILER-DAEMON";

    /** Pattern of a domain, or of a parent with its leading dot; the group is the name one level up. Top-level domains have no row. */
    private static final Pattern BELOW_PARENT = Pattern.compile("\\.?[^.]+\\.(.*\\..*)");

    private final Instant now;
    private final ShapeOptions options;
    private final List<Long> ages;
    private final Map<String, Row> rows = new HashMap<>();
    private final Row total;
    private long mails;

    /** Counts of a domain. */
    private static final class Row {
        private final long[] counts;
        private long subdomains;

        Row(int buckets) {
            counts = new long[buckets];
        }

        long sum() {
            return LongStream.of(counts).sum();
        }
    }

    QueueShape(Instant now, ShapeOptions options) {
        this.now = now;
        this.options = options;
        this.ages = options.ages();
        this.total = new Row(options.buckets());
    }

    /** Counts the open recipients of {@code entry}, if it is a mail. */
    synchronized void count(QueueEntry entry) {
        mails++;
        int bucket = bucket(Duration.between(entry.since(), now));
        entry.mail().ifPresent(mail -> {
            List<RecipientStatus> open = mail.recipients().stream()
                    .filter(recipient -> !recipient.state().isFinal())
                    .toList();
            if (options.by() == ShapeOptions.By.RECIPIENT) {
                open.forEach(recipient -> add(recipient.recipient().address(), bucket));
            } else if (!open.isEmpty()) {
                add(mail.envelope().sender(), bucket);
            }
        });
    }

    private int bucket(Duration age) {
        int bucket = 0;
        while (bucket < ages.size() && age.toMinutes() >= ages.get(bucket)) {
            bucket++;
        }
        return bucket;
    }

    /** Counts an address for its domain and, where options ask for parents, for its parent domains. */
    private void add(String address, int bucket) {
        total.counts[bucket]++;
        String domain = domain(address);
        boolean isNew = false;
        while (!domain.isEmpty()) {
            boolean isFirst = !rows.containsKey(domain);
            Row row = rows.computeIfAbsent(domain, name -> new Row(total.counts.length));
            row.counts[bucket]++;
            row.subdomains += isNew ? 1 : 0;
            isNew = isFirst;
            Matcher below = BELOW_PARENT.matcher(domain);
            domain = options.parents().isPresent() && below.matches() ? "." + below.group(1) : "";
        }
    }

    /** Returns the domain of {@code address} in lower case without dots at its ends, or the address where it has none. */
    private static String domain(String address) {
        if (address.isEmpty()) {
            return NULL_SENDER;
        }
        String domain = address.substring(address.lastIndexOf('@') + 1)
                .toLowerCase(Locale.ROOT)
                .replace("..", ".")
                .replaceFirst("^\\.?(.+?)\\.?$", "$1");
        return domain.isEmpty() ? address.toLowerCase(Locale.ROOT) : domain;
    }

    /**
     * Returns the table as JSON, the total first, then the domains by falling count.
     *
     * @param age the time since the counting began
     * @param partial true while the counting goes on
     */
    synchronized String json(Duration age, boolean partial) {
        JsonArrayBuilder table = Json.createArrayBuilder();
        addRow(table, TOTAL, total);
        rows.entrySet().stream()
                .filter(row -> isShown(row.getKey(), row.getValue()))
                .sorted(Comparator.<Map.Entry<String, Row>>comparingLong(
                                row -> -row.getValue().sum())
                        .thenComparing(row -> row.getKey().length())
                        .thenComparing(Map.Entry::getKey))
                .forEach(row -> addRow(table, row.getKey(), row.getValue()));
        return Json.createObjectBuilder()
                .add("ages", Json.createArrayBuilder(ages))
                .add("rows", table)
                .add("mails", mails)
                .add("age", age.toSeconds())
                .add("partial", partial)
                .build()
                .toString();
    }

    private boolean isShown(String domain, Row row) {
        return !domain.startsWith(".") || row.subdomains >= options.parents().orElse(0);
    }

    private static void addRow(JsonArrayBuilder table, String domain, Row row) {
        JsonArrayBuilder cells = Json.createArrayBuilder();
        for (long count : row.counts) {
            cells.add(count);
        }
        table.add(Json.createObjectBuilder()
                .add("domain", domain)
                .add("total", row.sum())
                .add("counts", cells));
    }
}
