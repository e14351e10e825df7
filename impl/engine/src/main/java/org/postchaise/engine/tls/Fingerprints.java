/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.tls;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import org.postchaise.engine.config.Settings;
import org.postchaise.engine.config.catalog.SmtpTls;

/**
 * The fingerprints of a certificate and of its public key, in the form of {@code smtp_tls_fingerprint_cert_match}:
 * pairs of hexadecimal digits, divided by colons.
 *
 * @param digest the digest as {@code smtp_tls_fingerprint_digest} names it
 * @param certificate the digest of the whole certificate in DER
 * @param publicKey the digest of the public key with its algorithm (SubjectPublicKeyInfo)
 */
public record Fingerprints(String digest, String certificate, String publicKey) {
    private static final HexFormat FORM = HexFormat.ofDelimiter(":").withUpperCase();

    /**
     * Computes the fingerprints of {@code certificate} with the digest that {@code settings} ask for.
     *
     * @throws org.postchaise.engine.config.SettingsException when the settings name no digest
     * @throws IllegalArgumentException when Java does not know the digest, or the certificate has no encoding
     */
    public static Fingerprints of(X509Certificate certificate, Settings settings) {
        String digest = settings.get(SmtpTls.FINGERPRINT_DIGEST);
        try {
            MessageDigest computed = MessageDigest.getInstance(Digests.javaName(digest));
            return new Fingerprints(
                    digest,
                    FORM.formatHex(computed.digest(certificate.getEncoded())),
                    FORM.formatHex(computed.digest(certificate.getPublicKey().getEncoded())));
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException(
                    "no fingerprint with digest \"" + digest + "\": " + e.getMessage()
                            + "; expected a digest of Java, such as sha256, in smtp_tls_fingerprint_digest",
                    e);
        }
    }
}
