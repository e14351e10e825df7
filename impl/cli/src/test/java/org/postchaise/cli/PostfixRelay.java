/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** An instance of Postfix without a listener, which relays what sendmail(1) gives it. Root only. */
final class PostfixRelay implements AutoCloseable {
    static final List<String> PROGRAMS = List.of("/usr/sbin/postfix", "/usr/lib/postfix/sbin/smtp");

    private final Path directory;
    private final Path configuration;

    private PostfixRelay(int port) throws IOException, InterruptedException {
        directory = Files.createTempDirectory("postchaise-relay");
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        configuration = Files.createDirectories(directory.resolve("etc"));
        Files.createDirectories(directory.resolve("queue"));
        Path data = Files.createDirectories(directory.resolve("data"));
        Files.setOwner(
                data, data.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("postfix"));
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
                alias_maps =
                alias_database =
                relayhost = [127.0.0.1]:PORT
                """.replace("DIRECTORY", directory.toString())
                .replace("PORT", String.valueOf(port)));
        Files.writeString(configuration.resolve("master.cf"), """
                pickup    unix  n - n 60 1 pickup
                cleanup   unix  n - n - 0 cleanup
                qmgr      unix  n - n 300 1 qmgr
                rewrite   unix  - - n - - trivial-rewrite
                bounce    unix  - - n - 0 bounce
                defer     unix  - - n - 0 bounce
                trace     unix  - - n - 0 bounce
                proxymap  unix  - - n - - proxymap
                error     unix  - - n - - error
                retry     unix  - - n - - error
                smtp      unix  - - n - - smtp
                postlog   unix-dgram n - n - 1 postlogd
                """);
        postfix("start");
    }

    static PostfixRelay to(int port) throws IOException, InterruptedException {
        return new PostfixRelay(port);
    }

    /** Returns the directory with main.cf. */
    String configuration() {
        return configuration.toString();
    }

    String log() throws IOException {
        return Files.readString(directory.resolve("log"));
    }

    private void postfix(String command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(PROGRAMS.get(0), "-c", configuration.toString(), command)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve(command).toFile())
                .start();
        if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
            process.destroyForcibly();
            throw new IOException("postfix " + command + ": " + Files.readString(directory.resolve(command)));
        }
    }

    @Override
    public void close() throws IOException {
        try {
            postfix("stop");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while Postfix stops", e);
        }
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
