/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** The refusals of a mailbox with their remaining counts. Thread-safe. */
final class Refusals {
    private static final Pattern REPLY = Pattern.compile("[45][0-5][0-9] [^\\r\\n\\x00]{1,500}");

    private static final class Rule {
        private final Predicate<String> which;
        private final String reply;
        private int left;

        Rule(Predicate<String> which, String reply, int left) {
            this.which = which;
            this.reply = reply;
            this.left = left;
        }
    }

    private final List<Rule> rules = new ArrayList<>();

    /**
     * Adds a rule that refuses the subjects matching {@code which}.
     *
     * @throws IllegalArgumentException when {@code reply} is not a 4xx or 5xx reply, or {@code times} is negative
     */
    synchronized void add(Predicate<String> which, String reply, int times) {
        if (!REPLY.matcher(reply).matches()) {
            throw new IllegalArgumentException("reply \"" + reply
                    + "\" is not a refusal; expected one line such as \"451 4.3.0 try later\" or \"550 5.1.1 no\"");
        }
        if (times < 0) {
            throw new IllegalArgumentException("times is " + times + "; expected 0 or more");
        }
        rules.add(new Rule(which, reply, times));
    }

    /**
     * Returns the reply of the oldest rule with a remaining count that refuses {@code subject}, and decrements the
     * count.
     */
    synchronized Optional<String> next(String subject) {
        for (Rule rule : rules) {
            if (rule.left > 0 && rule.which.test(subject)) {
                if (rule.left != Integer.MAX_VALUE) {
                    rule.left--;
                }
                return Optional.of(rule.reply);
            }
        }
        return Optional.empty();
    }

    synchronized void clear() {
        rules.clear();
    }
}
