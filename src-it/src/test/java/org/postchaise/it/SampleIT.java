/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postchaise.testkit.MockMailbox;
import org.postchaise.testkit.ReceivedMail;

/** The sample application: its page, and the queue over HTTP for users with the role. Its own mailbox finds the port taken. */
class SampleIT {
    private static final Duration LIMIT = Duration.ofSeconds(90);
    private static final String PASSWORD = "p" + Long.toHexString(new SecureRandom().nextLong());
    private static final String OPERATOR = "sampleoperator";
    private static final String VISITOR = "samplevisitor";
    private static final String NOBODY = "";

    private final MockMailbox relay = ServerSession.relay();
    private final HttpClient http = HttpClient.newHttpClient();

    @BeforeAll
    static void deploy() {
        ServerSession.control().addUser(OPERATOR, PASSWORD, "postchaise-operator");
        ServerSession.control().addUser(VISITOR, PASSWORD, "visitors");
        ServerSession.control().deploy(Archives.sample());
    }

    @AfterAll
    static void undeploy() {
        ServerSession.control().undeploy("postchaise-sample.war");
    }

    @BeforeEach
    void emptyMailbox() {
        relay.acceptAll();
        relay.clear();
    }

    @Test
    void mailThatThePageSendsArrives() throws Exception {
        String id = send("ann@example.net", "Gr\u00fc\u00dfe");

        Waits.until(() -> assertThat(relay.mails()).hasSize(1));
        ReceivedMail mail = relay.mails().get(0);
        assertThat(mail.recipients()).containsExactly("ann@example.net");
        assertThat(mail.text()).contains("=?UTF-8?Q?Gr=C3=BC=C3=9Fe?=");
        Waits.until(() -> assertThat(get(NOBODY, "status?format=json").body()).contains(id, "\"state\":\"delivered\""));
        assertThat(get(NOBODY, "").body())
                .contains("Gr\u00fc\u00dfe", "it can&#39;t listen", "mail does not come to the mailbox on this page");
    }

    @ParameterizedTest
    @ValueSource(strings = {"queue.html", "queue/mails", "queue/destinations", "queue/nothing"})
    void theQueueIsForUsersWithTheRole(String path) throws Exception {
        HttpResponse<String> nobodys = get(NOBODY, path);

        assertThat(nobodys.statusCode()).isEqualTo(401);
        assertThat(nobodys.headers().firstValue("WWW-Authenticate").orElse("")).startsWithIgnoringCase("Basic ");
        assertThat(ask(OPERATOR, "wrong", path, HttpRequest.newBuilder()).statusCode())
                .isEqualTo(401);
        assertThat(get(VISITOR, path).statusCode()).isEqualTo(403);
        assertThat(get(OPERATOR, path).statusCode()).isEqualTo(path.endsWith("nothing") ? 404 : 200);
    }

    @Test
    void ordersAreForUsersWithTheRoleAndNotForOtherSites() throws Exception {
        assertThat(post(NOBODY, "queue/flush", "filter=all").statusCode()).isEqualTo(401);
        assertThat(post(VISITOR, "queue/flush", "filter=all").statusCode()).isEqualTo(403);
        HttpRequest.Builder foreign = form("filter=all").header("Origin", "http://other.example");
        HttpResponse<String> refused = ask(OPERATOR, PASSWORD, "queue/flush", foreign);
        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(refused.body()).isEqualTo("{\"error\":\"the request came from another site\"}");
    }

    @Test
    void anOperatorHoldsAndReleasesMailAndSuspendsADestination() throws Exception {
        relay.refuseRecipients(to -> true, "451 4.3.0 try later", Integer.MAX_VALUE);
        String id = send("bob@held.example", "to be held");
        Waits.until(() -> assertThat(get(OPERATOR, "queue/mails/" + id).body()).contains("451 4.3.0 try later"));

        Waits.until(() -> assertThat(
                        post(OPERATOR, "queue/hold", "filter=id%3D" + id).body())
                .isEqualTo("{\"changed\":1}"));
        assertThat(get(OPERATOR, "queue/mails?filter=queue%3Dhold%20domain%3Dheld.example")
                        .body())
                .contains("\"id\":\"" + id + "\"", "\"queue\":\"hold\"", "\"shown\":1", "bob@held.example");
        assertThat(get(OPERATOR, "queue/mails/" + id + "?body=true").body())
                .contains("\"subject\":\"to be held\"", "\"envelope\":", "\"body\":\"It is on its way.");
        assertThat(get(OPERATOR, "queue/shape?filter=queue%3Dhold").body())
                .contains("{\"domain\":\"held.example\",\"total\":1,");
        assertThat(post(OPERATOR, "queue/suspend", "domain=held.example").body())
                .isEqualTo("{\"changed\":1}");
        assertThat(get(OPERATOR, "queue/destinations").body())
                .containsPattern("\"domain\":\"held.example\"[^}]*\"suspended\":true");
        assertThat(post(OPERATOR, "queue/resume", "domain=held.example").body()).contains("\"changed\":1");
        relay.acceptAll();
        assertThat(post(OPERATOR, "queue/release", "filter=id%3D" + id).body()).isEqualTo("{\"changed\":1}");

        Waits.until(() -> assertThat(relay.mails())
                .extracting(ReceivedMail::recipients)
                .anyMatch(to -> to.contains("bob@held.example")));
        Waits.until(() ->
                assertThat(get(OPERATOR, "queue/mails/" + id).statusCode()).isEqualTo(404));
        assertThat(get(OPERATOR, "queue/mails/" + id).body())
                .isEqualTo("{\"error\":\"no mail with id " + id + " in the queue\"}");
        HttpResponse<String> bad = get(OPERATOR, "queue/mails?filter=frob%3D1");
        assertThat(bad.statusCode()).isEqualTo(400);
        assertThat(bad.body()).startsWith("{\"error\":\"filter term \\\"frob=\\\" is unknown;");
        assertThat(bad.headers().firstValue("Content-Type").orElse("")).startsWithIgnoringCase("application/json");
    }

    private String send(String to, String subject) throws IOException, InterruptedException {
        HttpRequest.Builder request = form("from=" + encoded("shop@example.com") + "&to=" + encoded(to) + "&subject="
                        + encoded(subject) + "&text=" + encoded("It is on its way.\n"))
                .header("Accept", "application/json");
        HttpResponse<String> answer = ask(NOBODY, "", "send", request);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        Matcher id = Pattern.compile("\"id\":\"([0-9A-F]+)\"").matcher(answer.body());
        assertThat(id.find()).as(answer.body()).isTrue();
        return id.group(1);
    }

    private static HttpRequest.Builder form(String fields) {
        return HttpRequest.newBuilder()
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(fields));
    }

    private HttpResponse<String> get(String user, String path) throws IOException, InterruptedException {
        return ask(user, PASSWORD, path, HttpRequest.newBuilder());
    }

    private HttpResponse<String> post(String user, String path, String fields)
            throws IOException, InterruptedException {
        return ask(user, PASSWORD, path, form(fields));
    }

    /** {@link #NOBODY}: without a login. */
    private HttpResponse<String> ask(String user, String password, String path, HttpRequest.Builder request)
            throws IOException, InterruptedException {
        URI uri = ServerSession.control().http().resolve("/postchaise-sample/" + path);
        if (!user.isEmpty()) {
            String login = Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
            request.header("Authorization", "Basic " + login);
        }
        return http.send(request.uri(uri).timeout(LIMIT).build(), BodyHandlers.ofString());
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
