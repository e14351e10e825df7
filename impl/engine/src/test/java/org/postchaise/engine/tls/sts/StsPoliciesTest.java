/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.tls.sts;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postchaise.engine.dns.DnsAnswer;
import org.postchaise.engine.dns.DnsRecord;
import org.postchaise.engine.dns.DnsResolver;
import org.postchaise.engine.https.HttpsClient;
import org.postchaise.engine.tls.TrustStore;
import org.postchaise.testkit.ManualClock;
import org.postchaise.testkit.PolicyServer;
import org.postchaise.testkit.PolicyServer.Fault;
import org.postchaise.testkit.TestCa;
import org.postchaise.testkit.TestCa.Content;
import org.postchaise.testkit.TestCa.Identity;

class StsPoliciesTest {
    private static final String DOMAIN = "example.com";
    private static final String POLICY = "version: STSv1\nmode: enforce\nmx: *.example.com\nmax_age: 604800\n";
    private static final TestCa ROOT = TestCa.root("Test Root");
    private static final Content RIGHT = Content.of("a web server", "mta-sts.example.com");

    private final ManualClock clock = ManualClock.at(Instant.parse("2026-01-01T00:00:00Z"));
    private final Map<String, List<String>> texts = new ConcurrentHashMap<>();
    private boolean dnsFails;
    private Duration limit = Duration.ofSeconds(60);
    private PolicyServer server = PolicyServer.start(ROOT.issue(RIGHT).server(), POLICY);

    private final DnsResolver dns = (name, type, options) -> {
        if (dnsFails) {
            return new DnsAnswer.None(DnsAnswer.Kind.TRY_AGAIN, "no answer", 0);
        }
        List<String> values = texts.getOrDefault(name, List.of());
        return values.isEmpty()
                ? new DnsAnswer.None(DnsAnswer.Kind.NO_SUCH_NAME, "Host not found", 0)
                : new DnsAnswer.Records(values.stream()
                        .<DnsRecord>map(value -> new DnsRecord.Txt(new DnsRecord.Origin(name, name, 60, false), value))
                        .toList());
    };

    @AfterEach
    void stop() {
        server.close();
    }

    private StsPolicies policies() {
        return new StsPolicies(
                dns,
                new StsFetch(
                        () -> new TrustStore(List.of(ROOT.certificate()), 9),
                        limit,
                        request -> HttpsClient.OF_JAVA.send(request.at(server.in(request.uri())))),
                clock);
    }

    private void publish(String... records) {
        texts.put("_mta-sts." + DOMAIN, List.of(records));
    }

    private static String text(StsAnswer answer) {
        if (answer instanceof StsAnswer.Found found) {
            return found.policy().mode() + " " + found.id()
                    + (found.renewalFailure().isEmpty() ? "" : ": " + found.renewalFailure());
        }
        return answer instanceof StsAnswer.Failed failed
                ? failed.fault() + ": " + failed.reason()
                : "none: " + ((StsAnswer.None) answer).reason();
    }

    private String found() {
        return text(policies().find(DOMAIN));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            v=STSv1; id=20160831085700Z;                | enforce 20160831085700Z
            v=STSv1; id=1                               | enforce 1
            v=STSv1 ;  id=1 ; other=some/value ;        | enforce 1
            v=STSv1;id=1;id=2                           | enforce 1
            v=STSv1; id=                                | none: malformed record at _mta-sts.example.com: "v=STSv1; id="
            v=STSv1; id=a-b                             | none: malformed record at _mta-sts.example.com: "v=STSv1; id=a-b"
            v=STSv1; id=123456789012345678901234567890123 | none: malformed record at _mta-sts.example.com: "v=STSv1; id=123456789012345678901234567890123"
            v=STSv1;                                    | none: malformed record at _mta-sts.example.com: "v=STSv1;"
            v=STSv1; other=1                            | none: malformed record at _mta-sts.example.com: "v=STSv1; other=1"
            v=STSv1; ; id=1                             | none: malformed record at _mta-sts.example.com: "v=STSv1; ; id=1"
            v=STSv10; id=1                              | none: 0 records "v=STSv1;" at _mta-sts.example.com; expected one
            V=stsv1; id=1                               | none: 0 records "v=STSv1;" at _mta-sts.example.com; expected one
            """)
    void rfc8461_3_1_theRecordIsReadAsItIsWritten(String record, String answer) {
        publish(record);
        assertThat(found()).isEqualTo(answer);
    }

    @Test
    void rfc8461_3_1_severalRecordsAreNoneAndOthersDoNotCount() {
        publish("v=STSv1; id=1", "v=spf1 -all");
        assertThat(found()).isEqualTo("enforce 1");
        publish("v=STSv1; id=1", "v=STSv1; id=1");
        assertThat(found()).isEqualTo("none: 2 records \"v=STSv1;\" at _mta-sts.example.com; expected one");
    }

    @Test
    void rfc8461_3_4_aDomainHasNoPolicyOfItsParent() {
        publish("v=STSv1; id=1");
        assertThat(text(policies().find("mail.example.com"))).isEqualTo("none: Host not found");
        assertThat(text(policies().find("127.0.0.1"))).isEqualTo("none: \"127.0.0.1\" is no domain");
        assertThat(server.requests()).isZero();
    }

    @Test
    void stalwart_0_16_18_anInternationalDomainIsAskedForByItsALabels() {
        server.close();
        server = PolicyServer.start(
                ROOT.issue(Content.of("web", "mta-sts.xn--bcher-kva.example")).server(), POLICY);
        texts.put("_mta-sts.xn--bcher-kva.example", List.of("v=STSv1; id=1"));
        StsPolicies policies = policies();
        assertThat(text(policies.find("b\u00fccher.example"))).isEqualTo("enforce 1");
        assertThat(text(policies.find("xn--bcher-kva.example"))).isEqualTo("enforce 1");
        assertThat(server.requests()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            REDIRECT      | FETCH: mta-sts.example.com: it answers 301, and redirects are not followed
            NOT_FOUND     | FETCH: mta-sts.example.com: it answers 404
            BROKEN        | FETCH: mta-sts.example.com: it answers 500
            HTML          | FETCH: mta-sts.example.com: its answer is of type "text/html"; expected text/plain
            NO_TYPE       | FETCH: mta-sts.example.com: its answer is of type ""; expected text/plain
            LARGE         | INVALID: mta-sts.example.com: its answer is longer than 65536 octets
            LARGE_CHUNKED | INVALID: mta-sts.example.com: its answer is longer than 65536 octets
            """)
    void rfc8461_3_3_aServerThatDoesNotGiveThePolicyIsNamedWithWhatItDid(Fault fault, String answer) {
        publish("v=STSv1; id=1");
        server.behave(fault);
        assertThat(found()).isEqualTo(answer);
    }

    @ParameterizedTest
    @CsvSource({"HANG", "HANG_IN_BODY"})
    void theTimeLimitHoldsForTheWholeFetch(Fault fault) {
        publish("v=STSv1; id=1");
        server.behave(fault);
        limit = Duration.ofSeconds(1);
        assertThat(found()).isEqualTo("FETCH: mta-sts.example.com: no answer within 1 s");
    }

    @Test
    void aServerThatIsNotThereIsSaidToBeSo() {
        publish("v=STSv1; id=1");
        server.close();
        assertThat(found()).startsWith("FETCH: mta-sts.example.com: it can't be asked: ");
    }

    @Test
    void whatIsNoPolicyIsNamedWithItsFault() {
        publish("v=STSv1; id=1");
        server.publish("version: STSv1\n");
        assertThat(found()).isEqualTo("INVALID: mta-sts.example.com: no field mode; expected enforce, testing or none");
    }

    @Test
    void rfc8461_3_3_aServerMustHaveTheRightCertificate() {
        publish("v=STSv1; id=1");
        Map<Identity, String> wrong = Map.of(
                ROOT.issue(RIGHT.shifted(-10)), "certificate has expired",
                ROOT.issue(RIGHT.shifted(10)), "certificate not yet valid",
                ROOT.issue(Content.of("web", "example.com")), "hostname mismatch",
                ROOT.issue(Content.of("web", "127.0.0.1")), "hostname mismatch",
                ROOT.issue(Content.of("mta-sts.example.com")), "hostname mismatch",
                TestCa.selfSigned(RIGHT), "self-signed certificate",
                TestCa.root("Other Root").issue(RIGHT), "untrusted issuer CN=Other Root",
                ROOT.intermediate("Between").issue(RIGHT).alone(), "untrusted issuer CN=Between");
        wrong.forEach((identity, reason) -> {
            server.close();
            server = PolicyServer.start(identity.server(), POLICY);
            assertThat(found()).isEqualTo("UNTRUSTED: mta-sts.example.com: its certificate is no good: " + reason);
            assertThat(server.requests()).isZero();
        });
        server.close();
        server = PolicyServer.start(
                ROOT.intermediate("Between")
                        .issue(Content.of("web", "*.example.com"))
                        .server(),
                POLICY);
        assertThat(found()).isEqualTo("enforce 1");
    }

    @Test
    void aPolicyIsKeptUntilItsIdChanges() {
        publish("v=STSv1; id=1");
        StsPolicies policies = policies();
        policies.find(DOMAIN);
        policies.find("EXAMPLE.com");
        assertThat(server.requests()).isEqualTo(1);
        server.publish(POLICY.replace("enforce", "testing"));
        publish("v=STSv1; id=2");
        assertThat(text(policies.find(DOMAIN))).isEqualTo("testing 2");
        assertThat(server.requests()).isEqualTo(2);
    }

    @Test
    void aPolicyIsFetchedAgainAfterADayAndGoodUntilItsAge() {
        publish("v=STSv1; id=1");
        StsPolicies policies = policies();
        policies.find(DOMAIN);
        clock.advance(Duration.ofHours(25));
        StsAnswer.Found found = (StsAnswer.Found) policies.find(DOMAIN);
        assertThat(server.requests()).isEqualTo(2);
        assertThat(found.until()).isEqualTo(clock.instant().plus(Duration.ofDays(7)));
        server.behave(Fault.NOT_FOUND);
        clock.advance(Duration.ofDays(6));
        assertThat(text(policies.find(DOMAIN))).isEqualTo("enforce 1: mta-sts.example.com: it answers 404");
        clock.advance(Duration.ofDays(2));
        assertThat(text(policies.find(DOMAIN))).isEqualTo("FETCH: mta-sts.example.com: it answers 404");
    }

    @Test
    void rfc8461_3_3_aPolicyThatIsKeptStaysInForceWhenItsRecordGoesOrItsServerFails() {
        publish("v=STSv1; id=1");
        StsPolicies policies = policies();
        policies.find(DOMAIN);
        dnsFails = true;
        assertThat(text(policies.find(DOMAIN))).isEqualTo("enforce 1: no answer");
        assertThat(text(policies.find("other.example"))).isEqualTo("LOOKUP: no answer");
        dnsFails = false;
        texts.clear();
        assertThat(text(policies.find(DOMAIN))).isEqualTo("enforce 1: Host not found");
        publish("v=STSv1; id=2");
        server.behave(Fault.HTML);
        assertThat(text(policies.find(DOMAIN))).startsWith("enforce 1: mta-sts.example.com: its answer is of type");
        assertThat(server.requests()).isEqualTo(2);
    }

    @Test
    void aFetchThatFailedIsNotRepeatedForFiveMinutesUnlessTheIdChanges() {
        publish("v=STSv1; id=1");
        server.behave(Fault.NOT_FOUND);
        StsPolicies policies = policies();
        String first = text(policies.find(DOMAIN));
        assertThat(text(policies.find(DOMAIN))).isEqualTo(first);
        assertThat(server.requests()).isEqualTo(1);
        server.behave(Fault.NONE);
        publish("v=STSv1; id=2");
        assertThat(text(policies.find(DOMAIN))).isEqualTo("enforce 2");
        server.behave(Fault.NOT_FOUND);
        publish("v=STSv1; id=3");
        policies.find(DOMAIN);
        server.behave(Fault.NONE);
        assertThat(text(policies.find(DOMAIN))).startsWith("enforce 2: ");
        clock.advance(Duration.ofMinutes(6));
        assertThat(text(policies.find(DOMAIN))).isEqualTo("enforce 3");
    }

    @Test
    void manyThreadsThatNeedOnePolicyFetchItOnce() throws Exception {
        publish("v=STSv1; id=1");
        StsPolicies policies = policies();
        ExecutorService threads = Executors.newFixedThreadPool(20);
        try {
            List<Callable<String>> work = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                work.add(() -> text(policies.find(DOMAIN)));
            }
            for (Future<String> one : threads.invokeAll(work, 2, TimeUnit.MINUTES)) {
                assertThat(one.get()).isEqualTo("enforce 1");
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(server.requests()).isLessThanOrEqualTo(2);
    }

    @Test
    void noMoreIsKeptThanThereIsRoomFor() {
        StsCache cache = new StsCache();
        StsPolicy large = StsPolicy.parse(POLICY + "mx: very-long-name-of-a-host.example.com\n".repeat(1500));
        for (int i = 0; i < 1000; i++) {
            cache.keep(i + ".example", new StsCache.Kept(large, "1", clock.instant(), Instant.MAX));
        }
        long kept = 0;
        for (int i = 0; i < 1000; i++) {
            kept += cache.find(i + ".example", clock.instant()).kept().isPresent() ? 1 : 0;
        }
        assertThat(kept).isBetween(100L, 400L);
        assertThat(cache.find("999.example", clock.instant()).kept()).isPresent();
    }
}
