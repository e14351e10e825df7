/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * Dovecot's LMTP server, where it is installed, on a unix-domain socket and with a configuration of its own. It takes mail for
 * {@code ann} and {@code eve}, and for {@code bob}, whose quota is {@value #BOBS_QUOTA} octets; at any domain. It also tells
 * Postfix's smtpd who may log in: everyone, with {@link #PASSWORD}.
 */
public final class Dovecot implements AutoCloseable {
    /** Everyone's. */
    public static final String PASSWORD = "none";

    private static final int BOBS_QUOTA = 1000;
    private static final Path PROGRAM = Path.of("/usr/sbin/dovecot");
    private static final Path LMTP = Path.of("/usr/lib/dovecot/lmtp");
    private static final int LIMIT_SECONDS = 60;

    private final Path directory;

    private Dovecot(Path directory) {
        this.directory = directory;
    }

    /** Starts one; skips the test, with a printed reason, where that can't be done; in CI, fails it. */
    public static Dovecot start() {
        String missing = "";
        if (!Files.isExecutable(PROGRAM) || !Files.isExecutable(LMTP)) {
            missing = "Dovecot's LMTP server (package dovecot-lmtpd) is not installed";
        } else if (!System.getProperty("user.name").equals("root")) {
            missing = "Dovecot can only be started by root";
        }
        if (!missing.isEmpty() && "true".equals(System.getenv("CI"))) {
            throw new AssertionError(missing + "; in CI this test must run");
        }
        if (!missing.isEmpty()) {
            System.out.println("skipped: " + missing);
        }
        Assumptions.assumeTrue(missing.isEmpty(), missing);
        try {
            // not JUnit's: a socket's path may have no more than 108 octets
            Path directory = Files.createTempDirectory("dovecot");
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
            Dovecot dovecot = new Dovecot(directory);
            dovecot.configure();
            dovecot.run();
            return dovecot;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The socket on which it speaks LMTP. */
    public Path socket() {
        return directory.resolve("run/lmtp");
    }

    /** The socket on which it is asked about logins. */
    public Path authSocket() {
        return directory.resolve("run/auth-smtpd");
    }

    /** The mails of {@code user}; line ends are LF. */
    public List<String> mails(String user) {
        Path folder = directory.resolve("mail").resolve(user).resolve("new");
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(Dovecot::read).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            run("stop");
            try (Stream<Path> files = Files.walk(directory)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(file);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void configure() throws IOException {
        Path mail = Files.createDirectory(directory.resolve("mail"));
        Files.setOwner(
                mail, mail.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("mail"));
        Files.writeString(
                directory.resolve("users"),
                "ann:::::::\neve:::::::\nbob:::::::userdb_quota_rule=*:bytes=" + BOBS_QUOTA + "\n");
        Files.writeString(directory.resolve("dovecot.conf"), """
                base_dir = DIRECTORY/run
                state_dir = DIRECTORY/state
                log_path = DIRECTORY/log
                protocols = lmtp
                listen = 127.0.0.1
                ssl = no
                disable_plaintext_auth = no
                auth_mechanisms = plain login cram-md5 digest-md5 scram-sha-1 scram-sha-256
                auth_username_format = %n
                mail_location = maildir:DIRECTORY/mail/%n
                first_valid_uid = 1
                mail_plugins = quota
                plugin {
                  quota = maildir:User quota
                }
                passdb {
                  driver = static
                  args = password=PASSWORD
                }
                userdb {
                  driver = passwd-file
                  args = username_format=%n DIRECTORY/users
                  override_fields = uid=mail gid=mail home=DIRECTORY/mail/%n
                }
                service anvil {
                  chroot =
                }
                service auth {
                  unix_listener auth-smtpd {
                    mode = 0666
                  }
                }
                service lmtp {
                  unix_listener lmtp {
                    mode = 0666
                  }
                }
                """.replace("DIRECTORY", directory.toString())
                .replace("PASSWORD", PASSWORD));
    }

    private void run(String... arguments) throws IOException {
        Path out = Files.createTempFile("dovecot", ".out");
        Process process = new ProcessBuilder(Stream.concat(
                                Stream.of(PROGRAM.toString(), "-c", directory + "/dovecot.conf"), Stream.of(arguments))
                        .toList())
                .redirectErrorStream(true)
                .redirectOutput(out.toFile())
                .start();
        try {
            if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new AssertionError("Dovecot failed: " + read(out) + log());
            }
            Files.delete(out);
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** What it logged. */
    public String log() {
        Path log = directory.resolve("log");
        return Files.exists(log) ? read(log) : "";
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
