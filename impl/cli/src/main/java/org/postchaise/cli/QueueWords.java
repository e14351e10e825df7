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
 * Arguments that select mails: filter terms, ALL, and, as in postsuper(1), queue IDs and names of queues.
 *
 * @param terms the terms of a filter
 * @param ids the queue IDs, each of which needs a request of its own, since a filter has only one; empty: not selected by ID; an empty list: no mail
 * @param all true if all mails with the terms were asked for: by ALL, or by {@code queue=dead}, which ALL does not include
 */
record QueueWords(List<String> terms, Optional<List<String>> ids, boolean all) {

    /**
     * Returns the selection in {@code words}.
     *
     * @param input the source of the IDs that {@code -} stands for
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

    /** Returns the filter of a query, which matches every mail where no word was given. */
    String filter() {
        if (ids.isPresent() && ids.get().size() != 1) {
            throw new IllegalArgumentException("expected one queue ID, or a filter");
        }
        List<String> joined = new ArrayList<>(terms);
        ids.ifPresent(one -> joined.add("id=" + one.get(0)));
        return joined.isEmpty() ? "all" : String.join(" ", joined);
    }

    /**
     * Returns the filters of a change: one for each ID, or one.
     *
     * @throws IllegalArgumentException when the words select no mails
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

    /**
     * Returns true if {@code word} can be a queue ID: letters, digits and further characters in the ID of a JMS message that is no mail; none of these needs
     * quoting in a shell, URL or filter.
     */
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
