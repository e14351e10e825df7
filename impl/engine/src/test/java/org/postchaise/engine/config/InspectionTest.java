/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postchaise.engine.config.Inspection.Finding;
import org.postchaise.engine.config.Inspection.Severity;
import org.postchaise.engine.config.catalog.Catalog;

class InspectionTest {
    @TempDir
    Path directory;

    private Inspection inspect(String text, Map<String, String> overrides) throws IOException {
        Path file = Files.write(directory.resolve("main.cf"), text.getBytes(StandardCharsets.ISO_8859_1));
        return Inspection.of(Catalog.defaults(), Optional.of(file), overrides);
    }

    private static List<String> brief(Inspection inspection) {
        return inspection.findings().stream()
                .map(one -> one.severity() + " " + one.line())
                .toList();
    }

    @Test
    void tellsEveryBadLineAndNotTheFirstAlone() throws IOException {
        Inspection inspection = inspect("""
                  continues nothing
                smtp_connect_timeout = soon
                smtp_conect_timeout = 5s
                no equals sign
                  continued
                = nameless
                smtp_helo_timeout = 5s
                smtp_helo_name = \u00ff
                  continued
                smtp_use_tls = yes
                mine = 7
                relayhost = $mine
                smtp_helo_timeout = ${mine}x
                smtp_quit_timeout = $loop
                loop = $loop
                biff = no
                """, Map.of());
        assertThat(brief(inspection))
                .containsExactly(
                        "ERROR 1",
                        "ERROR 2",
                        "WARNING 3",
                        "ERROR 4",
                        "ERROR 6",
                        "WARNING 7",
                        "ERROR 8",
                        "NOTE 10",
                        "ERROR 13",
                        "ERROR 14",
                        "ERROR 15",
                        "NOTE 16");
        assertThat(inspection.findings())
                .extracting(Finding::text)
                .allSatisfy(text -> assertThat(text).startsWith(directory.resolve("main.cf") + ", line "));
        assertThat(inspection.findings().get(2).text())
                .contains("smtp_conect_timeout", "nearest", "smtp_connect_timeout");
        assertThat(inspection.hasErrors()).isTrue();
    }

    @Test
    void allNotesAreOneWarningInBrief() throws IOException {
        Inspection inspection =
                inspect("biff = no\nsmtp_use_tls = no\nfrob = 1\nsmtpd_milters = inet:localhost:1\n", Map.of());
        assertThat(inspection.findings()).hasSize(4);
        assertThat(inspection.brief())
                .extracting(Finding::text)
                .containsExactly(
                        directory.resolve("main.cf") + ", line 3: unknown parameter frob, which nothing uses",
                        directory.resolve("main.cf")
                                + ": 3 parameters change nothing here or are obsolete: biff, smtp_use_tls, smtpd_milters;"
                                + " \"postchaise config --check FILE -v\" says why");
        assertThat(inspection.brief()).allMatch(one -> one.severity() == Severity.WARNING);
    }

    @Test
    void knowsTheValuesAllTheSame() throws IOException {
        Inspection inspection = inspect("bad\nsmtp_connect_timeout = soon\nrelayhost = a\n", Map.of("relayhost", "b"));
        assertThat(inspection.settings().text("smtp_connect_timeout")).isEqualTo("soon");
        assertThat(inspection.settings().text("relayhost")).isEqualTo("b");
        assertThat(inspection.named()).containsExactlyInAnyOrder("smtp_connect_timeout", "relayhost");
    }

    @Test
    void doesNotBlameADefaultThatHandsABadValueOn() throws IOException {
        Inspection inspection = inspect("default_destination_concurrency_limit = many\n", Map.of());
        assertThat(brief(inspection)).containsExactly("ERROR 1");
    }

    @Test
    void findsNothingInAGoodFile() throws IOException {
        Inspection inspection = inspect("relayhost = [a.example]\n", Map.of("smtp_connect_timeout", "5s"));
        assertThat(inspection.findings()).isEmpty();
        assertThat(inspection.hasErrors()).isFalse();
    }

    @Test
    void overridesMayBeNamesOfTheFile() throws IOException {
        Inspection inspection = inspect("mine = a\nrelayhost = $mine\n", Map.of("mine", "b"));
        assertThat(inspection.settings().expanded("relayhost")).isEqualTo("b");
        assertThatThrownBy(() -> inspect("", Map.of("mine", "b")))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("unknown parameter mine");
        assertThat(inspect("", Map.of("smtp_connect_timeout", "soon")).findings())
                .singleElement()
                .satisfies(one -> assertThat(one.severity()).isEqualTo(Severity.ERROR));
    }

    @Test
    void aFileThatIsNotThereIsAnError() {
        Path none = directory.resolve("none");
        assertThatThrownBy(() -> Inspection.of(Catalog.defaults(), Optional.of(none), Map.of()))
                .isInstanceOf(SettingsException.class)
                .hasMessageStartingWith(none + ": there is no such file");
    }
}
