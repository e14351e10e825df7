/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.dns;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postchaise.engine.dns.DnsAnswer.Kind;
import org.postchaise.engine.dns.dnsjava.DnsjavaResolver;
import org.postchaise.testkit.FakeDns;
import org.postchaise.testkit.FakeDns.Behaviour;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Section;
import org.xbill.DNS.TLSARecord;

class DnsResolverTest {
    private final FakeDns dns = FakeDns.of("a.example A 192.0.2.1");
    private final AtomicLong now = new AtomicLong();

    @AfterEach
    void stop() {
        dns.close();
    }

    private static NameServers servers(FakeDns... all) {
        List<InetSocketAddress> addresses = Stream.of(all)
                .flatMap(one -> NameServers.of(one.address()).addresses().stream())
                .toList();
        return new NameServers(addresses, Duration.ofMillis(300), 2, List.of(), 1);
    }

    private static DnsAnswer ask(DnsResolver resolver, String name, RecordType type) {
        return resolver.lookup(name, type, Set.of());
    }

    private static List<String> texts(DnsAnswer answer) {
        assertThat(answer).isInstanceOf(DnsAnswer.Records.class);
        return ((DnsAnswer.Records) answer).list().stream().map(DnsRecord::text).toList();
    }

    @Test
    void aNameServerAtAnAddressOfZerosIsThisHost() {
        NameServers zeros =
                NameServers.of("0.0.0.0" + dns.address().substring(dns.address().lastIndexOf(':')));
        assertThat(texts(ask(new DnsjavaResolver(zeros), "a.example", RecordType.A)))
                .containsExactly("a.example. 60 IN A 192.0.2.1");
    }

    @Test
    void recordsOfEachTypeAreRead() {
        dns.add("a.example AAAA 2001:db8::1")
                .add("a.example MX 10 mx.a.example")
                .add("a.example TXT v=STSv1; id=1")
                .add("_25._tcp.a.example TLSA 3 1 1 00ff")
                .add("_submission._tcp.a.example SRV 1 2 587 mx.a.example")
                .add("1.2.0.192.in-addr.arpa PTR a.example")
                .add(". NS ns.example");
        DnsResolver resolver = new DnsjavaResolver(servers(dns));
        assertThat(texts(ask(resolver, "a.example", RecordType.A))).containsExactly("a.example. 60 IN A 192.0.2.1");
        assertThat(texts(ask(resolver, "a.example", RecordType.AAAA)))
                .containsExactly("a.example. 60 IN AAAA 2001:db8::1");
        assertThat(texts(ask(resolver, "a.example", RecordType.MX)))
                .containsExactly("a.example. 60 IN MX 10 mx.a.example.");
        assertThat(texts(ask(resolver, "a.example", RecordType.TXT)))
                .containsExactly("a.example. 60 IN TXT v=STSv1; id=1");
        assertThat(texts(ask(resolver, "_25._tcp.a.example", RecordType.TLSA)))
                .containsExactly("_25._tcp.a.example. 60 IN TLSA 3 1 1 00ff");
        assertThat(texts(ask(resolver, "_submission._tcp.a.example", RecordType.SRV)))
                .containsExactly("_submission._tcp.a.example. 60 IN SRV 1 2 587 mx.a.example.");
        assertThat(texts(ask(resolver, "1.2.0.192.in-addr.arpa", RecordType.PTR)))
                .containsExactly("1.2.0.192.in-addr.arpa. 60 IN PTR a.example.");
        assertThat(ask(resolver, ".", RecordType.NS)).isInstanceOf(DnsAnswer.Records.class);
    }

    @Test
    void aServerThatFailsIsPassedOver() {
        for (Behaviour behaviour : List.of(
                Behaviour.SERVFAIL, Behaviour.REFUSED, Behaviour.TIMEOUT, Behaviour.GARBAGE, Behaviour.WRONG_ID)) {
            try (FakeDns first = FakeDns.of("a.example A 192.0.2.66").with("a.example", "A", behaviour)) {
                DnsAnswer answer = ask(new DnsjavaResolver(servers(first, dns)), "a.example", RecordType.A);
                assertThat(texts(answer)).as(behaviour.name()).containsExactly("a.example. 60 IN A 192.0.2.1");
            }
        }
    }

    @Test
    void whereNoServerListensTheNextOneIsAsked() {
        FakeDns gone = FakeDns.of();
        NameServers both = servers(gone, dns);
        gone.close();
        assertThat(ask(new DnsjavaResolver(both), "a.example", RecordType.A)).isInstanceOf(DnsAnswer.Records.class);
    }

    @Test
    void allServersAreAskedAsOftenAsSaid() {
        dns.with("a.example", "A", Behaviour.SERVFAIL);
        DnsAnswer.None none = (DnsAnswer.None) ask(new DnsjavaResolver(servers(dns)), "a.example", RecordType.A);
        assertThat(none.kind()).isEqualTo(Kind.TRY_AGAIN);
        assertThat(dns.queries()).hasSize(2);
    }

    @Test
    void aCutAnswerIsFetchedOverTcp() {
        dns.with("a.example", "A", Behaviour.TRUNCATED);
        assertThat(texts(ask(new DnsjavaResolver(servers(dns)), "a.example", RecordType.A)))
                .hasSize(1);
        assertThat(dns.queries()).containsExactly("a.example A", "a.example A +tcp");
    }

    /** So many records nearly fill a message of DNS, which has 65,535 octets at most. */
    @Test
    void ofNineHundredRecordsAHundredAreUsed() {
        IntStream.range(0, 900).forEach(i -> dns.add(String.format("_25._tcp.many.example TLSA 3 1 1 %064x", i)));
        dns.with("_25._tcp.many.example", "TLSA", Behaviour.TRUNCATED);

        assertThat(texts(ask(new DnsjavaResolver(servers(dns)), "_25._tcp.many.example", RecordType.TLSA)))
                .hasSize(DnsAnswer.MAX_RECORDS);
    }

    @Test
    void anAnswerThatIsNoMessageIsAFailureAndNotNoRecord() {
        dns.add("_25._tcp.broken.example TLSA 3 1 1 00").with("_25._tcp.broken.example", "TLSA", Behaviour.BROKEN);

        DnsAnswer.None none =
                (DnsAnswer.None) ask(new DnsjavaResolver(servers(dns)), "_25._tcp.broken.example", RecordType.TLSA);
        assertThat(none.kind()).isEqualTo(Kind.MALFORMED);
    }

    @Test
    void theAdBitCountsOnlyWhereValidationWasAskedFor() {
        dns.secure("example");
        DnsResolver resolver = new DnsjavaResolver(servers(dns));
        DnsAnswer.Records plain = (DnsAnswer.Records) ask(resolver, "a.example", RecordType.A);
        assertThat(plain.list().get(0).origin().secure()).isFalse();
        DnsAnswer.Records validated =
                (DnsAnswer.Records) resolver.lookup("a.example", RecordType.A, Set.of(LookupOption.DNSSEC));
        assertThat(validated.list().get(0).origin().secure()).isTrue();
    }

    @Test
    void withoutValidationAQuestionHasNoOptRecord() {
        for (Behaviour behaviour :
                List.of(Behaviour.FORMERR, Behaviour.NOTIMP, Behaviour.SERVFAIL, Behaviour.TIMEOUT)) {
            dns.withEdns(behaviour);
            assertThat(texts(ask(new DnsjavaResolver(servers(dns)), "a.example", RecordType.A)))
                    .as(behaviour.name())
                    .containsExactly("a.example. 60 IN A 192.0.2.1");
        }
        assertThat(dns.queries()).containsOnly("a.example A");
    }

    @Test
    void validationIsNotGivenUpForAServerWithoutEdns() {
        DnsResolver resolver = new DnsjavaResolver(servers(dns));
        for (Behaviour behaviour : List.of(
                Behaviour.FORMERR, Behaviour.NOTIMP, Behaviour.SERVFAIL, Behaviour.REFUSED, Behaviour.TIMEOUT)) {
            dns.withEdns(behaviour);
            DnsAnswer answer = resolver.lookup("a.example", RecordType.A, Set.of(LookupOption.DNSSEC));
            assertThat(answer).as(behaviour.name()).isInstanceOf(DnsAnswer.None.class);
            assertThat(((DnsAnswer.None) answer).kind()).as(behaviour.name()).isEqualTo(Kind.TRY_AGAIN);
        }
        assertThat(dns.queries()).containsOnly("a.example A +do");
    }

    @Test
    void aFormatErrorWithTheQuestionInItIsAFailedLookup() throws Exception {
        try (DatagramSocket server = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            AtomicInteger asked = new AtomicInteger();
            Thread thread = new Thread(() -> answerWithFormatErrors(server, asked));
            thread.setDaemon(true);
            thread.start();
            DnsResolver resolver = new DnsjavaResolver(NameServers.of("127.0.0.1:" + server.getLocalPort()));
            DnsAnswer answer = resolver.lookup("a.example", RecordType.A, Set.of(LookupOption.DNSSEC));
            assertThat(((DnsAnswer.None) answer).kind()).isEqualTo(Kind.FAILED);
            assertThat(((DnsAnswer.None) resolver.lookup("a.example", RecordType.A, Set.of())).kind())
                    .isEqualTo(Kind.FAILED);
            assertThat(asked.get()).isPositive();
        }
    }

    /** Header and question of each query come back, marked as a reply with the code FORMERR. */
    private static void answerWithFormatErrors(DatagramSocket server, AtomicInteger asked) {
        byte[] query = new byte[512];
        DatagramPacket packet = new DatagramPacket(query, query.length);
        try {
            while (true) {
                packet.setLength(query.length);
                server.receive(packet);
                asked.incrementAndGet();
                query[2] |= (byte) 0x80;
                query[3] = 1;
                query[11] = 0;
                packet.setLength(12 + "a.example".length() + 2 + 4);
                server.send(packet);
            }
        } catch (IOException e) {
            // closed: the test is over
        }
    }

    @Test
    void aValidatedLoopAtATlsaNameIsAFailedLookup() {
        dns.add("_25._tcp.a.example CNAME _25._tcp.a.example").add("loop.example CNAME loop.example");
        DnsResolver resolver = new DnsjavaResolver(servers(dns));
        assertThat(loop(resolver, "_25._tcp.a.example", RecordType.TLSA)).isEqualTo(Kind.NO_SUCH_NAME);
        dns.secure("example");
        assertThat(loop(resolver, "_25._tcp.a.example", RecordType.TLSA)).isEqualTo(Kind.FAILED);
        assertThat(loop(resolver, "loop.example", RecordType.MX)).isEqualTo(Kind.NO_SUCH_NAME);
    }

    private static Kind loop(DnsResolver resolver, String name, RecordType type) {
        return ((DnsAnswer.None) resolver.lookup(name, type, Set.of(LookupOption.DNSSEC))).kind();
    }

    /** The octets of the record's data that are said, and sent. */
    @ParameterizedTest
    @CsvSource({"4, 3", "4, 0", "2, 2", "0, 0"})
    void aTlsaRecordThatIsCutOffIsAFailure(int said, int sent) throws Exception {
        try (DatagramSocket server = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            Thread thread = new Thread(() -> answerWithPartOfARecord(server, said, sent));
            thread.setDaemon(true);
            thread.start();
            DnsResolver resolver = new DnsjavaResolver(NameServers.of("127.0.0.1:" + server.getLocalPort()));
            assertThat(((DnsAnswer.None) ask(resolver, "_25._tcp.a.example", RecordType.TLSA)).kind())
                    .isEqualTo(Kind.MALFORMED);
        }
    }

    private static void answerWithPartOfARecord(DatagramSocket server, int said, int sent) {
        try {
            while (true) {
                DatagramPacket packet = new DatagramPacket(new byte[4096], 4096);
                server.receive(packet);
                Message reply = new Message(Arrays.copyOf(packet.getData(), packet.getLength()));
                reply.getHeader().setFlag(Flags.QR);
                reply.removeAllRecords(Section.ADDITIONAL);
                Name asked = reply.getQuestion().getName();
                reply.addRecord(new TLSARecord(asked, DClass.IN, 60, 3, 1, 1, new byte[] {1}), Section.ANSWER);
                byte[] octets = reply.toWire();
                octets[octets.length - 5] = (byte) said;
                server.send(new DatagramPacket(octets, octets.length - 4 + sent, packet.getSocketAddress()));
            }
        } catch (IOException e) {
            // closed: the test is over
        }
    }

    @Test
    void aTlsaRecordOfAnotherNameIsIgnored() throws Exception {
        try (DatagramSocket server = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            Thread thread = new Thread(() -> answerWithTheKeysOfAnother(server));
            thread.setDaemon(true);
            thread.start();
            DnsResolver resolver = new DnsjavaResolver(NameServers.of("127.0.0.1:" + server.getLocalPort()));
            assertThat(texts(resolver.lookup("_25._tcp.a.example", RecordType.TLSA, Set.of(LookupOption.DNSSEC))))
                    .containsExactly("_25._tcp.b.example. 60 IN TLSA 3 1 1 01");
        }
    }

    /** By an alias, its target's keys, and those of a name that no alias leads to. */
    private static void answerWithTheKeysOfAnother(DatagramSocket server) {
        try {
            DatagramPacket packet = new DatagramPacket(new byte[4096], 4096);
            server.receive(packet);
            Message reply = new Message(Arrays.copyOf(packet.getData(), packet.getLength()));
            reply.getHeader().setFlag(Flags.QR);
            reply.getHeader().setFlag(Flags.AD);
            Name asked = reply.getQuestion().getName();
            Name target = Name.fromString("_25._tcp.b.example.");
            Name other = Name.fromString("_25._tcp.c.example.");
            reply.addRecord(new TLSARecord(other, DClass.IN, 60, 3, 1, 1, new byte[] {2}), Section.ANSWER);
            reply.addRecord(new CNAMERecord(asked, DClass.IN, 60, target), Section.ANSWER);
            reply.addRecord(new TLSARecord(target, DClass.IN, 60, 3, 1, 1, new byte[] {1}), Section.ANSWER);
            byte[] octets = reply.toWire();
            server.send(new DatagramPacket(octets, octets.length, packet.getSocketAddress()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void anInterruptEndsTheWait() throws InterruptedException {
        dns.with("a.example", "A", Behaviour.TIMEOUT);
        NameServers patient = NameServers.of(dns.address()).withLimits(Duration.ofMinutes(5), 2);
        AtomicReference<DnsAnswer> answer = new AtomicReference<>();
        Thread thread = new Thread(() -> answer.set(ask(new DnsjavaResolver(patient), "a.example", RecordType.A)));
        thread.start();
        while (dns.queries().isEmpty()) {
            Thread.sleep(5);
        }
        thread.interrupt();
        thread.join(60_000);
        assertThat(answer.get()).isInstanceOf(DnsAnswer.None.class);
        assertThat(((DnsAnswer.None) answer.get()).kind()).isEqualTo(Kind.TRY_AGAIN);
    }

    @Test
    void manyThreadsAskAtOnce() throws InterruptedException {
        DnsResolver resolver = new DnsjavaResolver(NameServers.of(dns.address()));
        List<Thread> threads = new ArrayList<>();
        List<DnsAnswer> answers = new java.util.concurrent.CopyOnWriteArrayList<>();
        for (int i = 0; i < 20; i++) {
            Thread thread = new Thread(() -> {
                for (int n = 0; n < 20; n++) {
                    answers.add(ask(resolver, "a.example", RecordType.A));
                }
            });
            thread.start();
            threads.add(thread);
        }
        for (Thread thread : threads) {
            thread.join(60_000);
        }
        assertThat(answers).hasSize(400).allMatch(DnsAnswer.Records.class::isInstance);
    }

    private CachingResolver caching(int capacity) {
        return new CachingResolver(new DnsjavaResolver(servers(dns)), capacity, now::get);
    }

    @Test
    void anAnswerIsKeptAsLongAsItSays() {
        CachingResolver cache = caching(10);
        ask(cache, "a.example", RecordType.A);
        ask(cache, "A.Example", RecordType.A);
        assertThat(dns.queries()).hasSize(1);
        now.addAndGet(Duration.ofSeconds(59).toNanos());
        ask(cache, "a.example", RecordType.A);
        assertThat(dns.queries()).hasSize(1);
        now.addAndGet(Duration.ofSeconds(2).toNanos());
        ask(cache, "a.example", RecordType.A);
        assertThat(dns.queries()).hasSize(2);
    }

    @Test
    void thatANameDoesNotExistIsKeptTooButAFailureIsNot() {
        CachingResolver cache = caching(10);
        dns.with("fails.example", "A", Behaviour.SERVFAIL);
        ask(cache, "gone.example", RecordType.A);
        ask(cache, "gone.example", RecordType.A);
        assertThat(dns.queries()).hasSize(1);
        now.addAndGet(Duration.ofSeconds(31).toNanos());
        ask(cache, "gone.example", RecordType.A);
        assertThat(dns.queries()).hasSize(2);
        ask(cache, "fails.example", RecordType.A);
        ask(cache, "fails.example", RecordType.A);
        assertThat(dns.queries()).hasSize(6);
    }

    @Test
    void noMoreAnswersAreKeptThanSaid() {
        CachingResolver cache = caching(10);
        for (int i = 0; i < 100; i++) {
            dns.add("h" + i + ".example A 192.0.2.1");
            ask(cache, "h" + i + ".example", RecordType.A);
            assertThat(cache.size()).isLessThanOrEqualTo(10);
        }
    }
}
