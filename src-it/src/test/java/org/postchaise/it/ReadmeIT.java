/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postchaise.it.server.Installation;
import org.postchaise.it.server.ServerFiles;
import org.postchaise.testkit.MockMailbox;

/**
 * The README, word for word, on a server as it comes. Names that stand for the reader's own are replaced: the mail host and the path
 * of the main.cf file.
 */
class ReadmeIT {
    private static final String HOST = "[mail.example.com]";
    private static final String FILE = "/etc/postfix/main.cf";

    private final boolean wildFly = System.getProperty("it.server").equals("wildfly");
    private final Path work = Path.of(System.getProperty("it.work"));
    private final Readme readme = Readme.read(Path.of(System.getProperty("it.readme")));
    private final HttpClient http = HttpClient.newHttpClient();
    private MockMailbox mailbox;
    private Installation server;

    @BeforeEach
    void unpack() throws IOException {
        mailbox = MockMailbox.start();
        Path home = Path.of(System.getProperty("it.server.home"));
        server = wildFly
                ? Installation.ofWildFly(home, Path.of(System.getProperty("it.pristine")), work.resolve("readme"))
                : Installation.ofPayara(home, work.resolve("readme"));
        Files.copy(Archives.adapter(), server.directory().resolve("postchaise.rar"));
        Files.copy(Archives.sample(), server.directory().resolve("postchaise-sample.war"));
        Path script = Path.of(System.getProperty(wildFly ? "it.cli" : "it.asadmin"))
                .resolve(wildFly ? "postchaise.cli" : "postchaise.asadmin");
        Files.copy(script, server.directory().resolve(script.getFileName()));
    }

    @AfterEach
    void stop() {
        server.close();
        mailbox.close();
    }

    @Test
    void theCommandsOfTheReadmeInstallAndChangeAServer() throws Exception {
        List<String> commands = new ArrayList<>(readme.commands("Install on " + (wildFly ? "WildFly" : "Payara")));
        readme.commands("Existing Jakarta Mail code").stream()
                .filter(command -> command.startsWith("bin/asadmin") != wildFly)
                .forEach(commands::add);
        assertThat(commands).hasSizeGreaterThan(8);

        StringBuilder printed = new StringBuilder();
        for (String command : commands) {
            printed.append(server.run(ours(command))).append('\n');
            if (command.contains("postchaise-sample.war")) {
                // a pool that was never used has no statistics
                sendOne();
            }
        }

        assertThat(printed).contains(wildFly ? "InUseCount" : "numconnused");
        sendOne();
        assertThat(mailbox.dialogue()).contains("C: EHLO mail.example.com");
        if (wildFly) {
            theScriptCanBeRunAgain(commands);
        }
    }

    /** As after an upgrade; and the broker finds nothing to warn of in the settings. */
    private void theScriptCanBeRunAgain(List<String> commands) {
        commands.stream()
                .filter(command -> command.contains("--file=postchaise.cli"))
                .forEach(server::run);
        sendOne();
        assertThat(server.log()).doesNotContain("WFLYMSGAMQ0072");
    }

    private void sendOne() {
        int before = mailbox.mails().size();
        Waits.until(() -> assertThat(send().statusCode()).isEqualTo(201));
        Waits.until(() -> assertThat(mailbox.mails()).hasSizeGreaterThan(before));
    }

    private HttpResponse<String> send() throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(server.http() + "/postchaise-sample/send"))
                .header("Accept", "application/json")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString("from=shop@example.com&to=ann@example.net&subject=Readme&text=Works"))
                .build();
        return http.send(request, BodyHandlers.ofString());
    }

    /** What a reader would type. */
    private String ours(String command) {
        String port = mailbox.nextHop().replaceAll(".*:", "");
        Path file = ServerFiles.write(work.resolve("readme.cf"), "smtp_quit_timeout = 10s\n");
        return command.replace(HOST + ":25", "[127.0.0.1]:" + port)
                .replace(HOST + "\\:25", "[127.0.0.1]\\:" + port)
                .replace(FILE, file.toString());
    }
}
