/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.bounce.reading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
    @CsvSource({
        "QUJDQ, 'needed 4 valid base64 characters but only got 1 before EOF, the 5 most recent characters were:"
                + " \"QUJDQ\"'",
        "QUJD\u00fc\t=, 'needed at least 2 valid base64 characters, but only got 0 before padding character (=),"
                + " the 7 most recent characters were: \"QUJD\\252\\t=\"'",
        "QQ=, 'hit EOF while looking for padding characters (=), the 3 most recent characters were: \"QQ=\"'",
        "QQ=Q, 'found valid base64 character after a padding character (=), the 4 most recent characters were:"
                + " \"QQ=Q\"'"
    })
    void brokenBase64IsAnError(String encoded, String error) {
        assertThatThrownBy(() -> octets(TransferEncoding.BASE64, encoded))
                .isInstanceOf(IOException.class)
                .hasMessage("BASE64Decoder: Error in encoded stream: " + error);
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
        "'a=4', 'a=4\u00ff'"
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
        "'', Missing begin",
        "'begin x44 x\nend', 'Error in mode: java.lang.NumberFormatException: For input string: \"x44\"'",
        "'begin 644 \nend', 'Missing name: begin 644 '",
        "'begin 644 x\n#0V%T', Missing end at EOF",
        "'begin 644 x\n`\n', Missing End after count 0 line",
        "'begin 644 x\n#0V%\nend', Short buffer error",
        "'begin 644 x\n\u0001\nend', Buffer format error"
    })
    void brokenUuencodeIsAnError(String encoded, String error) {
        assertThatThrownBy(() -> octets(TransferEncoding.UUENCODE, encoded))
                .isInstanceOf(IOException.class)
                .hasMessage("UUDecoder: " + error);
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
