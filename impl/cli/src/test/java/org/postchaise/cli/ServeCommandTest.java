/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.postchaise.testkit.MockMailbox;
import tools.jackson.jr.ob.JSON;

/** {@code serve} with each sink, fed by {@code send}. */
@Timeout(120)
class ServeCommandTest {
    private static final String MAIL = """
            Subject: <b>hello</b>
            From: a@example.com
            To: b@localhost
            Message-ID: <1@example.com>
            Date: Mon, 02 Jan 2023 10:00:00 +0000

            .hello
            world
            """.replace("\n", "\r\n");

    private static final Pattern ADDRESS = Pattern.compile("listening on (\\S+)");

    @TempDir
    Path directory;

    private final StringWriter log = new StringWriter();
    private final AtomicInteger status = new AtomicInteger(-1);
    private Thread serving = new Thread(() -> {});

    /** Starts the command, and returns the address that it listens on. */
    private String serve(String... arguments) throws InterruptedException {
        List<String> all = new ArrayList<>(List.of("serve"));
        all.addAll(List.of(arguments));
        if (!all.contains("--listen")) {
            all.addAll(List.of("--listen", "127.0.0.1:0"));
        }
        serving = new Thread(() -> status.set(PostchaiseCommand.run(
                InputStream.nullInputStream(),
                new PrintWriter(new StringWriter()),
                new PrintWriter(log, true),
                all.toArray(String[]::new))));
        serving.start();
        Matcher address = ADDRESS.matcher(log.toString());
        while (!address.find()) {
            assertThat(serving.isAlive()).as(log.toString()).isTrue();
            Thread.sleep(10);
            address = ADDRESS.matcher(log.toString());
        }
        return address.group(1);
    }

    @AfterEach
    void stop() throws InterruptedException {
        serving.interrupt();
        serving.join();
    }

    private static Finished send(String address, String... more) {
        String hop = address.startsWith("lmtp:") ? address : "[" + address.replaceFirst(":(\\d+)$", "]:$1");
        List<String> all = new ArrayList<>(
                List.of("send", "-o", "smtp_tls_security_level=none", "--next-hop", hop, "-f", "a@example.com"));
        all.addAll(List.of(more.length == 0 ? new String[] {"b@localhost"} : more));
        return Finished.ours(MAIL, all.toArray(String[]::new));
    }

    private List<Path> files(String folder, String end) throws IOException {
        try (Stream<Path> files = Files.list(directory.resolve(folder))) {
            return files.filter(file -> file.toString().endsWith(end)).toList();
        }
    }

    @Test
    void emlFilesHoldTheContentOctetForOctetAndTheEnvelope() throws Exception {
        String address = serve("--eml", directory.resolve("eml").toString());
        assertThat(send(address, "b@localhost", "c@localhost").status()).isZero();
        String content = Files.readString(files("eml", ".eml").get(0), StandardCharsets.ISO_8859_1);
        assertThat(content).startsWith("Received: from ").endsWith(MAIL);
        Map<String, Object> envelope =
                JSON.std.mapFrom(Files.readAllBytes(files("eml", ".json").get(0)));
        assertThat(envelope)
                .containsEntry("sender", "a@example.com")
                .containsEntry("client_address", "127.0.0.1")
                .containsEntry("protocol", "ESMTP");
        assertThat((List<?>) envelope.get("recipients"))
                .extracting(one -> ((Map<?, ?>) one).get("address"))
                .isEqualTo(List.of("b@localhost", "c@localhost"));
    }

    @Test
    void theMaildirHoldsMailAsLocalWritesIt() throws Exception {
        String address = serve("--maildir", directory.resolve("box").toString());
        assertThat(send(address).status()).isZero();
        assertThat(Files.readString(files("box/new", "").get(0)))
                .startsWith("Return-Path: <a@example.com>\nDelivered-To: b@localhost\nReceived: from ")
                .endsWith(MAIL.replace("\r\n", "\n"));
        assertThat(files("box/tmp", "")).isEmpty();
    }

    @Test
    void theCommandsExitStatusIsTheReply() throws Exception {
        Path out = directory.resolve("out");
        String address = serve(
                "--command",
                "cat > " + out + "; echo $SENDER $RECIPIENTS >> " + out
                        + "; case $RECIPIENTS in later*) exit 75;; never*) exit 1;; esac");
        assertThat(send(address).status()).isZero();
        assertThat(Files.readString(out)).endsWith(MAIL.replace("\r\n", "\n") + "a@example.com b@localhost\n");
        assertThat(send(address, "later@localhost").status()).isEqualTo(75);
        assertThat(send(address, "never@localhost").status()).isEqualTo(69);
    }

    @Test
    void aCommandThatDiesBySignalAsksToTryAgain() throws Exception {
        String address = serve("--command", "kill -9 $$");
        assertThat(send(address).status()).isEqualTo(75);
    }

    @Test
    void aCommandsUnknownUserIsPermanent() throws Exception {
        String address = serve("--command", "echo who; echo 'is that?' >&2; exit 67");
        assertThat(send(address).out()).contains("550 5.1.1 user unknown. Command output: who is that?");
    }

    @Test
    void aCommandThatWritesWithoutEndDoesNotHang() throws Exception {
        String address = serve("--command", "head -c 300000 /dev/zero; sleep 300 & exit 75");
        assertThat(send(address).out()).contains("451 4.3.0 temporary failure. Command output: ");
    }

    @Test
    void recipientsThatDoNotFitTheEnvironmentAreDeferred() throws Exception {
        String address = serve("--command", "true");
        int colon = address.lastIndexOf(':');
        String domain = "@" + "x".repeat(60) + "." + "y".repeat(60) + ".example";
        StringBuilder commands = new StringBuilder("EHLO x\r\nMAIL FROM:<>\r\n");
        for (int i = 0; i < 1000; i++) {
            commands.append("RCPT TO:<user").append(i).append(domain).append(">\r\n");
        }
        commands.append("DATA\r\n");
        try (Socket client = new Socket(address.substring(0, colon), Integer.parseInt(address.substring(colon + 1)))) {
            client.getOutputStream().write(commands.toString().getBytes(StandardCharsets.US_ASCII));
            BufferedReader replies =
                    new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.US_ASCII));
            while (!replies.readLine().startsWith("354 ")) {
                // the other replies
            }
            client.getOutputStream().write(".\r\n".getBytes(StandardCharsets.US_ASCII));
            assertThat(replies.readLine()).isEqualTo("451 4.5.3 Error: too many recipients for a command");
        }
    }

    @Test
    void theRelaysReplyIsThatOfTheNextServer() throws Exception {
        try (MockMailbox next = MockMailbox.start()) {
            String address =
                    serve("--relay", "-o", "relayhost=" + next.nextHop(), "-o", "smtp_tls_security_level=none");
            assertThat(send(address, "b@example.net").status()).isZero();
            assertThat(next.mails()).hasSize(1);
            next.refuseRecipients(to -> true, "550 5.1.1 no such user", 1);
            Finished refused = send(address, "b@example.net");
            assertThat(refused.status()).isEqualTo(69);
            assertThat(refused.out()).contains("550 5.1.1 no such user");
        }
    }

    @Test
    void theMailboxPageShowsMailAndNoMarkupOfIt() throws Exception {
        String address = serve("--mailbox", "127.0.0.1:0");
        Matcher page = Pattern.compile("mailbox at (\\S+)").matcher(log.toString());
        assertThat(page.find()).isTrue();
        assertThat(get(page.group(1)).body()).contains("No mail");
        assertThat(send(address).status()).isZero();
        String list = get(page.group(1)).body();
        assertThat(list).contains("&lt;b&gt;hello&lt;/b&gt;", "b@localhost").doesNotContain("<b>");
        Matcher link = Pattern.compile("href=\"/([^\"]+)\"").matcher(list);
        assertThat(link.find()).isTrue();
        HttpResponse<String> source = get(page.group(1) + link.group(1));
        assertThat(source.body()).endsWith(MAIL);
        assertThat(source.headers().firstValue("Content-Type").orElse("")).startsWith("text/plain");
        assertThat(get(page.group(1) + "none").statusCode()).isEqualTo(404);
    }

    private static HttpResponse<String> get(String url) throws Exception {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void lmtpAnswersForEachRecipientOverAUnixSocket() throws Exception {
        String socket = "lmtp:unix:" + directory.resolve("lmtp");
        assertThat(serve("--discard", "--listen", socket)).isEqualTo(socket);
        Finished sent = send(socket, "b@localhost", "c@localhost");
        assertThat(sent.status()).as(sent.out() + sent.err()).isZero();
        assertThat(sent.lines())
                .filteredOn(line -> line.contains("status=sent"))
                .hasSize(2);
    }

    @Test
    void aServiceOfMasterCfHasItsOptions() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        Path master = Files.writeString(
                directory.resolve("master.cf"),
                "127.0.0.1:" + port + " inet n - n - - smtpd -o smtpd_recipient_limit=1\n");
        String address = serve("--discard", "--master", master.toString(), "--listen", "127.0.0.1:" + port);
        assertThat(send(address, "b@localhost", "c@localhost").out()).contains("too many recipients");
    }

    @Test
    void interruptionEndsItInOrder() throws Exception {
        serve("--discard");
        stop();
        assertThat(status.get()).isZero();
    }

    @Test
    void whatCanNotBeUsedIsOneLineAndAStatus() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getAllByName("127.0.0.1")[0])) {
            Finished inUse = Finished.ours("", "serve", "--discard", "--listen", "127.0.0.1:" + taken.getLocalPort());
            assertThat(inUse.status()).isEqualTo(69);
            assertThat(inUse.err().lines()).hasSize(1).first().asString().contains("listen on ");
        }
        Finished unreadable = Finished.ours("", "serve", "--discard", "-C", "/no/such/main.cf");
        assertThat(unreadable.status()).isEqualTo(78);
        assertThat(unreadable.err().lines()).hasSize(1);
        assertThat(Finished.ours("", "serve", "--discard", "--listen", "nowhere")
                        .status())
                .isEqualTo(64);
        assertThat(Finished.ours("", "serve").status()).isEqualTo(64);
        assertThat(Finished.ours("", "serve", "--discard", "--relay").status()).isEqualTo(64);
    }
}
