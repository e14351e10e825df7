/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.cli;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.mail.Message;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.postchaise.testkit.PostfixInstance;

/** Clients that others wrote, and our own, send the same tricky mails to {@code postchaise serve}: each arrives octet for octet. */
@Timeout(300)
class ServeClientsIT {
    @TempDir
    private static Path directory;

    private static ServeProcess server;

    /** A way to send a mail. */
    @FunctionalInterface
    private interface Client {
        void send(TrickyMail mail, Path content) throws Exception;
    }

    @BeforeAll
    static void start() throws Exception {
        server = ServeProcess.start(directory, "-o", "mynetworks=127.0.0.0/8");
    }

    @AfterAll
    static void stop() throws Exception {
        try (ServeProcess stopped = server) {
            assertThat(stopped.terminate()).as(stopped.log()).isZero();
        }
    }

    private static void sendAll(Client client) throws Exception {
        sendAll(client, TrickyMail::complete, content -> content);
    }

    /**
     * Sends all mails.
     *
     * @param expected what has to arrive of a mail
     * @param without removes from what arrived what the client has added to it
     */
    private static void sendAll(Client client, Function<TrickyMail, String> expected, UnaryOperator<String> without)
            throws Exception {
        for (TrickyMail mail : TrickyMail.all()) {
            Path content = Files.write(directory.resolve("content"), mail.octets());
            client.send(mail, content);
            ServeProcess.Arrived arrived = server.take(1).get(0);
            assertThat(without.apply(arrived.content())).as(mail.name()).isEqualTo(expected.apply(mail));
            assertThat(arrived.sender()).as(mail.name()).isEqualTo(TrickyMail.SENDER);
            assertThat(arrived.recipients()).as(mail.name()).containsExactlyInAnyOrderElementsOf(mail.recipients());
        }
    }

    /** Skips the test, with a printed reason, where a program is missing; in CI, fails it. */
    private static void require(String what, List<String> programs) {
        boolean present = programs.stream().allMatch(program -> Files.isExecutable(Path.of(program)));
        if (!present && "true".equals(System.getenv("CI"))) {
            throw new AssertionError(what + " is not installed; in CI this test must run");
        }
        skip(!present, what + " is not installed");
    }

    private static void skip(boolean skipped, String reason) {
        if (skipped) {
            System.out.println("skipped: " + reason);
            Assumptions.abort(reason);
        }
    }

    private static List<String> command(List<String> first, List<String> recipients) {
        List<String> all = new ArrayList<>(first);
        all.addAll(recipients);
        return all;
    }

    private static int status(Path input, List<String> command) throws Exception {
        Path out = directory.resolve("out");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectInput(input.toFile())
                .redirectErrorStream(true)
                .redirectOutput(out.toFile());
        builder.environment().put("NODE_PATH", "/usr/share/nodejs");
        Process process = builder.start();
        try {
            assertThat(process.waitFor(60, TimeUnit.SECONDS))
                    .as("%s ends", command)
                    .isTrue();
        } finally {
            process.destroyForcibly();
        }
        return process.exitValue();
    }

    private static void run(Path input, List<String> command) throws Exception {
        assertThat(status(input, command))
                .as(() -> command.get(0) + ": " + text(directory.resolve("out")))
                .isZero();
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return e.toString();
        }
    }

    private static Path script(String name) throws Exception {
        Path script = directory.resolve(name);
        try (var in = ServeClientsIT.class.getResourceAsStream("/clients/" + name)) {
            Files.write(script, in.readAllBytes());
        }
        return script;
    }

    @Test
    void swaks() throws Exception {
        require("swaks (package swaks)", List.of("/usr/bin/swaks"));
        sendAll(
                (mail, content) -> run(
                        content,
                        List.of(
                                "/usr/bin/swaks",
                                "--silent",
                                "2",
                                "--server",
                                "127.0.0.1:" + server.port(),
                                "--helo",
                                "client.example",
                                "--from",
                                TrickyMail.SENDER,
                                "--to",
                                String.join(",", mail.recipients()),
                                "--data",
                                "-")),
                // swaks takes a last line of one dot for the end, and always adds a CRLF; so smtp-sink -D shows it, too
                mail -> mail.content().replaceFirst("\r\n\\.\r\n$", "") + "\r\n",
                content -> content);
    }

    @Test
    void smtpSource() throws Exception {
        require("smtp-source (package postfix)", List.of("/usr/sbin/smtp-source"));
        run(
                Path.of("/dev/null"),
                List.of(
                        "/usr/sbin/smtp-source",
                        "-m",
                        "40",
                        "-s",
                        "4",
                        "-l",
                        "4000",
                        "-f",
                        TrickyMail.SENDER,
                        "-t",
                        "user@example.net",
                        "127.0.0.1:" + server.port()));
        assertThat(server.take(40)).allSatisfy(mail -> {
            assertThat(mail.sender()).isEqualTo(TrickyMail.SENDER);
            assertThat(mail.recipients()).isEqualTo(List.of("user@example.net"));
        });
    }

    @Test
    void postfix() throws Exception {
        require("Postfix (package postfix)", List.of("/usr/sbin/postfix", "/usr/lib/postfix/sbin/smtp"));
        skip(!System.getProperty("user.name").equals("root"), "Postfix can only be started by root");
        try (PostfixInstance relay = PostfixInstance.start("relayhost = [127.0.0.1]:" + server.port() + "\n", """
                        pickup    unix  n - n 60 1 pickup
                        smtp      unix  - - n - - smtp
                        """)) {
            sendAll(
                    (mail, content) -> run(
                            content,
                            command(
                                    List.of(
                                            "/usr/sbin/sendmail",
                                            "-C",
                                            relay.configuration().toString(),
                                            "-i",
                                            "-B",
                                            "8BITMIME",
                                            "-f",
                                            TrickyMail.SENDER),
                                    mail.recipients())),
                    TrickyMail::complete,
                    ServeProcess::withoutReceived);
        }
    }

    @Test
    void pythonsSmtplib() throws Exception {
        require("Python (package python3)", List.of("/usr/bin/python3"));
        Path script = script("send.py");
        sendAll((mail, content) -> run(content, scripted("/usr/bin/python3", script, mail, content)));
    }

    @Test
    void nodemailer() throws Exception {
        Path nothing = Files.write(directory.resolve("nothing"), new byte[0]);
        skip(!Files.isExecutable(Path.of("/usr/bin/node")), "Node.js is not installed");
        skip(
                status(nothing, List.of("/usr/bin/node", "-e", "require('nodemailer')")) != 0,
                "nodemailer (package node-nodemailer) is not installed");
        Path script = script("send.js");
        sendAll((mail, content) -> run(content, scripted("/usr/bin/node", script, mail, content)));
    }

    private static List<String> scripted(String program, Path script, TrickyMail mail, Path content) {
        return command(
                List.of(
                        program,
                        script.toString(),
                        String.valueOf(server.port()),
                        content.toString(),
                        TrickyMail.SENDER),
                mail.recipients());
    }

    @Test
    void curl() throws Exception {
        require("curl (package curl)", List.of("/usr/bin/curl"));
        sendAll((mail, content) -> {
            List<String> command = new ArrayList<>(List.of(
                    "/usr/bin/curl",
                    "--silent",
                    "--show-error",
                    "--mail-from",
                    TrickyMail.SENDER,
                    "--upload-file",
                    content.toString()));
            mail.recipients().forEach(recipient -> command.addAll(List.of("--mail-rcpt", recipient)));
            command.add("smtp://127.0.0.1:" + server.port() + "/client.example");
            run(content, command);
        });
    }

    @Test
    void angusMail() throws Exception {
        Properties properties = new Properties();
        properties.putAll(Map.of(
                "mail.smtp.host", "127.0.0.1",
                "mail.smtp.port", String.valueOf(server.port()),
                "mail.smtp.localhost", "client.example",
                "mail.smtp.allow8bitmime", "true",
                "mail.smtp.from", TrickyMail.SENDER));
        Session session = Session.getInstance(properties);
        sendAll((mail, content) -> {
            Message message = new MimeMessage(session, new ByteArrayInputStream(mail.octets()));
            try (Transport transport = session.getTransport("smtp")) {
                transport.connect();
                transport.sendMessage(message, InternetAddress.parse(String.join(",", mail.recipients())));
            }
        });
    }

    @Test
    void ourClientWithData() throws Exception {
        sendAll((mail, content) -> ours(mail, "no"));
    }

    @Test
    void ourClientWithBdat() throws Exception {
        sendAll((mail, content) -> ours(mail, "yes"));
        assertThat(server.log()).contains(" bdat=");
    }

    private static void ours(TrickyMail mail, String chunking) {
        StringWriter out = new StringWriter();
        List<String> arguments = command(
                List.of(
                        "send",
                        "-o",
                        "smtp_chunking_enable=" + chunking,
                        "--next-hop",
                        "[127.0.0.1]:" + server.port(),
                        "-f",
                        TrickyMail.SENDER),
                mail.recipients());
        assertThat(PostchaiseCommand.run(
                        new ByteArrayInputStream(mail.octets()),
                        new PrintWriter(out, true),
                        new PrintWriter(out, true),
                        arguments.toArray(String[]::new)))
                .as(out::toString)
                .isZero();
    }
}
