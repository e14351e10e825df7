/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.client.route;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postchaise.engine.NameServerPeers;
import org.postchaise.engine.NameServerPeers.Zone;
import org.postchaise.engine.client.route.Resolution.Candidates;
import org.postchaise.engine.client.route.Resolution.Unroutable;
import org.postchaise.engine.config.catalog.Catalog;
import org.postchaise.engine.dns.CachingResolver;
import org.postchaise.engine.dns.DnsAnswer;
import org.postchaise.engine.dns.DnsResolver;
import org.postchaise.engine.dns.LookupOption;
import org.postchaise.engine.dns.NameServers;
import org.postchaise.engine.dns.NativeHostResolver;
import org.postchaise.engine.dns.RecordType;
import org.postchaise.engine.dns.Resolvers;
import org.postchaise.engine.dns.dnsjava.DnsjavaResolver;
import org.postchaise.engine.table.TableRegistry;

/** Routes through Unbound, which validates what NSD has signed. */
@Timeout(180)
class RealNameServersTest {
    @TempDir
    static Path directory;

    static NameServerPeers peers;

    final Map<String, String> set = new HashMap<>(Map.of(
            "myhostname", "client.example",
            "inet_protocols", "ipv4",
            "smtp_randomize_addresses", "no",
            "smtp_mx_address_limit", "0",
            "smtp_dns_support_level", "dnssec"));
    NameServers servers = peers.servers();

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        peers = NameServerPeers.start(directory, zones());
    }

    /** Signed, signed with damaged signatures, unsigned, and one that NSD has no data for. */
    private static List<Zone> zones() {
        return List.of(
                Zone.signed("signed.test", records()),
                Zone.signed("bogus.test", records()).damagedAt(".*"),
                Zone.unsigned("plain.test", records()),
                Zone.missing("broken.test"));
    }

    private static String records() {
        // the addresses are unsigned: Unbound takes too long over 300 signatures in one reply (CVE-2023-50387)
        String many = IntStream.range(0, 300)
                .mapToObj(i -> "many IN MX 10 m" + i + ".many.plain.test.\nm" + i + ".many IN A 127.0.1." + i % 250)
                .collect(Collectors.joining("\n"));
        return """
                @ IN MX 10 mx1
                @ IN MX 20 mx2
                mx1 IN A 127.0.0.2
                mx2 IN A 127.0.0.3
                _25._tcp.mx1 IN TLSA 3 1 1 00000000000000000000000000000000000000000000000000000000000000ff
                null IN MX 0 .
                alone IN A 127.0.0.2
                nothing IN TXT "no mail here"
                alias IN CNAME @
                toplain IN CNAME plain.test.
                tosigned IN CNAME signed.test.
                loop1 IN CNAME loop2
                loop2 IN CNAME loop1
                address IN MX 10 127.0.0.2.
                local IN MX 10 localhost.
                half IN MX 5 gone
                half IN MX 10 mx1
                *.wild IN MX 10 mx1
                """ + many;
    }

    @AfterAll
    static void stop() {
        if (peers != null) {
            peers.close();
        }
    }

    /** What is under test. */
    DnsResolver dns() {
        return new DnsjavaResolver(servers);
    }

    private Resolution route(String nextHop) {
        Resolvers resolvers = new Resolvers(dns(), new NativeHostResolver());
        Router router = Router.smtp(Catalog.settings(set), resolvers, TableRegistry.ofAllTypes(warning -> {}));
        return router.resolve(NextHop.parse(nextHop));
    }

    List<String> found(String nextHop) {
        Resolution resolution = route(nextHop);
        assertThat(resolution).isInstanceOf(Candidates.class);
        return ((Candidates) resolution)
                .list().stream()
                        .map(one -> one.peer() + " " + one.trail().exchanger() + " "
                                + (one.trail().secure() ? "SECURE" : "INSECURE"))
                        .toList();
    }

    String failure(String nextHop) {
        Resolution resolution = route(nextHop);
        assertThat(resolution).isInstanceOf(Unroutable.class);
        Unroutable none = (Unroutable) resolution;
        return none.kind() + " " + none.failure().status() + " "
                + none.failure().text();
    }

    @Test
    void whatIsSignedIsSecureAndTheRestIsNot() {
        assertThat(found("signed.test"))
                .containsExactly(
                        "mx1.signed.test[127.0.0.2]:25 SECURE SECURE", "mx2.signed.test[127.0.0.3]:25 SECURE SECURE");
        assertThat(found("plain.test"))
                .containsExactly(
                        "mx1.plain.test[127.0.0.2]:25 INSECURE INSECURE",
                        "mx2.plain.test[127.0.0.3]:25 INSECURE INSECURE");
        assertThat(found("alone.signed.test")).containsExactly("alone.signed.test[127.0.0.2]:25 NONE SECURE");
        assertThat(found("any.wild.signed.test")).containsExactly("mx1.signed.test[127.0.0.2]:25 SECURE SECURE");
    }

    @Test
    void nothingIsSecureWithoutAskingOrWithoutAResolverThatValidates() {
        servers = peers.authoritative();
        assertThat(found("signed.test")).allMatch(one -> one.endsWith(" INSECURE INSECURE"));
        servers = peers.servers();
        set.put("smtp_dns_support_level", "enabled");
        assertThat(found("signed.test")).allMatch(one -> one.endsWith(" INSECURE INSECURE"));
    }

    @Test
    void anAliasIsAsSecureAsItsWeakestPart() {
        assertThat(found("alias.signed.test").get(0)).isEqualTo("mx1.signed.test[127.0.0.2]:25 SECURE SECURE");
        assertThat(found("toplain.signed.test").get(0)).isEqualTo("mx1.plain.test[127.0.0.2]:25 INSECURE INSECURE");
        assertThat(found("tosigned.plain.test").get(0)).isEqualTo("mx1.signed.test[127.0.0.2]:25 INSECURE SECURE");
    }

    @Test
    void tlsaRecordsAreSecureToo() {
        DnsAnswer answer = dns().lookup("_25._tcp.mx1.signed.test", RecordType.TLSA, Set.of(LookupOption.DNSSEC));
        assertThat(answer).isInstanceOf(DnsAnswer.Records.class);
        assertThat(((DnsAnswer.Records) answer).list())
                .singleElement()
                .satisfies(record -> assertThat(record.origin().secure()).isTrue())
                .satisfies(record ->
                        assertThat(record.data()).startsWith("3 1 1 0000").endsWith("ff"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            bogus.test | LOOKUP_FAILED 4.4.3 Host or domain name not found. Name service error for name=bogus.test type=MX: Host not found, try again
            alone.bogus.test | LOOKUP_FAILED 4.4.3 Host or domain name not found. Name service error for name=alone.bogus.test type=MX: Host not found, try again
            broken.test | LOOKUP_FAILED 4.4.3 Host or domain name not found. Name service error for name=broken.test type=MX: Host not found, try again
            nx.signed.test | NO_SUCH_DOMAIN 5.4.4 Host or domain name not found. Name service error for name=nx.signed.test type=A: Host not found
            nx.plain.test | NO_SUCH_DOMAIN 5.4.4 Host or domain name not found. Name service error for name=nx.plain.test type=A: Host not found
            nothing.signed.test | NO_SUCH_DOMAIN 5.4.4 Host or domain name not found. Name service error for name=nothing.signed.test type=A: Host found but no data record of requested type
            null.signed.test | NULL_MX 5.1.0 Domain null.signed.test does not accept mail (nullMX)
            local.signed.test | LOOPS_TO_SELF 5.4.6 mail for local.signed.test loops back to myself
            """)
    void whatCantBeRoutedFailsWithPostfixsCodeAndText(String nextHop, String text) {
        assertThat(failure(nextHop)).isEqualTo(text);
    }

    @Test
    void aliasesInACircleEndInAFailure() {
        // Unbound follows some of them, and gives up or hands them out: both is a failure, and neither takes for ever
        assertThat(failure("loop1.signed.test")).containsAnyOf("4.4.3", "5.4.4");
    }

    @Test
    void aServerThatNeverAnswersIsATemporaryFailureAfterTheTimeLimit() {
        servers = peers.servers().withLimits(Duration.ofMillis(200), 2);
        assertThat(failure("silent.test"))
                .isEqualTo("LOOKUP_FAILED 4.4.3 Host or domain name not found. Name service error for"
                        + " name=silent.test type=MX: Host not found, try again");
    }

    @Test
    void ofThreeHundredRecordsThatCameOverTcpAHundredAreUsed() {
        assertThat(found("many.signed.test")).hasSize(100).allMatch(one -> one.endsWith(" SECURE INSECURE"));
        set.put("smtp_mx_address_limit", "5");
        assertThat(found("many.plain.test")).hasSize(5);
    }

    @Test
    void anAddressInPlaceOfAnExchangerIsTaken() {
        assertThat(found("address.signed.test")).containsExactly("127.0.0.2[127.0.0.2]:25 SECURE INSECURE");
    }

    @Test
    void anExchangerThatDoesNotExistIsPassedOver() {
        assertThat(found("half.signed.test")).containsExactly("mx1.signed.test[127.0.0.2]:25 SECURE SECURE");
    }

    @Test
    void whatFailedIsNotKeptAndWhatDoesNotExistIs() {
        CachingResolver cache = new CachingResolver(dns(), 100, System::nanoTime);
        for (String name : List.of("bogus.test", "broken.test", "loop1.signed.test")) {
            cache.lookup(name, RecordType.MX, Set.of());
        }
        assertThat(cache.size()).isZero();
        cache.lookup("nx.signed.test", RecordType.MX, Set.of());
        cache.lookup("null.signed.test", RecordType.MX, Set.of());
        cache.lookup("signed.test", RecordType.MX, Set.of());
        assertThat(cache.size()).isEqualTo(3);
    }
}
