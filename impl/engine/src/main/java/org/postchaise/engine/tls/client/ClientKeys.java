/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.tls.client;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.postchaise.engine.tls.KeyEntry;

/**
 * The keys and certificate chains of this client, one for each algorithm. Unlike Java's own key managers, and like
 * OpenSSL, this key manager shows its certificate to every server that asks for a client certificate, whatever
 * authorities that server names.
 */
final class ClientKeys extends X509ExtendedKeyManager {
    /** The keys of a client without certificates. */
    static final ClientKeys NONE = new ClientKeys(List.of());

    private final List<KeyEntry> entries;

    ClientKeys(List<KeyEntry> entries) {
        this.entries = List.copyOf(entries);
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
            for (int i = 0; i < entries.size(); i++) {
                if (entries.get(i).key().getAlgorithm().equals(type.split("_", 2)[0])) {
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
        return entries.get(Integer.parseInt(alias)).chain().toArray(X509Certificate[]::new);
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
        return entries.get(Integer.parseInt(alias)).key();
    }

    /** Returns the subjects of the certificates. */
    @Override
    public String toString() {
        return Arrays.toString(entries.toArray());
    }
}
