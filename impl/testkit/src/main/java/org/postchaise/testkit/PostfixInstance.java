/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Complete Postfix, as installed on this machine, with a configuration and a queue of its own. */
public final class PostfixInstance implements AutoCloseable {
    private static final Path PROGRAMS = Path.of("/usr/sbin");
    private static final Path DAEMONS = Path.of("/usr/lib/postfix/sbin");

    private final Path directory;
    private final int port;

    private PostfixInstance(Path directory, int port) {
        this.directory = directory;
        this.port = port;
    }

    /** Returns true if Postfix can be started, which only root can do. */
    public static boolean installed() {
        return Files.isExecutable(PROGRAMS.resolve("postfix"))
                && Files.isExecutable(DAEMONS.resolve("tlsmgr"))
                && System.getProperty("user.name").equals("root");
    }

    /**
     * Starts a Postfix that accepts mail on the loopback interface.
     *
     * @param parameters further lines of main.cf; {@code DIRECTORY} is the instance's own directory
     * @param services further lines of master.cf, with the same {@code DIRECTORY}
     */
    public static PostfixInstance start(String parameters, String services) throws IOException, InterruptedException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        // in the system's directory for temporary files, which the processes of user postfix can reach
        Path directory = Files.createTempDirectory("postfix-bench");
        run(List.of("chmod", "755", directory.toString()));
        Path configuration = Files.createDirectories(directory.resolve("etc"));
        Files.createDirectories(directory.resolve("queue"));
        Files.createDirectories(directory.resolve("data"));
        run(List.of("chown", "postfix", directory.resolve("data").toString()));
        Files.writeString(
                configuration.resolve("main.cf"), ("""
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
                """ + parameters).replace("DIRECTORY", directory.toString()));
        Files.writeString(configuration.resolve("master.cf"), """
                127.0.0.1:PORT inet n - n - - smtpd
                cleanup   unix  n - n - 0 cleanup
                qmgr      unix  n - n 300 1 qmgr
                rewrite   unix  - - n - - trivial-rewrite
                bounce    unix  - - n - 0 bounce
                defer     unix  - - n - 0 bounce
                trace     unix  - - n - 0 bounce
                proxymap  unix  - - n - - proxymap
                error     unix  - - n - - error
                retry     unix  - - n - - error
                anvil     unix  - - n - 1 anvil
                postlog   unix-dgram n - n - 1 postlogd
                """.replace("PORT", "" + port) + services);
        PostfixInstance instance = new PostfixInstance(directory, port);
        try {
            instance.run("postfix", "start");
        } catch (IOException e) {
            instance.close();
            throw e;
        }
        return instance;
    }

    /** Returns the port that accepts mail. */
    public int port() {
        return port;
    }

    /** Returns the directory of main.cf, as programs of Postfix take it after {@code -c}. */
    public Path configuration() {
        return directory.resolve("etc");
    }

    /** Returns the log file. */
    public Path log() {
        return directory.resolve("log");
    }

    /** Runs a program of Postfix to its end, with the configuration of this instance. */
    public void run(String program, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                PROGRAMS.resolve(program).toString(), "-c", configuration().toString()));
        command.addAll(List.of(arguments));
        run(command);
    }

    private static void run(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(command + ": " + said);
        }
    }

    /** Returns the number of mails in {@code queues}; a mail that moves meanwhile may be counted in neither, or in both. */
    public long mails(String... queues) throws IOException {
        long sum = 0;
        for (String name : queues) {
            try (Stream<Path> files = Files.walk(directory.resolve("queue").resolve(name))) {
                sum += files.filter(Files::isRegularFile).count();
            } catch (UncheckedIOException gone) {
                // a mail that was delivered during the count
                sum++;
            } catch (NoSuchFileException none) {
                // a queue that had no mail so far
            }
        }
        return sum;
    }

    /** Returns the process of master(8). */
    public ProcessHandle master() throws IOException {
        String pid = Files.readString(directory.resolve("queue/pid/master.pid")).strip();
        return ProcessHandle.of(Long.parseLong(pid))
                .orElseThrow(() -> new IOException("Postfix has ended; " + log() + " may say why"));
    }

    @Override
    public void close() throws IOException {
        try {
            if (Files.exists(directory.resolve("queue/pid/master.pid"))) {
                run("postfix", "stop");
            }
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
