/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.tls;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A private key and its certificates.
 *
 * @param key the private key
 * @param chain the certificates, the certificate of the key first
 */
public record KeyEntry(PrivateKey key, List<X509Certificate> chain) {
    /** Creates an entry with a copy of the list. */
    public KeyEntry {
        chain = List.copyOf(chain);
    }

    /**
     * Reads the keys of files that hold keys, each before its certificates ({@code smtp_tls_chain_files}).
     *
     * @throws IOException with the name of the file that can't be used
     */
    static List<KeyEntry> ofChains(List<Path> files) throws IOException {
        List<KeyEntry> found = new ArrayList<>();
        Optional<PrivateKey> key = Optional.empty();
        List<X509Certificate> chain = new ArrayList<>();
        Path last = Path.of("");
        for (Path file : files) {
            last = file;
            for (Pem.Block block : Pem.read(file)) {
                if (block.isPrivateKey()) {
                    add(found, key, chain, file);
                    key = Optional.of(Pem.privateKey(block, file));
                    chain.clear();
                } else if (block.isCertificate()) {
                    if (key.isEmpty()) {
                        throw new IOException(file + ": a certificate without a key before it; expected the key first");
                    }
                    chain.add(Pem.certificate(block, file));
                }
            }
        }
        add(found, key, chain, last);
        if (found.isEmpty() && !files.isEmpty()) {
            throw new IOException(last + ": no key in it; expected a key and its certificates in PEM form");
        }
        return found;
    }

    private static void add(List<KeyEntry> found, Optional<PrivateKey> key, List<X509Certificate> chain, Path file)
            throws IOException {
        if (key.isPresent()) {
            found.add(entry(key.get(), chain, file));
        }
    }

    /**
     * Reads the key of a file with certificates and a file with the key ({@code smtp_tls_cert_file},
     * {@code smtp_tls_key_file}).
     *
     * @throws IOException with the name of the file that can't be used
     */
    static KeyEntry of(Path certificates, Path key) throws IOException {
        for (Pem.Block block : Pem.read(key)) {
            if (block.isPrivateKey()) {
                return entry(Pem.privateKey(block, key), Pem.certificates(certificates), key);
            }
        }
        throw new IOException(key + ": no key in it; expected one in PEM form");
    }

    private static KeyEntry entry(PrivateKey key, List<X509Certificate> chain, Path file) throws IOException {
        if (chain.isEmpty()) {
            throw new IOException(file + ": a key without certificates behind it");
        }
        KeyEntry entry = new KeyEntry(key, List.copyOf(chain));
        if (!belong(entry)) {
            throw new IOException(file + ": the key does not belong to the certificate of " + entry);
        }
        return entry;
    }

    private static boolean belong(KeyEntry entry) {
        String algorithm = switch (entry.key().getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            case "DSA" -> "SHA256withDSA";
            default -> "EdDSA";
        };
        byte[] probe = {1, 2, 3};
        try {
            Signature signer = Signature.getInstance(algorithm);
            signer.initSign(entry.key());
            signer.update(probe);
            byte[] signature = signer.sign();
            signer.initVerify(entry.chain().get(0).getPublicKey());
            signer.update(probe);
            return signer.verify(signature);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    /** Returns the subject of the certificate, never the key. */
    @Override
    public String toString() {
        return chain.get(0).getSubjectX500Principal().getName();
    }
}
