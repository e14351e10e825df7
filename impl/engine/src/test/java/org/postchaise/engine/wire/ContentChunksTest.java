/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContentChunksTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''     | ''",
                "a      | arn",
                "arn    | arn",
                "an     | arn",
                "anbn   | arnbrn",
                ".      | .rn",
                ".rn.rn | .rn.rn",
                "arb    | a brn",
                "arrn   | a rn",
                "rrr    | '  rn'",
                "ar     | arn",
                "rnrn   | rnrn",
                "nr     | rnrn"
            })
    void everyLineEndsInCrLfAndDotsStay(String content, String sent) throws IOException {
        assertThat(sent(content.replace('r', '\r').replace('n', '\n')))
                .isEqualTo(sent.replace('r', '\r').replace('n', '\n'));
    }

    /** What a server that undoes the doubling of dots has after DATA, it has after BDAT. */
    @Test
    void theContentIsTheSameAsWithData() throws IOException {
        Random random = new Random(11);
        for (int i = 0; i < 20_000; i++) {
            StringBuilder content = new StringBuilder();
            for (int n = random.nextInt(30); n > 0; n--) {
                content.append(".\r\nab".charAt(random.nextInt(5)));
            }
            ByteArrayOutputStream data = new ByteArrayOutputStream();
            DotStuffingOutputStream out = new DotStuffingOutputStream(data);
            out.write(octets(content.toString()));
            out.finish();
            String wire = "\r\n" + data.toString(StandardCharsets.US_ASCII);
            String undone = wire.substring(0, wire.length() - 3)
                    .replace("\r\n.", "\r\n")
                    .substring(2);
            assertThat(sent(content.toString())).as("content %d", i).isEqualTo(undone);
        }
    }

    @Test
    void noChunkIsLargerThanItMayAndOnlyTheLastCanBeEmpty() throws IOException {
        Random random = new Random(12);
        for (int size : new int[] {0, 1, 8191, 65_534, 65_535, 65_536, 65_537, 131_072, 500_000}) {
            byte[] content = new byte[size];
            for (int i = 0; i < size; i++) {
                content[i] = (byte) (random.nextInt(50) == 0 ? '\n' : 'x');
            }
            ContentChunks chunks = ContentChunks.of(new ByteArrayInputStream(content));
            while (!chunks.last()) {
                assertThat(chunks.length()).isBetween(ContentChunks.SIZE - 1, ContentChunks.SIZE);
                chunks.next();
            }
            assertThat(chunks.length()).isBetween(0, ContentChunks.SIZE);
            assertThatThrownBy(chunks::next).isInstanceOf(IllegalStateException.class);
            assertThat(sent(new String(content, StandardCharsets.US_ASCII)).replace("\r\n", "\n"))
                    .startsWith(new String(content, StandardCharsets.US_ASCII));
        }
    }

    private static String sent(String content) throws IOException {
        InputStream dripping = new ByteArrayInputStream(octets(content)) {
            @Override
            public synchronized int read(byte[] to, int off, int len) {
                return super.read(to, off, content.length() < 100 ? 1 : len);
            }
        };
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ContentChunks chunks = ContentChunks.of(dripping);
        chunks.write(out, 0, chunks.length());
        while (!chunks.last()) {
            chunks.next();
            chunks.write(out, 0, chunks.length());
        }
        return out.toString(StandardCharsets.US_ASCII);
    }

    private static byte[] octets(String content) {
        return content.getBytes(StandardCharsets.US_ASCII);
    }
}
