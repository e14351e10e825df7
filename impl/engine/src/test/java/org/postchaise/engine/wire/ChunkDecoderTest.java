/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChunkDecoderTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''        | ''        | false",
                "arnbrn    | arnbrn    | false",
                ".rn..rn.  | .rn..rn.rn | false",
                "a         | arn       | false",
                "ar        | arrn      | false",
                "arrn      | arn       | false",
                "arb       | arbrn     | false",
                "anb       | arnbrn    | true",
                "n.n       | rn.rn     | true",
                "rn        | rn        | false"
            })
    void everyLineEndsInCrLfHoweverChunksAndOctetsAreSplit(String sent, String content, boolean bareLf)
            throws IOException {
        byte[] octets = octets(sent);
        for (int first = 0; first <= octets.length; first++) {
            for (int split = 0; split <= octets.length; split++) {
                ByteArrayOutputStream read = new ByteArrayOutputStream();
                ChunkDecoder decoder = new ChunkDecoder(read, LineEndings.LENIENT, StrayCr.KEPT);
                decoder.begin(first);
                feed(decoder, octets, 0, Math.min(split, first));
                feed(decoder, octets, Math.min(split, first), first);
                assertThat(decoder.remaining()).isZero();
                decoder.begin(octets.length - first);
                feed(decoder, octets, first, Math.max(split, first));
                feed(decoder, octets, Math.max(split, first), octets.length);
                decoder.finish();
                decoder.finish();
                assertThat(read.toByteArray())
                        .as("chunk of %d, split at %d", first, split)
                        .isEqualTo(octets(content));
                assertThat(decoder.hasBareLf()).isEqualTo(bareLf);
            }
        }
    }

    @Test
    void takesNoOctetAfterTheChunk() throws IOException {
        ByteArrayOutputStream read = new ByteArrayOutputStream();
        ChunkDecoder decoder = new ChunkDecoder(read, LineEndings.LENIENT, StrayCr.KEPT);
        byte[] octets = octets("xarnBDAT 0 LASTrn");
        assertThat(decoder.feed(octets, 0, octets.length)).isZero();
        decoder.begin(4);
        assertThat(decoder.feed(octets, 0, 3)).isEqualTo(3);
        assertThat(decoder.remaining()).isEqualTo(1);
        assertThatThrownBy(() -> decoder.begin(1)).isInstanceOf(IllegalStateException.class);
        assertThat(decoder.feed(octets, 3, octets.length)).isEqualTo(4);
        assertThat(read.toByteArray()).isEqualTo(octets("xarn"));
        assertThatThrownBy(() -> decoder.begin(-1)).isInstanceOf(IllegalArgumentException.class);
        decoder.begin(Long.MAX_VALUE);
        assertThat(decoder.feed(octets, 4, octets.length)).isEqualTo(octets.length);
    }

    @Test
    void theServerReadsTheContentThatTheClientWrote() throws Exception {
        Random random = new Random(41);
        for (int i = 0; i < 2_000; i++) {
            byte[] content = new byte[random.nextInt(i % 100 == 0 ? 300_000 : 50)];
            for (int n = 0; n < content.length; n++) {
                content[n] = (byte) (random.nextInt(5) == 0 ? '\n' : ".ab".charAt(random.nextInt(3)));
            }
            ByteArrayOutputStream read = new ByteArrayOutputStream();
            ChunkDecoder decoder = new ChunkDecoder(read, LineEndings.LENIENT, StrayCr.KEPT);
            ContentChunks chunks = ContentChunks.of(new ByteArrayInputStream(content));
            receive(chunks, decoder, random);
            while (!chunks.last()) {
                chunks.next();
                receive(chunks, decoder, random);
            }
            decoder.finish();
            String text = new String(content, StandardCharsets.US_ASCII).replace("\n", "\r\n");
            assertThat(read.toString(StandardCharsets.US_ASCII))
                    .isEqualTo(text.isEmpty() || text.endsWith("\n") ? text : text + "\r\n");
            assertThat(decoder.hasBareLf()).isFalse();
        }
    }

    /** Parses the command of a chunk, as a server does, and feeds the chunk in pieces. */
    private static void receive(ContentChunks chunks, ChunkDecoder decoder, Random random) throws Exception {
        ByteArrayOutputStream wire = new ByteArrayOutputStream();
        wire.writeBytes(CommandEncoder.encode(new Command.Bdat(chunks.length(), chunks.last())));
        chunks.write(wire, 0, chunks.length());
        byte[] octets = wire.toByteArray();
        LineDecoder lines = new LineDecoder(2048);
        int at = lines.feed(octets, 0, octets.length);
        CommandLine command = CommandParser.parse(lines.take());
        decoder.begin(Long.parseLong(command.arguments().get(0).text()));
        assertThat(command.arguments()).hasSize(chunks.last() ? 2 : 1);
        while (decoder.remaining() > 0) {
            at = decoder.feed(octets, at, Math.min(octets.length, at + 1 + random.nextInt(20_000)));
        }
        assertThat(at).isEqualTo(octets.length);
    }

    private static void feed(ChunkDecoder decoder, byte[] octets, int from, int to) throws IOException {
        assertThat(decoder.feed(octets, from, to)).isEqualTo(to);
    }

    private static byte[] octets(String text) {
        return text.replace('r', '\r').replace('n', '\n').getBytes(StandardCharsets.US_ASCII);
    }
}
