/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.sasl;

import java.io.IOException;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.security.spec.PSSParameterSpec;
import java.util.List;
import java.util.Optional;

/**
 * The connection over which a login takes place.
 *
 * @param security the protection of the connection
 * @param binding the channel binding to the TLS session; with a binding, mechanisms named -PLUS can be used
 */
public record Channel(Security security, Optional<Binding> binding) {
    /** The channel without TLS. */
    public static final Channel PLAIN = new Channel(Security.PLAIN, Optional.empty());

    /** Returns the channel with TLS to the server that showed {@code chain}, its own certificate first. */
    public static Channel secured(Security security, List<X509Certificate> chain) {
        return new Channel(security, chain.stream().findFirst().flatMap(Binding::of));
    }

    /** Returns this channel without a channel binding. */
    public Channel unbound() {
        return new Channel(security, Optional.empty());
    }

    /** A channel binding (RFC 5056) of the type {@code tls-server-end-point} (RFC 5929, section 4). */
    public static final class Binding {
        public static final String TYPE = "tls-server-end-point";
        private static final String PSS = "RSASSA-PSS";
        private static final String WEAKER_STAND_IN = "SHA-256";

        private final byte[] data;

        private Binding(byte[] data) {
            this.data = data;
        }

        /**
         * Returns the binding by the hash of certificate {@code own}; empty where the signature algorithm does not
         * define the hash, as with Ed25519.
         */
        private static Optional<Binding> of(X509Certificate own) {
            try {
                Optional<String> digest = digest(own);
                return digest.isEmpty()
                        ? Optional.empty()
                        : Optional.of(new Binding(
                                MessageDigest.getInstance(digest.get()).digest(own.getEncoded())));
            } catch (GeneralSecurityException | IOException unknown) {
                return Optional.empty();
            }
        }

        /** Returns the digest of the certificate's signature; SHA-256 in place of MD5 and SHA-1. */
        private static Optional<String> digest(X509Certificate own) throws GeneralSecurityException, IOException {
            String name = own.getSigAlgName();
            if (name.equals(PSS)) {
                AlgorithmParameters parameters = AlgorithmParameters.getInstance(PSS);
                parameters.init(own.getSigAlgParams());
                return Optional.of(strong(
                        parameters.getParameterSpec(PSSParameterSpec.class).getDigestAlgorithm()));
            }
            int with = name.indexOf("with");
            return with <= 0 ? Optional.empty() : Optional.of(strong(name.substring(0, with)));
        }

        private static String strong(String signed) {
            String name = signed.replaceFirst("^SHA([0-9]{3})", "SHA-$1");
            return name.equals("MD5") || name.equals("SHA1") || name.equals("SHA-1") ? WEAKER_STAND_IN : name;
        }

        public byte[] data() {
            return data.clone();
        }
    }
}
