/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.address;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.postchaise.engine.config.SettingsException;

/**
 * The keys that sign return paths, in the manner of BATV's PRVS (draft-levine-smtp-batv-01). A tag consists of three digits for the day, and
 * eight characters of an HMAC-SHA256 (RFC 2104, 40 bits in the alphabet of RFC 4648, section 6) of the day and the recipient in lower case.
 * Tags are compared without regard to case, since servers change the case. A tag is valid for {@link #DAYS} days.
 */
final class VerpKeys {
    /** The regular expression of a tag. */
    static final String FORM = "[0-9]{3}[a-z2-7]{8}";

    /** The validity of a tag in days: as long as servers are known to keep a mail in their queues, for the mail and for its notice together. */
    static final int DAYS = 14;

    private static final int SHORTEST = 16;
    private static final int CYCLE = 1000;
    private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";
    private static final String ALGORITHM = "HmacSHA256";

    private final List<SecretKeySpec> keys;

    private VerpKeys(List<SecretKeySpec> keys) {
        this.keys = List.copyOf(keys);
    }

    /**
     * Reads the keys of a file: one per line; the first key makes tags, all keys verify tags. Empty lines and lines that begin with # are
     * ignored.
     *
     * @param file the path of the file; empty for no keys and no tags
     * @throws SettingsException when the file can't be read, has a key that is too short, or has no key; the message does not show the key
     */
    static VerpKeys read(String file) {
        if (file.isEmpty()) {
            return new VerpKeys(List.of());
        }
        List<String> lines;
        try {
            lines = Files.readAllLines(Path.of(file), StandardCharsets.UTF_8);
        } catch (MalformedInputException e) {
            throw new SettingsException("verp_key_file " + file + " is not UTF-8; expected a key on each line", e);
        } catch (IOException e) {
            throw new SettingsException("verp_key_file " + file + " can't be read: " + e.getMessage(), e);
        }
        List<SecretKeySpec> keys = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            String key = lines.get(i).strip();
            if (key.isEmpty() || key.startsWith("#")) {
                continue;
            }
            if (key.length() < SHORTEST) {
                throw new SettingsException("verp_key_file " + file + ", line " + (i + 1) + ": the key has "
                        + key.length() + " characters; expected " + SHORTEST + " at least");
            }
            keys.add(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), ALGORITHM));
        }
        if (keys.isEmpty()) {
            throw new SettingsException("verp_key_file " + file + " has no key; expected one on a line");
        }
        return new VerpKeys(keys);
    }

    /** Returns the tag of a return path for {@code recipient}; empty without keys. */
    Optional<String> tag(String recipient, Instant now) {
        return keys.stream().findFirst().map(key -> tag(key, String.format("%03d", day(now)), recipient));
    }

    /** Returns true if {@code tag} was made with one of the keys for {@code recipient} and has not expired; clocks may differ by a day. */
    boolean proves(String tag, String recipient, Instant now) {
        String lower = tag.toLowerCase(Locale.ROOT);
        String day = lower.substring(0, 3);
        int age = Math.floorMod(day(now) - Integer.parseInt(day), CYCLE);
        if (age > DAYS && age != CYCLE - 1) {
            return false;
        }
        return keys.stream()
                .anyMatch(key -> MessageDigest.isEqual(
                        tag(key, day, recipient).getBytes(StandardCharsets.US_ASCII),
                        lower.getBytes(StandardCharsets.US_ASCII)));
    }

    private static int day(Instant now) {
        return Math.floorMod(
                Math.toIntExact(now.getEpochSecond() / Duration.ofDays(1).toSeconds()), CYCLE);
    }

    private static String tag(SecretKeySpec key, String day, String recipient) {
        byte[] code;
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            code = mac.doFinal((day + '\0' + recipient.toLowerCase(Locale.ROOT)).getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
        }
        long bits = 0;
        for (int i = 0; i < 5; i++) {
            bits = bits << 8 | (code[i] & 0xff);
        }
        StringBuilder tag = new StringBuilder(day);
        for (int shift = 35; shift >= 0; shift -= 5) {
            tag.append(ALPHABET.charAt((int) (bits >> shift & 31)));
        }
        return tag.toString();
    }
}
