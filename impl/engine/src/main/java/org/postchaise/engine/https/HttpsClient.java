/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.https;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/** The port for requests to web servers. Redirects are not followed, and nothing is sent twice. Thread-safe. */
@FunctionalInterface
public interface HttpsClient {
    /** The client by Java's HTTP client. */
    HttpsClient OF_JAVA = new JavaHttpsClient();

    /**
     * A request, and how much of the response is read.
     *
     * @param uri the URI, of the scheme https, or http within this machine
     * @param headers the header fields
     * @param form the body of a POST request; empty for a GET request
     * @param tls the TLS context, which judges the server's certificate; empty for Java's
     * @param bounds the bounds of the response
     */
    record Request(
            URI uri, Map<String, String> headers, Optional<String> form, Optional<SSLContext> tls, Bounds bounds) {

        /** Returns this request to another URI. */
        public Request at(URI other) {
            return new Request(other, headers, form, tls, bounds);
        }

        /** Returns the method and the URI, without the header fields and the form, which may hold secrets. */
        @Override
        public String toString() {
            return (form.isPresent() ? "POST " : "GET ") + uri;
        }
    }

    /**
     * The bounds of a response.
     *
     * @param time the time limit of the whole request, with connecting and the body of the response
     * @param octets the maximum length of the body
     * @param bodies the responses whose body is read
     */
    record Bounds(Duration time, int octets, Bodies bodies) {}

    /** The responses whose body is read. */
    enum Bodies {
        /** Every response. */
        ALL,
        /** Responses with the status 200; the body of others is empty text. */
        OK
    }

    /**
     * A response.
     *
     * @param status the status code
     * @param contentType the field Content-Type; empty text without one
     * @param body the body, as UTF-8
     */
    record Response(int status, String contentType, String body) {
        private static final int SUCCESS = 200;
        private static final int REDIRECTION = 3;

        /** Returns true if the status is 200. */
        public boolean isOk() {
            return status == SUCCESS;
        }

        /** Returns true if the server redirects the client. */
        public boolean isRedirect() {
            return status / 100 == REDIRECTION;
        }

        /** Returns the status code and the content type, without the body, which may hold a token. */
        @Override
        public String toString() {
            return status + " " + contentType;
        }
    }

    /**
     * Sends a request and returns the response.
     *
     * @throws ResponseTooLongException when the body is longer than the bound
     * @throws java.net.http.HttpTimeoutException when there is no whole response within the time limit
     * @throws java.io.InterruptedIOException when the thread is interrupted, whose status is kept
     * @throws IOException for another failure, with the cause of a failed TLS handshake
     */
    Response send(Request request) throws IOException;
}
