/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.tls.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.postchaise.api.Peer;
import org.postchaise.engine.config.catalog.Catalog;
import org.postchaise.engine.event.ClientEvent;
import org.postchaise.engine.event.TlsOutcome;
import org.postchaise.engine.event.TlsOutcome.Fault;
import org.postchaise.engine.event.TlsOutcome.Kind;
import org.postchaise.engine.event.TlsOutcome.Policy;
import org.postchaise.testkit.ManualClock;

class TlsReportsTest {
    private static final LocalDate DAY = LocalDate.of(2026, 3, 1);
    private static final Policy STS = new Policy(
            TlsOutcome.Type.STS, "example.com", List.of("version: STSv1", "mode: testing"), List.of("*.example.com"));
    private static final Policy DANE =
            new Policy(TlsOutcome.Type.TLSA, "mx.example.com", List.of("3 1 1 00ff"), List.of());

    private final ManualClock clock = ManualClock.at(Instant.parse("2026-03-01T23:00:00Z"));
    private final TlsReports reports =
            new TlsReports(TlsReports.Author.from(Catalog.settings(Map.of("mydomain", "sender.example"))), clock);

    private void tried(String domain, Policy policy, Fault... fault) {
        reports.on(new ClientEvent.TlsOutcomeKnown(new TlsOutcome(
                domain,
                List.of("mailto:tls@" + domain),
                policy,
                new Peer("mx1." + domain, "192.0.2.25", 25),
                "198.51.100.1",
                List.of(fault).stream().findFirst())));
    }

    @Test
    void rfc8460_4_4_aReportHasEachPolicyWithItsSumsAndFaults() {
        tried("example.com", STS);
        tried("example.com", STS);
        tried("example.com", STS, new Fault(Kind.CERTIFICATE_EXPIRED, ""));
        tried("example.com", STS, new Fault(Kind.CERTIFICATE_EXPIRED, ""));
        tried("example.com", STS, Fault.of(Kind.CERTIFICATE_NOT_TRUSTED, "self-signed certificate"));
        tried("example.com", DANE);
        assertThat(reports.of(DAY)).singleElement().satisfies(report -> {
            assertThat(report.domain()).isEqualTo("example.com");
            assertThat(report.destinations()).containsExactly("mailto:tls@example.com");
            assertThat(report.id()).isEqualTo("2026-03-01_example.com@sender.example");
            assertThat(report.json()).isEqualTo("""
                            {"organization-name":"sender.example","date-range":{"start-datetime":"2026-03-01T00:00:00Z",\
                            "end-datetime":"2026-03-01T23:59:59Z"},"contact-info":"postmaster@sender.example",\
                            "report-id":"2026-03-01_example.com@sender.example","policies":[\
                            {"policy":{"policy-type":"sts","policy-string":["version: STSv1","mode: testing"],\
                            "policy-domain":"example.com","mx-host":["*.example.com"]},\
                            "summary":{"total-successful-session-count":2,"total-failure-session-count":3},\
                            "failure-details":[{"result-type":"certificate-expired","sending-mta-ip":"198.51.100.1",\
                            "receiving-mx-hostname":"mx1.example.com","receiving-ip":"192.0.2.25",\
                            "failed-session-count":2},\
                            {"result-type":"certificate-not-trusted","sending-mta-ip":"198.51.100.1",\
                            "receiving-mx-hostname":"mx1.example.com","receiving-ip":"192.0.2.25",\
                            "failed-session-count":1,"failure-reason-code":"self-signed_certificate"}]},\
                            {"policy":{"policy-type":"tlsa","policy-string":["3 1 1 00ff"],\
                            "policy-domain":"mx.example.com"},\
                            "summary":{"total-successful-session-count":1,"total-failure-session-count":0}}]}""");
        });
    }

    @Test
    void daysAreThoseOfUtcAndTwoAreKept() {
        tried("example.com", Policy.NONE);
        clock.advance(Duration.ofHours(2));
        tried("example.org", Policy.NONE);
        assertThat(reports.of(DAY)).hasSize(1);
        assertThat(reports.of(DAY.plusDays(1)).get(0).json())
                .contains("\"policy\":{\"policy-type\":\"no-policy-found\",\"policy-domain\":\"example.org\"}");
        clock.advance(Duration.ofDays(1));
        tried("example.net", Policy.NONE);
        assertThat(reports.of(DAY)).isEmpty();
        assertThat(reports.of(DAY.plusDays(1))).hasSize(1);
    }

    @Test
    void whatStrangersWroteStaysOneText() {
        tried(
                "example.com",
                new Policy(
                        TlsOutcome.Type.STS, "example.com", List.of("x: \"\\\n\u2028\ud800 \ud83d\ude00"), List.of()));
        assertThat(reports.of(DAY).get(0).json())
                .contains("[\"x: \\\"\\\\\\u000a\\u2028\\ufffd \\ud83d\\ude00\"]")
                .matches("[\\x20-\\x7e]*");
    }

    @Test
    void whatIsCountedIsBounded() {
        for (int i = 0; i < 6_000; i++) {
            tried(i + ".example", Policy.NONE);
        }
        assertThat(reports.of(DAY)).hasSize(5_000);
        for (int i = 0; i < 60_000; i++) {
            tried("0.example", Policy.NONE, Fault.of(Kind.VALIDATION_FAILURE, "reason " + i));
        }
        String json = reports.of(DAY).stream()
                .filter(report -> report.domain().equals("0.example"))
                .findFirst()
                .map(TlsReports.Report::json)
                .orElse("");
        assertThat(json).contains("\"total-failure-session-count\":60000");
        assertThat(json.split("failed-session-count", -1)).hasSize(50_001);
        for (int i = 0; i < 50; i++) {
            tried("1.example", new Policy(TlsOutcome.Type.TLSA, i + ".example", List.of(), List.of()));
        }
        assertThat(reports.of(DAY).get(1).json().split("policy-type", -1)).hasSizeLessThanOrEqualTo(13);
    }

    @Test
    void aResultIsAlsoALineOfTheLog() {
        TlsOutcome outcome = new TlsOutcome(
                "example.com",
                List.of("mailto:a@example.com"),
                STS,
                new Peer("mx1.example.com", "192.0.2.25", 25),
                "",
                Optional.of(Fault.of(Kind.VALIDATION_FAILURE, "self-signed certificate")));
        assertThat(outcome.line())
                .isEqualTo("TLSRPT: status=failure, domain=example.com, receiving_mx=mx1.example.com[192.0.2.25],"
                        + " failure_type=validation_failure, failure_reason=self-signed_certificate");
    }
}
