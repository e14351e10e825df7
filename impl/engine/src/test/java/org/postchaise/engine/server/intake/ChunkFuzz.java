/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.server.intake;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.postchaise.engine.fuzz.Pieces;
import org.postchaise.engine.wire.ChunkDecoder;
import org.postchaise.engine.wire.LineEndings;
import org.postchaise.engine.wire.StrayCr;

/**
 * A fuzz target for content after BDAT: the same as {@link ContentModel} reads, however it is cut into chunks and pieces, and no octet after a
 * chunk is taken. The first octet chooses how; then each chunk follows an octet with its length.
 */
public final class ChunkFuzz {
    private static final int LONGEST = 2048;
    private static final byte[] BEHIND = "\r\n.\r\nQUIT\r\n".getBytes(StandardCharsets.US_ASCII);

    private ChunkFuzz() {}

    /** Decodes one input. */
    public static void fuzzerTestOneInput(byte[] data) throws Exception {
        if (data.length == 0 || data.length > LONGEST) {
            return;
        }
        StrayCr strayCr = (data[0] & 8) == 0 ? StrayCr.REPLACED : StrayCr.KEPT;
        LineEndings endings = (data[0] & 4) == 0 ? LineEndings.STANDARD : LineEndings.LENIENT;
        List<byte[]> chunks = chunks(data);
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        chunks.forEach(all::writeBytes);
        ContentModel model =
                ContentModel.chunks(all.toString(StandardCharsets.ISO_8859_1), endings == LineEndings.LENIENT, strayCr);
        String first = intake(data[0], endings, List.of(all.toByteArray()), Pieces.WHOLE);
        for (Pieces pieces : Pieces.waysFor(data).toList()) {
            ByteArrayOutputStream content = new ByteArrayOutputStream();
            decode(chunks, pieces, new ChunkDecoder(content, endings, strayCr), content, model);
            String outcome = intake(data[0], endings, chunks, pieces);
            if (!outcome.equals(first)) {
                throw new AssertionError(pieces + ": " + outcome + ", in one chunk: " + first);
            }
        }
    }

    private static List<byte[]> chunks(byte[] data) {
        List<byte[]> chunks = new ArrayList<>();
        for (int at = 1; at < data.length; ) {
            int end = Math.min(data.length, at + 1 + (data[at] & 0xff));
            chunks.add(Arrays.copyOfRange(data, at + 1, end));
            at = end;
        }
        return chunks;
    }

    private static void decode(
            List<byte[]> chunks, Pieces pieces, ChunkDecoder decoder, ByteArrayOutputStream content, ContentModel model)
            throws Exception {
        for (byte[] chunk : chunks) {
            decoder.begin(chunk.length);
            int[] taken = {0};
            pieces.feed(followed(chunk), 0, (octets, from, to) -> {
                taken[0] += decoder.feed(octets, from, to) - from;
                return decoder.remaining() > 0;
            });
            check(chunk, taken[0], decoder.remaining() == 0);
        }
        decoder.finish();
        model.check(content.toString(StandardCharsets.ISO_8859_1), decoder.hasBareLf());
    }

    /** Returns what became of the message. */
    private static String intake(int mode, LineEndings endings, List<byte[]> chunks, Pieces pieces) throws Exception {
        FuzzIntakes intakes = FuzzIntakes.of(mode);
        Intake intake = intakes.open();
        intake.beginChunk(0, endings);
        for (byte[] chunk : chunks) {
            intake.beginChunk(chunk.length, endings);
            int[] taken = {0};
            pieces.feed(followed(chunk), 0, (octets, from, to) -> {
                taken[0] += intake.chunk(octets, from, to) - from;
                return !intake.chunkComplete();
            });
            check(chunk, taken[0], intake.chunkComplete());
        }
        String taken = intake.hasBareLf() + " " + intake.hasFailed() + intake.size() + " ";
        return taken + intakes.finished(intake);
    }

    private static byte[] followed(byte[] chunk) {
        byte[] octets = Arrays.copyOf(chunk, chunk.length + BEHIND.length);
        System.arraycopy(BEHIND, 0, octets, chunk.length, BEHIND.length);
        return octets;
    }

    private static void check(byte[] chunk, int taken, boolean complete) {
        if (taken != chunk.length || !complete) {
            throw new AssertionError(taken + " octets taken of a chunk of " + chunk.length + ", complete " + complete);
        }
    }
}
