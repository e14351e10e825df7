/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.it.demo;

import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import java.io.IOException;
import java.io.StringReader;
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

/** HTTP client of the sample application's page. */
final class SamplePage {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(LIMIT).build();
    private final URI page;

    SamplePage(URI page) {
        this.page = page;
    }

    /** Posts the form, and returns the mail's id. */
    String send(String from, String to, String subject, String text) {
        String form = "from=" + encoded(from) + "&to=" + encoded(to) + "&subject=" + encoded(subject) + "&text="
                + encoded(text);
        HttpRequest request = HttpRequest.newBuilder(page.resolve("send"))
                .timeout(LIMIT)
                .header("Accept", "application/json")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(form))
                .build();
        return ask(request, 201).getString("id");
    }

    /** Returns the status of the mail with this id. */
    Status status(String id) {
        JsonObject all = ask(
                HttpRequest.newBuilder(page.resolve("status?format=json"))
                        .timeout(LIMIT)
                        .build(),
                200);
        JsonObject mail = all.getJsonArray("mails").getValuesAs(JsonObject.class).stream()
                .filter(one -> one.getString("id").equals(id))
                .findFirst()
                .orElseThrow(() -> new DemoException("the page does not list the mail " + id));
        List<JsonObject> recipients = mail.getJsonArray("recipients").getValuesAs(JsonObject.class);
        return new Status(
                mail.getBoolean("finished"),
                recipients.stream().allMatch(one -> one.getString("state").equals("delivered")),
                recipients.stream()
                        .map(one -> one.getString("address") + ": " + one.getString("state") + " ("
                                + one.getString("text") + ")")
                        .toList(),
                all.getJsonObject("mailbox").getJsonArray("dialogue").getValuesAs(JsonString::getString));
    }

    private JsonObject ask(HttpRequest request, int expected) {
        try {
            HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
            if (response.statusCode() != expected) {
                throw new DemoException(
                        request.uri() + " was answered with " + response.statusCode() + ": " + response.body());
            }
            try (JsonReader reader = Json.createReader(new StringReader(response.body()))) {
                return reader.readObject();
            }
        } catch (IOException | JsonException e) {
            throw new DemoException(request.uri() + " was not answered as expected: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DemoException("interrupted while waiting for " + request.uri(), e);
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /**
     * Status of a mail.
     *
     * @param finished true if all recipients are final
     * @param delivered true if all recipients have the mail
     * @param recipients a line for each recipient
     * @param dialogue the mailbox's latest SMTP lines
     */
    record Status(boolean finished, boolean delivered, List<String> recipients, List<String> dialogue) {}
}
