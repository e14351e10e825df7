/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.bench.tls;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.postchaise.api.Envelope;
import org.postchaise.api.MessageSource;
import org.postchaise.api.Recipient;
import org.postchaise.bench.client.Figures;
import org.postchaise.bench.client.Message;
import org.postchaise.engine.client.delivery.MailClient;
import org.postchaise.engine.client.delivery.SessionStore;
import org.postchaise.engine.client.route.NextHop;
import org.postchaise.engine.config.catalog.Catalog;
import org.postchaise.engine.event.EngineListener;

/** A whole Postfix, of which the processor time of smtp(8) is looked at: a session for each recipient, one after the other. */
final class PostfixClient implements AutoCloseable {
    private static final Path PROGRAM = Path.of("/usr/sbin/postfix");
    private static final Path TLS_MANAGER = Path.of("/usr/lib/postfix/sbin/tlsmgr");
    private static final long LIMIT_NANOS = TimeUnit.MINUTES.toNanos(5);

    private final Path directory;
    private final int port;

    private PostfixClient(Path directory, int port) {
        this.directory = directory;
        this.port = port;
    }

    /** Postfix starts as root only. */
    static boolean installed() {
        return Files.isExecutable(PROGRAM)
                && Files.isExecutable(TLS_MANAGER)
                && System.getProperty("user.name").equals("root");
    }

    /** One that sends to the server at {@code sink}. */
    static PostfixClient start(int sink, Kind kind) throws IOException, InterruptedException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        // under the system's directory: the processes of user postfix must get there
        Path directory = Files.createTempDirectory("tls-bench");
        run(List.of("chmod", "755", directory.toString()));
        Path configuration = Files.createDirectories(directory.resolve("etc"));
        Files.createDirectories(directory.resolve("queue"));
        Files.createDirectories(directory.resolve("data"));
        run(List.of("chown", "postfix", directory.resolve("data").toString()));
        Files.writeString(configuration.resolve("main.cf"), """
                compatibility_level = 3.6
                queue_directory = DIRECTORY/queue
                data_directory = DIRECTORY/data
                command_directory = /usr/sbin
                daemon_directory = /usr/lib/postfix/sbin
                shlib_directory = /usr/lib/postfix
                mail_owner = postfix
                setgid_group = postdrop
                maillog_file = DIRECTORY/log
                maillog_file_prefixes = DIRECTORY
                inet_interfaces = 127.0.0.1
                inet_protocols = ipv4
                myhostname = client.example
                mydestination =
                mynetworks = 127.0.0.0/8
                alias_maps =
                alias_database =
                local_recipient_maps =
                relayhost = [127.0.0.1]:SINK
                smtpd_recipient_limit = 100000
                smtp_destination_recipient_limit = 1
                smtp_destination_concurrency_limit = 1
                smtp_connection_cache_on_demand = no
                smtp_tls_security_level = LEVEL
                smtp_tls_session_cache_database = CACHE
                max_use = 1000000
                """.replace("DIRECTORY", directory.toString())
                .replace("SINK", "" + sink)
                .replace("LEVEL", kind.level())
                .replace("CACHE", kind == Kind.RESUMED ? "btree:" + directory.resolve("data/scache") : ""));
        Files.writeString(configuration.resolve("master.cf"), """
                127.0.0.1:PORT inet n - n - - smtpd
                cleanup   unix  n - n - 0 cleanup
                qmgr      unix  n - n 300 1 qmgr
                tlsmgr    unix  - - n 1000? 1 tlsmgr
                rewrite   unix  - - n - - trivial-rewrite
                bounce    unix  - - n - 0 bounce
                defer     unix  - - n - 0 bounce
                trace     unix  - - n - 0 bounce
                proxymap  unix  - - n - - proxymap
                error     unix  - - n - - error
                retry     unix  - - n - - error
                smtp      unix  - - n - 1 smtp
                anvil     unix  - - n - 1 anvil
                postlog   unix-dgram n - n - 1 postlogd
                """.replace("PORT", "" + port));
        run(List.of(PROGRAM.toString(), "-c", configuration.toString(), "start"));
        return new PostfixClient(directory, port);
    }

    private static void run(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(command + ": " + said);
        }
    }

    /** {@code count} mails of 1 KiB, after a few to begin with. */
    Figures send(int count) throws IOException, InterruptedException {
        deliver(20);
        long processor = processor();
        long began = System.nanoTime();
        deliver(count);
        return new Figures(count, System.nanoTime() - began, processor() - processor);
    }

    private void deliver(int count) throws IOException, InterruptedException {
        List<Recipient> recipients = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            recipients.add(Recipient.of("r" + i + "@example.net"));
        }
        try (MailClient client = MailClient.of(Catalog.settings(Map.of()), EngineListener.NONE)) {
            client.deliver(
                    NextHop.parse("[127.0.0.1]:" + port),
                    Envelope.of(Message.SENDER, recipients),
                    MessageSource.of(Message.octets(1 << 10)),
                    SessionStore.none());
        }
        long end = System.nanoTime() + LIMIT_NANOS;
        while (!isQueueEmpty()) {
            if (System.nanoTime() - end > 0) {
                throw new IOException("Postfix still has mail; " + directory.resolve("log") + " says why");
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    private boolean isQueueEmpty() throws IOException {
        for (String name : List.of("incoming", "active", "deferred")) {
            try (Stream<Path> files = Files.walk(directory.resolve("queue").resolve(name))) {
                if (files.anyMatch(Files::isRegularFile)) {
                    return false;
                }
            } catch (UncheckedIOException gone) {
                // one that was delivered while it was looked at
                return false;
            }
        }
        return true;
    }

    /** Nanoseconds on a processor of all smtp(8) that this Postfix has. */
    private long processor() throws IOException {
        String master =
                Files.readString(directory.resolve("queue/pid/master.pid")).strip();
        long sum = 0;
        try (Stream<ProcessHandle> children =
                ProcessHandle.of(Long.parseLong(master)).orElseThrow().children()) {
            for (ProcessHandle child : children.toList()) {
                Path process = Path.of("/proc/" + child.pid());
                if (Files.readString(process.resolve("comm")).strip().equals("smtp")) {
                    sum += Long.parseLong(
                            Files.readString(process.resolve("schedstat")).split(" ", -1)[0]);
                }
            }
        }
        return sum;
    }

    @Override
    public void close() throws IOException {
        try {
            run(List.of(PROGRAM.toString(), "-c", directory.resolve("etc").toString(), "stop"));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
