/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LineDecoderTest {
    private static final int LIMIT = 8;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "rn           | []",
                "n            | [] bareLf",
                "NOOPrn       | [NOOP]",
                "NOOPn        | [NOOP] bareLf",
                "arbrn        | [arb] bareCr",
                "arbn         | [arb] bareLf bareCr",
                "arrn         | [ar] bareCr",
                "rrn          | [r] bareCr",
                "a0brn        | [a0b] nul",
                "12345678rn   | [12345678]",
                "12345678n    | [12345678] bareLf",
                "123456789rn  | [12345678] 9",
                "123456789n   | [12345678] bareLf 9",
                "12345678r9rn | [12345678] bareCr 10",
                "1234567r9rn  | [1234567r] bareCr 9",
                "1234567890rn | [12345678] 10",
                "anrnbrn      | [a] bareLf [] [b]",
                "arnbr        | [a]",
                "a            | ''"
            })
    void saysHowALineEndsHoweverTheOctetsAreSplit(String received, String lines) {
        byte[] octets = received.replace('r', '\r')
                .replace('n', '\n')
                .replace('0', received.contains("9") ? '0' : '\0')
                .getBytes(StandardCharsets.US_ASCII);
        for (int first = 0; first <= octets.length; first++) {
            for (int second = first; second <= octets.length; second++) {
                LineDecoder decoder = new LineDecoder(LIMIT);
                List<String> read = new ArrayList<>();
                for (int[] piece : new int[][] {{0, first}, {first, second}, {second, octets.length}}) {
                    read.addAll(fed(decoder, octets, piece[0], piece[1]));
                }
                assertThat(String.join(" ", read))
                        .as("split at %d and %d", first, second)
                        .isEqualTo(lines);
            }
        }
    }

    @Test
    void randomOctetsGiveTheSameLinesHoweverTheyAreSplit() {
        Random random = new Random(3);
        String alphabet = "\r\r\n\0ab";
        for (int i = 0; i < 20_000; i++) {
            byte[] octets = new byte[random.nextInt(40)];
            for (int n = 0; n < octets.length; n++) {
                octets[n] = (byte) alphabet.charAt(random.nextInt(alphabet.length()));
            }
            List<String> pieces = new ArrayList<>();
            LineDecoder decoder = new LineDecoder(LIMIT);
            for (int at = 0; at < octets.length; ) {
                int to = Math.min(octets.length, at + 1 + random.nextInt(9));
                pieces.addAll(fed(decoder, octets, at, to));
                at = to;
            }
            assertThat(pieces).as("input %d", i).isEqualTo(fed(new LineDecoder(LIMIT), octets, 0, octets.length));
        }
    }

    @Test
    void takesNoOctetAfterTheLine() {
        LineDecoder decoder = new LineDecoder(LIMIT);
        byte[] octets = "xxDATA\r\nbody".getBytes(StandardCharsets.US_ASCII);
        assertThat(decoder.feed(octets, 2, octets.length)).isEqualTo(8);
        assertThat(decoder.complete()).isTrue();
        assertThatThrownBy(() -> decoder.feed(octets, 8, octets.length)).isInstanceOf(IllegalStateException.class);
        assertThat(decoder.take().octets()).containsExactly('D', 'A', 'T', 'A');
        assertThatThrownBy(decoder::take).isInstanceOf(IllegalStateException.class);
        assertThat(decoder.empty()).isTrue();
        assertThat(decoder.feed(octets, 8, octets.length)).isEqualTo(octets.length);
        assertThat(decoder.empty()).isFalse();
        assertThat(decoder.length()).isEqualTo(4);
    }

    @Test
    void countsALineThatNeverEndsWithoutKeepingIt() {
        LineDecoder decoder = new LineDecoder(LIMIT);
        byte[] block = new byte[8192];
        for (int i = 0; i < 1000; i++) {
            decoder.feed(block, 0, block.length);
        }
        assertThat(decoder.length()).isEqualTo(8_192_000);
        decoder.feed(new byte[] {'\n'}, 0, 1);
        Line line = decoder.take();
        assertThat(line.tooLong()).isTrue();
        assertThat(line.octets()).hasSize(LIMIT);
        assertThat(line.length()).isEqualTo(8_192_000);
    }

    private static List<String> fed(LineDecoder decoder, byte[] octets, int from, int to) {
        List<String> lines = new ArrayList<>();
        int at = from;
        while (at < to) {
            at = decoder.feed(octets, at, to);
            if (decoder.complete()) {
                lines.add(shown(decoder.take()));
            } else {
                assertThat(at).isEqualTo(to);
            }
        }
        return lines;
    }

    private static String shown(Line line) {
        return "["
                + line.text(StandardCharsets.US_ASCII).replace('\r', 'r').replace('\0', '0')
                + "]"
                + (line.ending() == Line.Ending.BARE_LF ? " bareLf" : "")
                + (line.hasBareCr() ? " bareCr" : "")
                + (line.hasNul() ? " nul" : "")
                + (line.tooLong() ? " " + line.length() : "");
    }
}
