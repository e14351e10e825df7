/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.StringJoiner;
import org.postchaise.it.server.ServerControl.Pool;

/** Asks the test application for things. */
final class ItClient {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();

    /** Sends a mail in a transaction that commits, and returns its id. */
    String send(byte[] content, String from, String... to) {
        return sendAll(1, "commit", content, from, to).get(0);
    }

    /** Sends a mail several times in one transaction, and returns the ids. */
    List<String> sendAll(int times, String end, byte[] content, String from, String... to) {
        StringJoiner query = new StringJoiner("&", "/send?", "")
                .add("times=" + times)
                .add("end=" + end)
                .add("from=" + encoded(from));
        for (String recipient : to) {
            query.add("to=" + encoded(recipient));
        }
        return answer(query.toString(), content).lines().toList();
    }

    /** The latest status of a mail: attempts on the first line, recipients on the others. */
    String status(String id) {
        return answer("/status?id=" + encoded(id), new byte[0]);
    }

    /** Has the server's own MXBean examine a destination under the settings in use. */
    String examine(String destination) {
        return answer("/examine?destination=" + encoded(destination), new byte[0]);
    }

    /** Delivers, in one transaction, to each recipient at its next hop. */
    String deliver(Pool pool, byte[] content, List<String> hops, List<String> recipients) {
        return answer(delivery(pool, hops, recipients) + "&end=commit", content);
    }

    /** Delivers as {@link #deliver} and queues for {@code queued}, in one transaction that ends in {@code end}; the answer. */
    HttpResponse<String> deliver(Pool pool, byte[] content, String hop, String recipient, String queued, String end) {
        String query = delivery(pool, List.of(hop), List.of(recipient));
        return ask(query + "&queue=" + encoded(queued) + "&end=" + end, content);
    }

    /**
     * Delivers to {@code hop} through the outbox, queues for {@code name}{@code @example.net}, and enters {@code name} in the
     * database, in one transaction; the answer.
     *
     * @param end how it ends, and what takes part in it beside: {@code commit}, {@code rollback}, {@code commit&failing=first}
     */
    HttpResponse<String> together(byte[] content, String hop, String recipient, String name, String end) {
        String query = delivery(Pool.OUTBOX, List.of(hop), List.of(recipient));
        return ask(
                query + "&queue=" + encoded(name + "@example.net") + "&row=" + encoded(name) + "&end=" + end, content);
    }

    /** Whether the database has that row. */
    boolean hasRow(String name) {
        return answer("/row?name=" + encoded(name), new byte[0]).equals("true");
    }

    /**
     * Has {@code content} sent by Jakarta Mail: to those whom it names, or to {@code to}; the answer.
     *
     * @param session whose definition of a mail session: {@code server} or {@code application}
     */
    HttpResponse<String> mail(String session, String end, byte[] content, String... to) {
        StringJoiner query =
                new StringJoiner("&", "/mail?", "").add("session=" + session).add("end=" + end);
        for (String recipient : to) {
            query.add("to=" + encoded(recipient));
        }
        return ask(query.toString(), content);
    }

    /** What the outbox says of a mail. */
    String ticket(String id) {
        return answer("/ticket?id=" + encoded(id), new byte[0]);
    }

    private static String delivery(Pool pool, List<String> hops, List<String> recipients) {
        StringJoiner query = new StringJoiner("&", "/deliver?", "")
                .add("pool=" + pool)
                .add("from=" + encoded("deliver@example.com"));
        hops.forEach(hop -> query.add("hop=" + encoded(hop)));
        recipients.forEach(recipient -> query.add("to=" + encoded(recipient)));
        return query.toString();
    }

    /** What the queue's operator is answered to {@code suspend} or {@code resume}. */
    String order(String order, String domain) {
        return answer("/" + order + "?domain=" + encoded(domain), new byte[0]);
    }

    /** The process id of the server. */
    long pid() {
        return Long.parseLong(answer("/pid", new byte[0]));
    }

    /** Whether the application took the mail; false while it is not there. */
    boolean trySend(byte[] content, String from, String to) {
        try {
            return ask("/send?times=1&end=commit&from=" + encoded(from) + "&to=" + encoded(to), content)
                            .statusCode()
                    == 200;
        } catch (UncheckedIOException unreachable) {
            return false;
        }
    }

    /**
     * Submits a mail, and returns the ids.
     *
     * @param how {@code times=1&transactions=none}, and what else is asked; see {@code SubmissionServlet}
     */
    List<String> submit(byte[] content, String to, String how) {
        String key = how.contains("key=") ? "" : "&key=";
        String priority = how.contains("priority=") ? "" : "&priority=normal";
        return answer("/submit/mailer?to=" + encoded(to) + "&" + how + key + priority, content)
                .lines()
                .toList();
    }

    /** Has two transactions submit with one key, and returns what came of them. */
    String race(byte[] content, String to, String key) {
        return answer("/submit/race?to=" + encoded(to) + "&key=" + key, content);
    }

    /** Sends a JMS message with these properties. */
    void jms(byte[] content, String properties) {
        answer("/submit/jms?" + properties, content);
    }

    /** Has the application receive a mail that came to {@code recipient}, in a transaction that ends in {@code end}; what it is. */
    String receive(byte[] content, String recipient, String end) {
        return answer("/submit/notice?recipient=" + encoded(recipient) + "&end=" + end, content);
    }

    /** Who was told what of {@code address} by what was received. */
    List<String> returned(String address) {
        return answer("/submit/returned?address=" + encoded(address), new byte[0])
                .lines()
                .toList();
    }

    /** What is in the queue, as JSON. */
    String queue(String filter) {
        return answer("/submit/queue?filter=" + encoded(filter), new byte[0]);
    }

    private String answer(String query, byte[] body) {
        HttpResponse<String> response = ask(query, body);
        if (response.statusCode() != 200) {
            throw new AssertionError(query + " was answered with " + response.statusCode() + ": " + response.body());
        }
        return response.body();
    }

    private HttpResponse<String> ask(String query, byte[] body) {
        URI uri = URI.create(ServerSession.control().http() + Archives.CONTEXT + query);
        HttpRequest request = HttpRequest.newBuilder(uri)
                .timeout(LIMIT)
                .POST(BodyPublishers.ofByteArray(body))
                .build();
        try {
            return http.send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
