/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.tls.sts;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpTimeoutException;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManager;
import org.postchaise.engine.https.HttpsClient;
import org.postchaise.engine.https.ResponseTooLongException;
import org.postchaise.engine.log.Printable;
import org.postchaise.engine.tls.AnyCertificate;
import org.postchaise.engine.tls.PeerVerifier;
import org.postchaise.engine.tls.TrustStore;

/**
 * A client that fetches MTA-STS policies by HTTPS (RFC 8461, section 3.3): without following redirects, with limits on
 * the size and on the total time, from a server with a valid certificate.
 */
final class StsFetch {
    private static final int LONGEST = 65_536;

    private final Supplier<TrustStore> trusted;
    private final HttpsClient.Bounds bounds;
    private final HttpsClient https;

    /**
     * Creates a client.
     *
     * @param trusted the trusted authorities
     * @param limit the time limit of a fetch
     */
    StsFetch(Supplier<TrustStore> trusted, Duration limit, HttpsClient https) {
        this.trusted = trusted;
        this.bounds = new HttpsClient.Bounds(limit, LONGEST, HttpsClient.Bodies.OK);
        this.https = https;
    }

    /** Returns the maximum duration of a fetch. */
    Duration limit() {
        return bounds.time();
    }

    /** Fetches the policy of {@code domain}, a name in ASCII. */
    StsPolicy fetch(String domain) throws StsException {
        String host = "mta-sts." + domain;
        try {
            return StsPolicy.parse(answer(host));
        } catch (StsException e) {
            throw new StsException(e.fault(), host + ": " + e.getMessage(), e);
        } catch (IllegalArgumentException e) {
            throw new StsException(StsAnswer.Fault.INVALID, host + ": " + e.getMessage(), e);
        }
    }

    /** Returns the body of the response, which is a text with the status 200. */
    private String answer(String host) throws StsException {
        try {
            HttpsClient.Response response = https.send(new HttpsClient.Request(
                    URI.create("https://" + host + "/.well-known/mta-sts.txt"),
                    Map.of("Accept", "text/plain"),
                    Optional.empty(),
                    Optional.of(context(host)),
                    bounds));
            if (!response.isOk()) {
                throw failure("it answers " + response.status()
                        + (response.isRedirect() ? ", and redirects are not followed" : ""));
            }
            requireText(response.contentType());
            return response.body();
        } catch (InterruptedIOException e) {
            throw new StsException(StsAnswer.Fault.FETCH, "interrupted", e);
        } catch (IOException e) {
            throw failed(e);
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
    private static void requireText(String type) throws StsException {
        if (!type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT).equals("text/plain")) {
            throw failure("its answer is of type \"" + Printable.line(type) + "\"; expected text/plain");
        }
    }

    private static StsException failure(String reason) {
        return new StsException(StsAnswer.Fault.FETCH, reason, null);
    }

    private static StsException failed(Throwable cause) {
        for (Throwable at = cause; at != null; at = at.getCause()) {
            if (at instanceof CertificateException) {
                return new StsException(StsAnswer.Fault.UNTRUSTED, "its certificate is no good: " + line(at), cause);
            }
            if (at instanceof HttpTimeoutException) {
                return new StsException(StsAnswer.Fault.FETCH, line(at), cause);
            }
            if (at instanceof ResponseTooLongException) {
                return new StsException(StsAnswer.Fault.INVALID, line(at), cause);
            }
        }
        return new StsException(
                StsAnswer.Fault.FETCH,
                (cause instanceof SSLException ? "no TLS with it: " : "it can't be asked: ") + line(cause),
                cause);
    }

    private static String line(Throwable cause) {
        String text =
                Optional.ofNullable(cause.getMessage()).orElse(cause.getClass().getSimpleName());
        return Printable.line(text.lines().findFirst().orElse(""));
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
}
