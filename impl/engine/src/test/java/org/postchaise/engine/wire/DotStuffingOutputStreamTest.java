/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DotStuffingOutputStreamTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''          | .rn",
                "a           | arn.rn",
                "arn         | arn.rn",
                "an          | arn.rn",
                "anbn        | arnbrn.rn",
                ".           | ..rn.rn",
                "..a         | ...arn.rn",
                "arn.rnb     | arn..rnbrn.rn",
                "an.n        | arn..rn.rn",
                "arb         | a brn.rn",
                "ar.b        | a .brn.rn",
                "arrn        | a rn.rn",
                "r.rn        | ' .rn.rn'",
                "ar          | arn.rn",
                "rnrn        | rnrn.rn",
                "an.r.rn     | arn.. .rn.rn"
            })
    void endsEveryLineInCrLfAndStuffsDots(String content, String wire) throws IOException {
        assertThat(sent(content.replace('r', '\r').replace('n', '\n')))
                .isEqualTo(wire.replace('r', '\r').replace('n', '\n'));
    }

    @Test
    void linesThatNeedNoLookAreSentLikeOthersWhateverStandsBeforeThem() throws IOException {
        byte[] lines = "a line\r\nanother\r\n\r\n".repeat(1000).getBytes(StandardCharsets.US_ASCII);
        for (String before : new String[] {"", "x", ".", "x\r", "x\r\n", "x".repeat(9000) + "\r\n"}) {
            byte[] first = before.getBytes(StandardCharsets.US_ASCII);
            ByteArrayOutputStream looked = new ByteArrayOutputStream();
            ByteArrayOutputStream spared = new ByteArrayOutputStream();
            DotStuffingOutputStream one = new DotStuffingOutputStream(looked);
            DotStuffingOutputStream other = new DotStuffingOutputStream(spared);
            for (int length : new int[] {8, 17, 19, lines.length}) {
                one.write(first);
                one.write(lines, 0, length);
                other.write(first);
                other.writeLines(lines, 0, length);
            }
            one.finish();
            other.finish();
            assertThat(spared.toByteArray()).isEqualTo(looked.toByteArray());
        }
    }

    @Test
    void smuggling_cve_2023_51764_noContentEndsTheDataEarly() throws IOException {
        Random random = new Random(7);
        String alphabet = ".\r\na";
        for (int i = 0; i < 50_000; i++) {
            StringBuilder content = new StringBuilder();
            for (int n = random.nextInt(12); n > 0; n--) {
                content.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            String wire = "\r\n" + sent(content.toString());
            assertThat(wire.indexOf("\r\n.\r\n")).isEqualTo(wire.length() - 5);
            assertThat(wire.replace("\r\n", "")).doesNotContain("\r").doesNotContain("\n");
        }
    }

    @Test
    void nothingFollowsTheFinalDot() throws IOException {
        DotStuffingOutputStream out = new DotStuffingOutputStream(new ByteArrayOutputStream());
        out.finish();
        assertThatThrownBy(() -> out.write('a')).isInstanceOf(IOException.class);
        assertThatThrownBy(out::finish).isInstanceOf(IOException.class);
    }

    private static String sent(String content) throws IOException {
        ByteArrayOutputStream wire = new ByteArrayOutputStream();
        DotStuffingOutputStream out = new DotStuffingOutputStream(wire);
        byte[] octets = content.getBytes(StandardCharsets.US_ASCII);
        for (byte octet : octets) {
            out.write(octet);
        }
        out.finish();
        return wire.toString(StandardCharsets.US_ASCII);
    }
}
