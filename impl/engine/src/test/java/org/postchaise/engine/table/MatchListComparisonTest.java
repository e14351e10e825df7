/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.postchaise.engine.Postfix;
import org.postchaise.engine.config.MatchPatterns;
import org.postchaise.engine.config.Parameter;
import org.postchaise.engine.config.Settings;
import org.postchaise.engine.config.SettingsException;
import org.postchaise.engine.config.catalog.Catalog;

/** The same match lists in Postfix and here: strings as {@code domain} of an sqlite table, hosts as {@code mynetworks} of smtpd(8). */
@Timeout(120)
class MatchListComparisonTest {
    private static final List<String> DOMAINS = List.of(
            "example.com",
            "EXAMPLE.com",
            "sub.example.com",
            "deep.sub.example.com",
            "example.org",
            "b.example",
            "c.example",
            "bücher.example",
            "BÜCHER.example",
            "[1.2.3.4]",
            "com",
            "x");

    /** DIR is the directory of the files below. */
    private static final List<String> LISTS = List.of(
            "example.com",
            "Example.COM, c.example",
            "!example.com static:all",
            "!!example.com",
            "! example.com",
            ".example.com",
            "sub.example.com !example.com example.org",
            "example.com ! b.example",
            "[1.2.3.4]",
            "bücher.example",
            "Bücher.EXAMPLE",
            "/DIR/plain",
            "!/DIR/plain, static:all",
            "!/DIR/negated static:all",
            "/DIR/nested",
            "!/DIR/nested static:yes",
            "/DIR/empty",
            "/DIR/empty b.example",
            "texthash:/DIR/hash",
            "!texthash:/DIR/hash static:all",
            "inline:{example.com=yes,.example.com=x}",
            "regexp:/DIR/regexp",
            "!regexp:/DIR/regexp, static:all",
            "c.example fail:always",
            "fail:always c.example",
            "!fail:always, static:all",
            "example.com,,,b.example,  x",
            "cidr:/DIR/cidr, x",
            "unionmap:{inline:{x=1},inline:{com=2}}",
            "{x} {b.example}",
            "com");

    private static final Map<String, String> FILES = Map.of(
            "plain", "# a comment\nexample.com,\n   b.example # c.example\n\n  # x\n  x\n",
            "negated", "!example.com\nb.example !c.example\n",
            "nested", "c.example\n/DIR/plain\n!/DIR/negated\n",
            "empty", "# nothing\n",
            "hash", "example.com 1\n.example.com 2\ncom 3\n10.9.8.7 4\n2001:db8::7 5\n",
            "regexp", "/^.*\\.example$/ 1\n!/example/ 2\n",
            "cidr", "10.0.0.0/8 1\n2001:db8::/32 2\n",
            "networks", "10.0.0.0/24\n  !10.0.1.1, 10.0.1.0/24 # [2001:db8::]/33\n[::1]\n");

    private static final List<String> HOST_LISTS = List.of(
            "10.0.0.0/8",
            "!10.0.0.7 10.0.0.0/8",
            "10.0.0.0/8 !10.0.0.7",
            "10.0.0.7",
            "[10.0.0.7]",
            "[10.0.0.0/24]",
            "[10.0.0.0]/24",
            "0.0.0.0/0",
            "!0.0.0.0/0, [::]/0",
            "[::1]/128",
            "[::1]",
            "[0:0:0:0:0:0:0:1]",
            "[2001:DB8::]/32",
            "[2001:db8::/33]",
            "![2001:db8::]/64 [2001:db8::]/32",
            "example.com",
            ".example.com",
            "!mx.example.com .example.com example.com",
            "MX.example.com",
            "unknown",
            "com",
            "10.0.0",
            "10.0.0.300",
            "mx.example.com/24",
            "texthash:/DIR/hash",
            "!texthash:/DIR/hash static:all",
            "cidr:/DIR/cidr",
            "regexp:/DIR/regexp",
            "/DIR/networks",
            "!/DIR/networks, static:all",
            "inline:{unknown=1,10.0.0.7=2}",
            "10.0.0.0/8 fail:always",
            "fail:always 10.0.0.0/8",
            "!10.0.0.0/8 example.com fail:always");

    /** What Postfix notices when the first client is compared, and we when the list is opened. */
    private static final List<String> BAD_HOST_LISTS =
            List.of("10.0.0.1/8", "10.0.0.0/33", "[::1", "foo:bar", "[2001:db8::1]/32", "10.0/16", "/DIR/none");

    private static final List<String> HOSTS = List.of(
            "unknown 10.0.0.7",
            "unknown 10.0.1.1",
            "unknown 10.9.8.7",
            "unknown 192.0.2.1",
            "unknown ::1",
            "unknown 2001:db8::7",
            "unknown 2001:db8:8000::7",
            "mx.example.com 192.0.2.1",
            "MX.Example.COM 10.0.0.7",
            "example.com 192.0.2.1",
            "notexample.com 192.0.2.1",
            "a.b.example 2001:db8::7");

    @TempDir
    Path directory;

    private Postfix postfix;

    @BeforeEach
    void postfixIsThere() {
        postfix = Postfix.in(directory);
    }

    @Test
    void listsOfStringsMatchAlike() throws Exception {
        postfix.assumeInstalled("sqlite");
        files();
        Files.write(directory.resolve("empty.db"), new byte[0]);
        int compared = 0;
        for (String list : LISTS) {
            String text = list.replace("/DIR", directory.toString());
            postfix.write(
                    "list",
                    "dbpath = DIR/empty.db\nquery = SELECT 'yes'\ndomain = ".replace("DIR", directory.toString()) + text
                            + "\n");
            Map<String, String> theirs = new LinkedHashMap<>();
            Map<String, String> ours = new LinkedHashMap<>();
            for (String domain : DOMAINS) {
                ours.put(domain, ours(text, domain));
                // an error ends postmap: one key a run where one is to be expected
                if (list.contains("fail:") || list.startsWith("! ")) {
                    theirs.put(domain, theirs(List.of("user@" + domain)).getOrDefault("user@" + domain, "no"));
                }
                compared++;
            }
            if (theirs.isEmpty()) {
                Map<String, String> all =
                        theirs(DOMAINS.stream().map(domain -> "user@" + domain).toList());
                DOMAINS.forEach(domain -> theirs.put(domain, all.getOrDefault("user@" + domain, "no")));
            }
            assertThat(ours).as(list).isEqualTo(theirs);
        }
        System.out.println("match lists of strings: " + compared + " answers equal to those of postmap -q sqlite:");
        assertThat(compared).isGreaterThanOrEqualTo(150);
    }

    private Map<String, String> theirs(List<String> keys) {
        Postfix.Answer answer = postfix.query("sqlite:" + directory.resolve("list"), keys);
        Map<String, String> found = new TreeMap<>();
        answer.out().lines().forEach(line -> found.put(line.substring(0, line.indexOf('\t')), "yes"));
        if (answer.err().contains("fatal")) {
            keys.forEach(key -> found.put(key, "error"));
        }
        return found;
    }

    private static String ours(String text, String domain) {
        TableRegistry registry = new TableRegistry(TableRegistry.localTypes(), Clock.systemUTC(), warning -> {});
        try (MatchList list = MatchList.open(
                "list",
                MatchPatterns.parse(MatchPatterns.Subject.STRING, text),
                KeyOrder.Parents.NONE,
                new TableContext(registry::open, Clock.systemUTC(), warning -> {}, TableContext.Faults.SKIP))) {
            return word(list.find(domain));
        } catch (TableException | IllegalArgumentException e) {
            return "error";
        }
    }

    private static String word(MatchList.Result result) {
        return result instanceof MatchList.Result.Unavailable
                ? "error"
                : result instanceof MatchList.Result.Match ? "yes" : "no";
    }

    @Test
    void listsOfHostsMatchAlike() throws Exception {
        postfix.assumeInstalled();
        boolean root = "root".equals(System.getProperty("user.name"));
        if (!root) {
            System.out.println("skipped: master(8) runs as root only");
        }
        Assumptions.assumeTrue(root, "master(8) runs as root only");
        files();
        List<String> all = new ArrayList<>(HOST_LISTS);
        all.addAll(BAD_HOST_LISTS);
        StringBuilder main = new StringBuilder("""
                local_recipient_maps =
                alias_maps =
                smtpd_authorized_xclient_hosts = static:all
                smtpd_peername_lookup = no
                smtpd_delay_reject = no
                smtpd_helo_restrictions = permit_mynetworks, reject
                smtpd_hard_error_limit = 100000
                smtpd_error_sleep_time = 0
                max_idle = 1
                """);
        StringBuilder services = new StringBuilder();
        for (int i = 0; i < all.size(); i++) {
            main.append("list_" + i + " = ")
                    .append(all.get(i).replace("/DIR", directory.toString()))
                    .append('\n');
            String command = " unix - - n - - smtpd -o mynetworks=$list_" + i;
            services.append("plain" + i + command + "\n");
            services.append("dotted" + i + command + " -o parent_domain_matches_subdomains=\n");
        }
        int compared = 0;
        try (AutoCloseable master = postfix.startMaster(main.toString(), services.toString())) {
            assertThat(master).isNotNull();
            for (int i = 0; i < all.size(); i++) {
                String list = all.get(i).replace("/DIR", directory.toString());
                Map<String, String> plain = answers("plain" + i);
                Map<String, String> dotted = answers("dotted" + i);
                if (i >= HOST_LISTS.size()) {
                    assertThat(plain).as(list).containsValue("error");
                    assertThat(ours(list, Map.of())).as(list).isEmpty();
                    continue;
                }
                assertThat(ours(list, Map.of())).as(list).isEqualTo(plain);
                assertThat(ours(list, Map.of("parent_domain_matches_subdomains", "")))
                        .as(list + ", without parents")
                        .isEqualTo(dotted);
                compared += plain.size() + dotted.size();
            }
        }
        System.out.println("match lists of hosts: " + compared + " answers equal to those of smtpd(8)");
        assertThat(compared).isGreaterThanOrEqualTo(150);
    }

    private Map<String, String> answers(String service) throws IOException {
        Map<String, String> answers = new LinkedHashMap<>();
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(postfix.socket(service)));
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(Channels.newInputStream(channel), StandardCharsets.UTF_8));
            assertThat(in.readLine()).startsWith("220");
            for (String host : HOSTS) {
                String[] parts = host.split(" ", -1);
                String name = parts[0].equals("unknown") ? "[UNAVAILABLE]" : parts[0];
                String address = parts[1].contains(":") ? "IPV6:" + parts[1] : parts[1];
                send(channel, "XCLIENT NAME=" + name + " ADDR=" + address + "\r\n");
                assertThat(in.readLine()).startsWith("220");
                send(channel, "HELO x\r\n");
                String reply = in.readLine();
                answers.put(
                        host,
                        switch (reply.substring(0, 3)) {
                            case "250" -> "yes";
                            case "554" -> "no";
                            case "451" -> "error";
                            default -> reply;
                        });
            }
        }
        return answers;
    }

    private static void send(SocketChannel channel, String line) throws IOException {
        ByteBuffer octets = ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8));
        while (octets.hasRemaining()) {
            channel.write(octets);
        }
    }

    /** The row of a match list that no code reads yet. */
    @SuppressWarnings("unchecked") // its grammar makes match patterns
    static Parameter<MatchPatterns> row(String name) {
        return (Parameter<MatchPatterns>) Catalog.rows().stream()
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** Nothing where the list can't be opened. */
    private static Map<String, String> ours(String list, Map<String, String> others) {
        Map<String, String> answers = new LinkedHashMap<>();
        try {
            Settings settings = Catalog.settings(Map.of("mynetworks", list)).with(others);
            try (MatchList opened = TableRegistry.forDeployment(Clock.systemUTC(), warning -> {})
                    .matchList(settings, row("mynetworks"))) {
                for (String host : HOSTS) {
                    String[] parts = host.split(" ", -1);
                    answers.put(host, word(opened.find(parts[0], parts[1])));
                }
            }
        } catch (SettingsException e) {
            assertThat(e).hasMessageContaining("parameter mynetworks");
        }
        return answers;
    }

    private void files() {
        FILES.forEach((name, text) -> postfix.write(name, text.replace("/DIR", directory.toString())));
    }
}
