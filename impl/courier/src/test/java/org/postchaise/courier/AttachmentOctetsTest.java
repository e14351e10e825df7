/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.courier;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.util.ByteArrayDataSource;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postchaise.api.Attachment;
import org.postchaise.api.Mail;
import org.postchaise.api.MessageSource;

/** What is attached arrives octet for octet, whatever it is and whatever it is said to be. */
class AttachmentOctetsTest {
    private static final Session SESSION = Session.getInstance(new Properties());

    private static final List<String> TYPES = List.of(
            "application/octet-stream",
            "application/json",
            "application/x-pem-file",
            "application/pgp-signature",
            "application/x-sh",
            "application/xml; charset=utf-16",
            "text/csv",
            "text/plain",
            "text/plain; charset=UTF-8",
            "text/html",
            "text/calendar; method=REQUEST",
            "image/svg+xml",
            "message/rfc822",
            "message/delivery-status",
            "multipart/mixed",
            "multipart/mixed; boundary=x");

    /** What is harmless alone and not in another order. */
    private static final String[] PIECES = {
        "\r", "\n", "\r\n", ".", "..\r\n", "From ", "=", "=3D", "--x", "--x--", " ", "\t", " \r\n", "a", "\0", "\u00e9",
        "\u00ff", "\u001a"
    };

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a\rb\nc\r\nd\n\rE",
                "{\n  \"a\": \"b\"\n}\n",
                "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n",
                "id,name\n1,\"a\rb\"\n",
                "#!/bin/sh\necho 'a \\\n b'\n",
                "a\r\nb\r\n",
                "a\r\nb\r",
                "",
                "\r\n",
                ".\r\n.\r\n"
            })
    void lineEndsArriveAsTheyWereGiven(String text) throws Exception {
        for (String type : TYPES) {
            assertArrives(type, text.getBytes(US_ASCII));
        }
    }

    static Stream<Arguments> random() {
        return TYPES.stream().flatMap(type -> Stream.of(1L, 2L, 3L).map(seed -> Arguments.of(type, seed)));
    }

    @ParameterizedTest
    @MethodSource("random")
    void randomOctetsOfEveryTypeArrive(String type, long seed) throws Exception {
        Random random = new Random(seed);
        for (int round = 0; round < 8; round++) {
            byte[] octets = new byte[random.nextInt(3000)];
            random.nextBytes(octets);
            assertArrives(type, octets);
            StringBuilder text = new StringBuilder();
            for (int pieces = random.nextInt(200); pieces > 0; pieces--) {
                text.append(PIECES[random.nextInt(round % 2 == 0 ? PIECES.length : 14)]);
            }
            assertArrives(type, text.toString().getBytes(ISO_8859_1));
        }
    }

    @Test
    void textWithLinesOfCrlfGoesAsItIs() throws Exception {
        assertThat(rendered("text/csv", "a,b\r\nc,d\r\n")).contains("7bit").contains("\r\n\r\na,b\r\nc,d\r\n");
        assertThat(rendered("text/csv", "a,b\nc,d\n")).contains("base64");
        assertThat(rendered("text/csv", "x".repeat(999) + "\r\n")).contains("base64");
        assertThat(rendered("text/csv", "x".repeat(998) + "\r\n")).contains("7bit");
        assertThat(rendered("application/json", "{}\r\n")).contains("base64");
    }

    @Test
    void aMessageThatNeedsAnEncodingIsOctets() throws Exception {
        assertThat(rendered("message/rfc822", "Subject: x\r\n\r\nhi\r\n")).contains("Content-Type: message/rfc822");
        assertThat(rendered("message/rfc822", "Subject: x\n\nhi\n")).contains("Content-Type: application/octet-stream");
    }

    @Test
    void fileStreamAndDataSourceArrive(@TempDir Path directory) throws Exception {
        byte[] octets = new byte[100_000];
        new Random(7).nextBytes(octets);
        Path file = Files.write(directory.resolve("r\u00e9sum\u00e9.bin"), octets);
        ByteArrayDataSource source = new ByteArrayDataSource(octets, "image/png");
        source.setName("p.png");

        MimeMultipart parts = parts(mail().attach(Attachment.of(file))
                .attach(Attachment.of("s.bin", "image/png", new ByteArrayInputStream(octets)))
                .attach(Attachment.of(source)));

        assertThat(parts.getCount()).isEqualTo(4);
        for (int i = 1; i < 4; i++) {
            assertThat(parts.getBodyPart(i).getInputStream().readAllBytes()).isEqualTo(octets);
        }
        assertThat(parts.getBodyPart(3).getFileName()).isEqualTo("p.png");
    }

    @Test
    void aLargeAttachmentIsNotHeldInMemory() throws Exception {
        long[] written = new long[1];
        InputStream content = new InputStream() {
            private int given;

            @Override
            public int read() {
                assertThat(given - written[0]).as("octets in memory").isLessThan(100_000);
                return given++ < 3_000_000 ? 'x' : -1;
            }

            @Override
            public int read(byte[] into, int off, int len) {
                int end = off;
                for (int octet = 0; end < off + len && (octet = read()) >= 0; end++) {
                    into[end] = (byte) octet;
                }
                return end == off ? -1 : end - off;
            }
        };
        MimeComposer.message(mail().attach(Attachment.of("big", "video/mp4", content)), Outcomes.NOON)
                .writeTo(new OutputStream() {
                    @Override
                    public void write(int octet) {
                        written[0]++;
                    }
                });
        assertThat(written[0]).isGreaterThan(4_000_000);
    }

    @Test
    void aStreamCanBeSentOnce() throws Exception {
        MessageSource content = MimeComposer.compose(
                mail().attach(Attachment.of("s", "image/png", new ByteArrayInputStream(new byte[9]))), Outcomes.NOON);
        content.open().close();
        assertThatThrownBy(content::open)
                .isInstanceOf(IOException.class)
                .hasMessageContaining("attachment \"s\" can't be read")
                .hasMessageContaining("can be sent once");
    }

    private static void assertArrives(String type, byte[] octets) throws Exception {
        MimeMultipart parts = parts(mail().attach("f", type, octets));
        try (InputStream in = parts.getBodyPart(1).getInputStream()) {
            assertThat(in.readAllBytes()).as(type).isEqualTo(octets);
        }
    }

    private static String rendered(String type, String text) throws IOException {
        return new String(render(mail().attach("f", type, text.getBytes(US_ASCII))), US_ASCII)
                .replaceFirst("(?s).*?(?=Content-Type: [^\n]*\\R\\s+name=)", "");
    }

    private static Mail mail() {
        return Mail.from("shop@example.com").to("ann@example.net").text("t");
    }

    private static byte[] render(Mail mail) throws IOException {
        try (InputStream in = MimeComposer.compose(mail, Outcomes.NOON).open()) {
            return in.readAllBytes();
        }
    }

    private static MimeMultipart parts(Mail mail) throws Exception {
        return (MimeMultipart) new MimeMessage(SESSION, new ByteArrayInputStream(render(mail))).getContent();
    }
}
