/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.it.server;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** HTTP client of an application in a server. */
public final class Http {
    private static final Duration LIMIT = Duration.ofSeconds(90);

    private final HttpClient client = HttpClient.newHttpClient();

    /**
     * Returns the body of the answer.
     *
     * @throws IOException with the answer, if its status is not 200
     */
    public String get(URI uri) throws IOException {
        HttpRequest request = HttpRequest.newBuilder(uri).timeout(LIMIT).build();
        try {
            HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new IOException(uri + " answers " + answer.statusCode() + ": " + answer.body());
            }
            return answer.body();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while asking " + uri, e);
        }
    }
}
