/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.client.diagnosis;

import java.security.PublicKey;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.postchaise.engine.config.Settings;
import org.postchaise.engine.tls.Fingerprints;

/**
 * The facts of a certificate that matter to an operator.
 *
 * @param subject the subject
 * @param issuer the issuer
 * @param names the subject alternative names: hosts and IP addresses
 * @param from the start of validity
 * @param to the end of validity
 * @param daysLeft the whole days until the end of validity; negative after expiry
 * @param key the algorithm and size of the public key, such as {@code RSA 2048 bits}
 * @param fingerprints the fingerprints of certificate and public key
 */
public record CertificateFacts(
        String subject,
        String issuer,
        List<String> names,
        Instant from,
        Instant to,
        long daysLeft,
        String key,
        Fingerprints fingerprints) {
    private static final int SECONDS_OF_DAY = 86_400;
    private static final int DNS_NAME = 2;
    private static final int IP_ADDRESS = 7;

    /**
     * Returns the facts of {@code certificate} at the time of {@code clock}; {@code settings} name the digest of fingerprints.
     */
    static CertificateFacts of(X509Certificate certificate, Clock clock, Settings settings) {
        Instant to = certificate.getNotAfter().toInstant();
        return new CertificateFacts(
                certificate.getSubjectX500Principal().getName(),
                certificate.getIssuerX500Principal().getName(),
                names(certificate),
                certificate.getNotBefore().toInstant(),
                to,
                Math.floorDiv(ChronoUnit.SECONDS.between(clock.instant(), to), SECONDS_OF_DAY),
                key(certificate.getPublicKey()),
                Fingerprints.of(certificate, settings));
    }

    private static List<String> names(X509Certificate certificate) {
        List<String> names = new ArrayList<>();
        try {
            Collection<List<?>> all = certificate.getSubjectAlternativeNames();
            if (all != null) {
                all.stream()
                        .filter(one -> one.get(0).equals(DNS_NAME) || one.get(0).equals(IP_ADDRESS))
                        .forEach(one -> names.add(String.valueOf(one.get(1))));
            }
        } catch (CertificateParsingException e) {
            names.add("(can't be read)");
        }
        return names;
    }

    private static String key(PublicKey key) {
        if (key instanceof RSAPublicKey rsa) {
            return "RSA " + rsa.getModulus().bitLength() + " bits";
        }
        if (key instanceof ECPublicKey curve) {
            return "EC " + curve.getParams().getOrder().bitLength() + " bits";
        }
        return key instanceof EdECPublicKey edwards ? edwards.getParams().getName() : key.getAlgorithm();
    }

    /** Returns all facts except the fingerprints on one line. */
    String line() {
        String expiry = daysLeft < 0
                ? "expired " + to + " (" + (-daysLeft - 1) + " days ago)"
                : "expires " + to + " (" + daysLeft + " days left)";
        return subject + ", issued by " + issuer + (names.isEmpty() ? "" : ", for " + String.join(" ", names)) + ", "
                + expiry + ", " + key;
    }
}
