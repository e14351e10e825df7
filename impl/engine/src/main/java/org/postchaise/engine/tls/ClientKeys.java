/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.tls;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;

/**
 * The keys and certificate chains of this client, one for each algorithm. Unlike Java's own key managers, and like
 * OpenSSL, this key manager shows its certificate to every server that asks for a client certificate, whatever
 * authorities that server names.
 */
final class ClientKeys extends X509ExtendedKeyManager {
    /** The keys of a client without certificates. */
    static final ClientKeys NONE = new ClientKeys(List.of());

    private final List<Identity> identities;

    /**
     * A private key and its certificates.
     *
     * @param key the private key
     * @param chain the certificates, the certificate of the key first
     */
    record Identity(PrivateKey key, List<X509Certificate> chain) {
        /** Returns the subject of the certificate, never the key. */
        @Override
        public String toString() {
            return chain.get(0).getSubjectX500Principal().getName();
        }
    }

    ClientKeys(List<Identity> identities) {
        this.identities = List.copyOf(identities);
    }

    /**
     * Reads the identities of files that hold keys, each before its certificates ({@code smtp_tls_chain_files}).
     *
     * @throws IOException with the name of the file that can't be used
     */
    static List<Identity> ofChains(List<Path> files) throws IOException {
        List<Identity> found = new ArrayList<>();
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

    private static void add(List<Identity> found, Optional<PrivateKey> key, List<X509Certificate> chain, Path file)
            throws IOException {
        if (key.isPresent()) {
            found.add(identity(key.get(), chain, file));
        }
    }

    /**
     * Reads the identity of a file with certificates and a file with the key ({@code smtp_tls_cert_file},
     * {@code smtp_tls_key_file}).
     *
     * @throws IOException with the name of the file that can't be used
     */
    static Identity of(Path certificates, Path key) throws IOException {
        for (Pem.Block block : Pem.read(key)) {
            if (block.isPrivateKey()) {
                return identity(Pem.privateKey(block, key), Pem.certificates(certificates), key);
            }
        }
        throw new IOException(key + ": no key in it; expected one in PEM form");
    }

    private static Identity identity(PrivateKey key, List<X509Certificate> chain, Path file) throws IOException {
        if (chain.isEmpty()) {
            throw new IOException(file + ": a key without certificates behind it");
        }
        Identity identity = new Identity(key, List.copyOf(chain));
        if (!belong(identity)) {
            throw new IOException(file + ": the key does not belong to the certificate of " + identity);
        }
        return identity;
    }

    private static boolean belong(Identity identity) {
        String algorithm = switch (identity.key().getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            case "DSA" -> "SHA256withDSA";
            default -> "EdDSA";
        };
        byte[] probe = {1, 2, 3};
        try {
            Signature signer = Signature.getInstance(algorithm);
            signer.initSign(identity.key());
            signer.update(probe);
            byte[] signature = signer.sign();
            signer.initVerify(identity.chain().get(0).getPublicKey());
            signer.update(probe);
            return signer.verify(signature);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    @Override
    public String chooseEngineClientAlias(String[] keyTypes, Principal[] issuers, SSLEngine engine) {
        return alias(keyTypes);
    }

    @Override
    public String chooseClientAlias(String[] keyTypes, Principal[] issuers, Socket socket) {
        return alias(keyTypes);
    }

    /** Returns the alias of a key of one of these types; {@code null} where there is none, as JSSE requires. */
    private String alias(String[] keyTypes) {
        for (String type : keyTypes) {
            for (int i = 0; i < identities.size(); i++) {
                if (identities.get(i).key().getAlgorithm().equals(type.split("_", 2)[0])) {
                    return "" + i;
                }
            }
        }
        return null;
    }

    @Override
    public String[] getClientAliases(String keyType, Principal[] issuers) {
        String one = alias(new String[] {keyType});
        return one == null ? new String[0] : new String[] {one};
    }

    @Override
    public String[] getServerAliases(String keyType, Principal[] issuers) {
        return new String[0];
    }

    @Override
    public String chooseServerAlias(String keyType, Principal[] issuers, Socket socket) {
        return null;
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
        return identities.get(Integer.parseInt(alias)).chain().toArray(X509Certificate[]::new);
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
        return identities.get(Integer.parseInt(alias)).key();
    }

    /** Returns the subjects of the certificates. */
    @Override
    public String toString() {
        return Arrays.toString(identities.toArray());
    }
}
