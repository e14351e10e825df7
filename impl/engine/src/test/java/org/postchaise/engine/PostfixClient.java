/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Postfix's smtp(8), which delivers one mail, each recipient of it to a next hop of its own by a service of its own: all at once, so
 * that hundreds of deliveries take seconds. What came of each is read from the log.
 */
public final class PostfixClient {
    /** How old the mail is. */
    public static final Duration AGE = Duration.ofSeconds(2);

    private static final int LIMIT_SECONDS = 240;
    private static final String SERVICES = """
            rewrite unix - - n - - trivial-rewrite
            pickup unix n - n 60 1 pickup
            cleanup unix n - n - 0 cleanup
            proxymap unix - - n - - proxymap
            postlog unix-dgram n - n - 1 postlogd
            """;
    private static final String DELIVERY = """
            qmgr unix n - n 300 1 qmgr
            tlsmgr unix - - n 1000? 1 tlsmgr
            bounce unix - - n - 0 bounce
            defer unix - - n - 0 bounce
            trace unix - - n - 0 bounce
            discard unix - - n - - discard
            error unix - - n - - error
            retry unix - - n - - error
            """;
    private static final Pattern HANDSHAKE =
            Pattern.compile(".* ([^ /]+)/smtp\\[\\d+]: (\\w+) TLS connection established to ([^ ]*): .*");
    private static final Pattern RECIPIENT = Pattern.compile(
            ".* ([^ /]+)/smtp\\[\\d+]: \\w+: to=<(\\d+)@.*, relay=([^,]*), .*, dsn=([0-9.]+), status=(\\w+) \\((.*)\\)");

    private static final Pattern FATAL = Pattern.compile("/smtp\\[\\d+]: fatal: ");

    private final Postfix postfix;
    private final Map<String, String> settings;
    private final Map<String, Map<String, String>> services;

    /**
     * What came of a delivery.
     *
     * @param trust the log's word about the server; {@code -} where there was no handshake
     * @param dsn the enhanced status
     * @param status the log's word about the recipient
     * @param text why
     */
    public record Outcome(String trust, String dsn, String status, String text) {}

    /**
     * A delivery.
     *
     * @param service the name of the service
     * @param nextHop {@code [host]:port}
     */
    public record Job(String service, String nextHop) {}

    /**
     * A client that is not running.
     *
     * @param settings of all services
     * @param services settings by the name of each; the name can't be that of one of Postfix's own
     */
    public PostfixClient(Postfix postfix, Map<String, String> settings, Map<String, Map<String, String>> services) {
        this.postfix = postfix;
        this.settings = Map.copyOf(settings);
        this.services = Map.copyOf(services);
    }

    /** Does all jobs, no two of which may lead to the same port of the same host by the same service; what came of them, in their order. */
    public List<Outcome> deliver(List<Job> jobs) throws Exception {
        StringBuilder transports = new StringBuilder();
        List<String> command = new ArrayList<>(
                Postfix.command("sendmail", "-C", postfix.directory().toString(), "-i", "-f", "me@example.com"));
        for (int i = 0; i < jobs.size(); i++) {
            String recipient = i + "@example.com";
            transports.append(
                    recipient + "\t" + jobs.get(i).service() + ":" + jobs.get(i).nextHop() + "\n");
            command.add(recipient);
        }
        Path transport = postfix.write("transport", transports.toString());
        Path log = postfix.directory().resolve("log");
        String lines = mainCf(transport, log);
        // what was deferred last time is not asked about
        if (Files.deleteIfExists(log)) {
            postfix.start(
                            "",
                            Map.of(),
                            Postfix.command(
                                    "postsuper", "-c", postfix.directory().toString(), "-d", "ALL"))
                    .answer();
        }
        submit(lines, command);
        AutoCloseable master = postfix.startMaster(lines, SERVICES + DELIVERY + masterCf());
        try {
            return outcomes(jobs, log);
        } finally {
            master.close();
        }
    }

    /** Without a queue manager the mail grows old: what counts as its age is how long it waits to be seen by one. */
    private void submit(String lines, List<String> command) throws Exception {
        AutoCloseable master = postfix.startMaster(lines, SERVICES);
        try {
            Postfix.Answer answer =
                    postfix.start("Subject: s\n\ntext\n", Map.of(), command).answer();
            if (answer.status() != 0) {
                throw new AssertionError("sendmail: " + answer.err());
            }
            Path log = postfix.directory().resolve("log");
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
            while (!Files.exists(log) || !Files.readString(log).contains("message-id=")) {
                if (System.nanoTime() - end > 0) {
                    throw new AssertionError("the mail is not in Postfix's queue");
                }
                Thread.sleep(50);
            }
            Thread.sleep(AGE.toMillis());
        } finally {
            master.close();
        }
    }

    private String mainCf(Path transport, Path log) {
        Map<String, String> all = new HashMap<>(Map.of(
                "inet_protocols", "ipv4",
                "mydestination", "",
                "alias_maps", "",
                "maillog_file", log.toString(),
                "maillog_file_prefixes", postfix.directory().toString(),
                "transport_maps", "texthash:" + transport,
                "default_transport", "discard"));
        all.put("smtp_tls_loglevel", "1");
        all.putAll(settings);
        return all.entrySet().stream()
                .map(one -> one.getKey() + " = " + one.getValue() + "\n")
                .collect(Collectors.joining());
    }

    private String masterCf() {
        return services.entrySet().stream()
                .map(service -> service.getKey() + " unix - - n - 4 smtp\n  -o syslog_name=" + service.getKey()
                        + service.getValue().entrySet().stream()
                                .map(one -> "\n  -o { " + one.getKey() + " = " + one.getValue() + " }")
                                .collect(Collectors.joining())
                        + "\n")
                .collect(Collectors.joining());
    }

    private List<Outcome> outcomes(List<Job> jobs, Path log) throws IOException, InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
        while (true) {
            String text = Files.exists(log) ? Files.readString(log, StandardCharsets.ISO_8859_1) : "";
            Map<Integer, Matcher> recipients = new HashMap<>();
            Map<String, String> handshakes = new HashMap<>();
            text.lines().forEach(line -> {
                Matcher recipient = RECIPIENT.matcher(line);
                Matcher handshake = HANDSHAKE.matcher(line);
                if (recipient.matches()) {
                    recipients.put(Integer.valueOf(recipient.group(2)), recipient);
                } else if (handshake.matches()) {
                    handshakes.put(handshake.group(1) + ":" + handshake.group(3), handshake.group(2));
                }
            });
            if (recipients.size() == jobs.size()) {
                List<Outcome> outcomes = new ArrayList<>();
                for (int i = 0; i < jobs.size(); i++) {
                    Matcher found = recipients.get(i);
                    String key = jobs.get(i).service() + ":" + found.group(3);
                    outcomes.add(new Outcome(
                            handshakes.getOrDefault(key, "-"), found.group(4), found.group(5), found.group(6)));
                }
                return outcomes;
            }
            if (System.nanoTime() - end > 0 || FATAL.matcher(text).find()) {
                throw new AssertionError("only " + recipients.size() + " of " + jobs.size()
                        + " recipients in Postfix's log:\n"
                        + text.lines()
                                .filter(line -> line.contains("warning: ") || line.contains("fatal: "))
                                .distinct()
                                .limit(50)
                                .collect(Collectors.joining("\n")));
            }
            Thread.sleep(100);
        }
    }
}
