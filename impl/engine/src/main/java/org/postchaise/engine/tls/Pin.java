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
 * A pin, a certificate or public key that is known beforehand: from a TLSA record (RFC 6698), a fingerprint, or a file
 * with trust anchors.
 *
 * @param usage the owner of the certificate
 * @param part the part of a certificate that is compared
 * @param digest the name of the digest in Java; empty: the part itself is compared
 * @param rank the strength of the digest, higher is stronger (RFC 7671, section 9)
 * @param value the digest, or the part, in hexadecimal digits of lower case
 */
public record Pin(Usage usage, Part part, String digest, int rank, String value) {

    private static final int SHOWN = 64;

    /** The owner of the pinned certificate. */
    public enum Usage {
        /** An issuer: TLSA usage 2. */
        ISSUER,
        /** The server: TLSA usage 3. */
        SERVER
    }

    /** The part of a certificate that is compared: the TLSA selector. */
    public enum Part {
        /** The whole certificate: selector 0. */
        CERTIFICATE,
        /** The public key with its algorithm: selector 1. */
        PUBLIC_KEY;

        private byte[] of(X509Certificate certificate) throws GeneralSecurityException {
            return this == CERTIFICATE
                    ? certificate.getEncoded()
                    : certificate.getPublicKey().getEncoded();
        }
    }

    /** Returns true if the value is well-formed: a digest of the right length, a certificate or a key. */
    public boolean isUsable() {
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

    /** Returns the pin in the form of a TLSA record's data, with long values shortened. */
    public String record() {
        String matching =
                digest.isEmpty() ? "0" : digest.equals("SHA-256") ? "1" : digest.equals("SHA-512") ? "2" : digest;
        String shown = value.length() > SHOWN ? value.substring(0, SHOWN) + "..." : value;
        return (usage == Usage.ISSUER ? "2 " : "3 ") + (part == Part.CERTIFICATE ? "0" : "1") + " " + matching + " "
                + shown;
    }

    /** Returns the certificate, if the pin holds the certificate and not only its digest. */
    public Optional<X509Certificate> certificate() {
        return digest.isEmpty() && part == Part.CERTIFICATE
                ? CertificatePath.parsed(HexFormat.of().parseHex(value))
                : Optional.empty();
    }

    /** Returns the public key, if the pin holds the public key and not only its digest. */
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
