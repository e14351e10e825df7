/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.TimeZone;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QueueCommandTest {
    private static final String MAILS = """
            {"mails":[
            {"id":"4jX61R21mhzKqVH","queue":"hold","sender":"ann@example.com","subject":"a","size":2160,
             "submitted":"2026-11-21T22:14:03Z","attempts":1,"next":"2026-11-21T22:20:00Z","recipients":[
             {"address":"bob@example.net","state":"deferred","status":"4.4.1",
              "text":"connect to 127.0.0.1[127.0.0.1]:9: Connection refused"},
             {"address":"done@example.net","state":"delivered","status":"2.0.0","text":"250 ok"}]},
            {"id":"9B8EB24209F","queue":"active","sender":"","subject":"","size":758,
             "submitted":"2026-11-01T02:11:03.5Z","attempts":0,"recipients":[
             {"address":"c\\u001b[2Jarol@other.example","state":"queued","status":"","text":""},
             {"address":"d\\u00fc@example.org","state":"deferred","status":"4.0.0","text":"later"},
             {"address":"e@example.org","state":"queued","status":"","text":""}]},
            {"id":"A","queue":"dead","reason":"no mail","sender":"a@b","subject":"","size":200,"expire":true,
             "submitted":"2026-11-01T02:11:03Z","attempts":0,"recipients":[
             {"address":"f@example.org","state":"queued","status":"","text":""}]}
            ],"shown":3,"more":false}
            """;

    @TempDir
    Path directory;

    private final TimeZone zone = TimeZone.getDefault();

    @BeforeEach
    void useOneTimeZone() {
        TimeZone.setDefault(TimeZone.getTimeZone("UTC"));
    }

    @AfterEach
    void useOwnTimeZone() {
        TimeZone.setDefault(zone);
    }

    @Test
    void listsAsPostqueueWithLongIds() throws Exception {
        try (QueueServer server = new QueueServer(200, MAILS)) {
            Finished finished = server.run("", "-p");
            // recorded from postqueue -p of Postfix 3.7.11: the heading and the first mail
            assertThat(finished.out())
                    .isEqualToNormalizingNewlines("""
                    ----Queue ID----- --Size-- ---Arrival Time---- --Sender/Recipient------
                    4jX61R21mhzKqVH!      2160 Sat Nov 21 22:14:03 ann@example.com
                                           (connect to 127.0.0.1[127.0.0.1]:9: Connection refused)
                                                                   bob@example.net

                    9B8EB24209F*           758 Sun Nov  1 02:11:03 MAILER-DAEMON
                                                                   c?[2Jarol@other.example
                                                                                           (later)
                                                                   dü@example.org
                                                                              (reason unavailable)
                                                                   e@example.org

                    A#                     200 Sun Nov  1 02:11:03 a@b
                                                                                         (no mail)
                                                                   f@example.org

                    -- 3 Kbytes in 3 Requests.
                    """.replaceAll("(?m)^ {16}(?= {7}\\()", " ".repeat(16)));
            assertThat(finished.status()).isZero();
            assertThat(finished.err()).isEmpty();
            assertThat(server.run("", "list").out()).isEqualTo(finished.out());
            assertThat(server.requests())
                    .allMatch(request -> request.toString()
                            .contains("GET, path=/app/queue/mails, parameters=filter=all&limit=10000"));
        }
    }

    @Test
    void listsAsPostqueueInJson() throws Exception {
        try (QueueServer server = new QueueServer(200, MAILS)) {
            // recorded from postqueue -j, but for the time
            String expected =
                    "{\"queue_name\": \"hold\", \"queue_id\": \"4jX61R21mhzKqVH\", \"arrival_time\": 1795299243,"
                            + " \"message_size\": 2160, \"forced_expire\": false, \"sender\": \"ann@example.com\", \"recipients\":"
                            + " [{\"address\": \"bob@example.net\", \"delay_reason\": \"connect to 127.0.0.1[127.0.0.1]:9: Connection"
                            + " refused\"}]}";
            List<String> lines = server.run("", "-j").lines();
            assertThat(lines).hasSize(3).contains(expected);
            assertThat(lines.get(1)).contains("MAILER-DAEMON", "c\\u001b[2Jarol", "d\\u00fc@example.org");
            assertThat(lines.get(2)).contains("\"queue_name\": \"dead\"", "\"forced_expire\": true");
            assertThat(server.run("", "list", "--format", "json").lines()).isEqualTo(lines);
        }
    }

    @Test
    void marksMailThatIsForcedToExpireAsPostqueue() throws Exception {
        // as QueueJson of the courier writes it
        String mails = """
                {"mails":[{"id":"9B8EB24209F","queue":"active","sender":"a@b","subject":"","size":758,
                 "submitted":"2026-11-01T02:11:03Z","attempts":0,"expire":true,"recipients":[
                 {"address":"c@other.example","state":"queued","status":"","text":""}]}],"shown":1,"more":false}
                """;
        try (QueueServer server = new QueueServer(200, mails)) {
            assertThat(server.run("", "-p").out()).contains("9B8EB24209F*# ");
            assertThat(server.run("", "-j").out()).contains("\"forced_expire\": true");
        }
    }

    @Test
    void saysWhichMailerAMailIsOf() throws Exception {
        String mail = """
                "id":"9B8EB24209F","queue":"active","sender":"a@b","subject":"","size":758,
                 "submitted":"2026-11-01T02:11:03Z","attempts":0,"mailer":"bulk","recipients":[
                 {"address":"c@other.example","state":"queued","status":"","text":""}]
                """;
        try (QueueServer server = new QueueServer(200, "{\"mails\":[{" + mail + "}],\"shown\":1,\"more\":false}")) {
            assertThat(server.run("", "list", "mailer=bulk").lines())
                    .contains("9B8EB24209F*           758 Sun Nov  1 02:11:03 a@b mailer=bulk");
            assertThat(server.run("", "-j").out())
                    .contains("\"sender\": \"a@b\", \"mailer\": \"bulk\", \"recipients\"");
            assertThat(server.requests().get(0).parameters()).startsWith("filter=mailer=bulk&");
        }
        try (QueueServer server = new QueueServer(200, "{" + mail + "}")) {
            assertThat(server.run("", "show", "9B8EB24209F").lines()).contains("mailer: bulk");
        }
    }

    @Test
    void saysWhyDeadLetterWithoutRecipientsIsDead() throws Exception {
        String letter = """
                "id":"0B8033131F4F479185CA7D1A7C976B73","queue":"dead","reason":"no mail: it has no body","sender":"","subject":"",
                 "size":5,"submitted":"2026-11-01T02:11:03Z","attempts":0,"recipients":[]
                """;
        try (QueueServer server = new QueueServer(200, "{\"mails\":[{" + letter + "}],\"shown\":1,\"more\":false}")) {
            assertThat(server.run("", "list", "dead").lines())
                    .contains(
                            "0B8033131F4F479185CA7D1A7C976B73        5 Sun Nov  1 02:11:03 MAILER-DAEMON",
                            " ".repeat(53) + "(no mail: it has no body)");
            assertThat(server.run("", "-j", "queue=dead").out()).contains("\"reason\": \"no mail: it has no body\"");
            assertThat(server.requests())
                    .allMatch(request -> request.parameters().startsWith("filter=queue=dead&"));
        }
        try (QueueServer server = new QueueServer(200, "{" + letter + "}")) {
            assertThat(server.run("", "show", "0B8033131F4F479185CA7D1A7C976B73")
                            .lines())
                    .contains("dead_letter: no mail: it has no body");
        }
    }

    @Test
    void saysWhichMailFromOutsideAnEntryIsPartOf() throws Exception {
        String mail = """
                "id":"9B8EB24209F","queue":"active","sender":"a@b","subject":"","size":758,"mail":"ORDER-17","part":2,"parts":5,
                 "submitted":"2026-11-01T02:11:03Z","attempts":0,"recipients":[
                 {"address":"c@other.example","state":"queued","status":"","text":""}]
                """;
        try (QueueServer server = new QueueServer(200, "{\"mails\":[{" + mail + "}],\"shown\":1,\"more\":false}")) {
            assertThat(server.run("", "list").lines())
                    .contains("9B8EB24209F*           758 Sun Nov  1 02:11:03 a@b mail=ORDER-17 part=2/5");
            assertThat(server.run("", "-j").out())
                    .contains("\"sender\": \"a@b\", \"mail\": \"ORDER-17\", \"part\": 2, \"parts\": 5, \"recipients\"");
        }
        try (QueueServer server = new QueueServer(200, "{" + mail + "}")) {
            assertThat(server.run("", "show", "9B8EB24209F").lines()).contains("mail: ORDER-17", "part: 2 of 5");
        }
    }

    @Test
    void saysThatTheQueueIsEmptyOrThatThereIsMore() throws Exception {
        try (QueueServer server = new QueueServer(200, "{\"mails\":[],\"shown\":0,\"more\":false}")) {
            assertThat(server.run("", "-p").lines()).containsExactly("Mail queue is empty");
            assertThat(server.run("", "-j").out()).isEmpty();
        }
        try (QueueServer server = new QueueServer(200, MAILS.replace("\"more\":false", "\"more\":true"))) {
            Finished finished = server.run("", "list", "--limit", "3", "deferred", "domain=example.org");
            assertThat(finished.out()).endsWith("in 3 Requests, and there are more." + System.lineSeparator());
            assertThat(finished.err()).contains("--limit 3").hasLineCount(1);
            assertThat(server.requests().get(0).parameters())
                    .isEqualTo("filter=queue=deferred domain=example.org&limit=3");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "hold 4jX,hold,id=4jX,Placed on hold",
        "-h 4jX,hold,id=4jX,Placed on hold",
        "-H ALL,release,all,Released from hold",
        "-r ALL dead,requeue,queue=dead,Requeued",
        "-d ALL deferred,delete,queue=deferred,Deleted",
        "-d queue=dead,delete,queue=dead,Deleted",
        "requeue queue=dead,requeue,queue=dead,Requeued",
        "delete domain=example.org older=1h,delete,domain=example.org older=1h,Deleted",
        "-e sender=a@b,expire,sender=a@b,Force-expired",
        "-i 4jX,flush,id=4jX,Flushed",
        "-f,flush,all,Flushed",
        "-s example.org,flush,domain=example.org,Flushed",
        "-q ORDER-17,flush,id=ORDER-17,Flushed",
        "flush text=Connection%20refused,flush,text=Connection%20refused,Flushed"
    })
    void changesWhatIsMeantAndReportsAsPostsuper(String words, String path, String filter, String report)
            throws Exception {
        try (QueueServer server = new QueueServer(200, "{\"changed\":1}")) {
            Finished finished = server.run("", words.split(" ", -1));
            assertThat(finished.err()).isEqualToIgnoringNewLines("postchaise: " + report + ": 1 message");
            assertThat(finished.status()).isZero();
            assertThat(server.requests())
                    .containsExactly(new QueueServer.Request("POST", "/app/queue/" + path, "filter=" + filter, ""));
        }
    }

    @Test
    void suspendsAndResumesDestinations() throws Exception {
        try (QueueServer server = new QueueServer(200, "{\"changed\":1,\"flushed\":3}")) {
            Finished suspended = server.run("", "suspend", "example.net", "b\u00fccher.example");
            assertThat(suspended.err()).isEqualToIgnoringNewLines("postchaise: Suspended: 2 destinations");
            assertThat(suspended.status()).isZero();
            Finished resumed = server.run("", "resume", "example.net");
            assertThat(resumed.err())
                    .isEqualToIgnoringNewLines("postchaise: Resumed: 1 destination; flushed: 3 messages");
            assertThat(server.requests())
                    .containsExactly(
                            new QueueServer.Request("POST", "/app/queue/suspend", "domain=example.net", ""),
                            new QueueServer.Request("POST", "/app/queue/suspend", "domain=b\u00fccher.example", ""),
                            new QueueServer.Request("POST", "/app/queue/resume", "domain=example.net", ""));
        }
        try (QueueServer server = new QueueServer(400, "{\"error\":\"domain is \\\"a b\\\"; expected x\"}")) {
            Finished finished = server.run("", "suspend", "a b");
            assertThat(finished.status()).isEqualTo(64);
            assertThat(finished.err()).isEqualToIgnoringNewLines("postchaise: domain is \"a b\"; expected x");
        }
    }

    @Test
    void ordersOneForEachIdOfStandardInput() throws Exception {
        try (QueueServer server = new QueueServer(200, "{\"changed\":2}")) {
            Finished finished = server.run("A1\n\nB2\n", "-d", "-", "C3", "queue=hold");
            assertThat(finished.err()).isEqualToIgnoringNewLines("postchaise: Deleted: 6 messages");
            assertThat(server.requests())
                    .extracting(QueueServer.Request::parameters)
                    .containsExactly("filter=id=A1 queue=hold", "filter=id=B2 queue=hold", "filter=id=C3 queue=hold");
        }
        try (QueueServer server = new QueueServer(200, "{\"changed\":0}")) {
            Finished finished = server.run("", "-d", "-", "queue=hold");
            assertThat(finished)
                    .isEqualTo(new Finished(0, "", "postchaise: Deleted: 0 messages" + System.lineSeparator()));
            assertThat(server.requests()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "frob",
                "hold",
                "delete deferred",
                "delete bad/id",
                "delete queue=hold",
                "-f x",
                "-s",
                "-q",
                "-q a b",
                "show",
                "suspend",
                "resume",
                "show a/b",
                "show a b",
                "list --limit 0",
                "list --format xml",
                "list A B",
                "list --user ann",
                "list --user a:b --password-file x",
                "list --user ann --password-file /no/such",
                "list --time-limit never",
                "list --url ftp://example.com",
                "list --url http://ann:x@127.0.0.1/",
                "list --url http://127.0.0.1/?a=b",
                "list --url :"
            })
    void exitsWith64AndOneLineForBadArguments(String words) throws Exception {
        try (QueueServer server = new QueueServer(200, "{\"changed\":1}")) {
            Finished finished = server.run("", words.isEmpty() ? new String[0] : words.split(" ", -1));
            assertThat(finished.status()).as(finished.err()).isEqualTo(64);
            assertThat(finished.err())
                    .startsWith("postchaise: ")
                    .hasLineCount(1)
                    .doesNotContain("Exception");
            assertThat(finished.out()).isEmpty();
            assertThat(server.requests()).isEmpty();
        }
    }

    @Test
    void logsInWithAPasswordFromAFile() throws Exception {
        Path file = Files.writeString(directory.resolve("password"), "s\u00e9cret\nrest\n");
        try (QueueServer server = new QueueServer(200, "{\"changed\":1}")) {
            server.run("", "--user", "ann", "--password-file", file.toString(), "-f");
            server.run("s\u00e9cret\n", "flush", "ALL", "--user", "ann", "--password-file", "-");
            assertThat(server.requests())
                    .hasSize(2)
                    .extracting(QueueServer.Request::authorization)
                    .containsOnly("Basic YW5uOnPDqWNyZXQ=");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "400,64,{\"error\":\"frob=1: expected id\"},frob=1: expected id",
        "401,77,<html>,wants a login",
        "403,77,,postchaise-operator",
        "404,1,{\"error\":\"X: no such mail\"},X: no such mail",
        "404,69,<html>,no queue here",
        "503,75,{\"error\":\"no broker\"},no broker",
        "500,69,[1],HTTP status 500",
        "303,69,,HTTP status 303",
        "200,69,<html>,no JSON",
        "200,69,,no JSON",
        "200,69,[],expected an object as answer",
        "200,69,{},as mails",
        "200,69,{\"mails\":{}},as mails",
        "200,69,{\"mails\":[7]},as mails",
        "200,69,'{\"mails\":[{\"id\":\"A\",\"queue\":7}]}',as recipients",
        "200,69,'{\"mails\":[{\"id\":\"A\",\"queue\":7,\"recipients\":[]}]}',as queue"
    })
    void saysInOneLineWhatTheServerRefused(int http, int status, String body, String words) throws Exception {
        try (QueueServer server = new QueueServer(http, body == null ? "" : body)) {
            Finished finished = server.run("", "list");
            assertThat(finished.err())
                    .startsWith("postchaise: ")
                    .contains(words)
                    .hasLineCount(1)
                    .doesNotContain("Exception");
            assertThat(finished.status()).isEqualTo(status);
            assertThat(finished.out()).isEmpty();
        }
    }

    @Test
    void anAnswerMayBeLongButNotEndless() throws Exception {
        String mail = "{\"id\":\"A\",\"queue\":\"active\",\"sender\":\"" + "x".repeat(1000) + "\",\"size\":1,"
                + "\"submitted\":\"2026-11-01T02:11:03Z\",\"recipients\":[]}";
        String mails = Arrays.stream(new String[5_000]).map(one -> mail).collect(Collectors.joining(","));
        try (QueueServer server = new QueueServer(200, "{\"mails\":[" + mails + "],\"more\":false}")) {
            assertThat(server.run("", "-j").lines()).hasSize(5_000);
        }
        try (QueueServer server = new QueueServer(200, new byte[(64 << 20) + 10])) {
            Finished finished = server.run("", "list");
            assertThat(finished.status()).isEqualTo(69);
            assertThat(finished.err()).contains("longer than 64 MiB").hasLineCount(1);
        }
        try (QueueServer server = new QueueServer(200, "[".repeat(100_000))) {
            assertThat(server.run("", "list").status()).isEqualTo(69);
        }
    }

    @Test
    void aServerThatIsNotThereOrSilentIsSaidInOneLine() throws Exception {
        int port;
        try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            port = silent.getLocalPort();
            Finished finished =
                    Finished.ours("", "queue", "list", "--url", "http://127.0.0.1:" + port, "--time-limit", "1s");
            assertThat(finished.status()).isEqualTo(69);
            assertThat(finished.err()).contains("no answer within 1 s").hasLineCount(1);
        }
        Finished finished = Finished.ours("", "queue", "-p", "--url", "http://127.0.0.1:" + port);
        assertThat(finished.status()).isEqualTo(69);
        assertThat(finished.err()).contains("can't connect").hasLineCount(1).doesNotContain("Exception");
    }

    @Test
    void showsOneMail() throws Exception {
        String mail = """
                {"id":"A","queue":"deferred","sender":"ann@example.com","subject":"a","size":21,
                 "submitted":"2026-11-21T22:14:03Z","attempts":1,"next":"2026-11-21T22:20:00Z","recipients":[
                 {"address":"bob@example.net","state":"deferred","status":"4.4.1","text":"later"},
                 {"address":"done@example.net","state":"delivered","status":"2.0.0","text":"250 ok"}],
                 "envelope":{"ret":"HDRS","envid":"","smtputf8":false},"headers":"Subject: a\\r\\n\\tb\\u001b\\r\\n","body":"hi\\r\\n"}
                """;
        try (QueueServer server = new QueueServer(200, mail)) {
            assertThat(server.run("", "show", "A").out()).isEqualToNormalizingNewlines("""
                    *** ENVELOPE RECORDS deferred/A ***
                    message_size: 21
                    message_arrival_time: Sat Nov 21 22:14:03
                    attempts: 1
                    next_attempt: Sat Nov 21 22:20:00
                    ret: HDRS
                    sender: ann@example.com
                    recipient: bob@example.net
                        deferred 4.4.1 (later)
                    recipient: done@example.net
                        delivered 2.0.0 (250 ok)
                    *** MESSAGE CONTENTS deferred/A ***
                    Subject: a
                     b?
                    *** MESSAGE FILE END deferred/A ***
                    """);
            assertThat(server.run("", "show", "A", "--body").out())
                    .endsWith(String.join(
                            System.lineSeparator(), " b?", "", "hi", "*** MESSAGE FILE END deferred/A ***", ""));
            assertThat(server.run("", "show", "A", "--format", "json").out())
                    .startsWith("{\"id\":\"A\",")
                    .contains("\"envelope\":{\"ret\":\"HDRS\",\"envid\":\"\",\"smtputf8\":false}")
                    .hasLineCount(1);
            assertThat(server.requests())
                    .extracting(request -> request.path() + "?" + request.parameters())
                    .containsExactly("/app/queue/mails/A?", "/app/queue/mails/A?body=true", "/app/queue/mails/A?");
        }
    }

    @Test
    void printsTheShapeAsQshape() throws Exception {
        String shape = """
                {"ages":[5,10,20,40,80,160,320,640,1280],"rows":[
                {"domain":"TOTAL","total":3,"counts":[3,0,0,0,0,0,0,0,0,0]},
                {"domain":"example.com","total":1,"counts":[1,0,0,0,0,0,0,0,0,0]},
                {"domain":"mx.example.test","total":1,"counts":[1,0,0,0,0,0,0,0,0,0]},
                {"domain":"a.very.long.domain.name.sub.domain.example.org","total":1,"counts":[1,0,0,0,0,0,0,0,0,0]}]}
                """;
        try (QueueServer server = new QueueServer(200, shape)) {
            // recorded from qshape of Postfix 3.7.11, but for the last row
            assertThat(server.run("", "shape", "deferred").out()).isEqualToNormalizingNewlines("""
                                                             T  5 10 20 40 80 160 320 640 1280 1280+
                                                      TOTAL  3  3  0  0  0  0   0   0   0    0     0
                                                example.com  1  1  0  0  0  0   0   0   0    0     0
                                            mx.example.test  1  1  0  0  0  0   0   0   0    0     0
                    +ong.domain.name.sub.domain.example.org  1  1  0  0  0  0   0   0   0    0     0
                    """);
            server.run("", "shape");
            assertThat(server.requests())
                    .extracting(QueueServer.Request::parameters)
                    .containsExactly("filter=queue=deferred", "filter=queue=active");
        }
        try (QueueServer server =
                new QueueServer(200, "{\"ages\":[5],\"rows\":[{\"domain\":\"a\",\"total\":1,\"counts\":[1]}]}")) {
            assertThat(server.run("", "shape").status()).isEqualTo(69);
        }
    }

    @Test
    void shapeTakesTheOptionsOfQshape() throws Exception {
        String shape = """
                {"ages":[600000],"rows":[
                {"domain":"TOTAL","total":1,"counts":[1,0]},
                {"domain":"%s.example","total":1,"counts":[1,0]},
                {"domain":".%s.example","total":1,"counts":[1,0]}]}
                """.formatted("b".repeat(80), "a".repeat(80));
        try (QueueServer server = new QueueServer(200, shape)) {
            assertThat(server.run("", "shape", "-s", "-b", "2", "-t", "600000", "-l", "-p", "-w", "90")
                            .out())
                    .isEqualToNormalizingNewlines(" ".repeat(72) + "  T 600000 600000+\n"
                            + " ".repeat(67) + "TOTAL  1      1       0\n"
                            + "+" + "b".repeat(63) + ".example  1      1       0\n"
                            + ".+" + "a".repeat(62) + ".example  1      1       0\n");
            server.run("", "shape", "incoming", "active", "deferred", "-p", "-m", "3");
            assertThat(server.requests())
                    .extracting(QueueServer.Request::parameters)
                    .containsExactly(
                            "filter=queue=active&options=by=sender buckets=2 minutes=600000 steps=equal parents=5",
                            "filter=queue=active,deferred&options=parents=3");
            assertThat(server.run("", "shape", "-w", "79").err())
                    .startsWith("postchaise: -w is 79; expected 80 or more");
        }
    }

    @Test
    void printsDestinations() throws Exception {
        String answer = """
                [{"domain":"example.com","queued":1,"deferred":22,"delivered":3333333,"failed":0,"transient":5,"suspended":false},
                {"domain":"example.net","queued":0,"deferred":1,"delivered":0,"failed":0,"transient":0,"suspended":true}]
                """;
        try (QueueServer server = new QueueServer(200, answer)) {
            assertThat(server.run("", "destinations").lines())
                    .containsExactly(
                            " ".repeat(37) + " queued deferred delivered failed transient",
                            " ".repeat(26) + "example.com" + "      1       22   3333333      0         5",
                            " ".repeat(25) + "example.net!" + "      0        1         0      0         0");
        }
    }
}
