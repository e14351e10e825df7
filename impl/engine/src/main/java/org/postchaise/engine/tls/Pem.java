/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.tls;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A reader of files in PEM form (RFC 7468): certificates, public keys, and private keys of RSA, ECDSA and EdDSA without
 * a pass phrase, as PKCS #8 or in their traditional forms. Other text in a file is skipped. Every error names the file,
 * and no error contains a key.
 */
public final class Pem {
    private static final Pattern BLOCK = Pattern.compile(
            "-----BEGIN ([A-Z0-9 ]+)-----\\r?\\n((?:[^\\n]*\\n)*?)-----END \\1-----", Pattern.MULTILINE);

    private static final byte[] RSA_ALGORITHM = HexFormat.of().parseHex("300d06092a864886f70d0101010500");
    private static final byte[] EC_OID = HexFormat.of().parseHex("06072a8648ce3d0201");
    private static final List<String> ALGORITHMS = List.of("RSA", "EC", "EdDSA", "DSA");
    private static final int SEQUENCE = 0x30;
    private static final int OCTET_STRING = 0x04;
    private static final int CURVE = 0xa0;

    private Pem() {}

    /**
     * A block of a file.
     *
     * @param label the label of the block, such as {@code CERTIFICATE}
     * @param octets the content
     */
    @SuppressWarnings("ArrayRecordComponent") // compared nowhere
    public record Block(String label, byte[] octets) {
        public boolean isCertificate() {
            return label.equals("CERTIFICATE") || label.equals("X509 CERTIFICATE");
        }

        boolean isPrivateKey() {
            return label.endsWith("PRIVATE KEY");
        }
    }

    /**
     * Reads the blocks of {@code file} in their order.
     *
     * @throws IOException with the name of the file, when the file can't be read or a block is damaged
     */
    public static List<Block> read(Path file) throws IOException {
        String text;
        try {
            text = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new IOException(file + ": can't be read; expected a file in PEM form", e);
        }
        List<Block> blocks = new ArrayList<>();
        Matcher block = BLOCK.matcher(text);
        while (block.find()) {
            String body = block.group(2);
            boolean encrypted = body.contains("Proc-Type:") && body.contains("ENCRYPTED");
            if (encrypted || block.group(1).equals("ENCRYPTED PRIVATE KEY")) {
                throw new IOException(file + ": the private key is encrypted; expected one without a pass phrase");
            }
            try {
                blocks.add(new Block(block.group(1), Base64.getMimeDecoder().decode(body)));
            } catch (IllegalArgumentException e) {
                throw new IOException(file + ": the block " + block.group(1) + " is damaged; expected base64", e);
            }
        }
        return blocks;
    }

    /**
     * Reads the certificates of {@code file}.
     *
     * @throws IOException with the name of the file, when the file has no certificate or a damaged certificate
     */
    static List<X509Certificate> certificates(Path file) throws IOException {
        List<X509Certificate> found = new ArrayList<>();
        for (Block block : read(file)) {
            if (block.isCertificate()) {
                found.add(certificate(block, file));
            }
        }
        if (found.isEmpty()) {
            throw new IOException(file + ": no certificate in it; expected one in PEM form");
        }
        return found;
    }

    static X509Certificate certificate(Block block, Path file) throws IOException {
        try {
            return certificate(block.octets());
        } catch (CertificateException e) {
            throw new IOException(file + ": a certificate in it is damaged", e);
        }
    }

    static X509Certificate certificate(byte[] der) throws CertificateException {
        return (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
    }

    static PublicKey publicKey(byte[] der) throws GeneralSecurityException {
        for (String algorithm : ALGORITHMS) {
            try {
                return KeyFactory.getInstance(algorithm).generatePublic(new X509EncodedKeySpec(der));
            } catch (InvalidKeySpecException e) {
                // another algorithm's
            }
        }
        throw new InvalidKeySpecException("no public key of " + ALGORITHMS);
    }

    static PrivateKey privateKey(Block block, Path file) throws IOException {
        byte[] pkcs8 = switch (block.label()) {
            case "RSA PRIVATE KEY" ->
                der(SEQUENCE, new byte[] {2, 1, 0}, RSA_ALGORITHM, der(OCTET_STRING, block.octets()));
            case "EC PRIVATE KEY" ->
                der(
                        SEQUENCE,
                        new byte[] {2, 1, 0},
                        der(SEQUENCE, EC_OID, curve(block, file)),
                        der(OCTET_STRING, block.octets()));
            default -> block.octets();
        };
        for (String algorithm : ALGORITHMS) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
            } catch (GeneralSecurityException e) {
                // another algorithm's
            }
        }
        throw new IOException(file + ": the private key can't be used; expected one of RSA, ECDSA or EdDSA");
    }

    /** Returns the name of the curve in a key of RFC 5915: the content of its field [0]. */
    private static byte[] curve(Block block, Path file) throws IOException {
        byte[] key = block.octets();
        // SEQUENCE, INTEGER 1, OCTET STRING: the lengths of the first and last tell where the curve begins
        int at = key.length > 1 && (key[1] & 0x80) != 0 ? 2 + (key[1] & 0x7f) : 2;
        at += 3;
        at += at + 1 < key.length ? 2 + key[at + 1] : 0;
        if (at + 1 >= key.length || (key[at] & 0xff) != CURVE || at + 2 + key[at + 1] > key.length) {
            throw new IOException(file + ": the EC key does not name its curve; expected a named curve");
        }
        byte[] curve = new byte[key[at + 1]];
        System.arraycopy(key, at + 2, curve, 0, curve.length);
        return curve;
    }

    private static byte[] der(int tag, byte[]... parts) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            content.writeBytes(part);
        }
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.write(tag);
        int length = content.size();
        if (length < 0x80) {
            all.write(length);
        } else if (length < 0x100) {
            all.write(0x81);
            all.write(length);
        } else {
            all.write(0x82);
            all.write(length >> 8);
            all.write(length);
        }
        all.writeBytes(content.toByteArray());
        return all.toByteArray();
    }
}
