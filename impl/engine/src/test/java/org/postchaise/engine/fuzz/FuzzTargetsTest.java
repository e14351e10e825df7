/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.fuzz;

import static org.assertj.core.api.Assertions.assertThatCode;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.postchaise.engine.net.ProxyHeaderFuzz;
import org.postchaise.engine.server.intake.ChunkFuzz;
import org.postchaise.engine.server.intake.DotFuzz;
import org.postchaise.engine.server.session.CommandLineFuzz;
import org.postchaise.engine.server.session.SessionFuzz;

/**
 * A short run of each fuzz target without Jazzer. Seeds are fixed, a failure names its seed; {@code -Dpostchaise.inputs=N} tries more of them.
 */
@Timeout(600)
class FuzzTargetsTest {
    private static final int INPUTS = Integer.getInteger("postchaise.inputs", 500);

    /** The entry point of a target. */
    @FunctionalInterface
    private interface Target {
        void run(byte[] data) throws Exception;
    }

    private static void run(Class<?> type, Target target) {
        FuzzInputs inputs = new FuzzInputs(type);
        for (int seed = 0; seed < INPUTS; seed++) {
            byte[] input = inputs.input(seed);
            assertThatCode(() -> target.run(input))
                    .as("seed %d: %s", seed, new String(input, StandardCharsets.ISO_8859_1))
                    .doesNotThrowAnyException();
        }
    }

    @Test
    void aCommandLineGetsOneReply() {
        run(CommandLineFuzz.class, CommandLineFuzz::fuzzerTestOneInput);
    }

    @Test
    void aSessionIsTheSameInAnyPieces() {
        run(SessionFuzz.class, SessionFuzz::fuzzerTestOneInput);
    }

    @Test
    void dotStuffedContentIsTheSameInAnyPieces() {
        run(DotFuzz.class, DotFuzz::fuzzerTestOneInput);
    }

    @Test
    void contentInChunksIsTheSameInAnyChunks() {
        run(ChunkFuzz.class, ChunkFuzz::fuzzerTestOneInput);
    }

    @Test
    void aProxyHeaderIsReadToItsEndOnly() {
        run(ProxyHeaderFuzz.class, ProxyHeaderFuzz::fuzzerTestOneInput);
    }
}
