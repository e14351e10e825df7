/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.tls;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/**
 * The trusted authorities ({@code smtp_tls_CAfile}, {@code smtp_tls_CApath}, {@code tls_append_default_CA}). As with
 * OpenSSL a path must end at a self-signed certificate; other certificates of the authorities help to build the path.
 *
 * @param authorities all certificates
 * @param depth the value of {@code smtp_tls_scert_verifydepth}: one less than the maximum number of certificates
 *     between the server's and the root
 * @param roots the self-signed certificates, determined once, since the verification of their signatures costs more
 *     than all other work for a server
 */
public record TrustStore(List<X509Certificate> authorities, int depth, List<TrustAnchor> roots) {
    /** The store that trusts no authority. */
    public static final TrustStore EMPTY = new TrustStore(List.of(), 0);

    private static final Pattern HASHED = Pattern.compile("[0-9a-f]{8}\\.[0-9]+");

    /** Creates a store with copies of the lists. */
    public TrustStore {
        authorities = List.copyOf(authorities);
        roots = List.copyOf(roots);
    }

    public TrustStore(List<X509Certificate> authorities, int depth) {
        this(
                authorities,
                depth,
                authorities.stream()
                        .filter(CertificatePath::isSelfSigned)
                        .map(root -> new TrustAnchor(root, null))
                        .toList());
    }

    /**
     * Reads the authorities of a file and of a directory.
     *
     * @param file the file; empty: none
     * @param directory the directory whose files are named by hash (c_rehash); empty: none
     * @param defaults the authorities that are trusted in addition
     * @param depth the value of {@code smtp_tls_scert_verifydepth}
     * @throws IOException with the name of the file that can't be used
     */
    static TrustStore of(Optional<Path> file, Optional<Path> directory, List<X509Certificate> defaults, int depth)
            throws IOException {
        Set<X509Certificate> all = new LinkedHashSet<>(defaults);
        if (file.isPresent()) {
            all.addAll(Pem.certificates(file.get()));
        }
        if (directory.isPresent()) {
            all.addAll(hashed(directory.get()));
        }
        return new TrustStore(new ArrayList<>(all), depth);
    }

    private static List<X509Certificate> hashed(Path directory) throws IOException {
        List<X509Certificate> found = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(
                directory, file -> HASHED.matcher(file.getFileName().toString()).matches())) {
            for (Path file : files) {
                found.addAll(Pem.certificates(file));
            }
        }
        return found;
    }

    /** Returns the authorities that Java trusts: on many systems those of the operating system. */
    public static List<X509Certificate> defaults() throws IOException {
        try {
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init((KeyStore) null);
            for (TrustManager manager : factory.getTrustManagers()) {
                if (manager instanceof X509TrustManager authorities) {
                    return Arrays.asList(authorities.getAcceptedIssuers());
                }
            }
            return List.of();
        } catch (GeneralSecurityException e) {
            throw new IOException("Java's own authorities can't be read: " + e.getMessage(), e);
        }
    }

    /**
     * Returns the reason why {@code chain}, the server's own certificate first, is not trusted; empty if the chain is
     * trusted.
     */
    public Optional<PeerVerifier.Defect> fault(List<X509Certificate> chain, CertificatePath.Signatures signatures) {
        List<X509Certificate> others = new ArrayList<>(authorities);
        others.addAll(chain);
        return new CertificatePath(chain.get(0), others, depth, signatures).fault(roots);
    }

    /** Returns the number of the authorities, not their names. */
    @Override
    public String toString() {
        return authorities.size() + " authorities, depth " + depth;
    }
}
