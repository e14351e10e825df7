/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.server.intake;

import java.util.List;

/** Intakes for fuzz targets: kept from one input to the next, in four modes, with a budget that must be whole again after each message. */
final class FuzzIntakes {
    private static final int BUDGET = 1_000_000;
    private static final List<FuzzIntakes> MODES = List.of(
            new FuzzIntakes(),
            new FuzzIntakes("always_add_missing_headers", "yes", "header_size_limit", "60", "hopcount_limit", "3"),
            new FuzzIntakes("message_strip_characters", "\\0\\r", "message_size_limit", "600"),
            new FuzzIntakes(
                    "message_reject_characters", "\\0", "cleanup_replace_stray_cr_lf", "no", "memory_limit", "100"));

    private final IntakeFixture fixture;
    private final IntakeRules rules;

    private FuzzIntakes(String... settings) {
        this.fixture = new IntakeFixture(settings);
        fixture.memory = new MemoryBudget(BUDGET);
        this.rules = fixture.rules();
    }

    /** Returns the intakes of a mode. */
    static FuzzIntakes of(int mode) {
        return MODES.get(mode & 3);
    }

    /** Opens an intake. */
    Intake open() {
        fixture.accepted.clear();
        fixture.contents.clear();
        fixture.log.clear();
        return rules.open(fixture.session);
    }

    /** Ends {@code intake}, and returns what became of its message, without its queue id. */
    String finished(Intake intake) {
        String reply = IntakeFixture.text(intake.finish());
        if (fixture.contents.size() != (reply.startsWith("250 ") ? 1 : 0)) {
            throw new AssertionError(reply + " for " + fixture.contents.size() + " messages");
        }
        for (String content : fixture.contents) {
            if (content.replace("\r\n", "").indexOf('\n') >= 0 || !content.endsWith("\r\n")) {
                throw new AssertionError("a line without CRLF");
            }
        }
        checkMemory();
        return (reply + fixture.contents).replace(intake.queueId(), "ID");
    }

    /** Drops {@code intake}. */
    void discard(Intake intake) {
        intake.discard();
        checkMemory();
    }

    private void checkMemory() {
        if (!fixture.memory.take(BUDGET)) {
            throw new AssertionError("memory of a message that has gone is still taken");
        }
        fixture.memory.giveBack(BUDGET);
    }
}
