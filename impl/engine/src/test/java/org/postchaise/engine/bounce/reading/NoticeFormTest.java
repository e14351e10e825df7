/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.bounce.reading;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postchaise.api.Envelope;
import org.postchaise.api.IncomingComplaint;
import org.postchaise.api.IncomingNotice;
import org.postchaise.api.IncomingNotice.Reference;
import org.postchaise.api.MessageSource;
import org.postchaise.api.Recipient;
import org.postchaise.engine.address.Verp;
import org.postchaise.engine.config.catalog.Catalog;

/** Failures in words, one sample in the form of each system; {@code forms.txt} has the samples, each with what it means. */
class NoticeFormTest {
    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
    private static final Verp PLAIN = Verp.from(Catalog.settings(Map.of()));

    @TempDir
    Path folder;

    record Sample(String name, String meaning, String mail) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Sample> samples() throws IOException {
        String all;
        try (var in = NoticeFormTest.class.getResourceAsStream("notices/forms.txt")) {
            all = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        List<Sample> samples = new ArrayList<>();
        for (String one : all.split("(?m)^######## ", -1)) {
            String[] parts = one.split("\n", 3);
            if (parts.length == 3 && !parts[0].isBlank()) {
                samples.add(new Sample(parts[0], parts[1], parts[2]));
            }
        }
        return samples.stream();
    }

    @ParameterizedTest
    @MethodSource("samples")
    void eachSystemsWordsAreRead(Sample sample) throws Exception {
        IncomingNotice notice = read(sample.mail());

        assertThat(notice.recipients().stream()
                        .map(one -> one.address() + " " + one.action().name().toLowerCase(Locale.ROOT) + " "
                                + (one.status().isEmpty() ? "-" : one.status()))
                        .toList())
                .as(notice.toString())
                .containsExactly(sample.meaning().split(", ", -1));
        assertThat(notice.mail().messageId()).isEqualTo("<m1@lists.example>");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "From: bob@x.test\nSubject: Re: failure notice\n\nThe following addresses failed:\n\n  ann@x.test\n",
                "From: bob@x.test\nSubject: lunch\n\nCould not reach ann@x.test, the number is unknown.\n",
                "From: postmaster@x.test\nSubject: Out of office\n\nI am away, mail to ann@x.test is not delivered.\n",
                "From: MAILER-DAEMON@x.test\nSubject: failure\n\nIt failed for ann@x.test or bob@x.test, who knows.\n",
                "From: MAILER-DAEMON@x.test\nTo: owner@lists.example\nSubject: failure\n\nMail of owner@lists.example failed.\n",
                "From: MAILER-DAEMON@x.test\nTo: list-bounces@y.test\nSubject: failure\n\nIt failed: no mail from list@y.test is taken.\n",
                "From: MAILER-DAEMON@x.test\nSubject: failure\n\nIt failed, since mail from ann@x.test is refused.\n",
                "From: postmaster@x.test\nSubject: new rules\n\nWrite to helpdesk@x.test.\n",
                "From: MAILER-DAEMON@x.test\nSubject: failure\n\nIt failed.\n\nReceived: from a\nTo: ann@x.test\n"
            })
    void whereItIsNotSureNobodyIsFound(String mail) throws Exception {
        assertThat(read(mail)).isEqualTo(IncomingNotice.other());
    }

    @Test
    void aComplaintTellsWhoseItIs() throws Exception {
        IncomingComplaint complaint = complaint(PLAIN, "<owner@lists.example>");

        assertThat(complaint)
                .isEqualTo(new IncomingComplaint(
                        "abuse",
                        "Feedback/1.0",
                        new Reference("owner@lists.example", "", "", "<m1@lists.example>"),
                        List.of("ann@x.test"),
                        "192.0.2.1",
                        "lists.example",
                        false));
    }

    @Test
    void aComplaintAboutATaggedReturnPathIsProven() throws Exception {
        Path file = Files.writeString(folder.resolve("keys"), "0123456789abcdef\n");
        Verp keyed = Verp.from(Catalog.settings(Map.of("verp_key_file", file.toString())));
        Recipient to = Recipient.of("bob@y.test");
        String path =
                keyed.returnPath(Envelope.of("owner@lists.example", List.of(to)).withVerp(), to, NOW);

        IncomingComplaint complaint = complaint(keyed, "<" + path + ">");

        assertThat(complaint.recipients()).containsExactly("bob@y.test");
        assertThat(complaint.mail().sender()).isEqualTo("owner@lists.example");
        assertThat(complaint.proven()).isTrue();
    }

    private static IncomingComplaint complaint(Verp verp, String path) throws IOException {
        String mail = """
                From: feedback@provider.test
                Content-Type: multipart/report; report-type=feedback-report; boundary=b

                --b
                Content-Type: text/plain

                This is a complaint.

                --b
                Content-Type: message/feedback-report

                Feedback-Type: abuse
                User-Agent: Feedback/1.0
                Version: 1
                Original-Mail-From: PATH
                Original-Rcpt-To: <ann@x.test>
                Source-IP: 192.0.2.1
                Reported-Domain: lists.example

                --b
                Content-Type: message/rfc822

                Message-ID: <m1@lists.example>
                Subject: hello

                x
                --b--
                """.replace("PATH", path);
        NoticeReader.Reading reading = NoticeReader.reading(
                verp, "fbl@lists.example", MessageSource.of(mail.getBytes(StandardCharsets.UTF_8)), NOW);
        assertThat(reading.notice()).isEqualTo(IncomingNotice.other());
        return reading.complaint().orElseThrow();
    }

    private static IncomingNotice read(String mail) throws IOException {
        return NoticeReader.read(
                PLAIN, "owner@lists.example", MessageSource.of(mail.getBytes(StandardCharsets.UTF_8)), NOW);
    }
}
