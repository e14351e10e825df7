/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.fuzz;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Inputs for a fuzz target without Jazzer: entries of the target's dictionary, in any order, some of them damaged. */
final class FuzzInputs {
    private static final Pattern ENTRY = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)+)\"");
    private static final Pattern ESCAPE = Pattern.compile("\\\\(?:x([0-9a-f]{2})|([\\\\\"]))");
    private static final int MOST_ENTRIES = 24;
    private static final int MOST_DAMAGES = 4;

    private final List<byte[]> entries = new ArrayList<>();

    /** Reads the dictionary of {@code target}, a file in libFuzzer's format. */
    FuzzInputs(Class<?> target) {
        String name = "/fuzz/" + target.getName().replace("org.postchaise.engine.", "") + ".dict";
        try (InputStream in = FuzzInputs.class.getResourceAsStream(name)) {
            new String(in.readAllBytes(), StandardCharsets.ISO_8859_1)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(FuzzInputs::entry)
                    .forEach(entries::add);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] entry(String line) {
        Matcher entry = ENTRY.matcher(line);
        if (!entry.matches()) {
            throw new IllegalArgumentException("not an entry of a dictionary: " + line);
        }
        return ESCAPE.matcher(entry.group(1))
                .replaceAll(escape -> Matcher.quoteReplacement(
                        escape.group(1) == null
                                ? escape.group(2)
                                : String.valueOf((char) Integer.parseInt(escape.group(1), 16))))
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Returns the input of a seed: an octet that chooses a mode of the target, then entries. */
    byte[] input(int seed) {
        Random random = new Random(seed);
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        octets.write(random.nextInt());
        for (int left = random.nextInt(MOST_ENTRIES); left > 0; left--) {
            octets.writeBytes(entries.get(random.nextInt(entries.size())));
        }
        byte[] input = octets.toByteArray();
        if (random.nextBoolean()) {
            for (int left = random.nextInt(MOST_DAMAGES); left > 0; left--) {
                input = damaged(input, random);
            }
        }
        return input;
    }

    /** Returns {@code input} with some octets replaced, cut out, or repeated. */
    private static byte[] damaged(byte[] input, Random random) {
        int from = random.nextInt(input.length);
        int to = from + 1 + random.nextInt(Math.min(8, input.length - from));
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        octets.write(input, 0, from);
        switch (random.nextInt(3)) {
            case 0 -> octets.write(random.nextInt());
            case 1 -> {
                octets.write(input, from, to - from);
                octets.write(input, from, to - from);
            }
            default -> octets.write("\0\r\n .<>\"\\@:+=".charAt(random.nextInt(13)));
        }
        octets.write(input, to, input.length - to);
        return octets.toByteArray();
    }
}
