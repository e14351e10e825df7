/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postchaise.api.EnhancedStatus;
import org.postchaise.api.SmtpReply;

class ReplyReaderTest {

    @Test
    void aPartOfALineStaysBuffered() {
        InputStream part = new ByteArrayInputStream("25".getBytes(StandardCharsets.US_ASCII));
        LineReader reader = new LineReader(part, 100);
        assertThat(reader.buffered()).isFalse();
        assertThatThrownBy(reader::read).isInstanceOf(EOFException.class);
        assertThat(reader.buffered()).isTrue();
    }

    @Test
    void readsOneLine() throws IOException {
        SmtpReply reply = read("250 2.1.0 Ok\r\n");
        assertThat(reply.code()).isEqualTo(250);
        assertThat(reply.enhancedStatus()).contains(EnhancedStatus.of("2.1.0"));
        assertThat(reply).hasToString("250 2.1.0 Ok");
    }

    @Test
    void readsSeveralLinesAndTheCodeOfTheLastCounts() throws IOException {
        SmtpReply reply = read("550-first\r\n550 5.1.1 last\r\n");
        assertThat(reply.lines()).containsExactly("550-first", "550 5.1.1 last");
        assertThat(reply.enhancedStatus()).contains(EnhancedStatus.of("5.1.1"));
        assertThat(read("250-a\r\n550 b\r\n").code()).isEqualTo(550);
    }

    @Test
    void takesABareLineFeedAndACodeAlone() throws IOException {
        assertThat(read("250\n")).hasToString("250");
        assertThat(read("250-\n250 \n").lines()).containsExactly("250-", "250 ");
    }

    @Test
    void ignoresAnEnhancedStatusOfAnotherClass() throws IOException {
        assertThat(read("550 4.1.1 odd\r\n").enhancedStatus()).isEmpty();
    }

    @Test
    void makesControlCharactersAndHighOctetsHarmless() throws IOException {
        assertThat(read("250 a\u001b[2J\0\u00e9\rb\r\n")).hasToString("250 a?[2J???b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"hello", "25", "2500", " ", "\0\1\2", "550\t5.1.1 no", "250x"})
    void aLineWithoutACodeIsAPartOfTheReplyAndRemembered(String line) throws IOException {
        ReplyReader reader = reader(line + "\r\n250 Ok\r\n");
        SmtpReply reply = reader.read();
        assertThat(reply.code()).isEqualTo(250);
        assertThat(reply.lines()).hasSize(2);
        assertThat(reader.wellFormed()).isFalse();
    }

    @Test
    void emptyLinesBeforeAReplyAreNoPartOfItsText() throws IOException {
        ReplyReader reader = reader("\r\n\n\r\r\n550-a\r\n\r\n550 b\r\n");
        assertThat(reader.read()).hasToString("550-a  550 b");
        assertThat(reader.wellFormed()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"000 no", "150 no", "650 no"})
    void aCodeThatNoStandardKnowsIsACode(String line) throws IOException {
        SmtpReply reply = read(line + "\r\n");
        assertThat(reply).hasToString(line);
        assertThat(reply.enhancedStatus()).isEmpty();
    }

    @Test
    void readsWhatTheFilterMakesOfEachLine() throws IOException {
        ReplyReader reader = new ReplyReader(
                new LineReader(
                        new ByteArrayInputStream("550-one\r\n550 two\r\n".getBytes(StandardCharsets.US_ASCII)), 2048),
                line -> line.endsWith("two") ? "450 4.1.1 TWO" : line);
        assertThat(reader.read()).hasToString("550-one 450 4.1.1 TWO");
    }

    @Test
    void cutsALongLineAndGoesOn() throws IOException {
        ReplyReader reader = reader("250 " + "x".repeat(5000) + "\r\n250 next\r\n");
        assertThat(reader.read().toString()).hasSize(2048);
        assertThat(reader.read()).hasToString("250 next");
    }

    @Test
    void refusesATenMegabyteLineWithoutKeepingIt() {
        assertThatThrownBy(() -> new ReplyReader(new LineReader(endless("250 xxxxx"), 2048)).read())
                .isInstanceOf(ProtocolException.class)
                .hasMessageContaining("longer than 65536 octets");
    }

    @Test
    void refusesAReplyOfEndlessLines() {
        assertThatThrownBy(() -> new ReplyReader(new LineReader(endless("250-x\r\n"), 2048)).read())
                .isInstanceOf(ProtocolException.class)
                .hasMessageContaining("longer than 65536 octets");
    }

    @Test
    void saysWhenThePeerHasClosed() {
        assertThatThrownBy(() -> read("250-a\r\n")).isInstanceOf(EOFException.class);
        assertThatThrownBy(() -> read("250")).isInstanceOf(EOFException.class);
    }

    @Test
    void whateverComesGivesRepliesOfPrintableTextOrAnError() {
        Random random = new Random(5);
        String alphabet = "250-4 x\r\n\n\0\u00ff.";
        for (int i = 0; i < 100_000; i++) {
            StringBuilder octets = new StringBuilder();
            for (int n = random.nextInt(40); n > 0; n--) {
                octets.append(
                        random.nextInt(4) > 0
                                ? alphabet.charAt(random.nextInt(alphabet.length()))
                                : (char) random.nextInt(256));
            }
            ReplyReader reader = reader(octets.toString());
            int read = 0;
            try {
                while (true) {
                    SmtpReply reply = reader.read();
                    read += reply.lines().stream()
                            .mapToInt(line -> line.length() + 1)
                            .sum();
                    assertThat(reply.code()).as("input %d", i).isBetween(0, 999);
                    assertThat(reply.lines()).as("input %d", i).allMatch(line -> line.matches("[ -~]*"));
                }
            } catch (IOException end) {
                assertThat(read).as("input %d", i).isLessThanOrEqualTo(octets.length());
            }
        }
    }

    private static SmtpReply read(String octets) throws IOException {
        return reader(octets).read();
    }

    private static ReplyReader reader(String octets) {
        return new ReplyReader(
                new LineReader(new ByteArrayInputStream(octets.getBytes(StandardCharsets.ISO_8859_1)), 2048));
    }

    private static InputStream endless(String text) {
        byte[] octets = text.getBytes(StandardCharsets.US_ASCII);
        return new InputStream() {
            private long count;

            @Override
            public int read() {
                return octets[(int) (count++ % octets.length)];
            }

            @Override
            public int read(byte[] b, int off, int len) {
                for (int i = off; i < off + len; i++) {
                    b[i] = (byte) read();
                }
                return len;
            }
        };
    }
}
