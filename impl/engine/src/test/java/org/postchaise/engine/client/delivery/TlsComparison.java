/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.client.delivery;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.postchaise.api.Envelope;
import org.postchaise.api.MessageSource;
import org.postchaise.api.Recipient;
import org.postchaise.api.RecipientOutcome;
import org.postchaise.engine.NameServerPeers;
import org.postchaise.engine.Postfix;
import org.postchaise.engine.PostfixClient;
import org.postchaise.engine.PostfixClient.Job;
import org.postchaise.engine.PostfixClient.Outcome;
import org.postchaise.engine.client.route.NextHop;
import org.postchaise.engine.client.transaction.DeliveryRequest;
import org.postchaise.engine.config.catalog.Catalog;
import org.postchaise.engine.dns.NativeHostResolver;
import org.postchaise.engine.dns.Resolvers;
import org.postchaise.engine.dns.dnsjava.DnsjavaResolver;
import org.postchaise.engine.event.ClientEvent;
import org.postchaise.engine.log.DeliveryLog;

/** The same deliveries with the same settings by Postfix's smtp(8) and by ours, both through the same validating resolver. */
final class TlsComparison {
    private static final byte[] CONTENT = "Subject: s\r\n\r\ntext\r\n".getBytes(StandardCharsets.US_ASCII);

    private final Map<String, String> settings;
    private final Map<String, Map<String, String>> levels = new LinkedHashMap<>();
    private final List<Cell> cells = new ArrayList<>();

    /** A delivery, and its place in the table. */
    private record Cell(String row, String column, Job job) {}

    /**
     * What came of a delivery.
     *
     * @param row of the table
     * @param column of the table
     */
    record Compared(String row, String column, Outcome postfix, Outcome ours) {

        /** Both in few letters, or one where they are the same. */
        String text() {
            return agree() ? brief(ours) : brief(postfix) + "|" + brief(ours);
        }

        boolean agree() {
            return brief(postfix).equals(brief(ours));
        }

        /** Such as {@code Verified 2.0.0 sent}. */
        private static String words(Outcome outcome) {
            return outcome.trust() + " " + outcome.dsn() + " " + outcome.status();
        }

        private static String brief(Outcome outcome) {
            return outcome.trust().charAt(0) + " " + outcome.dsn()
                    + (outcome.status().equals("bounced") ? " bounced" : "");
        }

        @Override
        public String toString() {
            return row + " at " + column + ": Postfix " + words(postfix) + " (" + postfix.text() + "), ours "
                    + words(ours) + " (" + ours.text() + ")";
        }
    }

    /** With {@code settings} for all deliveries. */
    TlsComparison(Map<String, String> settings) {
        this.settings = new HashMap<>(Map.of(
                "myhostname", "client.example",
                "inet_protocols", "ipv4",
                "smtp_host_lookup", "dns",
                "smtp_dns_support_level", "dnssec",
                "dnssec_probe", "ns:signed.test",
                "smtp_tls_fingerprint_digest", "sha256"));
        this.settings.putAll(settings);
    }

    /** The settings that a level, or one of its kinds, has of its own. */
    TlsComparison level(String name, Map<String, String> own) {
        levels.put(name, Map.copyOf(own));
        return this;
    }

    /** A delivery at {@code level}. */
    void add(String row, String column, String level, String nextHop) {
        cells.add(new Cell(row, column, new Job(level, nextHop)));
    }

    /**
     * Delivers all twice. Where Postfix and ours do not come to the same, Postfix is asked once more, and what it says then counts: of some
     * hundred handshakes with this JVM's peers one fails now and then.
     */
    List<Compared> run(Postfix postfix, NameServerPeers names) throws Exception {
        List<Compared> once = compare(postfix, names, cells);
        List<Cell> differing = IntStream.range(0, cells.size())
                .filter(i -> !once.get(i).agree())
                .mapToObj(cells::get)
                .toList();
        if (differing.isEmpty()) {
            return once;
        }
        List<Compared> twice = compare(postfix, names, differing);
        List<Compared> all = new ArrayList<>(once);
        for (int i = 0; i < differing.size(); i++) {
            int at = cells.indexOf(differing.get(i));
            if (!once.get(at).postfix().equals(twice.get(i).postfix())) {
                System.out.println("only the first time: " + once.get(at));
            }
            all.set(at, twice.get(i));
        }
        return all;
    }

    private List<Compared> compare(Postfix postfix, NameServerPeers names, List<Cell> cells) throws Exception {
        List<Outcome> theirs = new PostfixClient(postfix.resolvingBy(names.resolvConf()), settings, levels)
                .deliver(cells.stream().map(Cell::job).toList());
        Map<String, Ours> clients = new HashMap<>();
        List<Compared> all = new ArrayList<>();
        try {
            for (int i = 0; i < cells.size(); i++) {
                Job job = cells.get(i).job();
                Outcome ours = clients.computeIfAbsent(job.service(), level -> client(level, names))
                        .deliver(job.nextHop());
                all.add(new Compared(cells.get(i).row(), cells.get(i).column(), theirs.get(i), ours));
            }
        } finally {
            clients.values().forEach(Ours::close);
        }
        return all;
    }

    private Ours client(String level, NameServerPeers names) {
        Map<String, String> all = new HashMap<>(settings);
        all.putAll(levels.get(level));
        return new Ours(all, new Resolvers(new DnsjavaResolver(names.servers()), new NativeHostResolver()));
    }

    /**
     * What differs without a reason, and the reasons for which nothing differs any more.
     *
     * @param reasons by row: our answer, a colon, and why
     */
    static List<String> unexplained(List<Compared> all, Map<String, String> reasons) {
        Set<String> unused = new LinkedHashSet<>(reasons.keySet());
        List<String> found = new ArrayList<>();
        for (Compared one : all) {
            if (one.agree()) {
                continue;
            }
            if (reasons.getOrDefault(one.row(), "").startsWith(Compared.brief(one.ours()) + ": ")) {
                unused.remove(one.row());
            } else {
                found.add(one.toString());
            }
        }
        unused.forEach(row -> found.add(row + ": no difference, but " + reasons.get(row)));
        return found;
    }

    /** Rows and columns in the order in which they were added. */
    static String table(List<Compared> all) {
        Set<String> columns = all.stream().map(Compared::column).collect(Collectors.toCollection(LinkedHashSet::new));
        Map<String, Map<String, String>> rows = new LinkedHashMap<>();
        all.forEach(
                one -> rows.computeIfAbsent(one.row(), row -> new HashMap<>()).put(one.column(), one.text()));
        int first = rows.keySet().stream().mapToInt(String::length).max().orElse(0);
        StringBuilder table = new StringBuilder(" ".repeat(first));
        columns.forEach(column -> table.append(String.format(" %-" + width(column, rows) + "s", column)));
        rows.forEach((row, texts) -> {
            table.append(String.format("%n%-" + first + "s", row));
            columns.forEach(column ->
                    table.append(String.format(" %-" + width(column, rows) + "s", texts.getOrDefault(column, ""))));
        });
        return table.append(String.format("%n")).toString();
    }

    private static int width(String column, Map<String, Map<String, String>> rows) {
        return Math.max(
                column.length(),
                rows.values().stream()
                        .mapToInt(texts -> texts.getOrDefault(column, "").length())
                        .max()
                        .orElse(0));
    }

    /** Our client with the settings of one level. */
    private static final class Ours implements AutoCloseable {
        private final AtomicReference<String> trust = new AtomicReference<>("-");
        private final MailClient client;

        Ours(Map<String, String> settings, Resolvers resolvers) {
            client = MailClient.of(Catalog.settings(settings), resolvers, event -> {
                if (event instanceof ClientEvent.TlsEstablished established) {
                    trust.set(established.summary().trust().label());
                }
            });
        }

        Outcome deliver(String nextHop) {
            trust.set("-");
            RecipientOutcome outcome = client.deliver(
                            client.key(NextHop.parse(nextHop)),
                            new DeliveryRequest(
                                    Envelope.of("me@example.com", List.of(Recipient.of("you@example.com"))),
                                    MessageSource.of(CONTENT),
                                    PostfixClient.AGE,
                                    Map.of(),
                                    Set.of()),
                            SessionStore.none())
                    .outcomes()
                    .get(0);
            return new Outcome(trust.get(), outcome.status().toString(), DeliveryLog.status(outcome), outcome.text());
        }

        @Override
        public void close() {
            client.close();
        }
    }

    /** A file that all may read. */
    static String file(Path directory, String name, String text) throws IOException {
        return Files.writeString(directory.resolve(name), text).toString();
    }
}
