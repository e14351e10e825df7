/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.content.outgoing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postchaise.api.EnhancedStatus;
import org.postchaise.engine.config.SettingsException;
import org.postchaise.engine.content.ContentException;
import org.postchaise.engine.content.mime.Conversion;

class ContentPlanTest {
    private static final String MULTIPART = "Content-Type: multipart/mixed; boundary=\"b%d\"\n\n--b%d\n";

    @TempDir
    private Path folder;

    private String rules(String... lines) throws IOException {
        return "regexp:" + Files.write(folder.resolve("rules"), List.of(lines));
    }

    @Test
    void anEmptyMessageStaysEmpty() throws IOException {
        assertThat(Cases.sent(Cases.plan(), "")).isEmpty();
        assertThat(Cases.converted(Cases.plan(), "")).isEmpty();
    }

    @Test
    void lineEndsOfUntouchedContentAreThoseOfTheSource() throws IOException {
        try (InputStream content = Cases.plan().open(Cases.stream("A: b\r\n\r\nx\r\ny\nz\r\n"), ContentOptions.PLAIN)) {
            assertThat(new String(content.readAllBytes(), StandardCharsets.US_ASCII))
                    .isEqualTo("A: b\r\n\r\nx\r\ny\nz\r\n");
        }
    }

    @Test
    void nulAndLoneCrInContentStay() throws IOException {
        assertThat(Cases.sent(Cases.plan(), "A: b\n\nnul\0nul\na\rb\n\rc\n"))
                .isEqualTo("A: b\n\nnul\0nul\na\rb\n\rc\n");
    }

    @Test
    void theEndOfAHeaderOfAMegabyteIsDropped() throws IOException {
        String sent = Cases.sent(Cases.plan(), "X-Long: " + "x".repeat(1 << 20) + "\nB: c\n\nbody\n");
        assertThat(sent).endsWith("\nB: c\n\nbody\n").hasSizeLessThan(102_400 + 300);
        assertThat(sent.replace("\n ", "").indexOf('\n')).isEqualTo(102_400);
    }

    @Test
    void aHeaderOfAMegabyteInManyLinesIsDroppedBehindTheLimit() throws IOException {
        String sent =
                Cases.sent(Cases.plan(), "X-Long: x\n" + (" " + "y".repeat(70) + "\n").repeat(15_000) + "\nbody\n");
        assertThat(sent).endsWith("\n\nbody\n").hasSizeLessThan(102_400 + 100);
    }

    @Test
    void tenThousandPartsSideBySideAreConverted() throws IOException {
        String part = "--b\nContent-Transfer-Encoding: 8bit\n\n\u00e4\n";
        String sent = Cases.converted(
                Cases.plan(), "Content-Type: multipart/mixed; boundary=b\n\n" + part.repeat(10_000) + "--b--\n");
        assertThat(sent)
                .isEqualTo("Content-Type: multipart/mixed; boundary=b\n\n"
                        + "--b\nContent-Transfer-Encoding: quoted-printable\n\n=E4\n".repeat(10_000) + "--b--\n");
    }

    @Test
    void tenThousandNestedPartsAreRefused() {
        StringBuilder message = new StringBuilder();
        for (int i = 0; i < 10_000; i++) {
            message.append(MULTIPART.formatted(i, i));
        }
        assertThatThrownBy(() -> Cases.sent(Cases.plan(), message.toString()))
                .isInstanceOfSatisfying(
                        ContentException.class, e -> assertThat(e.status()).isEqualTo(EnhancedStatus.of("5.6.0")))
                .hasMessage("MIME nesting exceeds safety limit");
        assertThatThrownBy(() -> Cases.plan().inspect(Cases.stream(message.toString())))
                .isInstanceOf(ContentException.class);
    }

    @Test
    void asManyNestedPartsAsTheLimitAllowsPass() throws IOException {
        StringBuilder message = new StringBuilder();
        for (int i = 0; i < 101; i++) {
            message.append(MULTIPART.formatted(i, i));
        }
        assertThat(Cases.sent(Cases.plan(), message.toString())).isEqualTo(message.toString());
    }

    @Test
    void contentOfManyMegabytesStreams() throws IOException {
        byte[] chunk = ("x".repeat(70) + "\r\n").repeat(1000).getBytes(StandardCharsets.US_ASCII);
        InputStream message =
                new SequenceInputStream(Collections.enumeration(Stream.generate(() -> new ByteArrayInputStream(chunk))
                        .limit(1000)
                        .toList()));
        try (InputStream content = Cases.plan().open(message, ContentOptions.PLAIN)) {
            // the line in front is no header, so an empty one comes before it
            assertThat(content.transferTo(OutputStream.nullOutputStream())).isEqualTo(2 + 1000L * chunk.length);
        }
    }

    @Test
    void conversionCanBeSwitchedOff() {
        assertThat(Cases.plan().without8BitMime()).isEqualTo(Conversion.TO_7BIT);
        assertThat(Cases.plan("disable_mime_output_conversion=yes").without8BitMime())
                .isEqualTo(Conversion.NONE);
    }

    @Test
    void aTableThatCanNotBeSearchedDefersTheMail() {
        for (String parameter : List.of("smtp_header_checks", "smtp_body_checks", "smtp_generic_maps")) {
            assertThatThrownBy(() -> Cases.sent(Cases.plan(parameter + "=fail:x"), "From: a@x.example\n\nx\n"))
                    .as(parameter)
                    .isInstanceOfSatisfying(
                            ContentException.class, e -> assertThat(e.status()).isEqualTo(EnhancedStatus.of("4.3.0")))
                    .hasMessageContaining(parameter)
                    .hasMessageContaining("fail:x");
        }
    }

    @Test
    void aTableThatCanNotBeOpenedNamesItsParameter() {
        assertThatThrownBy(() -> Cases.plan("smtp_body_checks=nosuch:x"))
                .isInstanceOf(SettingsException.class)
                .hasMessageStartingWith("parameter smtp_body_checks: table \"nosuch:x\"");
        assertThatThrownBy(() -> Cases.plan("smtp_generic_maps=inline:{a=b}", "mydestination=/etc/names"))
                .isInstanceOf(SettingsException.class)
                .hasMessageStartingWith("parameter mydestination: \"/etc/names\"");
    }

    @Test
    void whatChecksDoIsNotedInPostfixsWords() throws IOException {
        ContentPlan plan = Cases.plan("smtp_header_checks="
                + rules(
                        "/^X-A/ REPLACE X-A: b",
                        "/^X-B/ WARN look",
                        "/^X-C/ REJECT no",
                        "/^X-D/ PREPEND bad",
                        "/^X-E/ STRIP",
                        "/^X-F/ INFO",
                        "/^X-G/ PREPEND"));
        assertThat(Cases.notes(
                        plan, "X-A: a\nX-B: b\nX-C: c\nX-D: d\nX-E: e\nX-F: f\nX-G: g\n\n" + "x".repeat(999) + "\n"))
                .containsExactly(
                        "replace: header X-A: a: X-A: b",
                        "warning: header X-B: b: look",
                        "warning: unsupported command in smtp_header_checks map: REJECT no",
                        "warning: bad PREPEND header text \"bad\" in smtp_header_checks map"
                                + " -- need \"headername: headervalue\"",
                        "strip: header X-E: e",
                        "info: header X-F: f",
                        "warning: PREPEND action without text in smtp_header_checks map",
                        "breaking line > 998 bytes with <CR><LF>SPACE");
    }

    @Test
    void aReplacedHeaderIsAnAddressHeaderByItsNewName() throws IOException {
        ContentPlan plan = Cases.plan(
                "smtp_generic_maps=inline:{@l.test=@pub.example}",
                "smtp_header_checks=" + rules("/^To:/ REPLACE X-Other: u@l.test", "/^X-To:/ REPLACE To: u@l.test"));
        assertThat(Cases.sent(plan, "To: u@l.test\nX-To: u@l.test\n\n"))
                .isEqualTo("X-Other: u@l.test\nTo: u@pub.example\n\n");
    }

    @Test
    void aLineLimitOfOneIsTakenForTwo() throws IOException {
        assertThat(Cases.sent(Cases.plan("smtp_line_length_limit=1"), "X: y\n\nabc\n"))
                .isEqualTo("X:\n  \n y\n\nab\n c\n");
    }

    @Test
    void anAddressWithoutAPartnerForItsBracketStays() throws IOException {
        ContentPlan plan = Cases.plan("smtp_generic_maps=inline:{@l.test=@pub.example}");
        for (String value : List.of("Name <u@l.test", "u@l.test>", "<<u@l.test>>", "(u@l.test")) {
            assertThat(Cases.sent(plan, "To: " + value + "\n\n")).isEqualTo("To: " + value + "\n\n");
        }
        String many = "<a> ".repeat(30_000);
        assertThat(Cases.sent(plan, "To: " + many + "\n\n")).startsWith("To: <a> <a>");
    }

    @Test
    void flagsAddHeadersInPostfixsOrder() {
        assertThat(DeliveryFlag.headers(DeliveryFlag.parse("DORX"), "", "o@x.example", "r@x.example"))
                .containsExactly("Return-Path: <>", "X-Original-To: o@x.example", "Delivered-To: r@x.example");
        assertThat(DeliveryFlag.headers(Set.of(DeliveryFlag.FINAL), "s", "o", "r"))
                .isEmpty();
        assertThatThrownBy(() -> DeliveryFlag.parse("Dx"))
                .hasMessage("flag \"x\" in \"Dx\" is unknown; expected any of D, O, R, X");
    }
}
