/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.bounce;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.postchaise.engine.config.SettingsException;

/**
 * A reader of a file of templates (bounce(5)): {@code name_template = <<END}, headers, text, {@code END}. Headers that
 * a template leaves out are those of the built-in template of the same name. A mistake is an error with file and line.
 */
final class TemplateReader {
    private static final int FILE_LIMIT = 1_048_576;
    private static final String BUILT_IN = "templates.cf";
    private static final Set<String> NAMES =
            Set.of("failure_template", "delay_template", "success_template", "verify_template");
    private static final String ASCII = "AZaz09 <>@:";

    private final String source;
    private final Map<String, Template> templates;
    private final UnaryOperator<String> expansion;
    private int line;

    private TemplateReader(String source, Map<String, Template> defaults, UnaryOperator<String> expansion) {
        this.source = source;
        this.templates = new HashMap<>(defaults);
        this.expansion = expansion;
    }

    /**
     * Returns the built-in templates, by name.
     *
     * @param from the From header of all templates
     * @param expansion the function that expands the references in a line of text
     */
    static Map<String, Template> builtIn(String from, UnaryOperator<String> expansion) {
        Map<String, Template> defaults = new HashMap<>();
        NAMES.forEach(name -> defaults.put(
                name,
                new Template(
                        "us-ascii",
                        from,
                        "",
                        name.equals("failure_template") || name.equals("delay_template") ? "Postmaster Copy" : "",
                        List.of())));
        try (InputStream in = Objects.requireNonNull(TemplateReader.class.getResourceAsStream(BUILT_IN), BUILT_IN)) {
            return new TemplateReader(BUILT_IN, defaults, expansion).read(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Returns {@code defaults} with the templates of a file in place of those with the same name.
     *
     * @throws SettingsException with file and line when the file can't be read or has a mistake
     */
    static Map<String, Template> read(Path file, Map<String, Template> defaults, UnaryOperator<String> expansion) {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] octets = in.readNBytes(FILE_LIMIT + 1);
            if (octets.length > FILE_LIMIT) {
                throw new SettingsException(
                        file + ": the file is longer than " + FILE_LIMIT + " octets; expected bounce templates");
            }
            return new TemplateReader(file.toString(), defaults, expansion).read(octets);
        } catch (IOException e) {
            throw new SettingsException(
                    file + ": "
                            + (e instanceof NoSuchFileException ? "there is no such file" : "can't be read (" + e + ")")
                            + "; expected a file with bounce templates",
                    e);
        }
    }

    private Map<String, Template> read(byte[] octets) {
        List<String> lines = new ArrayList<>();
        Collections.addAll(lines, new String(octets, StandardCharsets.ISO_8859_1).split("\r?\n", -1));
        while (line < lines.size()) {
            String text = lines.get(line++);
            if (!text.isBlank() && !text.stripLeading().startsWith("#")) {
                template(text, lines);
            }
        }
        return Map.copyOf(templates);
    }

    /** Reads the template that begins with {@code text}; the lines up to the end of the template are consumed. */
    private void template(String text, List<String> lines) {
        int equals = text.indexOf('=');
        String name = equals < 0 ? "" : text.substring(0, equals).strip();
        if (!NAMES.contains(name)) {
            throw bad(
                    line,
                    "\"" + shown(text) + "\" begins no template",
                    "name = <<END with one of the names failure_template, delay_template, success_template, verify_template");
        }
        int first = line;
        String value = text.substring(equals + 1).strip();
        if (!value.startsWith("<<")) {
            put(name, List.of(value), first);
            return;
        }
        String end = value.substring(2).strip();
        if (end.isEmpty() || !Character.isLetterOrDigit(end.charAt(0))) {
            throw bad(line, "\"" + shown(text) + "\" names no end of the text", "a word such as EOF after <<");
        }
        List<String> content = new ArrayList<>();
        while (line < lines.size() && !lines.get(line).equals(end)) {
            content.add(lines.get(line++));
        }
        if (line == lines.size()) {
            throw bad(first, "the text of " + name + " has no end", "a line with nothing but " + end);
        }
        line++;
        put(name, content, first + 1);
    }

    /** Parses a template whose first line has the number {@code first}. */
    private void put(String name, List<String> content, int first) {
        Template template = templates.get(name);
        int i = 0;
        while (i < content.size() && isHeader(content.get(i))) {
            template = withHeader(name, template, content.get(i), first + i);
            i++;
        }
        while (i < content.size() && content.get(i).isBlank()) {
            i++;
        }
        if (i == content.size()) {
            throw bad(first, name + " has no text", "text after its headers");
        }
        List<String> text = new ArrayList<>();
        for (; i < content.size(); i++) {
            text.add(text(name, template, content.get(i), first + i));
        }
        templates.put(
                name,
                new Template(
                        template.charset(), template.from(), template.subject(), template.postmasterSubject(), text));
    }

    private Template withHeader(String name, Template template, String header, int number) {
        String label = header.substring(0, header.indexOf(':')).strip();
        String value = header.substring(header.indexOf(':') + 1).replaceFirst("^[:\\s]+", "");
        if (value.isEmpty() || !value.chars().allMatch(c -> (c >= ' ' && c < 127) || c == '\t')) {
            throw bad(
                    number, name + ": header " + label + " is empty or not US-ASCII", "printable US-ASCII on one line");
        }
        return switch (label.toLowerCase(Locale.ROOT)) {
            case "charset" ->
                new Template(
                        charset(name, value, number),
                        template.from(),
                        template.subject(),
                        template.postmasterSubject(),
                        List.of());
            case "from" ->
                new Template(template.charset(), value, template.subject(), template.postmasterSubject(), List.of());
            case "subject" ->
                new Template(template.charset(), template.from(), value, template.postmasterSubject(), List.of());
            case "postmaster-subject" -> {
                if (template.postmasterSubject().isEmpty()) {
                    throw bad(number, name + ": its postmaster gets no copy", "no header " + label);
                }
                yield new Template(template.charset(), template.from(), template.subject(), value, List.of());
            }
            default ->
                throw bad(
                        number,
                        name + ": unknown header \"" + shown(label) + "\"",
                        "Charset, From, Subject or Postmaster-Subject, or an empty line before the text");
        };
    }

    private String charset(String name, String value, int number) {
        try {
            Charset charset = Charset.forName(value);
            if (charset.canEncode()
                    && Arrays.equals(ASCII.getBytes(charset), ASCII.getBytes(StandardCharsets.US_ASCII))) {
                return value;
            }
        } catch (IllegalArgumentException unknown) {
            // told below
        }
        throw bad(number, name + ": bad charset \"" + shown(value) + "\"", "a known one that has US-ASCII in it");
    }

    private String text(String name, Template template, String octets, int number) {
        String text;
        try {
            text = template.encoder()
                    .newDecoder()
                    .decode(ByteBuffer.wrap(octets.getBytes(StandardCharsets.ISO_8859_1)))
                    .toString();
        } catch (CharacterCodingException e) {
            throw bad(number, name + ": the text is not in " + template.charset(), "a header Charset that fits it");
        }
        if (text.chars().anyMatch(c -> (c < ' ' && c != '\t') || c == 127)) {
            throw bad(number, name + ": there is a control character", "text");
        }
        try {
            return expansion.apply(text);
        } catch (IllegalArgumentException e) {
            throw bad(number, name + ": " + e.getMessage(), "text, with $$ for a dollar sign");
        }
    }

    /** Returns true if the line begins like a header: a name of printable characters and a colon. */
    private static boolean isHeader(String text) {
        return text.matches("[!-9;-~]+[ \\t]*:.*");
    }

    private SettingsException bad(int number, String what, String expected) {
        return new SettingsException(source + ", line " + number + ": " + what + "; expected " + expected);
    }

    private static String shown(String text) {
        String printable = text.replaceAll("[^ -~]", "?");
        return printable.length() > 60 ? printable.substring(0, 60) + "..." : printable;
    }
}
