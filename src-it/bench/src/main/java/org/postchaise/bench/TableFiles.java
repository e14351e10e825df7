/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.bench;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Measured tables, and the keys looked up in them; the same in each run. */
final class TableFiles {
    static final int ENTRIES = 1_000_000;
    static final int NETWORKS = 100_000;
    static final int RULES = 100;

    private TableFiles() {}

    /** Writes all tables, with an old modification time: Postfix waits for a file that was written just now. */
    static void write(Path directory) throws IOException {
        write(directory.resolve("entries"), ENTRIES, i -> entry(i) + " " + value(i));
        write(directory.resolve("networks"), NETWORKS, i -> network(i) + " REJECT");
        write(directory.resolve("rules"), RULES, i -> "/^subject:.*(word" + i + "|term" + i + ")[0-9]+!/ REJECT " + i);
        write(directory.resolve("none"), 0, i -> "");
    }

    /** Returns keys, half of which are in the table. */
    static List<String> keys(String table, int count) {
        Random random = new Random(3);
        List<String> keys = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            keys.add(
                    switch (table) {
                        case "entries" -> entry(random.nextInt(2 * ENTRIES));
                        case "networks" -> dotted(random.nextInt());
                        default ->
                            "Subject: a message about this and that " + "word" + random.nextInt(2 * RULES) + "7! done";
                    });
        }
        return keys;
    }

    /** Returns the size of the entries' keys and values, in octets. */
    static long text() {
        long octets = 0;
        for (int i = 0; i < ENTRIES; i++) {
            octets += entry(i).length() + value(i).length();
        }
        return octets;
    }

    private interface Line {
        String of(int i);
    }

    private static void write(Path file, int lines, Line line) throws IOException {
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            for (int i = 0; i < lines; i++) {
                out.write(line.of(i));
                out.newLine();
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        Files.setLastModifiedTime(file, FileTime.from(Instant.EPOCH.plusSeconds(86400)));
    }

    private static String entry(int i) {
        return "user" + i + "@example" + i % 977 + ".com";
    }

    private static String value(int i) {
        return "smtp:[relay" + i % 9 + ".example.net]:587";
    }

    /**
     * Returns a network. The networks are spread over all addresses, in three sizes, and together cover about half of
     * the addresses.
     */
    private static String network(int i) {
        int at = (int) (i * ((1L << 32) / NETWORKS));
        int length = i % 3 == 0 ? 16 : i % 3 == 1 ? 17 : 24;
        return dotted(at & (-1 << (32 - length))) + "/" + length;
    }

    private static String dotted(int address) {
        return (address >>> 24) + "." + (address >>> 16 & 255) + "." + (address >>> 8 & 255) + "." + (address & 255);
    }
}
