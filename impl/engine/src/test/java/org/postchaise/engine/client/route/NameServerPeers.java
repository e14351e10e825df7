/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.client.route;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.postchaise.engine.dns.DnsAnswer;
import org.postchaise.engine.dns.DnsResolver;
import org.postchaise.engine.dns.NameServers;
import org.postchaise.engine.dns.RecordType;

/**
 * NSD with zones of its own, and Unbound, which validates and asks it: both on free ports of 127.0.0.1, from configuration in a
 * directory of the test. Zones: signed.test and bogus.test (signed, the second with damaged signatures; Unbound trusts the
 * keys of both), plain.test (unsigned), broken.test (NSD has no data for it), silent.test (its server never answers).
 */
final class NameServerPeers implements AutoCloseable {
    private static final List<String> PROGRAMS = List.of("nsd", "unbound", "ldns-keygen", "ldns-signzone");
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
    private static final int LIMIT_SECONDS = 60;

    private final Path directory;
    private final DatagramSocket silent;
    private final int authoritative;
    private final int recursive;
    private final List<Process> servers = new ArrayList<>();

    private NameServerPeers(Path directory) throws IOException {
        this.directory = directory;
        this.silent = new DatagramSocket(new InetSocketAddress(LOOPBACK, 0));
        this.authoritative = freePort();
        this.recursive = freePort();
    }

    /** The keys that Unbound trusts. */
    byte[] anchors() throws IOException {
        return Files.readAllBytes(directory.resolve("anchors"));
    }

    /** Both, running; the test is skipped, with a printed reason, where a program is not installed. */
    static NameServerPeers start(Path directory) throws IOException, InterruptedException {
        List<String> missing =
                PROGRAMS.stream().filter(name -> path(name).isEmpty()).toList();
        if (!missing.isEmpty()) {
            System.out.println("skipped: " + String.join(", ", missing)
                    + " not installed; Debian has them in packages nsd, unbound, ldnsutils");
        }
        Assumptions.assumeTrue(missing.isEmpty(), () -> missing + " not installed");
        NameServerPeers peers = new NameServerPeers(directory);
        try {
            peers.run();
            return peers;
        } catch (IOException | InterruptedException | RuntimeException | AssertionError e) {
            peers.close();
            throw e;
        }
    }

    /** Unbound. */
    NameServers servers() {
        return NameServers.of("127.0.0.1:" + recursive).withLimits(Duration.ofSeconds(3), 2);
    }

    /** NSD itself, which does not validate. */
    NameServers authoritative() {
        return NameServers.of("127.0.0.1:" + authoritative).withLimits(Duration.ofSeconds(3), 2);
    }

    @Override
    public void close() {
        servers.forEach(Process::destroy);
        silent.close();
        for (Process server : servers) {
            try {
                if (!server.waitFor(10, TimeUnit.SECONDS)) {
                    server.destroyForcibly();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                server.destroyForcibly();
            }
        }
    }

    private void run() throws IOException, InterruptedException {
        for (String zone : List.of("signed.test", "bogus.test", "plain.test")) {
            write(zone, zone(zone));
        }
        String anchors = sign("signed.test") + sign("bogus.test");
        damage(directory.resolve("bogus.test.signed"));
        write("anchors", anchors);
        write("nsd.conf", nsd());
        write("unbound.conf", unbound());
        servers.add(program("nsd", "-d", "-c", "nsd.conf"));
        servers.add(program("unbound", "-d", "-c", "unbound.conf"));
        await("plain.test", authoritative());
        await("plain.test", servers());
    }

    private static String zone(String name) {
        // the addresses are unsigned: Unbound takes too long over 300 signatures in one reply (CVE-2023-50387)
        String many = IntStream.range(0, 300)
                .mapToObj(i -> "many IN MX 10 m" + i + ".many.plain.test.\nm" + i + ".many IN A 127.0.1." + i % 250)
                .collect(Collectors.joining("\n"));
        return """
                $ORIGIN %s.
                $TTL 60
                @ 3600 IN SOA ns hostmaster 1 3600 600 86400 60
                @ IN NS ns
                ns IN A 127.0.0.1
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
                %s
                """.formatted(name, many);
    }

    private String sign(String zone) throws IOException, InterruptedException {
        String key = output("ldns-keygen", "-a", "ECDSAP256SHA256", "-k", "-r", "/dev/urandom", zone)
                .strip();
        output("ldns-signzone", "-n", "-i", "20200101", "-e", "20801231", "-f", zone + ".signed", zone, key);
        return Files.readString(directory.resolve(key + ".key"));
    }

    /** Another last digit in every signature but those of the keys. */
    private static void damage(Path signed) throws IOException {
        List<String> lines = Files.readAllLines(signed).stream()
                .map(line -> line.contains("RRSIG") && !line.contains("DNSKEY")
                        ? line.replaceFirst("([A-Za-z0-9+/]{8})([A-Za-z0-9+/]+={0,2})\\s*$", "AAAAAAAA$2")
                        : line)
                .toList();
        Files.write(signed, lines);
    }

    private String nsd() {
        String zones = Stream.of("signed.test .signed", "bogus.test .signed", "plain.test .", "broken.test .")
                .map(text -> text.split(" ", -1))
                .map(one -> "zone:\n  name: " + one[0] + "\n  zonefile: " + one[0] + (one[1].equals(".") ? "" : one[1]))
                .collect(Collectors.joining("\n"));
        return """
                server:
                  ip-address: 127.0.0.1@%d
                  username: ""
                  chroot: ""
                  zonesdir: "%2$s"
                  zonelistfile: "%2$s/zone.list"
                  database: ""
                  logfile: "%2$s/nsd.log"
                  pidfile: "%2$s/nsd.pid"
                  xfrdfile: "%2$s/xfrd.state"
                  xfrdir: "%2$s"
                  server-count: 1
                remote-control:
                  control-enable: no
                %3$s
                """.formatted(authoritative, directory, zones);
    }

    private String unbound() {
        String stubs = Stream.of("signed.test", "bogus.test", "plain.test", "broken.test")
                .map(zone -> stub(zone, authoritative))
                .collect(Collectors.joining());
        return """
                server:
                  interface: 127.0.0.1@%d
                  access-control: 127.0.0.0/8 allow
                  username: ""
                  chroot: ""
                  directory: "%2$s"
                  pidfile: "%2$s/unbound.pid"
                  logfile: "%2$s/unbound.log"
                  use-syslog: no
                  do-ip6: no
                  do-not-query-localhost: no
                  module-config: "validator iterator"
                  trust-anchor-file: "%2$s/anchors"
                  local-zone: "test." nodefault
                remote-control:
                  control-enable: no
                %3$s
                """.formatted(recursive, directory, stubs + stub("silent.test", silent.getLocalPort()));
    }

    private static String stub(String zone, int port) {
        return "stub-zone:\n  name: \"" + zone + "\"\n  stub-addr: 127.0.0.1@" + port + "\n";
    }

    private void await(String name, NameServers servers) throws InterruptedException, IOException {
        DnsResolver resolver = DnsResolver.of(servers.withLimits(Duration.ofMillis(500), 1));
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
        while (!(resolver.lookup(name, RecordType.MX, Set.of()) instanceof DnsAnswer.Records)) {
            if (System.nanoTime() - end > 0) {
                throw new AssertionError(servers + " does not answer:\n" + log("nsd.log") + log("unbound.log"));
            }
            Thread.sleep(50);
        }
    }

    private String log(String name) throws IOException {
        Path file = directory.resolve(name);
        return Files.exists(file) ? Files.readString(file) : "";
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(directory.resolve(name), text);
    }

    private Process program(String name, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(arguments));
        command.add(0, path(name).get(0).toString());
        return new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve(name + ".out").toFile())
                .start();
    }

    private String output(String name, String... arguments) throws IOException, InterruptedException {
        Process process = program(name, arguments);
        try {
            assertThat(process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS))
                    .as(name)
                    .isTrue();
        } finally {
            process.destroyForcibly();
        }
        String out = log(name + ".out");
        assertThat(process.exitValue()).as(name + ": " + out).isZero();
        return out;
    }

    private static List<Path> path(String program) {
        return Stream.of("/usr/sbin", "/usr/bin", "/usr/local/sbin", "/usr/local/bin")
                .map(directory -> Path.of(directory, program))
                .filter(Files::isExecutable)
                .limit(1)
                .toList();
    }

    /** Free now for both UDP and TCP. */
    private static int freePort() throws IOException {
        while (true) {
            try (ServerSocket tcp = new ServerSocket(0, 1, LOOPBACK);
                    DatagramSocket udp = new DatagramSocket(new InetSocketAddress(LOOPBACK, tcp.getLocalPort()))) {
                return udp.getLocalPort();
            } catch (java.net.BindException taken) {
                // taken for UDP: the next one
            }
        }
    }
}
