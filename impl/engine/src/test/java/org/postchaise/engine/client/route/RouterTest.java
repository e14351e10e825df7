/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.client.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postchaise.api.Failure;
import org.postchaise.engine.client.route.Candidate.Exchanger;
import org.postchaise.engine.client.route.Resolution.Candidates;
import org.postchaise.engine.client.route.Resolution.Kind;
import org.postchaise.engine.client.route.Resolution.Unroutable;
import org.postchaise.engine.config.SettingsException;
import org.postchaise.engine.config.catalog.Catalog;
import org.postchaise.engine.dns.HostAnswer;
import org.postchaise.engine.dns.HostResolver;
import org.postchaise.engine.dns.NameServers;
import org.postchaise.engine.dns.Resolvers;
import org.postchaise.engine.dns.dnsjava.DnsjavaResolver;
import org.postchaise.engine.table.TableRegistry;
import org.postchaise.testkit.FakeDns;
import org.postchaise.testkit.FakeDns.Behaviour;

/** Routes through a fake name server; the texts are those of Postfix. */
class RouterTest {
    private static final HostResolver NO_HOSTS = host -> new HostAnswer.NotFound("the system was asked for " + host);

    private final FakeDns dns = FakeDns.of(
            "example.com MX 20 mx2.example.com",
            "example.com MX 10 mx1.example.com",
            "mx1.example.com A 192.0.2.1",
            "mx2.example.com A 192.0.2.2");
    private final Map<String, String> set = new HashMap<>(Map.of(
            "myhostname", "client.example",
            "inet_protocols", "ipv4",
            "inet_interfaces", "192.0.2.99",
            "smtp_randomize_addresses", "no"));
    private HostResolver hosts = NO_HOSTS;

    @AfterEach
    void stop() {
        dns.close();
    }

    private Resolvers resolvers() {
        return new Resolvers(
                new DnsjavaResolver(NameServers.of(dns.address()).withLimits(Duration.ofMillis(300), 1)), hosts);
    }

    private Router router() {
        return Router.smtp(Catalog.settings(set), resolvers(), TableRegistry.ofAllTypes(warning -> {}));
    }

    private Resolution route(String nextHop) {
        Router router = router();
        return router.resolve(NextHop.read(nextHop));
    }

    private List<String> peers(String nextHop) {
        return peers(route(nextHop));
    }

    private static List<String> peers(Resolution resolution) {
        assertThat(resolution).isInstanceOf(Candidates.class);
        return ((Candidates) resolution)
                .list().stream().map(candidate -> candidate.peer().toString()).toList();
    }

    private static String failure(Resolution resolution) {
        assertThat(resolution).isInstanceOf(Unroutable.class);
        Failure failure = ((Unroutable) resolution).failure();
        return failure.status() + " " + failure.text();
    }

    private String failure(String nextHop) {
        return failure(route(nextHop));
    }

    @Test
    void mxHostsComeByPreference() {
        assertThat(peers("example.com"))
                .containsExactly("mx1.example.com[192.0.2.1]:25", "mx2.example.com[192.0.2.2]:25");
        assertThat(dns.queries()).containsExactly("example.com MX", "mx1.example.com A", "mx2.example.com A");
    }

    @Test
    void aDomainWithAPortHasItsMxHostsAskedThere() {
        assertThat(peers("example.com:2525"))
                .containsExactly("mx1.example.com[192.0.2.1]:2525", "mx2.example.com[192.0.2.2]:2525");
    }

    @Test
    void aHostInBracketsHasNoMxLookup() {
        assertThat(peers("[mx1.example.com]:2525")).containsExactly("mx1.example.com[192.0.2.1]:2525");
        assertThat(dns.queries()).containsExactly("mx1.example.com A");
    }

    @Test
    void anAddressIsNotLookedUp() {
        assertThat(peers("[192.0.2.7]:submission")).containsExactly("192.0.2.7[192.0.2.7]:587");
        assertThat(peers("192.0.2.7")).containsExactly("192.0.2.7[192.0.2.7]:25");
        assertThat(dns.queries()).isEmpty();
    }

    @Test
    void aDomainWithoutMxIsItsOwnMxHost() {
        dns.add("a.example A 192.0.2.3");
        assertThat(peers("a.example")).containsExactly("a.example[192.0.2.3]:25");
    }

    @Test
    void anAliasOfADomainLeadsToItsMxHosts() {
        dns.add("alias.example CNAME example.com");
        assertThat(peers("alias.example"))
                .containsExactly("mx1.example.com[192.0.2.1]:25", "mx2.example.com[192.0.2.2]:25");
    }

    @ParameterizedTest
    @CsvSource({"no,alias.example", "yes,real.example"})
    void aHostIsCalledAsAskedForUnlessTheAliasOverridesIt(String overrides, String name) {
        set.put("smtp_cname_overrides_servername", overrides);
        dns.add("alias.example CNAME real.example").add("real.example A 192.0.2.4");
        Candidate candidate = ((Candidates) route("[alias.example]")).list().get(0);
        assertThat(candidate.host()).isEqualTo(name);
        assertThat(candidate.trail().canonicalName()).isEqualTo("real.example");
    }

    @Test
    void aNumberInPlaceOfAnMxHostIsTaken() {
        dns.add("num.example MX 10 192.0.2.5");
        assertThat(peers("num.example")).containsExactly("192.0.2.5[192.0.2.5]:25");
    }

    @Test
    void mxHostsThatDoNotExistArePassedOver() {
        dns.add("half.example MX 5 nohost.example").add("half.example MX 10 mx1.example.com");
        assertThat(peers("half.example")).containsExactly("mx1.example.com[192.0.2.1]:25");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            nx.example | NO_SUCH_DOMAIN | 5.4.4 Host or domain name not found. Name service error for name=nx.example type=A: Host not found
            [nx.example] | NO_SUCH_DOMAIN | 5.4.4 Host or domain name not found. Name service error for name=nx.example type=A: Host not found
            empty.example | NO_SUCH_DOMAIN | 5.4.4 Host or domain name not found. Name service error for name=empty.example type=A: Host found but no data record of requested type
            nohost.example | NO_SUCH_DOMAIN | 5.4.4 Host or domain name not found. Name service error for name=gone.example type=A: Host not found
            bad.example | NO_SUCH_DOMAIN | 5.4.4 Name service error for name=bad.example type=MX: Malformed or unexpected name server reply
            long.example | LOOKUP_FAILED | 4.4.3 Name service error for name=long.example type=MX: Malformed or unexpected name server reply
            null.example | NULL_MX | 5.1.0 Domain null.example does not accept mail (nullMX)
            loop.example | NO_SUCH_DOMAIN | 5.4.4 Name server loop for loop.example
            servfail.example | LOOKUP_FAILED | 4.4.3 Host or domain name not found. Name service error for name=servfail.example type=MX: Host not found, try again
            refused.example | LOOKUP_FAILED | 4.4.3 Host or domain name not found. Name service error for name=refused.example type=MX: Host not found, try again
            timeout.example | LOOKUP_FAILED | 4.4.3 Host or domain name not found. Name service error for name=timeout.example type=MX: Host not found, try again
            garbage.example | LOOKUP_FAILED | 4.4.3 Host or domain name not found. Name service error for name=garbage.example type=MX: Host not found, try again
            wrongid.example | LOOKUP_FAILED | 4.4.3 Host or domain name not found. Name service error for name=wrongid.example type=MX: Host not found, try again
            broken.example | LOOKUP_FAILED | 4.4.3 Name service error for name=broken.example type=MX: Malformed or unexpected name server reply
            formerr.example | LOOKUP_FAILED | 5.4.3 Host or domain name not found. Name service error for name=formerr.example type=MX: Non-recoverable error
            self.example | LOOPS_TO_SELF | 5.4.6 mail for self.example loops back to myself
            selfa.example | LOOPS_TO_SELF | 5.4.6 mail for selfa.example loops back to myself
            [192.0.2.99] | LOOPS_TO_SELF | 5.4.6 mail for 192.0.2.99 loops back to myself
            backup.example | NO_PRIMARY | 4.4.4 unable to find primary relay for backup.example
            [2001:db8::1] | NO_SUCH_DOMAIN | 5.4.4 Name service error for 2001:db8::1: invalid host or domain name
            [192.0.2.1]:nosuchservice | MISCONFIGURED | 4.3.0 unknown service: nosuchservice/tcp
            host:99999999 | MISCONFIGURED | 4.3.0 bad network port: 99999999 for destination: host:99999999
            [ | MISCONFIGURED | 4.3.0 missing "]" in server description: [
            """)
    void whatCantBeRoutedFailsWithPostfixsCodeAndText(String nextHop, Kind kind, String text) {
        String label = "x".repeat(63) + ".";
        dns.add("empty.example TXT x")
                .add("nohost.example MX 10 gone.example")
                .add("bad.example MX 10 bad!host.example")
                .add("long.example MX 10 " + label.repeat(3) + "y".repeat(61) + ".toolong")
                .add("null.example MX 0 .")
                .add("loop.example CNAME pool.example")
                .add("pool.example CNAME loop.example")
                .add("self.example MX 10 me.example")
                .add("self.example MX 20 mx2.example.com")
                .add("me.example A 192.0.2.99")
                .add("selfa.example A 192.0.2.99")
                .add("backup.example MX 10 gone.example")
                .add("backup.example MX 20 me.example");
        for (Behaviour behaviour : Behaviour.values()) {
            dns.with(behaviour.name().replace("_", "") + ".example", "MX", behaviour);
        }
        Resolution resolution = route(nextHop);
        assertThat(failure(resolution)).isEqualTo(text);
        assertThat(((Unroutable) resolution).kind()).isEqualTo(kind);
    }

    @Test
    void mailToThisSystemOnAnotherPortIsNoLoop() {
        assertThat(peers("[192.0.2.99]:26")).containsExactly("192.0.2.99[192.0.2.99]:26");
    }

    @Test
    void aBackupMxHandsMailToBetterHostsOnlyAndNotToAFallback() {
        dns.add("b.example MX 10 mx1.example.com")
                .add("b.example MX 20 me.example")
                .add("b.example MX 20 equal.example")
                .add("b.example MX 30 mx2.example.com")
                .add("equal.example A 192.0.2.8")
                .add("me.example A 192.0.2.99");
        Resolution resolution = route("b.example");
        assertThat(peers(resolution)).containsExactly("mx1.example.com[192.0.2.1]:25");
        assertThat(resolution.endsRoute()).isTrue();
        assertThat(route("example.com").endsRoute()).isFalse();
    }

    @Test
    void anAddressBehindATranslatorIsThisSystemToo() {
        set.put("proxy_interfaces", "192.0.2.1");
        assertThat(failure("example.com")).isEqualTo("5.4.6 mail for example.com loops back to myself");
    }

    @Test
    void withAllInterfacesALoopIsFoundForADomainButANamedAddressIsTakenAsMeant() {
        set.put("inet_interfaces", "all");
        dns.add("local.example MX 10 localhost.example").add("localhost.example A 127.0.0.1");
        assertThat(failure("local.example")).isEqualTo("5.4.6 mail for local.example loops back to myself");
        assertThat(peers("[127.0.0.1]")).containsExactly("127.0.0.1[127.0.0.1]:25");
        assertThat(peers("[localhost.example]")).containsExactly("localhost.example[127.0.0.1]:25");
    }

    @Test
    void equalsKeepTheOrderOfTheAnswerWithoutShuffling() {
        dns.add("eq.example MX 10 mx2.example.com").add("eq.example MX 10 mx1.example.com");
        assertThat(peers("eq.example"))
                .containsExactly("mx2.example.com[192.0.2.2]:25", "mx1.example.com[192.0.2.1]:25");
    }

    @Test
    void equalsAreShuffledWithinTheirPreferenceOnly() {
        set.put("smtp_randomize_addresses", "yes");
        set.put("smtp_mx_address_limit", "0");
        dns.add("r.example MX 10 first.example").add("first.example A 192.0.2.100");
        for (int i = 0; i < 20; i++) {
            dns.add("r.example MX 20 m.example");
            dns.add("m.example A 192.0.2." + (101 + i));
        }
        List<String> once = peers("r.example").stream().distinct().toList();
        assertThat(once.get(0)).isEqualTo("first.example[192.0.2.100]:25");
        // the chance that 20! orders give the same one twice is nil
        assertThat(peers("r.example").stream().distinct().toList())
                .hasSameSizeAs(once)
                .isNotEqualTo(once);
    }

    @Test
    void noMoreAddressesThanTheLimitAreCandidates() {
        set.put("smtp_mx_address_limit", "1");
        assertThat(peers("example.com")).containsExactly("mx1.example.com[192.0.2.1]:25");
        set.put("smtp_mx_address_limit", "0");
        assertThat(peers("example.com")).hasSize(2);
    }

    @Test
    void aHundredRecordsAreUsedAtMostAndALongAnswerComesOverTcp() {
        set.put("smtp_mx_address_limit", "0");
        for (int i = 0; i < 300; i++) {
            dns.add("big.example MX 10 m" + i + ".big.example").add("m" + i + ".big.example A 198.51.100." + i % 250);
        }
        assertThat(peers("big.example")).hasSize(100);
        assertThat(dns.queries()).contains("big.example MX", "big.example MX +tcp");
    }

    @ParameterizedTest
    @CsvSource({
        "any,0,'4a 4b 4c 4d 6a'",
        "ipv6,0,'6a 4a 4b 4c 4d'",
        "ipv4,0,'4a 4b 4c 4d 6a'",
        "any,2,'4a 6a'",
        "ipv6,2,'6a 4a'"
    })
    void familiesComeInTheOrderAskedForAndShareTheLimit(String preference, String limit, String expected) {
        set.put("inet_protocols", "all");
        set.put("smtp_address_preference", preference);
        set.put("smtp_mx_address_limit", limit);
        Map<String, String> names = new HashMap<>();
        for (int i = 0; i < 4; i++) {
            dns.add("two.example A 192.0.2.2" + i);
            names.put("two.example[192.0.2.2" + i + "]:25", "4" + (char) ('a' + i));
        }
        dns.add("two.example AAAA 2001:db8::a");
        names.put("two.example[2001:db8::a]:25", "6a");
        assertThat(peers("[two.example]").stream().map(names::get)).containsExactly(expected.split(" ", -1));
    }

    @Test
    void withoutBalancingTheFirstOnesTakeAllPlaces() {
        set.putAll(Map.of("inet_protocols", "all", "smtp_balance_inet_protocols", "no", "smtp_mx_address_limit", "2"));
        dns.add("two.example AAAA 2001:db8::a").add("two.example A 192.0.2.20").add("two.example A 192.0.2.21");
        assertThat(peers("[two.example]")).containsExactly("two.example[192.0.2.20]:25", "two.example[192.0.2.21]:25");
    }

    @Test
    void oneFamilyThatFailsDoesNotHideTheOther() {
        set.put("inet_protocols", "all");
        dns.add("one.example A 192.0.2.20").with("one.example", "AAAA", Behaviour.SERVFAIL);
        assertThat(peers("[one.example]")).containsExactly("one.example[192.0.2.20]:25");
    }

    @Test
    void aTemporaryTroubleOfOneMxHostMakesThatOfAllTemporary() {
        dns.add("t.example MX 10 sf.example")
                .add("t.example MX 20 gone.example")
                .with("sf.example", "A", Behaviour.SERVFAIL);
        assertThat(failure("t.example"))
                .isEqualTo("4.4.4 Host or domain name not found. Name service error for name=gone.example type=A:"
                        + " Host not found");
    }

    @Test
    void mailForMxHostsWithoutAddressIsDeferredWhereAskedFor() {
        set.put("smtp_defer_if_no_mx_address_found", "yes");
        dns.add("nohost.example MX 10 gone.example");
        assertThat(failure("nohost.example")).startsWith("4.4.4 Host or domain name not found.");
    }

    @Test
    void aFailedMxLookupIsIgnoredWhereAskedFor() {
        set.put("ignore_mx_lookup_error", "yes");
        dns.add("i.example A 192.0.2.30").with("i.example", "MX", Behaviour.SERVFAIL);
        assertThat(peers("i.example")).containsExactly("i.example[192.0.2.30]:25");
    }

    @Test
    void withoutDnsTheSystemIsAskedForTheDomainItself() throws UnknownHostException {
        set.put("disable_dns_lookups", "yes");
        InetAddress address = InetAddress.getByName("192.0.2.40");
        hosts = host -> new HostAnswer.Found(List.of(address));
        assertThat(peers("example.com")).containsExactly("example.com[192.0.2.40]:25");
        hosts = host -> new HostAnswer.NotFound("unable to look up host " + host + ": Name or service not known");
        assertThat(failure("example.com"))
                .isEqualTo("5.4.4 unable to look up host example.com: Name or service not known");
        hosts = host ->
                new HostAnswer.TryAgain("unable to look up host " + host + ": Temporary failure in name resolution");
        assertThat(failure("example.com"))
                .isEqualTo("4.4.4 unable to look up host example.com: Temporary failure in name resolution");
        assertThat(dns.queries()).isEmpty();
    }

    @Test
    void theSystemIsAskedForHostsThatDnsDoesNotKnow() throws UnknownHostException {
        set.put("smtp_host_lookup", "dns, native");
        InetAddress address = InetAddress.getByName("192.0.2.41");
        hosts = host -> new HostAnswer.Found(List.of(address));
        assertThat(peers("[only-in-hosts]")).containsExactly("only-in-hosts[192.0.2.41]:25");
        dns.with("mx1.example.com", "A", Behaviour.SERVFAIL);
        assertThat(failure("[mx1.example.com]")).startsWith("4.4.3 ");
    }

    @Test
    void aReplyFilterDropsRecords(@TempDir Path directory) throws Exception {
        Path table = Files.writeString(directory.resolve("filter"), "/^mx1.* A / IGNORE\n/^never/ WHAT\n");
        set.put("smtp_dns_reply_filter", "regexp:" + table);
        assertThat(peers("example.com")).containsExactly("mx2.example.com[192.0.2.2]:25");
        assertThat(failure("[mx1.example.com]"))
                .isEqualTo("4.7.0 Error looking up name=mx1.example.com type=A: DNS reply filter drops all results");
        dns.add("never.example A 192.0.2.1");
        assertThat(failure("[never.example]"))
                .isEqualTo("4.4.3 Error looking up name=never.example type=A: Invalid DNS reply filter syntax");
    }

    @Test
    void aReplyFilterThatCantBeOpenedStopsTheStart() {
        set.put("smtp_dns_reply_filter", "nosuchtype:x");
        assertThatThrownBy(this::router)
                .isInstanceOf(SettingsException.class)
                .hasMessageStartingWith("parameter smtp_dns_reply_filter: ")
                .hasMessageContaining("nosuchtype");
    }

    @Test
    void validationIsAskedForAndReportedForExchangerAndAddress() {
        set.put("smtp_dns_support_level", "dnssec");
        dns.add("mixed.example MX 10 mx1.example.com").secure("example.com");
        Candidate secure = ((Candidates) route("example.com")).list().get(0);
        assertThat(secure.trail().exchanger()).isEqualTo(Exchanger.SECURE);
        assertThat(secure.trail().secure()).isTrue();
        Candidate mixed = ((Candidates) route("mixed.example")).list().get(0);
        assertThat(mixed.trail().exchanger()).isEqualTo(Exchanger.INSECURE);
        assertThat(mixed.trail().secure()).isTrue();
        assertThat(dns.queries()).allMatch(query -> query.endsWith(" +do"));
    }

    @Test
    void nothingBehindAnUnsignedAliasIsSecure() {
        set.put("smtp_dns_support_level", "dnssec");
        dns.add("alias.example CNAME mx1.example.com").secure("example.com");
        assertThat(((Candidates) route("[alias.example]")).list().get(0).trail().secure())
                .isFalse();
    }

    @Test
    void servicesAreFoundBySrvWithTheirPorts() {
        set.put("use_srv_lookup", "submission");
        dns.add("_submission._tcp.example.com SRV 20 0 2587 mx2.example.com")
                .add("_submission._tcp.example.com SRV 10 5 1587 mx1.example.com");
        assertThat(peers("example.com:submission"))
                .containsExactly("mx1.example.com[192.0.2.1]:1587", "mx2.example.com[192.0.2.2]:2587");
        assertThat(failure("none.example:submission"))
                .isEqualTo("5.4.4 Host or domain name not found. Name service error for"
                        + " name=_submission._tcp.none.example type=SRV: Host not found");
        dns.add("_submission._tcp.null.example SRV 0 0 0 .");
        assertThat(failure("null.example:submission"))
                .isEqualTo("5.1.0 Domain _submission._tcp.null.example does not support SRV requests");
    }

    @Test
    void withoutSrvMxIsTakenWhereAllowed() {
        set.put("use_srv_lookup", "submission");
        set.put("allow_srv_lookup_fallback", "yes");
        assertThat(peers("example.com:submission")).startsWith("mx1.example.com[192.0.2.1]:587");
        set.put("allow_srv_lookup_fallback", "no");
        set.put("ignore_srv_lookup_error", "yes");
        dns.with("_submission._tcp.example.com", "SRV", Behaviour.SERVFAIL);
        assertThat(peers("example.com:submission")).startsWith("mx1.example.com[192.0.2.1]:587");
    }

    @Test
    void aNameBeyondAsciiIsAskedForAsDnsHasIt() {
        dns.add("xn--bcher-kva.example A 192.0.2.50");
        assertThat(peers("b\u00fccher.example")).containsExactly("xn--bcher-kva.example[192.0.2.50]:25");
        set.put("enable_idna2003_compatibility", "yes");
        route("stra\u00dfe.example");
        set.put("enable_idna2003_compatibility", "no");
        route("stra\u00dfe.example");
        assertThat(dns.queries()).contains("strasse.example MX", "xn--strae-oqa.example MX");
    }

    @Test
    void theResolversOptionsCompleteNamesOfHosts() {
        set.put("smtp_dns_resolver_options", "res_defnames");
        dns.add("short.example.org A 192.0.2.60");
        NameServers servers = NameServers.of(dns.address());
        Resolvers resolvers = new Resolvers(
                new DnsjavaResolver(new NameServers(
                        servers.addresses(), servers.timeout(), 1, List.of("example.org"), servers.dots())),
                hosts);
        Router router = Router.smtp(Catalog.settings(set), resolvers, TableRegistry.ofAllTypes(warning -> {}));
        assertThat(peers(router.resolve(NextHop.read("[short]")))).containsExactly("short[192.0.2.60]:25");
    }

    @Test
    void lmtpHasAPortOfItsOwnNoMxAndUnixSockets() {
        set.put("lmtp_tcp_port", "2003");
        dns.add("store.example MX 10 mx1.example.com").add("store.example A 192.0.2.99");
        Router lmtp = Router.lmtp(Catalog.settings(set), resolvers(), TableRegistry.ofAllTypes(warning -> {}));
        assertThat(peers(lmtp.resolve(NextHop.read("inet:store.example"))))
                .containsExactly("store.example[192.0.2.99]:2003");
        assertThat(peers(lmtp.resolve(NextHop.read("unix:/run/lmtp.sock"))))
                .containsExactly("client.example[/run/lmtp.sock]");
        assertThat(failure(lmtp.resolve(NextHop.read("unix:/" + "x".repeat(108)))))
                .isEqualTo("4.3.5 Server configuration error");
    }

    @Test
    void theFallbackRelayComesAfterAllNextHopsAndIsNoReasonToReturnMail() {
        set.put("smtp_fallback_relay", "[fallback.example], relay.example");
        Router router = router();
        List<Router.Site> sites = router.sites(NextHop.parse("a.example, [b.example]"));
        assertThat(sites.stream().map(site -> site.hop().toString()))
                .containsExactly("a.example", "[b.example]", "[fallback.example]", "relay.example");
        Failure hard = ((Unroutable) router.resolve(NextHop.parse("gone.example"))).failure();
        assertThat(sites.get(0).verdict(hard)).isSameAs(hard);
        assertThat(sites.get(3).verdict(hard).status()).hasToString("4.3.5");
        assertThat(sites.get(3).verdict(hard).text()).isEqualTo(hard.text());
        assertThat(router.sites(NextHop.parse("unix:/run/x"))).hasSize(1);
    }

    @Test
    void aRelayhostThatDoesNotExistIsAMistakeOfThisSide() {
        set.put("relayhost", "[gone.example]");
        Router router = router();
        Failure hard = ((Unroutable) router.resolve(NextHop.parse("[gone.example]"))).failure();
        assertThat(hard.status()).hasToString("5.4.4");
        Router.Site relay = router.sites(NextHop.parse("[gone.example]")).get(0);
        assertThat(relay.verdict(hard).status()).hasToString("4.3.5");
    }

    @Test
    void portsHaveTheNamesOfTheSettings() {
        set.put("known_tcp_ports", "special=alias=4025, smtp=25");
        assertThat(peers("[192.0.2.1]:alias")).containsExactly("192.0.2.1[192.0.2.1]:4025");
        set.put("known_tcp_ports", "special=99999");
        assertThatThrownBy(this::router)
                .isInstanceOf(SettingsException.class)
                .hasMessage("parameter known_tcp_ports: \"special=99999\" is not name=port with a port of 1 to 65535");
    }

    private Optional<String> source(String peer) {
        Router router = router();
        return router.source(new Candidate("mx.example", new InetSocketAddress(peer, 25)))
                .map(source -> source.address().getHostAddress() + " " + source.need());
    }

    @Test
    void connectionsComeFromTheAddressOfTheirFamily() {
        set.putAll(Map.of("smtp_bind_address", "192.0.2.77", "smtp_bind_address6", "[2001:db8::77]"));
        assertThat(source("192.0.2.1")).contains("192.0.2.77 WANTED");
        assertThat(source("2001:db8::1")).contains("2001:db8:0:0:0:0:0:77 WANTED");
        set.put("smtp_bind_address_enforce", "yes");
        assertThat(source("192.0.2.1")).contains("192.0.2.77 REQUIRED");
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.99, 192.0.2.99 WANTED",
        "'192.0.2.99, 127.0.0.1',",
        "127.0.0.1,",
        "loopback-only,",
        "'192.0.2.99, 2001:db8::9', 192.0.2.99 WANTED"
    })
    void theOnlyAddressOfAFamilyThatIsNotLoopbackIsTaken(String interfaces, String expected) {
        set.putAll(Map.of("inet_interfaces", interfaces, "proxy_interfaces", "198.51.100.1"));
        set.put("smtp_bind_address_enforce", "yes");
        assertThat(source("192.0.2.1")).isEqualTo(Optional.ofNullable(expected));
    }

    @ParameterizedTest
    @CsvSource({
        "smtp_bind_address,2001:db8::1,IPv4",
        "smtp_bind_address,mx.example,IPv4",
        "smtp_bind_address6,192.0.2.1,IPv6"
    })
    void whatIsNoAddressOfTheFamilyIsNoSource(String parameter, String value, String family) {
        set.put(parameter, value);
        assertThatThrownBy(this::router)
                .isInstanceOf(SettingsException.class)
                .hasMessage("parameter " + parameter + ": \"" + value + "\" is no numerical address; expected one of "
                        + family);
    }
}
