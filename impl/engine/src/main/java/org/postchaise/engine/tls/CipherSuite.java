/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.tls;

import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A cipher suite of Java, with its name and its kinds in OpenSSL.
 *
 * @param name the name in Java, which is IANA's
 * @param openSsl the name in OpenSSL, and so in Postfix's log
 * @param kinds the words of an OpenSSL cipher list that include the suite, in upper case
 * @param bits the number of secret bits of the key
 * @param keyBits the number of bits of the key
 */
public record CipherSuite(String name, String openSsl, Set<String> kinds, int bits, int keyBits) {
    private static final Pattern OLD = Pattern.compile(
            "(?:TLS|SSL)_(RSA|DHE_RSA|DHE_DSS|DH_anon|ECDHE_RSA|ECDHE_ECDSA|ECDH_RSA|ECDH_ECDSA|ECDH_anon)_WITH_(.+?)_(MD5|SHA|SHA256|SHA384)");
    private static final Pattern CIPHER = Pattern.compile(
            "(AES)_(128|256)_(CBC|GCM|CCM)|(CHACHA20)_POLY1305|(3DES)_EDE_CBC|(DES)_CBC|(RC4)_128|(NULL)");

    /** Returns true for a suite of TLS 1.3, to which no cipher list applies. */
    public boolean isModern() {
        return kinds.isEmpty();
    }

    public static Optional<CipherSuite> of(String name) {
        Matcher suite = OLD.matcher(name);
        if (!suite.matches()) {
            boolean modern = name.startsWith("TLS_AES_") || name.startsWith("TLS_CHACHA20_");
            int bits = name.contains("_128_") ? 128 : 256;
            return modern ? Optional.of(new CipherSuite(name, name, Set.of(), bits, bits)) : Optional.empty();
        }
        Matcher cipher = CIPHER.matcher(suite.group(2));
        if (!cipher.matches()) {
            return Optional.empty();
        }
        return Optional.of(old(name, suite.group(1), cipher, suite.group(3)));
    }

    private static CipherSuite old(String name, String exchange, Matcher cipher, String mac) {
        Set<String> kinds = new HashSet<>(Set.of("ALL"));
        String prefix = exchange(exchange, kinds);
        boolean gcm = "GCM".equals(cipher.group(3));
        boolean aead = gcm || cipher.group(4) != null;
        kinds.add(aead || mac.length() > 3 ? "TLSV1.2" : exchange.startsWith("EC") ? "TLSV1.0" : "SSLV3");
        if (!kinds.contains("TLSV1.2")) {
            kinds.add("TLSV1");
        }
        if (aead) {
            kinds.add("AEAD");
        } else {
            kinds.add(mac.equals("SHA") ? "SHA1" : mac);
            kinds.add(mac);
        }
        if (cipher.group(1) != null) {
            int bits = Integer.parseInt(cipher.group(2));
            kinds.addAll(Set.of("AES", "AES" + bits, "HIGH"));
            if (gcm) {
                kinds.add("AESGCM");
            }
            String openSsl = prefix + "AES" + bits + (gcm ? "-GCM-" : "-") + mac;
            return of(name, openSsl, kinds, bits, bits);
        }
        if (cipher.group(4) != null) {
            kinds.addAll(Set.of("CHACHA20", "HIGH"));
            return of(name, prefix + "CHACHA20-POLY1305", kinds, 256, 256);
        }
        if (cipher.group(5) != null) {
            kinds.addAll(Set.of("3DES", "MEDIUM"));
            return of(name, prefix + "DES-CBC3-" + mac, kinds, 112, 168);
        }
        if (cipher.group(6) != null) {
            kinds.addAll(Set.of("DES", "LOW"));
            return of(name, prefix + "DES-CBC-" + mac, kinds, 56, 56);
        }
        if (cipher.group(7) != null) {
            kinds.addAll(Set.of("RC4", "MEDIUM"));
            return of(name, prefix + "RC4-" + mac, kinds, 128, 128);
        }
        kinds.remove("ALL");
        kinds.addAll(Set.of("ENULL", "NULL", "COMPLEMENTOFALL"));
        return of(name, prefix + "NULL-" + mac, kinds, 0, 0);
    }

    private static CipherSuite of(String name, String openSsl, Set<String> kinds, int bits, int keyBits) {
        return new CipherSuite(name, openSsl, Set.copyOf(kinds), bits, keyBits);
    }

    /** Adds the kinds of the key exchange and the authentication, and returns the beginning of the suite's name. */
    private static String exchange(String exchange, Set<String> kinds) {
        switch (exchange) {
            case "RSA" -> {
                kinds.addAll(Set.of("RSA", "KRSA", "ARSA"));
                return "";
            }
            case "DHE_RSA" -> kinds.addAll(Set.of("DH", "DHE", "EDH", "KDHE", "KEDH", "ARSA"));
            case "DHE_DSS" -> kinds.addAll(Set.of("DH", "DHE", "EDH", "KDHE", "KEDH", "ADSS", "DSS"));
            case "DH_anon" -> {
                kinds.addAll(Set.of("DH", "ADH", "KDHE", "KEDH", "ANULL"));
                return "ADH-";
            }
            case "ECDHE_RSA" -> kinds.addAll(Set.of("ECDH", "ECDHE", "EECDH", "KECDHE", "KEECDH", "ARSA"));
            case "ECDHE_ECDSA" -> kinds.addAll(Set.of("ECDH", "ECDHE", "EECDH", "KECDHE", "KEECDH", "AECDSA", "ECDSA"));
            case "ECDH_RSA" -> kinds.addAll(Set.of("ECDH", "KECDH", "AECDH-RSA"));
            case "ECDH_ECDSA" -> kinds.addAll(Set.of("ECDH", "KECDH", "AECDH-ECDSA"));
            default -> {
                kinds.addAll(Set.of("ECDH", "AECDH", "KECDHE", "KEECDH", "ANULL"));
                return "AECDH-";
            }
        }
        return exchange.replace('_', '-').toUpperCase(Locale.ROOT) + "-";
    }
}
