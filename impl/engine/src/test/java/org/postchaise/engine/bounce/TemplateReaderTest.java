/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.bounce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.postchaise.engine.Postfix;
import org.postchaise.engine.config.SettingsException;
import org.postchaise.engine.config.catalog.Catalog;

class TemplateReaderTest {
    private static final Map<String, String> SETTINGS = Map.of(
            "myhostname", "mail.example.test",
            "delay_warning_time", "4h",
            "maximal_queue_lifetime", "5d",
            "smtputf8_enable", "yes");

    @TempDir
    Path folder;

    @Test
    void theBuiltInTemplatesAreTheGoldenOnes() {
        assertThat(rendered(Map.of())).isEqualTo(resource("built-in.txt"));
    }

    @Test
    void aFileReplacesWhatItHas() {
        assertThat(rendered(Map.of("bounce_template_file", copy("custom.cf").toString())))
                .isEqualTo(resource("custom.txt"));
    }

    @Test
    void textsAreThoseOfPostconf() throws IOException {
        Path templates = copy("custom.cf");
        Postfix postfix = Postfix.in(folder.resolve("postfix")).assumeInstalled();
        postfix.configure("""
                myhostname = mail.example.test
                delay_warning_time = 4h
                maximal_queue_lifetime = 5d
                """);
        String theirs = postfix.postconf("-b", templates.toString()).out();
        Map<Notice.Kind, Template> ours = templates(Map.of("bounce_template_file", templates.toString()));
        int equal = 0;
        for (Notice.Kind kind : Notice.Kind.values()) {
            String text = String.join("\n", ours.get(kind).text()) + "\n";
            assertThat(theirs)
                    .contains("expanded_" + kind.name().toLowerCase(Locale.ROOT) + "_text = <<EOF\n" + text + "EOF\n");
            equal++;
        }
        System.out.println("texts of templates equal to those of postconf -b: " + equal);
    }

    @TestFactory
    Stream<DynamicTest> aBadFileIsRefusedWithItsLine() {
        return Stream.of(resource("bad.txt").split("=====\n", -1))
                .filter(one -> !one.isEmpty())
                .map(one -> {
                    String[] parts = one.split("-----\n", 2);
                    return dynamicTest(parts[1].strip(), () -> {
                        Path file = Files.writeString(folder.resolve("bad.cf"), parts[0], StandardCharsets.UTF_8);
                        assertThatThrownBy(() -> templates(Map.of("bounce_template_file", file.toString())))
                                .isInstanceOf(SettingsException.class)
                                .hasMessage("parameter bounce_template_file: " + file + parts[1].stripTrailing());
                    });
                });
    }

    @Test
    void aFileThatIsNotThereIsNamed() {
        assertThatThrownBy(() -> templates(Map.of("bounce_template_file", "/nowhere/bounce.cf")))
                .isInstanceOf(SettingsException.class)
                .hasMessage(
                        "parameter bounce_template_file: /nowhere/bounce.cf: there is no such file; expected a file with bounce templates");
    }

    @Test
    void aTextInAnotherCharsetKeepsItsOctets() throws IOException {
        byte[] octets =
                "failure_template = <<X\nCharset: iso-8859-15\n\ngr\u00fcn\nX\n".getBytes(StandardCharsets.ISO_8859_1);
        Path file = Files.write(folder.resolve("latin.cf"), octets);

        Template template =
                templates(Map.of("bounce_template_file", file.toString())).get(Notice.Kind.FAILURE);

        assertThat(template.text()).isEqualTo(List.of("gr\u00fcn"));
        assertThat(template.charset()).isEqualTo("iso-8859-15");
        assertThat(template.isEightBit()).isTrue();
    }

    private static String rendered(Map<String, String> settings) {
        StringBuilder text = new StringBuilder();
        Map<Notice.Kind, Template> templates = templates(settings);
        for (Notice.Kind kind : Notice.Kind.values()) {
            Template template = templates.get(kind);
            text.append("== ")
                    .append(kind)
                    .append(' ')
                    .append(template.charset())
                    .append('\n');
            text.append("From: ").append(template.from()).append('\n');
            text.append("Subject: ").append(template.subject()).append('\n');
            text.append("Copy: ")
                    .append(template.postmasterSubject().isEmpty() ? "none" : template.postmasterSubject())
                    .append('\n');
            template.text().forEach(line -> text.append('|').append(line).append('\n'));
        }
        return text.toString();
    }

    private static Map<Notice.Kind, Template> templates(Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(SETTINGS);
        all.putAll(settings);
        return NoticeSettings.from(Catalog.settings(all)).templates();
    }

    private Path copy(String resource) {
        try {
            return Files.writeString(folder.resolve(resource), resource(resource));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String resource(String name) {
        try (InputStream in = TemplateReaderTest.class.getResourceAsStream("templates/" + name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
