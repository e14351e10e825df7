/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DotDecoderTest {

    /** In the rows r is CR and n is LF; > is where the content ends, and octets of the next command follow. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                ".rn>             | ''",
                "arn.rn>QUITrn    | arn",
                "arnbrn.rn>       | arnbrn",
                "rnrn.rn>         | rnrn",
                "..rn.rn>         | .rn",
                "...rn..a.rn.rn>  | ..rn.a.rn",
                ".arn.rn>         | arn",
                "a.rn.b.rn.rn>    | a.rnb.rn",
                "arbrn.rn>        | arbrn",
                "ar.rn.rn>        | ar.rn",
                ".r.rn.rn>        | r.rn",
                ".rarn.rn>        | rarn",
                "arn.             | arn",
                "arn.r            | arn",
                "arnb             | arnb",
                "ar               | a"
            })
    void decodesStandardContentHoweverTheOctetsAreSplit(String received, String content) throws IOException {
        for (LineEndings end : LineEndings.values()) {
            assertDecoded(received, content, end, false);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "an.rnbrn.rn>     | arnbrn",
                "an.nbrn.rn>      | arnbrn",
                "arn.nbrn.rn>     | arnbrn",
                "arn.n.rnb.rn.rn> | arnb.rn",
                "anbrn.rn>        | arnbrn",
                "an.bn.rn.rn>     | arnbrn",
                ".n.rnarn.rn>     | arn",
                "an..n.rn.rn>     | arn.rn",
                "n.rn             | rn"
            })
    void smuggling_cve_2023_51764_aBareLfEndsNoContent(String received, String content) throws IOException {
        assertDecoded(received, content, LineEndings.STANDARD, true);
    }

    @Test
    void aDotBeforeTwoCrsEndsNoContent() throws IOException {
        assertDecoded("arn.rrnbrn.rn>", "arnrrnbrn", LineEndings.STANDARD, false);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"arrn.rn>  | arrn | arn", "arrrn.rn> | arrrn | arn", "rrn.rn>   | rrn | rn", "arrnb | arrnb | arnb"
            })
    void oneCrBelongsToAStandardLineEndAndAllToALenientOne(String received, String standard, String lenient)
            throws IOException {
        assertDecoded(received, standard, LineEndings.STANDARD, false);
        assertDecoded(received, lenient, LineEndings.LENIENT, false);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "an.rn>b          | arn    | true",
                "an.n>b           | arn    | true",
                "arn.n>b          | arn    | true",
                "arn.rrn>b        | arn    | false",
                ".n>              | ''     | true",
                "an..n.bn.n>      | arn.rnbrn | true"
            })
    void aLenientReaderTakesTheSameContentToABareLf(String received, String content, boolean bareLf)
            throws IOException {
        assertDecoded(received, content, LineEndings.LENIENT, bareLf);
    }

    @Test
    void theServerReadsTheContentThatTheClientWrote() throws IOException {
        Random random = new Random(31);
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int n = random.nextInt(30); n > 0; n--) {
                text.append(random.nextInt(3) == 0 ? "\r\n" : ".ab\0".substring(random.nextInt(4)));
            }
            String content = text.isEmpty() || text.toString().endsWith("\r\n") ? text.toString() : text + "\r\n";
            ByteArrayOutputStream wire = new ByteArrayOutputStream();
            DotStuffingOutputStream out = new DotStuffingOutputStream(wire);
            out.write(content.getBytes(StandardCharsets.US_ASCII));
            out.finish();
            byte[] octets = wire.toByteArray();
            ByteArrayOutputStream read = new ByteArrayOutputStream();
            DotDecoder decoder = new DotDecoder(read, i % 2 == 0 ? LineEndings.STANDARD : LineEndings.LENIENT);
            int at = 0;
            while (!decoder.ended()) {
                at = decoder.feed(octets, at, Math.min(octets.length, at + 1 + random.nextInt(40)));
            }
            assertThat(at).isEqualTo(octets.length);
            assertThat(decoder.hasBareLf()).isFalse();
            assertThat(read.toString(StandardCharsets.US_ASCII))
                    .as("content %d", i)
                    .isEqualTo(content);
        }
    }

    @Test
    void randomOctetsGiveLinesWithCrLfHoweverTheyAreSplit() throws IOException {
        Random random = new Random(32);
        String alphabet = "\r\n\n..a";
        for (int i = 0; i < 20_000; i++) {
            byte[] octets = new byte[random.nextInt(40)];
            for (int n = 0; n < octets.length; n++) {
                octets[n] = (byte) alphabet.charAt(random.nextInt(alphabet.length()));
            }
            ByteArrayOutputStream whole = new ByteArrayOutputStream();
            int end = new DotDecoder(whole, LineEndings.STANDARD).feed(octets, 0, octets.length);
            ByteArrayOutputStream pieces = new ByteArrayOutputStream();
            DotDecoder decoder = new DotDecoder(pieces, LineEndings.STANDARD);
            int at = 0;
            while (at < octets.length && !decoder.ended()) {
                at = decoder.feed(octets, at, Math.min(octets.length, at + 1 + random.nextInt(5)));
            }
            assertThat(at).as("input %d", i).isEqualTo(end);
            assertThat(pieces.toByteArray()).as("input %d", i).isEqualTo(whole.toByteArray());
            assertThat(whole.toString(StandardCharsets.US_ASCII).replace("\r\n", ""))
                    .doesNotContain("\n");
        }
    }

    @Test
    void endlessCrsAreNotHeld() throws IOException {
        byte[] crs = "\r".repeat(100_000).getBytes(StandardCharsets.US_ASCII);
        for (String start : new String[] {"", ".", "a"}) {
            ByteArrayOutputStream read = new ByteArrayOutputStream();
            DotDecoder decoder = new DotDecoder(read, LineEndings.STANDARD);
            decoder.feed(start.getBytes(StandardCharsets.US_ASCII), 0, start.length());
            decoder.feed(crs, 0, crs.length);
            assertThat(read.size()).as(start).isGreaterThan(crs.length - 5000);
        }
    }

    private static void assertDecoded(String received, String content, LineEndings end, boolean bareLf)
            throws IOException {
        byte[] octets = octets(received.replace(">", ""));
        int expectedEnd = received.indexOf('>');
        for (int first = 0; first <= octets.length; first++) {
            for (int second = first; second <= octets.length; second++) {
                ByteArrayOutputStream read = new ByteArrayOutputStream();
                DotDecoder decoder = new DotDecoder(read, end);
                int at = 0;
                for (int to : new int[] {first, second, octets.length}) {
                    if (!decoder.ended()) {
                        at = decoder.feed(octets, at, to);
                    }
                }
                assertThat(decoder.ended())
                        .as("%s split at %d and %d", received, first, second)
                        .isEqualTo(expectedEnd >= 0);
                assertThat(at).isEqualTo(expectedEnd < 0 ? octets.length : expectedEnd);
                assertThat(read.toByteArray())
                        .as("%s split at %d and %d", received, first, second)
                        .isEqualTo(octets(content));
                assertThat(decoder.hasBareLf()).isEqualTo(bareLf);
            }
        }
    }

    private static byte[] octets(String text) {
        return text.replace('r', '\r').replace('n', '\n').getBytes(StandardCharsets.US_ASCII);
    }
}
