/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.cli;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.UnmatchedArgumentException;

/** Error text for a command or an option that does not exist: names similar ones, or else all commands. */
final class UnknownWords {
    /** Smallest edit distance of names that count as different. */
    private static final int FAR = 3;

    private UnknownWords() {}

    /** Returns one line about the first word that could not be used. */
    static String answer(UnmatchedArgumentException e) {
        String word = e.getUnmatched().get(0);
        CommandSpec asked = e.getCommandLine().getCommandSpec();
        if (word.startsWith("-") && word.length() > 1) {
            return "no option " + word + " of \"" + asked.qualifiedName() + "\""
                    + suggestion(near(word, options(asked)), asked);
        }
        List<String> commands = commands(asked);
        if (commands.isEmpty()) {
            return "unexpected argument \"" + word + "\" of \"" + asked.qualifiedName() + "\"; see "
                    + asked.qualifiedName() + " --help";
        }
        List<String> near = near(word, commands);
        return "no command \"" + word + "\""
                + (near.isEmpty() ? "; expected one of " + String.join(", ", commands) : suggestion(near, asked));
    }

    private static String suggestion(List<String> near, CommandSpec asked) {
        return near.isEmpty()
                ? "; see " + asked.qualifiedName() + " --help"
                : "; did you mean " + String.join(" or ", near) + "?";
    }

    /** Returns the names of the subcommands of {@code spec} that are not hidden, in their order. */
    static List<String> commands(CommandSpec spec) {
        return spec.subcommands().entrySet().stream()
                .filter(one -> !one.getValue().getCommandSpec().usageMessage().hidden())
                .map(Map.Entry::getKey)
                .filter(name -> !name.startsWith("-"))
                .toList();
    }

    private static List<String> options(CommandSpec spec) {
        List<String> names = new ArrayList<>();
        for (OptionSpec option : spec.options()) {
            if (!option.hidden()) {
                names.addAll(List.of(option.names()));
            }
        }
        return names;
    }

    /** Returns the candidates with the smallest edit distance to {@code word}, if it is small; candidates that begin with {@code word} have distance 0. */
    private static List<String> near(String word, List<String> candidates) {
        Map<String, Integer> distances = new TreeMap<>();
        String lower = word.toLowerCase(Locale.ROOT);
        for (String one : candidates) {
            boolean begins = lower.replace("-", "").length() > 1 && one.startsWith(lower);
            int distance = begins ? 0 : distance(lower, one);
            if (distance < Math.min(FAR, one.length() - 1)) {
                distances.put(one, distance);
            }
        }
        int least = distances.values().stream().min(Comparator.naturalOrder()).orElse(0);
        return distances.entrySet().stream()
                .filter(one -> one.getValue() == least)
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Returns the Levenshtein distance, with the exchange of two neighbouring letters counted as one edit. */
    private static int distance(String a, String b) {
        int[][] least = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                least[i][j] = i == 0 || j == 0 ? i + j : step(a, b, least, i, j);
            }
        }
        return least[a.length()][b.length()];
    }

    private static int step(String a, String b, int[][] least, int i, int j) {
        int change = least[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        int best = Math.min(change, Math.min(least[i - 1][j], least[i][j - 1]) + 1);
        boolean swapped = i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
        return swapped ? Math.min(best, least[i - 2][j - 2] + 1) : best;
    }
}
