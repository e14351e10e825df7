/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.client.delivery;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;
import org.postchaise.testkit.TlsPeer;

/**
 * The server's side of SCRAM (RFC 5802) with one account, with channel binding as strict as section 6 wants it.
 *
 * @param offered the words after AUTH
 * @param bindings the types it knows; where it knows one, the flag y is a sign of forgery
 * @param own the certificate that it believes to have shown
 * @param flags the gs2-cbind-flags that it received
 * @param iterations what it asks for
 */
record ScramServer(String offered, Set<String> bindings, X509Certificate own, List<String> flags, int iterations)
        implements TlsPeer.Logins {
    static final String PASSWORD = "s3cr3t-pa55word";
    private static final String SALT = "QSXCR+Q6sek8bf92";
    private static final int ITERATIONS = 4096;
    private static final String REFUSED = "535 5.7.8 no";

    ScramServer(String offered, Set<String> bindings, X509Certificate own) {
        this(offered, bindings, own, new ArrayList<>(), ITERATIONS);
    }

    ScramServer asking(int fewerOrMore) {
        return new ScramServer(offered, bindings, own, flags, fewerOrMore);
    }

    @Override
    public String secured() {
        return offered;
    }

    @Override
    public Function<byte[], String> begin(String mechanism) {
        String hash = mechanism.startsWith("SCRAM-SHA-1") ? "SHA1" : "SHA256";
        return new Login(mechanism.endsWith("-PLUS"), hash)::next;
    }

    private final class Login {
        private final boolean plus;
        private final String hash;
        private String gs2 = "";
        private String first = "";
        private String challenge = "";
        private boolean ended;

        Login(boolean plus, String hash) {
            this.plus = plus;
            this.hash = hash;
        }

        String next(byte[] response) {
            String text = new String(response, StandardCharsets.UTF_8);
            try {
                if (ended) {
                    return text.isEmpty() ? "235 2.7.0 in" : REFUSED;
                }
                return first.isEmpty() ? greeted(text) : proved(text);
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }

        private String greeted(String text) {
            int name = text.indexOf("n=", 3);
            gs2 = text.substring(0, name);
            first = text.substring(name);
            String flag = gs2.substring(0, gs2.indexOf(','));
            flags.add(flag);
            boolean bound = flag.startsWith("p=");
            if (bound != plus || (bound && !bindings.contains(flag.substring(2)))) {
                return REFUSED;
            }
            if (flag.equals("y") && !bindings.isEmpty()) {
                return REFUSED;
            }
            challenge = "r=" + first.substring(first.indexOf("r=") + 2) + "server,s=" + SALT + ",i=" + iterations;
            return "334 " + base64(challenge.getBytes(StandardCharsets.UTF_8));
        }

        private String proved(String text) throws GeneralSecurityException {
            String without = text.substring(0, text.lastIndexOf(",p="));
            byte[] header = gs2.getBytes(StandardCharsets.UTF_8);
            byte[] binding = plus ? MessageDigest.getInstance("SHA-256").digest(own.getEncoded()) : new byte[0];
            byte[] bound = Arrays.copyOf(header, header.length + binding.length);
            System.arraycopy(binding, 0, bound, header.length, binding.length);
            boolean sameChannel = without.startsWith("c=" + base64(bound) + ",");
            byte[] salted = salted();
            byte[] all = (first + "," + challenge + "," + without).getBytes(StandardCharsets.UTF_8);
            byte[] key = hmac(salted, "Client Key".getBytes(StandardCharsets.UTF_8));
            byte[] proof =
                    hmac(MessageDigest.getInstance(hash.replace("SHA", "SHA-")).digest(key), all);
            for (int i = 0; i < proof.length; i++) {
                proof[i] ^= key[i];
            }
            ended = true;
            if (!sameChannel || !text.endsWith(",p=" + base64(proof))) {
                return REFUSED;
            }
            byte[] signature = hmac(hmac(salted, "Server Key".getBytes(StandardCharsets.UTF_8)), all);
            return "334 " + base64(("v=" + base64(signature)).getBytes(StandardCharsets.UTF_8));
        }

        private byte[] salted() throws GeneralSecurityException {
            PBEKeySpec spec = new PBEKeySpec(
                    PASSWORD.toCharArray(),
                    Base64.getDecoder().decode(SALT),
                    iterations,
                    hash.equals("SHA1") ? 160 : 256);
            return SecretKeyFactory.getInstance("PBKDF2WithHmac" + hash)
                    .generateSecret(spec)
                    .getEncoded();
        }

        private byte[] hmac(byte[] key, byte[] data) throws GeneralSecurityException {
            Mac mac = Mac.getInstance("Hmac" + hash);
            mac.init(new SecretKeySpec(key, mac.getAlgorithm()));
            return mac.doFinal(data);
        }
    }

    private static String base64(byte[] octets) {
        return Base64.getEncoder().encodeToString(octets);
    }
}
