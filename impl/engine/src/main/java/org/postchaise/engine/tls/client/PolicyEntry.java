/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.tls.client;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.postchaise.engine.config.Grammars;
import org.postchaise.engine.dns.HostName;

/**
 * A value of {@code smtp_tls_policy_maps}: a level and attributes (TLS_README, "TLS policy table"). An unknown word is
 * an error, since ignoring the word could weaken the intended policy.
 *
 * @param level the TLS security level
 * @param single the attributes that may be given once, by name in lower case: ciphers, protocols, servername, exclude
 * @param match the names or fingerprints of the server
 * @param trustFiles the files with trust anchors
 * @param reuse the permission to keep sessions; empty: as the settings say
 */
record PolicyEntry(
        TlsLevel level,
        Map<String, String> single,
        List<String> match,
        List<String> trustFiles,
        Optional<TlsPolicy.Reuse> reuse) {

    private static final Set<String> SINGLE = Set.of("ciphers", "protocols", "servername", "exclude");

    /**
     * Parses a value.
     *
     * @throws IllegalArgumentException with the error
     */
    static PolicyEntry parse(String text) {
        List<String> words = Grammars.list().parse(text);
        if (words.isEmpty()) {
            throw new IllegalArgumentException("invalid empty policy");
        }
        TlsLevel level = TlsLevel.of(words.get(0))
                .orElseThrow(() -> new IllegalArgumentException("invalid security level \"" + words.get(0) + "\""));
        Builder builder = new Builder(level);
        if (level != TlsLevel.NONE) {
            words.subList(1, words.size()).forEach(builder::add);
        }
        return builder.build();
    }

    Optional<String> attribute(String name) {
        return Optional.ofNullable(single.get(name));
    }

    private static final class Builder {
        private final TlsLevel level;
        private final Map<String, String> single = new LinkedHashMap<>();
        private final List<String> match = new ArrayList<>();
        private final List<String> trustFiles = new ArrayList<>();
        private Optional<TlsPolicy.Reuse> reuse = Optional.empty();

        Builder(TlsLevel level) {
            this.level = level;
        }

        void add(String word) {
            String pair =
                    word.startsWith("{") ? word.substring(1, word.length() - 1).strip() : word;
            int equals = pair.indexOf('=');
            if (equals <= 0) {
                throw new IllegalArgumentException("malformed attribute/value pair \"" + word + "\"");
            }
            String name = pair.substring(0, equals).strip().toLowerCase(Locale.ROOT);
            String value = pair.substring(equals + 1).strip();
            if (SINGLE.contains(name)) {
                addSingle(name, value);
                return;
            }
            switch (name) {
                case "match" -> addMatch(value);
                case "tafile" -> addTrustFile(value);
                case "connection_reuse" -> reuse = Optional.of(reuse(value));
                default -> throw new IllegalArgumentException("invalid attribute name: \"" + name + "\"");
            }
        }

        private void addSingle(String name, String value) {
            if (name.equals("ciphers")) {
                requireValue(name, value);
            }
            if (name.equals("servername") && !HostName.isValid(value)) {
                throw new IllegalArgumentException("\"" + name + "=" + value + "\" specifies an invalid hostname");
            }
            if (single.putIfAbsent(name, value) != null) {
                throw new IllegalArgumentException("attribute \"" + name + "\" is specified multiple times");
            }
        }

        private void addMatch(String value) {
            requireValue("match", value);
            if (level != TlsLevel.FINGERPRINT && !level.usesAuthorities()) {
                throw notAtThisLevel("match");
            }
            String separator = level == TlsLevel.FINGERPRINT ? "\\|" : ":";
            Arrays.stream(value.split(separator, -1))
                    .filter(part -> !part.isEmpty())
                    .forEach(match::add);
        }

        private void addTrustFile(String value) {
            if (!level.usesAuthorities()) {
                throw notAtThisLevel("tafile");
            }
            requireValue("tafile", value);
            trustFiles.add(value);
        }

        private static TlsPolicy.Reuse reuse(String value) {
            return switch (value.toLowerCase(Locale.ROOT)) {
                case "yes" -> TlsPolicy.Reuse.ALLOWED;
                case "no" -> TlsPolicy.Reuse.NEVER;
                default ->
                    throw new IllegalArgumentException(
                            "attribute \"connection_reuse\" has bad value: \"" + value + "\"");
            };
        }

        private IllegalArgumentException notAtThisLevel(String name) {
            return new IllegalArgumentException(
                    "attribute \"" + name + "\" invalid at security level \"" + level + "\"");
        }

        private static void requireValue(String name, String value) {
            if (value.isEmpty()) {
                throw new IllegalArgumentException("attribute \"" + name + "\" has empty value");
            }
        }

        PolicyEntry build() {
            return new PolicyEntry(level, Map.copyOf(single), List.copyOf(match), List.copyOf(trustFiles), reuse);
        }
    }
}
