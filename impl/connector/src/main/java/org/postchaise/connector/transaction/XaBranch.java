/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.connector.transaction;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import javax.transaction.xa.XAException;
import org.postchaise.connector.outbox.Branch;
import org.postchaise.connector.outbox.BranchXid;
import org.postchaise.connector.outbox.Decision;

/** A branch as XA sees it: who works in it, and why it may only be rolled back. Guarded by {@link Branches}. */
final class XaBranch {
    private final BranchXid name;
    private final Branch mail;
    private final Instant begun;

    /** Zero: none. */
    private final Duration limit;

    /** Associations with resources, active and suspended. */
    private int associations;

    /** Whether a call that decides it is under way. */
    private boolean busy;

    private boolean failed;

    XaBranch(BranchXid name, Branch mail, Instant begun, Duration limit) {
        this.name = name;
        this.mail = mail;
        this.begun = begun;
        this.limit = limit;
    }

    BranchXid name() {
        return name;
    }

    Branch mail() {
        return mail;
    }

    void associate() {
        associations++;
    }

    void dissociate() {
        associations--;
    }

    boolean isAssociated() {
        return associations > 0;
    }

    boolean isBusy() {
        return busy;
    }

    void begin() {
        busy = true;
    }

    void end() {
        busy = false;
    }

    /** The work in it has failed. */
    void fail() {
        failed = true;
    }

    /** Whether it is past its time limit, as many times over. */
    boolean isLate(Instant now, int times) {
        return mail.phase() == Branch.Phase.OPEN
                && !limit.isZero()
                && now.isAfter(begun.plus(limit.multipliedBy(times)));
    }

    /** Why it can only be rolled back, if so. */
    Optional<XAException> fault(Instant now) {
        if (mail.phase() != Branch.Phase.OPEN) {
            return Optional.empty();
        }
        if (mail.fault().isPresent()) {
            return Optional.of(XaFailure.of(XAException.XA_RBOTHER, mail.fault().get()));
        }
        if (failed) {
            return Optional.of(XaFailure.of(XAException.XA_RBROLLBACK, "work in " + mail + " has failed"));
        }
        if (isLate(now, 1)) {
            return Optional.of(XaFailure.of(
                    XAException.XA_RBTIMEOUT,
                    "branch " + name + " has outlived its limit of " + limit.toSeconds() + " s"));
        }
        return Optional.empty();
    }

    /** What the transaction manager is told until it forgets the branch, if that was decided without it. */
    Optional<XAException> heuristic() {
        return mail.phase() == Branch.Phase.DECIDED ? mail.decision().map(this::heuristic) : Optional.empty();
    }

    private XAException heuristic(Decision decision) {
        return switch (decision) {
            case COMMITTED -> XaFailure.of(XAException.XA_HEURCOM, mail + " was committed by an operator");
            case ROLLED_BACK ->
                XaFailure.of(
                        XAException.XA_HEURRB, mail + " was rolled back by an operator, or all of its mail is lost");
            case MIXED -> XaFailure.of(XAException.XA_HEURMIX, "mail of " + mail + " is lost; the rest was released");
        };
    }
}
