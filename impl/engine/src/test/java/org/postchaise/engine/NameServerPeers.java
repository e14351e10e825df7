/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.BindException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.postchaise.engine.dns.DnsAnswer;
import org.postchaise.engine.dns.DnsResolver;
import org.postchaise.engine.dns.NameServers;
import org.postchaise.engine.dns.RecordType;
import org.postchaise.engine.dns.dnsjava.DnsjavaResolver;

/**
 * NSD with zones of its own, and Unbound, which validates and asks it, from configuration in a directory of the test. Both
 * are on free ports of 127.0.0.1; or Unbound is on an address of its own at port 53, where the system's resolver can ask it. There
 * is always {@code silent.test} besides, whose server never answers.
 */
public final class NameServerPeers implements AutoCloseable {
    private static final List<String> PROGRAMS = List.of("nsd", "unbound", "ldns-keygen", "ldns-signzone");
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
    private static final int LIMIT_SECONDS = 60;
    private static final int DOMAIN = 53;

    private final Path directory;
    private final List<Zone> zones;
    private final DatagramSocket silent;
    private final int authoritative;
    private final InetSocketAddress recursive;
    private final List<Process> servers = new ArrayList<>();

    /**
     * A zone.
     *
     * @param text its records but for SOA and NS; {@code ns} has an address
     * @param damaged what a line of a signature must match to be damaged; empty: none is
     */
    public record Zone(String name, Kind kind, String text, String damaged) {
        /** How it is there. */
        enum Kind {
            SIGNED,
            UNSIGNED,
            MISSING
        }

        /** One with signatures, whose key Unbound trusts. */
        public static Zone signed(String name, String text) {
            return new Zone(name, Kind.SIGNED, text, "");
        }

        /** One without. */
        public static Zone unsigned(String name, String text) {
            return new Zone(name, Kind.UNSIGNED, text, "");
        }

        /** One that Unbound asks NSD for, which does not have it. */
        public static Zone missing(String name) {
            return new Zone(name, Kind.MISSING, "", "");
        }

        /** The same with damage to the signatures, but those of keys, whose lines match as a whole. */
        public Zone damagedAt(String lines) {
            return new Zone(name, kind, text, lines);
        }

        private String file() {
            return kind == Kind.SIGNED ? name + ".signed" : name;
        }

        private String whole() {
            return """
                    $ORIGIN %s.
                    $TTL 60
                    @ 3600 IN SOA ns hostmaster 1 3600 600 86400 60
                    @ IN NS ns
                    ns IN A 127.0.0.1
                    %s
                    """.formatted(name, text);
        }
    }

    private NameServerPeers(Path directory, List<Zone> zones, InetSocketAddress recursive) throws IOException {
        this.directory = directory;
        this.zones = zones;
        this.silent = new DatagramSocket(new InetSocketAddress(LOOPBACK, 0));
        this.authoritative = freePort();
        this.recursive = recursive;
    }

    /** The keys that Unbound trusts. */
    public byte[] anchors() throws IOException {
        return Files.readAllBytes(directory.resolve("anchors"));
    }

    /** Both, running; the test is skipped, with a printed reason, where a program is not installed. */
    public static NameServerPeers start(Path directory, List<Zone> zones) throws IOException, InterruptedException {
        return start(directory, zones, new InetSocketAddress(LOOPBACK, freePort()));
    }

    /** The same with Unbound at port 53 of a loopback address that nothing else uses, which only root can do. */
    public static NameServerPeers startForSystem(Path directory, List<Zone> zones)
            throws IOException, InterruptedException {
        skip(System.getProperty("user.name").equals("root") ? "" : "only root can start a name server at port 53");
        return start(directory, zones, new InetSocketAddress(freeAddress(), DOMAIN));
    }

    private static NameServerPeers start(Path directory, List<Zone> zones, InetSocketAddress recursive)
            throws IOException, InterruptedException {
        List<String> missing =
                PROGRAMS.stream().filter(name -> path(name).isEmpty()).toList();
        skip(
                missing.isEmpty()
                        ? ""
                        : String.join(", ", missing)
                                + " not installed; Debian has them in packages nsd, unbound, ldnsutils");
        NameServerPeers peers = new NameServerPeers(directory, List.copyOf(zones), recursive);
        try {
            peers.run();
            return peers;
        } catch (IOException | InterruptedException | RuntimeException | AssertionError e) {
            peers.close();
            throw e;
        }
    }

    private static void skip(String reason) {
        if (!reason.isEmpty()) {
            System.out.println("skipped: " + reason);
        }
        Assumptions.assumeTrue(reason.isEmpty(), reason);
    }

    /** A resolv.conf that leads to Unbound and believes it. */
    public Path resolvConf() {
        return directory.resolve("resolv.conf");
    }

    /** Unbound. */
    public NameServers servers() {
        return NameServers.of(recursive.getAddress().getHostAddress() + ":" + recursive.getPort())
                .withLimits(Duration.ofSeconds(3), 2);
    }

    /** NSD itself, which does not validate. */
    public NameServers authoritative() {
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
        StringBuilder anchors = new StringBuilder();
        for (Zone zone : zones) {
            if (zone.kind() != Zone.Kind.MISSING) {
                write(zone.name(), zone.whole());
            }
            if (zone.kind() == Zone.Kind.SIGNED) {
                anchors.append(sign(zone.name()));
                damage(directory.resolve(zone.file()), zone.damaged());
            }
        }
        write("anchors", anchors.toString());
        write("nsd.conf", nsd());
        write("unbound.conf", unbound());
        write(
                "resolv.conf",
                "nameserver " + recursive.getAddress().getHostAddress()
                        + "\noptions timeout:5 attempts:2 edns0 trust-ad\n");
        servers.add(program("nsd", "-d", "-c", "nsd.conf"));
        servers.add(program("unbound", "-d", "-c", "unbound.conf"));
        String first = "ns." + zones.get(0).name();
        await(first, authoritative());
        await(first, servers());
    }

    private String sign(String zone) throws IOException, InterruptedException {
        String key = output("ldns-keygen", "-a", "ECDSAP256SHA256", "-k", "-r", "/dev/urandom", zone)
                .strip();
        output("ldns-signzone", "-n", "-i", "20200101", "-e", "20801231", "-f", zone + ".signed", zone, key);
        return Files.readString(directory.resolve(key + ".key"));
    }

    /** Other digits in the signatures that match, but in those of the keys. */
    private static void damage(Path signed, String what) throws IOException {
        if (what.isEmpty()) {
            return;
        }
        List<String> lines = Files.readAllLines(signed).stream()
                .map(line -> line.contains("RRSIG") && !line.contains("DNSKEY") && line.matches(what)
                        ? line.replaceFirst("([A-Za-z0-9+/]{8})([A-Za-z0-9+/]+={0,2})\\s*$", "AAAAAAAA$2")
                        : line)
                .toList();
        Files.write(signed, lines);
    }

    private String nsd() {
        String list = zones.stream()
                .map(zone -> "zone:\n  name: " + zone.name() + "\n  zonefile: " + zone.file())
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
                """.formatted(authoritative, directory, list);
    }

    private String unbound() {
        String stubs =
                zones.stream().map(zone -> stub(zone.name(), authoritative)).collect(Collectors.joining());
        return """
                server:
                  interface: %1$s@%4$d
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
                """.formatted(
                        recursive.getAddress().getHostAddress(),
                        directory,
                        stubs + stub("silent.test", silent.getLocalPort()),
                        recursive.getPort());
    }

    private static String stub(String zone, int port) {
        return "stub-zone:\n  name: \"" + zone + "\"\n  stub-addr: 127.0.0.1@" + port + "\n";
    }

    private void await(String name, NameServers servers) throws InterruptedException, IOException {
        DnsResolver resolver = new DnsjavaResolver(servers.withLimits(Duration.ofMillis(500), 1));
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
        while (!(resolver.lookup(name, RecordType.A, Set.of()) instanceof DnsAnswer.Records)) {
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

    /** One of the many addresses of the loopback interface. */
    private static InetAddress freeAddress() throws IOException {
        Random random = new Random();
        while (true) {
            InetAddress address = InetAddress.getByAddress(
                    new byte[] {127, 53, (byte) random.nextInt(), (byte) (1 + random.nextInt(250))});
            try (ServerSocket tcp = new ServerSocket(DOMAIN, 1, address);
                    DatagramSocket udp = new DatagramSocket(new InetSocketAddress(address, tcp.getLocalPort()))) {
                return udp.getLocalAddress();
            } catch (BindException taken) {
                // the next one
            }
        }
    }

    /** Free now for both UDP and TCP. */
    private static int freePort() throws IOException {
        while (true) {
            try (ServerSocket tcp = new ServerSocket(0, 1, LOOPBACK);
                    DatagramSocket udp = new DatagramSocket(new InetSocketAddress(LOOPBACK, tcp.getLocalPort()))) {
                return udp.getLocalPort();
            } catch (BindException taken) {
                // taken for UDP: the next one
            }
        }
    }
}
