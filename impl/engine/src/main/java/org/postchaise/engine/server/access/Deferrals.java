/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.server.access;

import java.util.Optional;
import org.postchaise.engine.server.view.ServerReply;
import org.postchaise.engine.server.view.Verdict;

/**
 * The verdicts that restrictions deferred to the end of a list: a 4yz reply in place of a permission ({@code defer_if_permit}), or in place
 * of a permanent rejection ({@code defer_if_reject}). The first reason of each is kept.
 */
final class Deferrals {
    private static final int PERMANENT = 500;

    private Optional<Verdict.Reject> ifPermit = Optional.empty();
    private Optional<Verdict.Reject> ifReject = Optional.empty();

    /** Returns the reason to defer what is permitted, to be {@linkplain #begin restored} for the next stage or recipient. */
    Optional<Verdict.Reject> ifPermit() {
        return ifPermit;
    }

    /** Begins a stage with the reason that earlier stages left. */
    void begin(Optional<Verdict.Reject> before) {
        ifPermit = before;
        ifReject = Optional.empty();
    }

    /** Notes a reason to defer the request if it is permitted. */
    void deferIfPermit(Verdict.Reject reason) {
        ifPermit = ifPermit.or(() -> Optional.of(reason));
    }

    /** Notes a reason to defer the request if it is rejected. */
    void deferIfReject(Verdict.Reject reason) {
        ifReject = ifReject.or(() -> Optional.of(reason));
    }

    /** Returns {@code verdict}, or the reason to defer a permission. */
    Verdict permitted(Verdict verdict) {
        return verdict instanceof Verdict.Reject || ifPermit.isEmpty() ? verdict : ifPermit.get();
    }

    /** Returns {@code verdict}, or the reason to defer a permanent rejection. */
    Verdict rejected(Verdict verdict) {
        boolean permanent = verdict instanceof Verdict.Reject reject && isPermanent(reject.reply());
        return permanent && ifReject.isPresent() ? ifReject.get() : verdict;
    }

    private static boolean isPermanent(ServerReply reply) {
        return reply.code() >= PERMANENT;
    }
}
