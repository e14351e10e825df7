/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.bounce.reading;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The decoders of transfer encodings, and their tolerance. */
class TransferEncodingTest {
    @ParameterizedTest
    @CsvSource({
        "7bit, NONE",
        "8BIT, NONE",
        "binary, NONE",
        "Quoted-Printable, QUOTED_PRINTABLE",
        "base64, BASE64",
        "uuencode, UUENCODE",
        "x-uuencode, UUENCODE",
        "x-uue, UUENCODE"
    })
    void namesAreOfAnyCase(String name, TransferEncoding encoding) {
        assertThat(TransferEncoding.named(name)).contains(encoding);
    }

    @Test
    void unknownNameIsNoEncoding() {
        assertThat(TransferEncoding.named("x-own")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"QUJDRA==, ABCD", "QU JD-RA==, ABCD", "QUI=Q0Q=, ABCD", "QQ==QUJD, AABC", "'', ''", "'...', ''"})
    void base64IsDecoded(String encoded, String decoded) throws Exception {
        assertThat(octets(TransferEncoding.BASE64, encoded)).isEqualTo(decoded);
    }

    @Test
    void base64IsDecodedInPiecesOfAnySize() throws Exception {
        Random random = new Random(1);
        byte[] octets = new byte[20_000];
        random.nextBytes(octets);
        byte[] encoded = Base64.getMimeEncoder().encode(octets);

        InputStream in = TransferEncoding.BASE64.decoded(new ByteArrayInputStream(encoded));
        byte[] decoded = new byte[octets.length];
        int length = 0;
        while (length < decoded.length) {
            if (random.nextBoolean()) {
                decoded[length++] = (byte) in.read();
            } else {
                length += in.read(decoded, length, random.nextInt(Math.min(50, decoded.length - length) + 1));
            }
        }
        assertThat(decoded).isEqualTo(octets);
        assertThat(in.read()).isEqualTo(-1);
    }

    @ParameterizedTest
    @CsvSource({"QUJDQ, ABC", "'QUJD\u00fc\t=', ABC", "QQ=, A", "QQ=Q, A", "====, ''", "'Q\u00ffQ==', A"})
    void brokenBase64IsReadAsFarAsItGoes(String encoded, String decoded) throws Exception {
        assertThat(octets(TransferEncoding.BASE64, encoded)).isEqualTo(decoded);
    }

    @ParameterizedTest
    @CsvSource({
        "'a=3Db=\n=\r\nc', 'a=bc'",
        "'a=\rb', ab",
        "'a  \nb ', 'a\nb'",
        "'a  b', 'a  b'",
        "'=fc=FC', '\u00fc\u00fc'",
        "'=G0 =0G ==3D', '=G0 =0G =='",
        "'a=', a",
        "'a=4', 'a=4'",
        "'=-1=1-', '=-1=1-'"
    })
    void quotedPrintableIsDecoded(String encoded, String decoded) throws Exception {
        assertThat(octets(TransferEncoding.QUOTED_PRINTABLE, encoded)).isEqualTo(decoded);
    }

    @Test
    void manySoftLineBreaksAreOne() throws Exception {
        assertThat(octets(TransferEncoding.QUOTED_PRINTABLE, "a" + "=\n".repeat(500_000) + "b"))
                .isEqualTo("ab");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "begin 644 x\n#0V%T\n`\nend\n",
                "Hi.\nbegin 644 x\r\n#0V%T\r\n \r\nend\r\nmore",
                "begin 644 x\n#0V%T\nend",
                "begin 644 x\n\n!0V\n\"870\n\nend"
            })
    void uuencodeIsDecoded(String encoded) throws Exception {
        assertThat(octets(TransferEncoding.UUENCODE, encoded)).isEqualTo("Cat");
    }

    @ParameterizedTest
    @CsvSource({
        "'', ''",
        "'begin', ''",
        "'begin x44 x\n#0V%T\nend', Cat",
        "'begin 644 x\n#0V%T', Cat",
        "'begin 644 x\n`\n', ''",
        "'begin 644 x\n#0V%\nend', Ca",
        "'begin 644 x\n\u0001\nend', ''",
        "'begin 644 x\n_0V%T\nend', Cat"
    })
    void brokenUuencodeIsReadAsFarAsItGoes(String encoded, String decoded) throws Exception {
        assertThat(octets(TransferEncoding.UUENCODE, encoded)).isEqualTo(decoded);
    }

    @Test
    void withoutEncodingTheOctetsStay() {
        InputStream body = InputStream.nullInputStream();

        assertThat(TransferEncoding.NONE.decoded(body)).isSameAs(body);
    }

    private static String octets(TransferEncoding encoding, String text) throws IOException {
        byte[] encoded = text.getBytes(StandardCharsets.ISO_8859_1);
        String single;
        try (InputStream in = encoding.decoded(new ByteArrayInputStream(encoded))) {
            StringBuilder read = new StringBuilder();
            for (int octet = in.read(); octet >= 0; octet = in.read()) {
                read.append((char) octet);
            }
            single = read.toString();
        }
        try (InputStream in = encoding.decoded(new ByteArrayInputStream(encoded))) {
            assertThat(in.readAllBytes()).asString(StandardCharsets.ISO_8859_1).isEqualTo(single);
        }
        return single;
    }
}
