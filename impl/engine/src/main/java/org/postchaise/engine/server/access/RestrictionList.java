/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.server.access;

import java.util.List;
import java.util.function.Consumer;
import org.postchaise.engine.server.resolve.LookupFailureException;
import org.postchaise.engine.server.view.Verdict;

/** A list of restrictions, evaluated from left to right until one permits or rejects. Thread-safe. */
final class RestrictionList implements Restriction {
    private static final int DEFERRED = 451;

    private final List<Entry> entries;
    private final Consumer<String> log;

    /** The effect of a restriction that rejects. */
    enum Effect {
        /** The request is rejected. */
        REJECT,
        /** The rejection is logged, and the next restriction is asked ({@code warn_if_reject}). */
        WARN
    }

    /** A restriction of the list. */
    record Entry(Restriction restriction, Effect effect) {}

    RestrictionList(List<Entry> entries, Consumer<String> log) {
        this.entries = List.copyOf(entries);
        this.log = log;
    }

    @Override
    public Verdict judge(AccessRequest request) {
        for (Entry entry : entries) {
            Verdict verdict = judge(entry.restriction(), request);
            if (verdict instanceof Verdict.Reject reject && entry.effect() == Effect.WARN && isPolicy(reject)) {
                log.accept(request.logLine("reject_warning", reject.reply()));
            } else if (!(verdict instanceof Verdict.Dunno)) {
                return verdict;
            }
        }
        return Verdict.DUNNO;
    }

    /** Returns the verdict of {@code restriction}; that of a failed table search is a temporary rejection. */
    private Verdict judge(Restriction restriction, AccessRequest request) {
        try {
            return restriction.judge(request);
        } catch (LookupFailureException e) {
            log.accept("warning: " + e.getMessage());
            return new Verdict.Reject(request.reply(DEFERRED, "4.3.0", "Temporary lookup failure"), Verdict.Kind.DATA);
        }
    }

    private static boolean isPolicy(Verdict.Reject reject) {
        return reject.kind() == Verdict.Kind.POLICY || reject.kind() == Verdict.Kind.PROTOCOL;
    }
}
