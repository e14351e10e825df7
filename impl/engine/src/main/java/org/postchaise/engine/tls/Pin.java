/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.tls;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.Optional;

/**
 * A certificate or a public key that was told beforehand: by a TLSA record (RFC 6698), a fingerprint, or a file with trust
 * anchors.
 *
 * @param usage whose it is
 * @param part what of a certificate it is about
 * @param digest the name of the digest in Java; empty: the part itself
 * @param rank how strong the digest is, higher is stronger (RFC 7671, section 9)
 * @param value the digest, or the part, in hexadecimal digits of lower case
 */
record Pin(Usage usage, Part part, String digest, int rank, String value) {

    private static final int SHOWN = 64;

    /** Whose certificate it is. */
    enum Usage {
        /** An issuer's: TLSA usage 2. */
        ISSUER,
        /** The server's own: TLSA usage 3. */
        SERVER
    }

    /** What of the certificate: the TLSA selector. */
    enum Part {
        /** All of it: 0. */
        CERTIFICATE,
        /** Its public key with algorithm: 1. */
        PUBLIC_KEY;

        private byte[] of(X509Certificate certificate) throws GeneralSecurityException {
            return this == CERTIFICATE
                    ? certificate.getEncoded()
                    : certificate.getPublicKey().getEncoded();
        }
    }

    /** Whether the value can be what it says: a digest of the right length, a certificate or a key. */
    boolean isUsable() {
        byte[] octets = HexFormat.of().parseHex(value);
        if (!digest.isEmpty()) {
            try {
                return MessageDigest.getInstance(digest).getDigestLength() == octets.length;
            } catch (NoSuchAlgorithmException e) {
                return false;
            }
        }
        return part == Part.CERTIFICATE
                ? CertificatePath.parsed(octets).isPresent()
                : publicKey().isPresent();
    }

    boolean matches(X509Certificate certificate) {
        try {
            byte[] octets = part.of(certificate);
            byte[] own = digest.isEmpty()
                    ? octets
                    : MessageDigest.getInstance(digest).digest(octets);
            return HexFormat.of().formatHex(own).equals(value);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    /** As the data of a TLSA record, of whose long values the beginning will do. */
    String record() {
        String matching =
                digest.isEmpty() ? "0" : digest.equals("SHA-256") ? "1" : digest.equals("SHA-512") ? "2" : digest;
        String shown = value.length() > SHOWN ? value.substring(0, SHOWN) + "..." : value;
        return (usage == Usage.ISSUER ? "2 " : "3 ") + (part == Part.CERTIFICATE ? "0" : "1") + " " + matching + " "
                + shown;
    }

    /** The certificate itself, where it was told and not only its digest. */
    Optional<X509Certificate> certificate() {
        return digest.isEmpty() && part == Part.CERTIFICATE
                ? CertificatePath.parsed(HexFormat.of().parseHex(value))
                : Optional.empty();
    }

    /** The public key itself, where it was told and not only its digest. */
    Optional<PublicKey> publicKey() {
        if (!digest.isEmpty() || part != Part.PUBLIC_KEY) {
            return Optional.empty();
        }
        try {
            return Optional.of(Pem.publicKey(HexFormat.of().parseHex(value)));
        } catch (GeneralSecurityException e) {
            return Optional.empty();
        }
    }
}
