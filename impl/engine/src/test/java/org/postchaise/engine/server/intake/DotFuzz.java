/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.server.intake;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.postchaise.engine.fuzz.Pieces;
import org.postchaise.engine.wire.DotDecoder;
import org.postchaise.engine.wire.LineEndings;
import org.postchaise.engine.wire.StrayCr;

/**
 * A fuzz target for content after DATA: the decoder ends where {@link ContentModel} does, takes nothing after it, and gives the same content;
 * the intake makes one message of it, in whatever pieces it comes. The first octet chooses how.
 */
public final class DotFuzz {
    /** Longer runs of CRs are no line end any more, which the model does not know. */
    private static final int LONGEST = 2048;

    private DotFuzz() {}

    /** Decodes one input. */
    public static void fuzzerTestOneInput(byte[] data) throws Exception {
        if (data.length == 0 || data.length > LONGEST) {
            return;
        }
        LineEndings endings = (data[0] & 4) == 0 ? LineEndings.STANDARD : LineEndings.LENIENT;
        StrayCr strayCr = (data[0] & 8) == 0 ? StrayCr.REPLACED : StrayCr.KEPT;
        ContentModel model = ContentModel.dots(data, 1, endings == LineEndings.LENIENT, strayCr);
        String first = null;
        for (Pieces pieces : Pieces.waysFor(data).toList()) {
            decode(data, pieces, endings, strayCr, model);
            String outcome = intake(data, pieces, endings);
            if (first != null && !outcome.equals(first)) {
                throw new AssertionError(pieces + ": " + outcome + ", at once: " + first);
            }
            first = outcome;
        }
    }

    private static void decode(byte[] data, Pieces pieces, LineEndings endings, StrayCr strayCr, ContentModel model)
            throws Exception {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        DotDecoder decoder = new DotDecoder(content, endings, strayCr);
        int[] at = {1};
        pieces.feed(data, 1, (octets, from, to) -> {
            at[0] += decoder.feed(octets, from, to) - from;
            return !decoder.ended();
        });
        if (decoder.ended() != model.ended() || at[0] != model.end()) {
            throw new AssertionError(pieces + ": ended " + decoder.ended() + " at " + at[0] + " instead of "
                    + model.ended() + " at " + model.end());
        }
        model.check(content.toString(StandardCharsets.ISO_8859_1), decoder.hasBareLf());
    }

    /** Returns what became of the message. */
    private static String intake(byte[] data, Pieces pieces, LineEndings endings) throws Exception {
        FuzzIntakes intakes = FuzzIntakes.of(data[0]);
        Intake intake = intakes.open();
        intake.beginData(endings);
        int[] at = {1};
        pieces.feed(data, 1, (octets, from, to) -> {
            at[0] += intake.data(octets, from, to) - from;
            return !intake.ended();
        });
        String taken = at[0] + " " + intake.hasBareLf() + intake.hasFailed() + intake.size() + " ";
        if (intake.ended()) {
            return taken + intakes.finished(intake);
        }
        intakes.discard(intake);
        return taken;
    }
}
