/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postchaise.engine.config.catalog.Catalog;

/** Passwords and tokens that are written into main.cf are shown nowhere. */
class SecretsInSettingsTest {
    private static final String PASSWORD = "s3cr3t-pa55word";

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "smtp_sasl_password_maps = inline:{mx.example.com=ann:PW, {b = c:PW d}} hash:/etc/passwords",
                "smtp_sasl_password_maps = static:ann:PW",
                "lmtp_sasl_password_maps = static:{ann:PW}",
                "smtp_sasl_password_maps = unionmap:{static:ann:PW, inline:{a=PW}}",
                "smtp_sasl_password_maps = inline:{a=b:PW",
                "smtp_sasl_token_maps = inline:{ {a = ann token_endpoint=https://x.example/ client_id=i client_secret=PW} }",
                "smtp_sasl_password_maps = inline:{$entry}\nentry = a=static:PW",
                "smtp_sasl_password_maps = ${table}\ntable = inline:{a=${user}:PW}\nuser = ann"
            })
    void noPasswordIsInWhatConfigPrints(String lines) throws IOException {
        Path file = Files.writeString(
                folder.resolve("main.cf"), "compatibility_level = 3.7\n" + lines.replace("PW", PASSWORD) + "\n");
        for (List<String> options : List.of(
                List.of("-n"),
                List.of("-x"),
                List.of("-x", "-n"),
                List.of("--format", "json"),
                List.of("--format", "tsv", "-x"))) {
            Finished done = Finished.ours("", arguments(file, options));
            assertThat(done.out()).contains("_maps").doesNotContain(PASSWORD);
            assertThat(done.err()).doesNotContain(PASSWORD);
        }
        Finished doctor = Finished.ours("", "doctor", "-C", file.toString(), "--no-connect", "[127.0.0.1]");
        assertThat(doctor.out() + doctor.err()).doesNotContain(PASSWORD);
    }

    private static String[] arguments(Path file, List<String> options) {
        List<String> all = new ArrayList<>(List.of("config", "-C", file.toString()));
        all.addAll(options);
        return all.toArray(String[]::new);
    }

    @Test
    void noPasswordIsInTheTextOfSettings() {
        String text = Catalog.settings(Map.of(
                        "smtp_sasl_password_maps", "inline:{a=ann:" + PASSWORD + "}", "relayhost", "[mx.example.com]"))
                .toString();
        assertThat(text)
                .contains("smtp_sasl_password_maps = inline:{(secret)}")
                .contains("relayhost = [mx.example.com]")
                .doesNotContain(PASSWORD);
    }

    @Test
    void whatIsNoSecretIsShownAsItIs() throws IOException {
        Path file = Files.writeString(folder.resolve("main.cf"), """
                compatibility_level = 3.7
                smtp_sasl_password_maps = hash:/etc/passwords, ${more}
                more = static:ann:x
                transport_maps = inline:{a=smtp:b}
                """);
        assertThat(Finished.ours("", "config", "-C", file.toString(), "-n").lines())
                .contains(
                        "smtp_sasl_password_maps = hash:/etc/passwords, ${more}",
                        "more = static:(secret)",
                        "transport_maps = inline:{a=smtp:b}");
    }
}
