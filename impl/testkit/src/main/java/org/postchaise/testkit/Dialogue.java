/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.testkit;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Parser of dialogue texts, whose format is described at {@link ScriptedPeer}. */
final class Dialogue {
    private static final Pattern TIME = Pattern.compile("(\\d{1,7})(ms|s)");
    private static final Pattern COUNT = Pattern.compile("\\d{1,9}");
    private static final int REPEAT_LIMIT = 10_000;

    private final List<List<Step>> sections = new ArrayList<>();
    private List<Step> section = new ArrayList<>();
    private final ByteArrayOutputStream lines = new ByteArrayOutputStream();
    private int firstLine;
    private int number;
    private Optional<Repeat> repeat = Optional.empty();

    private record Repeat(List<Step> outer, int times, int line) {}

    private Dialogue() {}

    /**
     * Returns the steps of each section of {@code text}.
     *
     * @throws IllegalArgumentException naming the line and the expected form
     */
    static List<List<Step>> parse(String text) {
        Dialogue dialogue = new Dialogue();
        for (String line : text.split("\\R", -1)) {
            dialogue.number++;
            // white space at the end of an S line is part of the text that is sent
            String content = line.stripLeading();
            if (!content.isEmpty() && !content.startsWith("#")) {
                dialogue.read(content);
            }
        }
        return dialogue.finish();
    }

    private List<List<Step>> finish() {
        endSection();
        if (sections.isEmpty()) {
            throw new IllegalArgumentException("dialogue has no line; expected S:, C: and others");
        }
        return List.copyOf(sections);
    }

    private void read(String line) {
        if (line.startsWith("S:")) {
            sendLine(afterSpace(line.substring(2)));
            return;
        }
        flush();
        if (line.startsWith("C:")) {
            expect(line.substring(2).strip());
        } else if (line.startsWith("C~")) {
            expectRegex(line.substring(2).strip());
        } else {
            String[] words = line.strip().split("\\s+", 2);
            keyword(words[0], words.length > 1 ? words[1] : "");
        }
    }

    private void keyword(String word, String rest) {
        switch (word) {
            case "body" -> add(new Step.Body(number), rest);
            case "close" -> add(new Step.End(number, Step.Ending.CLOSE), rest);
            case "reset" -> add(new Step.End(number, Step.Ending.RESET), rest);
            case "hang" -> add(new Step.End(number, Step.Ending.HANG), rest);
            case "sleep" -> add(new Step.Sleep(number, time(rest)));
            case "chunk" -> add(new Step.Chunk(number, count(rest, Integer.MAX_VALUE)));
            case "skip" -> add(new Step.Skip(number, count(rest, Integer.MAX_VALUE)));
            case "raw" -> add(new Step.Send(number, raw(rest), 1));
            case "flood" -> flood(rest);
            case "repeat" -> beginRepeat(rest);
            case "end" -> endRepeat();
            case "session" -> {
                if (!section.isEmpty() || !sections.isEmpty()) {
                    endSection();
                }
            }
            default ->
                throw bad(
                        "unknown keyword \"" + word
                                + "\"; expected S:, C:, C~, body, sleep, close, reset, hang, raw, flood, chunk, skip, repeat, end or session");
        }
    }

    private void add(Step step, String rest) {
        if (!rest.isEmpty()) {
            throw bad("nothing may follow, found \"" + rest + "\"");
        }
        add(step);
    }

    private void add(Step step) {
        if (!section.isEmpty() && section.get(section.size() - 1) instanceof Step.End) {
            throw bad("nothing can follow close, reset or hang; expected \"session\"");
        }
        section.add(step);
    }

    private void sendLine(String text) {
        if (lines.size() == 0) {
            firstLine = number;
        }
        lines.writeBytes((text + "\r\n").getBytes(StandardCharsets.UTF_8));
    }

    /** Adds one send step for the consecutive S lines read so far, so that they go out in one write. */
    private void flush() {
        if (lines.size() > 0) {
            byte[] octets = lines.toByteArray();
            lines.reset();
            add(new Step.Send(firstLine, octets, 1));
        }
    }

    private void endSection() {
        flush();
        repeat.ifPresent(open -> {
            throw bad("the repeat of line " + open.line() + " has no end");
        });
        if (section.isEmpty() && !sections.isEmpty()) {
            throw bad("the session before this line is empty");
        }
        if (!section.isEmpty()) {
            sections.add(List.copyOf(section));
            section = new ArrayList<>();
        }
    }

    private void expect(String glob) {
        StringBuilder regex = new StringBuilder();
        for (String part : glob.split("\\*", -1)) {
            regex.append(regex.isEmpty() ? "" : ".*").append(Pattern.quote(part));
        }
        Pattern pattern = Pattern.compile(regex.toString(), Pattern.DOTALL);
        add(new Step.Expect(number, glob, line -> pattern.matcher(line).matches()));
    }

    private void expectRegex(String regex) {
        try {
            Pattern pattern = Pattern.compile(regex);
            add(new Step.Expect(
                    number, "~ " + regex, line -> pattern.matcher(line).matches()));
        } catch (PatternSyntaxException e) {
            throw bad("bad regular expression, " + e.getDescription() + ": " + regex);
        }
    }

    private void flood(String rest) {
        String[] words = rest.split("\\s+", 2);
        if (words.length < 2) {
            throw bad("expected \"flood N text\"");
        }
        String text = words[1].startsWith("\"") ? quoted(words[1]) : words[1];
        add(new Step.Send(number, text.getBytes(StandardCharsets.UTF_8), count(words[0], Integer.MAX_VALUE)));
    }

    private void beginRepeat(String rest) {
        if (repeat.isPresent()) {
            throw bad("a repeat can't be inside another");
        }
        repeat = Optional.of(new Repeat(section, count(rest, REPEAT_LIMIT), number));
        section = new ArrayList<>();
    }

    private void endRepeat() {
        Repeat open = repeat.orElseThrow(() -> bad("\"end\" without \"repeat\""));
        List<Step> inner = section;
        section = open.outer();
        repeat = Optional.empty();
        for (int i = 0; i < open.times(); i++) {
            inner.forEach(this::add);
        }
    }

    private Duration time(String text) {
        Matcher m = TIME.matcher(text);
        if (!m.matches()) {
            throw bad("\"" + text + "\" is not a time; expected one such as 200ms or 2s");
        }
        long amount = Long.parseLong(m.group(1));
        return m.group(2).equals("s") ? Duration.ofSeconds(amount) : Duration.ofMillis(amount);
    }

    private int count(String text, int limit) {
        if (!COUNT.matcher(text).matches() || Integer.parseInt(text) > limit) {
            throw bad("\"" + text + "\" is not a number from 0 to " + Math.min(limit, 999_999_999));
        }
        return Integer.parseInt(text);
    }

    private byte[] raw(String text) {
        if (text.startsWith("\"")) {
            return quoted(text).getBytes(StandardCharsets.UTF_8);
        }
        try {
            byte[] octets = HexFormat.of().parseHex(text.replaceAll("\\s", ""));
            if (octets.length > 0) {
                return octets;
            }
        } catch (IllegalArgumentException e) {
            // reported by the exception below
        }
        throw bad("raw \"" + text + "\" is neither hexadecimal octets nor a quoted text");
    }

    private String quoted(String text) {
        if (text.length() < 2 || !text.endsWith("\"")) {
            throw bad("the quoted text has no end: " + text);
        }
        StringBuilder result = new StringBuilder();
        for (int i = 1; i < text.length() - 1; i++) {
            char c = text.charAt(i);
            if (c == '\\') {
                i++;
                if (i == text.length() - 1) {
                    throw bad("the quoted text has no end: " + text);
                }
                c = unescaped(text.charAt(i));
            }
            result.append(c);
        }
        return result.toString();
    }

    private char unescaped(char c) {
        return switch (c) {
            case 'r' -> '\r';
            case 'n' -> '\n';
            case 't' -> '\t';
            case '0' -> '\0';
            case '"', '\\' -> c;
            default -> throw bad("unknown escape \\" + c + "; expected \\r, \\n, \\t, \\0, \\\" or \\\\");
        };
    }

    private static String afterSpace(String text) {
        return text.startsWith(" ") ? text.substring(1) : text;
    }

    private IllegalArgumentException bad(String why) {
        return new IllegalArgumentException("dialogue line " + number + ": " + why);
    }
}
