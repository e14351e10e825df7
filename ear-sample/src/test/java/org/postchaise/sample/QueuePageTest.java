/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.sample;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** queue.html in headless Chromium, before a queue that answers the same but for a suspension. */
class QueuePageTest {
    private static final String MAIL = """
            {"id":"A1","queue":"deferred","sender":"","subject":"<b>bold</b><script>document.title='broken'</script>",
             "size":2160,"submitted":"2026-11-21T22:14:03Z","attempts":3,"mailer":"bulk","next":"2026-11-21T22:20:00Z",
             "headers":"Subject: <i>x</i>","body":"the body","envelope":{"ret":"HDRS","smtputf8":false},
             "recipients":[{"address":"bob@example.net","state":"deferred","status":"4.4.1","text":"refused <img src=x>"}]}
            """;

    /** Drives the page in a frame, and writes down what it saw. */
    private static final String DRIVER = """
            <!DOCTYPE html><title>driver</title><iframe src="queue.html"></iframe><pre id="seen"></pre><script>
            const wait = ms => new Promise(done => setTimeout(done, ms));
            async function until(test) { for (let i = 0; i < 200 && !test(); i++) await wait(50); return test(); }
            addEventListener("load", async () => {
              const page = frames[0].document, seen = [];
              const text = id => page.getElementById(id).textContent;
              const order = name => page.querySelector("[data-order=" + name + "]");
              await until(() => text("mails-caption") === "One mail matches");
              seen.push("row " + page.querySelector("#mails tbody").innerText, "meant " + text("meant"));
              seen.push("shape " + page.querySelector("#shape tbody").innerText, "destinations " + page.querySelector("#destinations tbody").innerText);
              page.querySelector("#mails input").click();
              seen.push("meant " + text("meant"));
              order("hold").click();
              await until(() => text("done").startsWith("1 mail put on hold"));
              seen.push("done " + text("done"));
              await until(() => !order("delete").disabled);
              order("delete").click();
              await until(() => page.getElementById("sure").open);
              seen.push("sure " + text("sure-text"));
              // an order that was refused was given with the next one: the dialog tells later that it has closed
              page.querySelector("#sure [value=no]").click();
              order("delete").click();
              await until(() => page.getElementById("sure").open);
              page.getElementById("sure-yes").click();
              await until(() => text("done").startsWith("1 mail deleted"));
              page.querySelector("#mails tbody button").click();
              await until(() => !page.getElementById("one").hidden);
              page.getElementById("body").click();
              await until(() => text("message").includes("body"));
              seen.push("mail " + text("h-one") + "|" + text("envelope") + "|" + text("history") + "|" + text("message"));
              seen.push("focus " + page.activeElement.id);
              const turn = label => page.querySelector("#destinations [aria-label='" + label + "']");
              turn("Suspend example.net").click();
              await until(() => text("done").startsWith("example.net is suspended, "));
              await until(() => turn("Resume example.net") && !turn("Resume example.net").disabled);
              seen.push("turned " + page.querySelector("#destinations tbody").innerText, "turned focus " + page.activeElement.textContent);
              turn("Resume example.net").click();
              await until(() => text("done").startsWith("example.net is resumed, 7 mails tried now, "));
              await until(() => turn("Suspend example.net") && !turn("Suspend example.net").disabled);
              seen.push("back " + text("done"));
              turn("Suspend refused.example").click();
              await until(() => text("trouble").startsWith("Not done: "));
              await wait(5000);
              seen.push("stays " + text("trouble"));
              page.getElementById("filter").value = "frob=1";
              page.querySelector("#filter-form button").click();
              await until(() => text("filter-error").includes("frob"));
              seen.push("filter " + text("filter-error") + " " + page.getElementById("filter").getAttribute("aria-invalid"));
              seen.push("trouble " + text("trouble"), "wrong " + text("mails-caption"));
              page.getElementById("filter").value = "sender=@many.example";
              page.querySelector("#filter-form button").click();
              await until(() => text("mails-caption").startsWith("Mails 1 "));
              seen.push("first " + text("mails-caption") + text("filter-error"));
              page.getElementById("next").click();
              await until(() => text("mails-caption").startsWith("Mails 101 "));
              seen.push("second " + text("mails-caption") + " " + page.querySelector("#mails tbody").innerText.includes("N100"));
              page.getElementById("next").click();
              await until(() => text("mails-caption").startsWith("Mails 201 "));
              seen.push("third " + text("mails-caption") + " " + page.getElementById("next").disabled);
              const head = page.querySelector("[data-sort=size]");
              head.click();
              await until(() => text("mails-caption").startsWith("Mails 1 "));
              seen.push("small " + page.querySelector("#mails tbody tr").innerText.includes("N249"));
              head.click();
              await until(() => page.querySelector("#mails tbody tr").innerText.includes("N0,"));
              seen.push("large " + head.parentElement.getAttribute("aria-sort"), "title " + page.title, "end");
              document.getElementById("seen").textContent = seen.join("\\n");
            });
            </script>
            """;

    @TempDir
    Path directory;

    private final ConcurrentLinkedQueue<String> orders = new ConcurrentLinkedQueue<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private volatile boolean suspended;
    private HttpServer http;

    @BeforeEach
    void serve() throws IOException {
        http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 5);
        http.setExecutor(threads);
        http.createContext("/", this::answer);
        http.start();
    }

    @AfterEach
    void stop() {
        http.stop(0);
        threads.shutdownNow();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            String form = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            if (exchange.getRequestMethod().equals("POST")) {
                orders.add(path + " " + URLDecoder.decode(form, StandardCharsets.UTF_8));
            }
            Path file = Path.of("src/main/webapp" + path);
            String query = String.valueOf(exchange.getRequestURI().getQuery());
            boolean refused = exchange.getRequestURI().toString().contains("frob") || form.contains("refused");
            String answer = path.equals("/driver.html")
                    ? DRIVER
                    : Files.isRegularFile(file)
                            ? Files.readString(file)
                            : refused
                                    ? "{\"error\":\"frob= is unknown\"}"
                                    : query.contains("many") ? many(path, query) : json(path);
            byte[] octets = answer.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders()
                    .set("Content-Type", path.endsWith(".js") ? "text/javascript" : "text/html; charset=utf-8");
            exchange.sendResponseHeaders(refused ? 400 : 200, octets.length);
            exchange.getResponseBody().write(octets);
        }
    }

    /** A queue with 250 mails, the last one the smallest. */
    private String many(String path, String query) {
        int limit = query.contains("limit=") ? Integer.parseInt(query.replaceAll(".*limit=", "")) : 0;
        return path.equals("/queue/shape")
                ? "{\"ages\":[5,10],\"rows\":[],\"mails\":250,\"age\":0,\"partial\":false}"
                : "{\"mails\":["
                        + IntStream.range(0, Math.min(limit, 250))
                                .mapToObj(i -> MAIL.replace("\"A1\"", "\"N" + i + "\"")
                                        .replace("2160", Integer.toString(1000 - i)))
                                .collect(Collectors.joining(","))
                        + "],\"more\":" + (limit < 250) + "}";
    }

    private String json(String path) {
        return switch (path) {
            case "/queue/mails" -> "{\"mails\":[" + MAIL + "],\"shown\":1,\"more\":false}";
            case "/queue/shape" -> "{\"ages\":[5,10],\"rows\":[{\"domain\":\"TOTAL\",\"total\":1,\"counts\":[1,0,0]}]}";
            case "/queue/destinations" ->
                "[{\"domain\":\"example.net\",\"queued\":1,\"deferred\":2,\"delivered\":3,\"failed\":4,\"transient\":5,"
                        + "\"suspended\":" + suspended + "},{\"domain\":\"other\",\"queued\":0,\"deferred\":0,"
                        + "\"delivered\":9,\"failed\":0,\"transient\":0,\"suspended\":false},"
                        + "{\"domain\":\"refused.example\",\"queued\":0,\"deferred\":0,\"delivered\":0,\"failed\":0,"
                        + "\"transient\":0,\"suspended\":false}]";
            case "/queue/suspend", "/queue/resume" -> {
                suspended = path.endsWith("suspend");
                yield "{\"changed\":1,\"flushed\":7}";
            }
            case "/queue/delays" -> "{\"limits\":[1,2],\"counts\":[1,0,0]}";
            default -> path.startsWith("/queue/mails/") ? MAIL : "{\"changed\":1}";
        };
    }

    @Test
    void showsAndChangesTheQueueAndLetsNoMarkupIn() throws Exception {
        String seen = dom("driver.html");
        assertThat(seen)
                .contains("row ", "&lt;b&gt;bold&lt;/b&gt;&lt;script&gt;", "from &lt;&gt;", "refused &lt;img src=x&gt;")
                .contains("meant Buttons act on every mail;", "meant Buttons act on the mail picked.")
                .contains(
                        "shape TOTAL\t1\t1\t0\t0",
                        "destinations example.net\t1\t2\t3\t4\t5\tSuspend\nother\t0\t0\t9\t0\t0")
                .contains("done 1 mail put on hold, ")
                .contains("sure Delete EVERY mail in the queue? No notice is sent.")
                .contains("A1, mailer bulk", "Mailerbulk")
                .contains("bob@example.netdeferred4.4.1", "Subject: &lt;i&gt;x&lt;/i&gt;\nthe body")
                .contains("focus h-one")
                .contains("turned example.net suspended\t1\t2\t3\t4\t5\tResume\n", "turned focus Resume")
                .contains("stays Not done: frob= is unknown")
                .contains("back example.net is resumed, 7 mails tried now, ")
                .contains("filter frob= is unknown true\ntrouble \nwrong Nothing: the filter is wrong")
                .contains("first Mails 1 to 100 of 250 that match\n", "second Mails 101 to 200 of 250 that match true")
                .contains("third Mails 201 to 250 of 250 that match true", "small true\nlarge descending")
                .contains("title Mail queue\nend");
        assertThat(orders)
                .containsExactly(
                        "/queue/hold filter=id=A1",
                        "/queue/delete filter=all",
                        "/queue/suspend domain=example.net",
                        "/queue/resume domain=example.net",
                        "/queue/suspend domain=refused.example");
    }

    /** The document after its scripts ran. */
    private String dom(String page) throws IOException, InterruptedException {
        Optional<Path> chromium = Stream.of("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst();
        if (chromium.isEmpty()) {
            assertThat(System.getenv("CI"))
                    .as("Chromium is not installed; in CI this test must run")
                    .isNotEqualTo("true");
            System.out.println("skipped: Chromium is not installed; Debian has it in package chromium");
        }
        Assumptions.assumeTrue(chromium.isPresent(), "Chromium is not installed");
        Path out = directory.resolve("dom.html");
        Process process = new ProcessBuilder(List.of(
                        chromium.orElseThrow().toString(),
                        "--headless",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--user-data-dir=" + directory.resolve("profile"),
                        "--virtual-time-budget=60000",
                        "--dump-dom",
                        "http://127.0.0.1:" + http.getAddress().getPort() + "/" + page))
                .redirectOutput(out.toFile())
                .redirectError(directory.resolve("errors").toFile())
                .start();
        try {
            assertThat(process.waitFor(120, TimeUnit.SECONDS))
                    .as("Chromium ends")
                    .isTrue();
        } finally {
            process.destroyForcibly();
        }
        return Files.readString(out);
    }
}
