/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.postchaise.testkit.TlsPeer;

/** openssl(1), where it is installed: it makes certificates that Java would not, and speaks TLS with them. */
public final class OpenSsl {
    private static final Path PROGRAM = Path.of("/usr/bin/openssl");
    private static final int LIMIT_SECONDS = 60;
    private static final int FIRST_PORT = 10_000;
    private static final int END_OF_PORTS = 32_000;
    private static final long PAUSE_NANOS = 2_000_000;
    private static final AtomicLong HANDSHAKES = new AtomicLong();

    private final Path directory;

    private OpenSsl(Path directory) {
        this.directory = directory;
    }

    /** With files in {@code directory}; skips the test, with a printed reason, where it is not installed; in CI, fails it. */
    public static OpenSsl in(Path directory) {
        String missing = Files.isExecutable(PROGRAM) ? "" : "OpenSSL (package openssl) is not installed";
        if (!missing.isEmpty() && "true".equals(System.getenv("CI"))) {
            throw new AssertionError(missing + "; in CI this test must run");
        }
        if (!missing.isEmpty()) {
            System.out.println("skipped: " + missing);
        }
        Assumptions.assumeTrue(missing.isEmpty(), missing);
        return new OpenSsl(directory);
    }

    /** A file of its directory. */
    public Path file(String name) {
        return directory.resolve(name);
    }

    /** Runs a command to its end. */
    public void run(String... arguments) throws IOException, InterruptedException {
        Path out = Files.createTempFile(directory, "run", ".out");
        Process process = builder(arguments)
                .redirectErrorStream(true)
                .redirectOutput(out.toFile())
                .start();
        if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
            process.destroyForcibly();
            throw new AssertionError("openssl " + String.join(" ", arguments) + ": " + Files.readString(out));
        }
        Files.delete(out);
    }

    private ProcessBuilder builder(String... arguments) {
        return new ProcessBuilder(Stream.concat(Stream.of(PROGRAM.toString()), Stream.of(arguments))
                        .toList())
                .directory(directory.toFile());
    }

    /** {@code openssl s_server} with the key, and the certificates, of a PEM file: a process for each connection. */
    public TlsPeer.Layer server(String pem) {
        return plain -> {
            int port = freePort();
            List<String> command = new ArrayList<>(List.of("s_server", "-quiet", "-naccept", "1"));
            command.addAll(List.of("-accept", "127.0.0.1:" + port, "-cert", pem, "-key", pem));
            command.addAll(List.of("-cipher", "DEFAULT@SECLEVEL=0"));
            if (Files.size(file(pem + ".chain")) > 0) {
                command.addAll(List.of("-cert_chain", pem + ".chain"));
            }
            Process process = builder(command.toArray(String[]::new))
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            Socket inner = connect(port, process);
            Runnable end = () -> {
                closeQuietly(plain);
                closeQuietly(inner);
                process.destroy();
            };
            pump(plain.getInputStream(), inner.getOutputStream(), end);
            pump(inner.getInputStream(), plain.getOutputStream(), end);
            return new TlsPeer.Layer.Streams(
                    process.getInputStream(), process.getOutputStream(), HANDSHAKES.incrementAndGet(), "");
        };
    }

    /** Below those that connections are made from: so many at once would soon meet another. */
    private static int freePort() {
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(FIRST_PORT, END_OF_PORTS);
            try (ServerSocket free = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return free.getLocalPort();
            } catch (IOException taken) {
                // the next one
            }
        }
    }

    private static Socket connect(int port, Process process) throws IOException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
        while (true) {
            try {
                return new Socket(InetAddress.getLoopbackAddress(), port);
            } catch (IOException notYet) {
                if (!process.isAlive() || System.nanoTime() - end > 0) {
                    process.destroy();
                    throw notYet;
                }
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }

    private static void pump(InputStream from, OutputStream to, Runnable end) {
        Thread thread = new Thread(
                () -> {
                    try {
                        from.transferTo(to);
                    } catch (IOException gone) {
                        // the client's end of the story is what tests look at
                    }
                    end.run();
                },
                "openssl");
        thread.setDaemon(true);
        thread.start();
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // it can't be more closed than this
        }
    }

    /**
     * A certificate to make.
     *
     * @param name of its files
     * @param key such as {@code RSA:2048}, {@code EC:P-256:named_curve} or {@code ED448}
     * @param issuer the name of another one; {@code self}
     * @param digest that is signed
     * @param subject such as {@code /CN=name}
     * @param extensions lines of a configuration; empty: a certificate of version 1
     */
    public record Request(String name, String key, String issuer, String digest, String subject, String extensions) {}

    /** Makes it: {@code NAME} has the key and the certificate, {@code NAME.chain} its issuers but for the last. */
    public void issue(Request request) throws IOException, InterruptedException {
        String name = request.name();
        run(generation(request.key(), name + ".key"));
        Files.writeString(file(name + ".cnf"), "[e]\n" + request.extensions() + "\n");
        run("req", "-new", "-utf8", "-key", name + ".key", "-subj", request.subject(), "-out", name + ".csr");
        List<String> sign = new ArrayList<>(List.of("x509", "-req", "-in", name + ".csr", "-out", name + ".pem"));
        sign.addAll(List.of("-days", "10", "-" + request.digest()));
        if (!request.extensions().isEmpty()) {
            sign.addAll(List.of("-extfile", name + ".cnf", "-extensions", "e"));
        }
        String issuer = request.issuer();
        sign.addAll(
                issuer.equals("self")
                        ? List.of("-key", name + ".key")
                        : List.of("-CA", issuer + ".pem", "-CAkey", issuer + ".key", "-CAcreateserial"));
        run(sign.toArray(String[]::new));
        write(
                name,
                Files.readString(file(name + ".key")) + Files.readString(file(name + ".pem")),
                issuer.equals("self") || issuer.equals("root")
                        ? ""
                        : Files.readString(file(issuer + ".pem")) + Files.readString(file(issuer + ".chain")));
    }

    /** What {@link #server} reads. */
    public void write(String name, String keyAndCertificate, String chain) throws IOException {
        Files.writeString(file(name), keyAndCertificate);
        Files.writeString(file(name + ".chain"), chain);
    }

    private static String[] generation(String key, String file) {
        String[] words = key.split(":", -1);
        List<String> command = new ArrayList<>(List.of("genpkey", "-out", file, "-algorithm", words[0]));
        if (words[0].equals("RSA")) {
            command.addAll(List.of("-pkeyopt", "rsa_keygen_bits:" + words[1]));
        } else if (words[0].equals("EC")) {
            command.addAll(List.of("-pkeyopt", "ec_paramgen_curve:" + words[1]));
            command.addAll(List.of("-pkeyopt", "ec_param_enc:" + words[2]));
        }
        return command.toArray(String[]::new);
    }
}
