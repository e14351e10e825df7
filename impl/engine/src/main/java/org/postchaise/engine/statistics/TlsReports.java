/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.statistics;

import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.postchaise.engine.config.Settings;
import org.postchaise.engine.config.catalog.Content;
import org.postchaise.engine.event.EngineListener;
import org.postchaise.engine.event.TlsOutcome;

/**
 * Counts what came of TLS, by domain and day, and makes the reports that domains ask for (RFC 8460). What is counted is kept in memory,
 * today's and the day's before, and bounded: faults that are too many for details count in the sums, and domains that are too many
 * not at all. Sending the reports is the application's affair. Thread-safe.
 */
public final class TlsReports implements EngineListener {
    private static final int MOST_DOMAINS = 5_000;
    private static final int MOST_POLICIES = 10;
    private static final int MOST_DETAILS = 50_000;

    private final Author author;
    private final Clock clock;
    private final TreeMap<LocalDate, Day> days = new TreeMap<>();

    /**
     * Who reports.
     *
     * @param organization its name
     * @param contact how to reach it, a mailbox say
     */
    public record Author(String organization, String contact) {
        /** {@code mydomain}, and its postmaster. */
        public static Author from(Settings settings) {
            String domain = settings.get(Content.MYDOMAIN);
            return new Author(domain, "postmaster@" + domain);
        }
    }

    /**
     * A report.
     *
     * @param domain it is for
     * @param destinations where the domain wants it: {@code mailto:} and {@code https:} addresses
     * @param id names it, among all reports of this author
     * @param json its text (section 4.4)
     */
    public record Report(String domain, List<String> destinations, String id, String json) {
        /** A copy of the list. */
        public Report {
            destinations = List.copyOf(destinations);
        }
    }

    /** What was counted on one day. */
    private static final class Day {
        private final Map<String, Tally> domains = new TreeMap<>();
        private int details;
    }

    /** What is known of a domain's day. */
    private static final class Tally {
        private List<String> destinations = List.of();
        private final Map<TlsOutcome.Policy, Counts> policies = new LinkedHashMap<>();
    }

    /** Sessions by one policy. */
    private static final class Counts {
        private long successful;
        private long failed;
        private final Map<Detail, Long> faults = new LinkedHashMap<>();
    }

    /** What faults are told apart by. */
    private record Detail(TlsOutcome.Fault fault, String source, String host, String address) {}

    /** Counts for {@code author}; the days are those of UTC. */
    public TlsReports(Author author, Clock clock) {
        this.author = author;
        this.clock = clock;
    }

    @Override
    public void tlsTried(TlsOutcome outcome) {
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        synchronized (days) {
            days.headMap(today.minusDays(1)).clear();
            Day day = days.computeIfAbsent(today, any -> new Day());
            if (day.domains.size() >= MOST_DOMAINS && !day.domains.containsKey(outcome.domain())) {
                return;
            }
            Tally tally = day.domains.computeIfAbsent(outcome.domain(), domain -> new Tally());
            tally.destinations = outcome.destinations();
            boolean room = tally.policies.size() < MOST_POLICIES || tally.policies.containsKey(outcome.policy());
            Counts counts = tally.policies.computeIfAbsent(
                    room ? outcome.policy() : TlsOutcome.Policy.NONE, policy -> new Counts());
            outcome.fault().ifPresentOrElse(fault -> count(day, counts, fault, outcome), () -> counts.successful++);
        }
    }

    private static void count(Day day, Counts counts, TlsOutcome.Fault fault, TlsOutcome outcome) {
        counts.failed++;
        Detail detail = new Detail(
                fault, outcome.source(), outcome.peer().host(), outcome.peer().address());
        if (counts.faults.containsKey(detail) || day.details < MOST_DETAILS) {
            day.details += counts.faults.containsKey(detail) ? 0 : 1;
            counts.faults.merge(detail, 1L, Long::sum);
        }
    }

    /** The reports of {@code day}, by domain: none where nothing was counted, or it is too long ago. */
    public List<Report> of(LocalDate day) {
        List<Report> reports = new ArrayList<>();
        synchronized (days) {
            days.getOrDefault(day, new Day())
                    .domains
                    .forEach((domain, tally) -> reports.add(report(day, domain, tally)));
        }
        return reports;
    }

    private Report report(LocalDate day, String domain, Tally tally) {
        String id = day + "_" + domain + "@" + author.organization();
        JsonObject report = new JsonObject()
                .with("organization-name", author.organization())
                .with(
                        "date-range",
                        new JsonObject()
                                .with("start-datetime", day + "T00:00:00Z")
                                .with("end-datetime", day + "T23:59:59Z"))
                .with("contact-info", author.contact())
                .with("report-id", id)
                .with(
                        "policies",
                        tally.policies.entrySet().stream()
                                .map(one -> policy(domain, one.getKey(), one.getValue()))
                                .toList());
        return new Report(domain, tally.destinations, id, report.toString());
    }

    private static JsonObject policy(String domain, TlsOutcome.Policy policy, Counts counts) {
        JsonObject text = new JsonObject().with("policy-type", policy.type().label());
        if (!policy.lines().isEmpty()) {
            text.with("policy-string", policy.lines());
        }
        text.with("policy-domain", policy.domain().isEmpty() ? domain : policy.domain());
        if (!policy.hosts().isEmpty()) {
            text.with("mx-host", policy.hosts());
        }
        JsonObject all = new JsonObject()
                .with("policy", text)
                .with(
                        "summary",
                        new JsonObject()
                                .with("total-successful-session-count", counts.successful)
                                .with("total-failure-session-count", counts.failed));
        if (!counts.faults.isEmpty()) {
            all.with(
                    "failure-details",
                    counts.faults.entrySet().stream()
                            .map(one -> fault(one.getKey(), one.getValue()))
                            .toList());
        }
        return all;
    }

    private static JsonObject fault(Detail detail, long count) {
        JsonObject text =
                new JsonObject().with("result-type", detail.fault().kind().label());
        if (!detail.source().isEmpty()) {
            text.with("sending-mta-ip", detail.source());
        }
        text.with("receiving-mx-hostname", detail.host())
                .with("receiving-ip", detail.address())
                .with("failed-session-count", count);
        if (!detail.fault().reason().isEmpty()) {
            text.with("failure-reason-code", detail.fault().reason());
        }
        return text;
    }
}
