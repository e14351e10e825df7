/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.tls;

import java.security.GeneralSecurityException;
import java.security.cert.CertPath;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.CertificateParsingException;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.postchaise.engine.event.TlsOutcome.Kind;

/**
 * The certification path from a server's certificate to a trust anchor (RFC 5280, section 6), checked as OpenSSL does
 * for a TLS server: dates, also of a root, signatures, basic constraints, key usage.
 *
 * @param leaf the server's own certificate
 * @param others the certificates of which the path may be made
 * @param depth one less than the maximum number of certificates between the leaf and the anchor
 * @param signatures the required strength of signatures
 */
public record CertificatePath(X509Certificate leaf, List<X509Certificate> others, int depth, Signatures signatures) {
    /** The required strength of all signatures but the anchor's. */
    public enum Signatures {
        /** The acceptance of any signature: the path is only reported. */
        ANY,
        /**
         * The refusal of signatures over SHA-1 or weaker digests, as with OpenSSL at security level 1, which Postfix
         * requires where a certificate must match.
         */
        STRONG
    }

    private static final String SERVER_AUTHENTICATION = "1.3.6.1.5.5.7.3.1";
    private static final List<String> WEAK = List.of("MD2", "MD5", "SHA1");
    private static final int DIGITAL_SIGNATURE = 0;
    private static final int KEY_ENCIPHERMENT = 2;
    private static final int KEY_AGREEMENT = 4;

    /** Returns true if {@code certificate} was signed with its own key. */
    static boolean isSelfSigned(X509Certificate certificate) {
        if (!certificate.getSubjectX500Principal().equals(certificate.getIssuerX500Principal())) {
            return false;
        }
        try {
            certificate.verify(certificate.getPublicKey());
            return true;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    /** Returns the reason why there is no valid path to any of {@code anchors}; empty if there is a path. */
    Optional<PeerVerifier.Defect> fault(Collection<TrustAnchor> anchors) {
        Optional<PeerVerifier.Defect> own = dates(leaf).or(this::purpose);
        if (own.isPresent()) {
            return own;
        }
        Set<TrustAnchor> valid = anchors.stream()
                .filter(anchor -> anchor.getTrustedCert() == null
                        // the date of one that is trusted by a record alone does not matter to OpenSSL
                        || !isSelfSigned(anchor.getTrustedCert())
                        || dates(anchor.getTrustedCert()).isEmpty())
                .collect(Collectors.toSet());
        if (valid.stream().anyMatch(anchor -> leaf.equals(anchor.getTrustedCert()))) {
            return Optional.empty();
        }
        return valid.isEmpty() ? Optional.of(untrusted()) : build(valid);
    }

    private Optional<PeerVerifier.Defect> build(Set<TrustAnchor> anchors) {
        X509CertSelector target = new X509CertSelector();
        target.setCertificate(leaf);
        try {
            PKIXBuilderParameters parameters = new PKIXBuilderParameters(anchors, target);
            parameters.setRevocationEnabled(false);
            // what Postfix hands to OpenSSL: one more than the setting, of certificates between the two ends
            parameters.setMaxPathLength(Math.min(depth, Integer.MAX_VALUE - 1) + 1);
            parameters.addCertStore(CertStore.getInstance("Collection", new CollectionCertStoreParameters(others)));
            CertPath path =
                    CertPathBuilder.getInstance("PKIX").build(parameters).getCertPath();
            return signatures == Signatures.STRONG
                            && path.getCertificates().stream().anyMatch(CertificatePath::isWeak)
                    ? defect(Kind.CERTIFICATE_NOT_TRUSTED, "CA signature digest algorithm too weak")
                    : Optional.empty();
        } catch (CertPathBuilderException e) {
            return Optional.of(untrusted());
        } catch (GeneralSecurityException e) {
            return defect(Kind.VALIDATION_FAILURE, "the certificate can't be checked: " + e.getMessage());
        }
    }

    private static boolean isWeak(Certificate certificate) {
        String algorithm = ((X509Certificate) certificate).getSigAlgName().toUpperCase(Locale.ROOT);
        return WEAK.stream().anyMatch(algorithm::startsWith);
    }

    private PeerVerifier.Defect untrusted() {
        return new PeerVerifier.Defect(
                Kind.CERTIFICATE_NOT_TRUSTED,
                isSelfSigned(leaf)
                        ? "self-signed certificate"
                        : "untrusted issuer " + leaf.getIssuerX500Principal().getName());
    }

    private static Optional<PeerVerifier.Defect> defect(Kind kind, String text) {
        return Optional.of(new PeerVerifier.Defect(kind, text));
    }

    private static Optional<PeerVerifier.Defect> dates(X509Certificate certificate) {
        try {
            certificate.checkValidity();
            return Optional.empty();
        } catch (CertificateExpiredException e) {
            return defect(Kind.CERTIFICATE_EXPIRED, "certificate has expired");
        } catch (CertificateNotYetValidException e) {
            return defect(Kind.VALIDATION_FAILURE, "certificate not yet valid");
        }
    }

    private Optional<PeerVerifier.Defect> purpose() {
        try {
            List<String> purposes = leaf.getExtendedKeyUsage();
            boolean[] usage = leaf.getKeyUsage();
            boolean server = purposes == null || purposes.contains(SERVER_AUTHENTICATION);
            boolean handshake =
                    usage == null || usage[DIGITAL_SIGNATURE] || usage[KEY_ENCIPHERMENT] || usage[KEY_AGREEMENT];
            return server && handshake
                    ? Optional.empty()
                    : defect(Kind.VALIDATION_FAILURE, "unsupported certificate purpose");
        } catch (CertificateParsingException e) {
            return defect(Kind.VALIDATION_FAILURE, "the certificate's purpose can't be read");
        }
    }

    public static Optional<X509Certificate> parsed(byte[] der) {
        try {
            return Optional.of(Pem.certificate(der));
        } catch (CertificateException e) {
            return Optional.empty();
        }
    }
}
