/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.tls.sts;

import org.postchaise.engine.tls.AnyCertificate;
import org.postchaise.engine.tls.PeerVerifier;
import org.postchaise.engine.tls.TrustStore;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow.Subscription;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManager;
import org.postchaise.engine.log.Printable;

/**
 * A client that fetches MTA-STS policies by HTTPS (RFC 8461, section 3.3): without following redirects, with limits on
 * the size and on the total time, from a server with a valid certificate.
 */
final class StsFetch {
    private static final int OK = 200;
    private static final int LONGEST = 65_536;

    private final Supplier<TrustStore> trusted;
    private final Duration limit;
    private final UnaryOperator<URI> way;

    /**
     * Creates a client.
     *
     * @param trusted the trusted authorities
     * @param limit the time limit of a fetch
     * @param way the function from the standard's URI to the requested URI, the identity except in tests
     */
    StsFetch(Supplier<TrustStore> trusted, Duration limit, UnaryOperator<URI> way) {
        this.trusted = trusted;
        this.limit = limit;
        this.way = way;
    }

    /** Returns the maximum duration of a fetch. */
    Duration limit() {
        return limit;
    }

    /** Fetches the policy of {@code domain}, a name in ASCII. */
    StsPolicy fetch(String domain) throws StsException {
        String host = "mta-sts." + domain;
        try {
            URI address = way.apply(URI.create("https://" + host + "/.well-known/mta-sts.txt"));
            return StsPolicy.parse(answer(
                            host,
                            HttpRequest.newBuilder(address)
                                    .timeout(limit)
                                    .header("Accept", "text/plain")
                                    .build())
                    .body());
        } catch (StsException e) {
            throw new StsException(e.fault(), host + ": " + e.getMessage(), e);
        } catch (IllegalArgumentException e) {
            throw new StsException(StsAnswer.Fault.INVALID, host + ": " + e.getMessage(), e);
        }
    }

    /**
     * Returns the response within the time limit, which includes the body; the time limit of {@link HttpRequest} ends
     * with the headers.
     */
    private HttpResponse<String> answer(String host, HttpRequest request) throws StsException {
        HttpClient client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(limit)
                .sslContext(context(host))
                .build();
        CompletableFuture<HttpResponse<String>> answer =
                client.sendAsync(request, head -> new Body(head.statusCode() == OK ? LONGEST : 0));
        try {
            HttpResponse<String> response = answer.get(limit.toMillis(), TimeUnit.MILLISECONDS);
            if (response.statusCode() != OK) {
                throw failure("it answers " + response.statusCode()
                        + (response.statusCode() / 100 == 3 ? ", and redirects are not followed" : ""));
            }
            requireText(response.headers());
            return response;
        } catch (ExecutionException e) {
            throw failed(e.getCause());
        } catch (TimeoutException e) {
            throw late(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StsException(StsAnswer.Fault.FETCH, "interrupted", e);
        } finally {
            answer.cancel(true);
        }
    }

    private SSLContext context(String host) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new WebServer(new PeerVerifier.StsPeer(trusted.get(), host))}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no TLS", e);
        }
    }

    /** Refuses a response that is not text/plain, such as an HTML page, since only a policy may be at that URI. */
    private static void requireText(HttpHeaders headers) throws StsException {
        String type = headers.firstValue("Content-Type").orElse("");
        if (!type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT).equals("text/plain")) {
            throw failure("its answer is of type \"" + Printable.line(type) + "\"; expected text/plain");
        }
    }

    private static StsException failure(String reason) {
        return new StsException(StsAnswer.Fault.FETCH, reason, null);
    }

    private StsException failed(Throwable cause) {
        for (Throwable at = cause; at != null; at = at.getCause()) {
            if (at instanceof CertificateException) {
                return new StsException(StsAnswer.Fault.UNTRUSTED, "its certificate is no good: " + line(at), cause);
            }
            if (at instanceof HttpTimeoutException) {
                return late(cause);
            }
            if (at instanceof TooLongException) {
                return new StsException(StsAnswer.Fault.INVALID, line(at), cause);
            }
        }
        return new StsException(
                StsAnswer.Fault.FETCH,
                (cause instanceof SSLException ? "no TLS with it: " : "it can't be asked: ") + line(cause),
                cause);
    }

    /**
     * Returns the failure of a time-out, of the request or of the wait for the response, which end at the same time.
     */
    private StsException late(Throwable cause) {
        return new StsException(StsAnswer.Fault.FETCH, "no answer within " + limit.toSeconds() + " s", cause);
    }

    private static String line(Throwable cause) {
        String text =
                Optional.ofNullable(cause.getMessage()).orElse(cause.getClass().getSimpleName());
        return Printable.line(text.lines().findFirst().orElse(""));
    }

    /** The failure of a response that is longer than a policy may be. */
    private static final class TooLongException extends IOException {
        private static final long serialVersionUID = 1L;

        TooLongException() {
            super("its answer is longer than " + LONGEST + " octets");
        }
    }

    /**
     * A trust manager that ends the handshake with a server without the right certificate, before a request is sent.
     */
    private static final class WebServer extends AnyCertificate {
        private final PeerVerifier verifier;

        WebServer(PeerVerifier verifier) {
            this.verifier = verifier;
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String algorithm) throws CertificateException {
            PeerVerifier.Verdict verdict = verifier.judge(List.of(chain));
            if (!verdict.accepted()) {
                throw new CertificateException(verdict.reason());
            }
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String algorithm, SSLEngine engine)
                throws CertificateException {
            checkServerTrusted(chain, algorithm);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String algorithm, Socket socket)
                throws CertificateException {
            checkServerTrusted(chain, algorithm);
        }
    }

    /** A body of bounded size; with the bound 0 the body is not read. */
    private static final class Body implements BodySubscriber<String> {
        private final int most;
        private final ByteArrayOutputStream octets = new ByteArrayOutputStream();
        private final CompletableFuture<String> whole = new CompletableFuture<>();
        private Optional<Subscription> subscription = Optional.empty();

        Body(int most) {
            this.most = most;
        }

        @Override
        public CompletionStage<String> getBody() {
            return whole;
        }

        @Override
        public void onSubscribe(Subscription given) {
            subscription = Optional.of(given);
            if (most == 0) {
                given.cancel();
                whole.complete("");
            } else {
                given.request(Long.MAX_VALUE);
            }
        }

        @Override
        public void onNext(List<ByteBuffer> buffers) {
            for (ByteBuffer buffer : buffers) {
                if (octets.size() + buffer.remaining() > most) {
                    subscription.ifPresent(Subscription::cancel);
                    whole.completeExceptionally(new TooLongException());
                    return;
                }
                byte[] some = new byte[buffer.remaining()];
                buffer.get(some);
                octets.writeBytes(some);
            }
        }

        @Override
        public void onError(Throwable cause) {
            whole.completeExceptionally(cause);
        }

        @Override
        public void onComplete() {
            whole.complete(octets.toString(StandardCharsets.UTF_8));
        }
    }
}
