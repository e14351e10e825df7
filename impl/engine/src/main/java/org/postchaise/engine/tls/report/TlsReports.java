/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.tls.report;

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
import org.postchaise.engine.event.ClientEvent;
import org.postchaise.engine.event.EngineListener;
import org.postchaise.engine.event.Event;
import org.postchaise.engine.event.TlsOutcome;

/**
 * Counters of TLS outcomes by domain and day, and the source of the reports that domains ask for (SMTP TLS Reporting,
 * RFC 8460). The counters of today and yesterday are kept in memory, and bounded: failures beyond the limit of details
 * count in the sums only, and domains beyond the limit of domains are not counted. The application sends the reports.
 * Thread-safe.
 */
public final class TlsReports implements EngineListener {
    private static final int MOST_DOMAINS = 5_000;
    private static final int MOST_POLICIES = 10;
    private static final int MOST_DETAILS = 50_000;

    private final Author author;
    private final Clock clock;
    private final TreeMap<LocalDate, Day> days = new TreeMap<>();

    /**
     * The organization that reports.
     *
     * @param organization the name of the organization
     * @param contact the contact address of the organization, such as a mailbox
     */
    public record Author(String organization, String contact) {
        /** Returns the author that {@code settings} name: {@code mydomain}, and its postmaster. */
        public static Author from(Settings settings) {
            String domain = settings.get(Content.MYDOMAIN);
            return new Author(domain, "postmaster@" + domain);
        }
    }

    /**
     * A TLS report.
     *
     * @param domain the domain that the report is for
     * @param destinations the addresses to which the domain wants reports sent: {@code mailto:} and {@code https:}
     * @param id the identifier of the report, unique among all reports of this author
     * @param json the text of the report (RFC 8460, section 4.4)
     */
    public record Report(String domain, List<String> destinations, String id, String json) {
        /** Creates a report with a copy of the list. */
        public Report {
            destinations = List.copyOf(destinations);
        }
    }

    /** The counters of one day. */
    private static final class Day {
        private final Map<String, Tally> domains = new TreeMap<>();
        private int details;
    }

    /** The counters of one domain on one day. */
    private static final class Tally {
        private List<String> destinations = List.of();
        private final Map<TlsOutcome.Policy, Counts> policies = new LinkedHashMap<>();
    }

    /** The numbers of sessions under one policy. */
    private static final class Counts {
        private long successful;
        private long failed;
        private final Map<Detail, Long> faults = new LinkedHashMap<>();
    }

    /** The attributes by which failures are counted separately. */
    private record Detail(TlsOutcome.Fault fault, String source, String host, String address) {}

    /** Creates counters for {@code author}; days are UTC days. */
    public TlsReports(Author author, Clock clock) {
        this.author = author;
        this.clock = clock;
    }

    @Override
    public void on(Event event) {
        if (event instanceof ClientEvent.TlsOutcomeKnown known) {
            count(known.outcome());
        }
    }

    private void count(TlsOutcome outcome) {
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

    /**
     * Returns the reports of {@code day}, by domain; none where nothing was counted, or {@code day} is before
     * yesterday.
     */
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
