/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.tls;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.postchaise.engine.log.LineLog;

/**
 * The digests of TLSA records, by matching type ({@code tls_dane_digests}): SHA-256 is 1 and SHA-512 is 2; other
 * digests need a number of their own ({@code sha384=3}).
 *
 * @param names the Java name of the digest by matching type; the strongest digest has the highest rank
 * @param ranks the rank by matching type
 */
public record Digests(Map<Integer, String> names, Map<Integer, Integer> ranks) {
    private static final System.Logger LOG = LineLog.of(Digests.class.getName());
    private static final Map<String, Integer> FIXED = Map.of("SHA-256", 1, "SHA-512", 2);
    private static final int RESERVED = 255;

    /** Returns the Java name of the digest that OpenSSL calls {@code name}. */
    public static String javaName(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.matches("sha-?\\d+") ? "SHA-" + lower.replaceAll("\\D", "") : name.toUpperCase(Locale.ROOT);
    }

    public static boolean exists(String javaName) {
        try {
            MessageDigest.getInstance(javaName);
            return true;
        } catch (NoSuchAlgorithmException e) {
            return false;
        }
    }

    /** Returns the digests that {@code words} name, the strongest first; an unknown word is skipped with a warning. */
    public static Digests of(List<String> words) {
        Map<Integer, String> names = new HashMap<>();
        List<Integer> order = new ArrayList<>();
        for (String word : words) {
            int equals = word.indexOf('=');
            String name = javaName(equals < 0 ? word : word.substring(0, equals));
            String number = equals < 0 ? "" + FIXED.getOrDefault(name, 0) : word.substring(equals + 1);
            int type = number.matches("\\d{1,3}") ? Integer.parseInt(number) : 0;
            boolean possible = type > 0
                    && type < RESERVED
                    && FIXED.getOrDefault(name, type) == type
                    && (type > 2 || FIXED.containsKey(name));
            if (!possible || !exists(name) || names.putIfAbsent(type, name) != null) {
                LOG.log(
                        System.Logger.Level.WARNING,
                        "tls_dane_digests: \"{0}\" is ignored; expected sha256, sha512, or digest=number, each once",
                        word);
            } else {
                order.add(type);
            }
        }
        Map<Integer, Integer> ranks = new HashMap<>();
        for (int i = 0; i < order.size(); i++) {
            ranks.put(order.get(i), order.size() - i);
        }
        return new Digests(Map.copyOf(names), Map.copyOf(ranks));
    }
}
