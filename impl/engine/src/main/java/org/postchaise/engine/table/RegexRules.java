/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.table;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Patterns and their values in the order of the file, of which the first match wins (regexp_table(5), pcre_table(5)).
 */
final class RegexRules implements FileTable.Content {
    /** The maximum number of times that all rules of one lookup together may read a character. */
    private static final int BUDGET = 20_000_000;

    /** The maximum length of a pattern, in octets. */
    private static final int MAX_PATTERN = 32768;

    private final String table;
    private final List<Rule> rules;

    private RegexRules(String table, List<Rule> rules) {
        this.table = table;
        this.rules = rules;
    }

    /** A pattern, with {@code negated} true if the pattern must not match. */
    private record Condition(Pattern pattern, boolean negated) {
        boolean holds(Matcher matcher) {
            return matcher.find() != negated;
        }

        Matcher matcher(CharSequence text) {
            return pattern.matcher(text);
        }
    }

    private sealed interface Rule {
        int line();
    }

    private record Match(int line, Condition first, Optional<Condition> second, Replacement value) implements Rule {}

    /** An IF rule; {@code end} is the rule to continue with when the condition fails. */
    private record If(int line, Condition condition, AtomicInteger end) implements Rule {}

    static FileTable.Reader reader(RegexDialect dialect) {
        return (lines, table, size, findings) -> {
            Parser parser = new Parser(dialect, table, findings);
            while (lines.next()) {
                String line = new String(lines.bytes(), 0, lines.length(), StandardCharsets.ISO_8859_1);
                parser.line(line, lines.number());
            }
            return parser.end();
        };
    }

    @Override
    public LookupResult find(String key) {
        String octets = new String(key.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
        BoundedInput text = new BoundedInput(octets, BUDGET);
        int at = 0;
        try {
            while (at < rules.size()) {
                Rule rule = rules.get(at);
                if (rule instanceof If condition) {
                    boolean inside =
                            condition.condition().holds(condition.condition().matcher(text));
                    at = inside ? at + 1 : condition.end().get();
                } else if (rule instanceof Match match) {
                    Optional<String> value = value(match, text);
                    if (value.isPresent()) {
                        return decoded(value.get(), rule.line());
                    }
                    at++;
                }
            }
            return LookupResult.ABSENT;
        } catch (BoundedInput.Exhausted e) {
            return new LookupResult.Unavailable(
                    table + ", line " + rules.get(at).line() + ": backtracking limit exceeded for a key of "
                            + octets.length() + " octets");
        } catch (StackOverflowError e) {
            // java.util.regex recurses for some repetitions; the stack is whole again here.
            return new LookupResult.Unavailable(table + ", line "
                    + rules.get(at).line() + ": the pattern is too deep for a key of " + octets.length() + " octets");
        }
    }

    @Override
    public Stream<String> knownValues() {
        return rules.stream()
                .filter(rule -> rule instanceof Match match && match.value().highest() == 0)
                .map(rule -> ((Match) rule).value().literal().getBytes(StandardCharsets.ISO_8859_1))
                .flatMap(value -> Keys.utf8(value, 0, value.length).stream());
    }

    private static Optional<String> value(Match rule, CharSequence text) {
        Matcher matcher = rule.first().matcher(text);
        if (!rule.first().holds(matcher)
                || rule.second().filter(c -> !c.holds(c.matcher(text))).isPresent()) {
            return Optional.empty();
        }
        return Optional.of(
                rule.value().highest() == 0
                        ? rule.value().literal()
                        : rule.value().expand(matcher));
    }

    private LookupResult decoded(String octets, int line) {
        byte[] bytes = octets.getBytes(StandardCharsets.ISO_8859_1);
        return Keys.utf8(bytes, 0, bytes.length)
                .<LookupResult>map(LookupResult.Found::new)
                .orElseGet(() -> new LookupResult.Unavailable(table + ", line " + line + ": the value is not UTF-8"));
    }

    private static final class Parser {
        private final RegexDialect dialect;
        private final String table;
        private final Findings findings;
        private final List<Rule> rules = new ArrayList<>();
        private final Deque<If> open = new ArrayDeque<>();
        private String text = "";
        private int at;
        private int number;

        Parser(RegexDialect dialect, String table, Findings findings) {
            this.dialect = dialect;
            this.table = table;
            this.findings = findings;
        }

        void line(String line, int lineNumber) throws IOException, TableException {
            text = line.stripTrailing();
            at = 0;
            number = lineNumber;
            try {
                if (text.isEmpty() || !isAlphanumeric(text.charAt(0))) {
                    rules.add(rule());
                } else if (isWord("if")) {
                    at = 2;
                    If rule = new If(number, condition(), new AtomicInteger(Integer.MAX_VALUE));
                    warnOfRest("IF statement");
                    rules.add(rule);
                    open.push(rule);
                } else if (isWord("endif")) {
                    if (open.isEmpty()) {
                        throw new RuleException("ignoring ENDIF without matching IF");
                    }
                    at = 5;
                    warnOfRest("ENDIF");
                    open.pop().end().set(rules.size());
                } else {
                    throw new RuleException("ignoring unrecognized request");
                }
            } catch (RuleException e) {
                findings.fault(where() + e.getMessage(), ": skipping this rule");
            }
        }

        FileTable.Content end() {
            open.forEach(rule -> findings.fault(table + ", line " + rule.line() + ": IF has no matching ENDIF", ""));
            return new RegexRules(table, List.copyOf(rules));
        }

        private Match rule() throws RuleException {
            Condition first = condition();
            Optional<Condition> second = Optional.empty();
            if (dialect.takesSecondPattern() && at < text.length() && text.charAt(at) == '!') {
                second = Optional.of(condition());
            }
            skipSpace();
            if (at == text.length()) {
                findings.note(where() + "no replacement text: using empty string");
            }
            Replacement value = Replacement.parse(text.substring(at));
            if (value.highest() > 0 && first.negated()) {
                throw new RuleException("$number found in negative match replacement text");
            }
            if (value.highest() > first.matcher("").groupCount()) {
                throw new RuleException("out of range replacement index \"" + value.highest() + "\"");
            }
            return new Match(number, first, second, value);
        }

        private Condition condition() throws RuleException {
            boolean negated = false;
            while (at < text.length() && (text.charAt(at) == '!' || LogicalLines.isSpace(text.charAt(at)))) {
                negated ^= text.charAt(at++) == '!';
            }
            if (at == text.length()) {
                throw new RuleException("no regexp");
            }
            char delimiter = text.charAt(at++);
            int start = at;
            while (at < text.length() && text.charAt(at) != delimiter) {
                at += text.charAt(at) == '\\' ? 2 : 1;
            }
            if (at >= text.length()) {
                throw new RuleException("no closing regexp delimiter \"" + delimiter + "\"");
            }
            String regex = text.substring(start, at++);
            if (regex.length() > MAX_PATTERN) {
                throw new RuleException("the regular expression is longer than " + MAX_PATTERN + " octets");
            }
            int flags = at;
            while (at < text.length()
                    && !LogicalLines.isSpace(text.charAt(at))
                    && !(dialect.takesSecondPattern() && text.charAt(at) == '!')) {
                at++;
            }
            try {
                return new Condition(
                        dialect.compile(regex, text.substring(flags, at), note -> findings.note(where() + note)),
                        negated);
            } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
                throw new RuleException("bad regular expression: "
                        + String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
            } catch (StackOverflowError e) {
                throw new RuleException("the regular expression has too many levels");
            }
        }

        private void warnOfRest(String after) {
            skipSpace();
            if (at < text.length()) {
                findings.note(where() + "ignoring extra text after " + after);
            }
        }

        private void skipSpace() {
            while (at < text.length() && LogicalLines.isSpace(text.charAt(at))) {
                at++;
            }
        }

        private boolean isWord(String word) {
            return text.toLowerCase(Locale.ROOT).startsWith(word)
                    && (text.length() == word.length() || !isAlphanumeric(text.charAt(word.length())));
        }

        private static boolean isAlphanumeric(char c) {
            return c < 128 && Character.isLetterOrDigit(c);
        }

        private String where() {
            return table + ", line " + number + ": ";
        }
    }
}
