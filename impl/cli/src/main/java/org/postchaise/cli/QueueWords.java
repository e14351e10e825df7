/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The arguments that say which mails are meant: filter terms, ALL, and as in postsuper(1) queue IDs and names of queues.
 *
 * @param terms of a filter
 * @param ids a filter cannot ask for several: each is an order of its own. Empty: not asked for by ID; an empty list: no mail
 * @param all whether every mail of what the terms mean was asked for: ALL was said, or {@code queue=dead}, which ALL does not mean
 */
record QueueWords(List<String> terms, Optional<List<String>> ids, boolean all) {

    /**
     * The words read.
     *
     * @param input the IDs that {@code -} stands for
     * @throws IllegalArgumentException naming the word that can't be used
     * @throws IOException when {@code input} can't be read
     */
    static QueueWords of(List<String> words, InputStream input) throws IOException {
        List<String> terms = new ArrayList<>();
        List<String> ids = new ArrayList<>();
        Set<String> queues = new LinkedHashSet<>();
        boolean all = false;
        boolean byId = false;
        for (String word : words) {
            if (word.equals("-")) {
                byId = true;
                ids.addAll(lines(input));
            } else if (word.contains("=")) {
                terms.add(word.replace(" ", "%20"));
                all |= word.equalsIgnoreCase("queue=dead");
            } else if (word.equalsIgnoreCase("all")) {
                all = true;
            } else if (isQueue(word)) {
                queues.add(word.toLowerCase(Locale.ROOT).replace("incoming", "active"));
            } else {
                byId = true;
                ids.add(id(word));
            }
        }
        if (!queues.isEmpty()) {
            terms.add(0, "queue=" + String.join(",", queues));
        }
        return new QueueWords(terms, byId ? Optional.of(ids) : Optional.empty(), all);
    }

    /** The filter of a question that is about every mail when nothing is said. */
    String filter() {
        if (ids.isPresent() && ids.get().size() != 1) {
            throw new IllegalArgumentException("expected one queue ID, or a filter");
        }
        List<String> joined = new ArrayList<>(terms);
        ids.ifPresent(one -> joined.add("id=" + one.get(0)));
        return joined.isEmpty() ? "all" : String.join(" ", joined);
    }

    /**
     * The filters of orders: one for each ID, or one.
     *
     * @throws IllegalArgumentException when it is not said which mails are meant
     */
    List<String> orders() {
        boolean isOnlyQueue = !terms.isEmpty() && terms.stream().allMatch(term -> term.startsWith("queue="));
        if (ids.isEmpty() && !all && (terms.isEmpty() || isOnlyQueue)) {
            throw new IllegalArgumentException(
                    "which mails? expected a queue ID, a filter such as domain=example.com, or ALL, which can be followed by"
                            + " active, deferred, hold or dead");
        }
        String common = String.join(" ", terms);
        return ids.map(some -> some.stream()
                        .map(id -> ("id=" + id + " " + common).strip())
                        .toList())
                .orElseGet(() -> List.of(filter()));
    }

    private static boolean isQueue(String word) {
        return List.of("active", "incoming", "deferred", "hold", "dead").contains(word.toLowerCase(Locale.ROOT));
    }

    /** Letters, digits and what else is in the ID of a JMS message that is no mail: what needs no quoting anywhere. */
    static boolean isId(String word) {
        return word.matches("[A-Za-z0-9:._-]{1,255}");
    }

    private static String id(String word) {
        if (!isId(word)) {
            throw new IllegalArgumentException(
                    word + ": expected a queue ID (letters and digits), name=value, ALL or the name of a queue");
        }
        return word;
    }

    private static List<String> lines(InputStream input) throws IOException {
        List<String> ids = new ArrayList<>();
        BufferedReader lines = new BufferedReader(new InputStreamReader(input, StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (!line.isBlank()) {
                ids.add(id(line.strip()));
            }
        }
        return ids;
    }
}
