/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.connector.transaction;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import javax.transaction.xa.XAException;
import org.postchaise.connector.outbox.Branch;
import org.postchaise.connector.outbox.BranchXid;
import org.postchaise.connector.outbox.Decision;

/**
 * The XA state of a branch: its associations, and the fault that makes the branch rollback-only. Guarded by {@link
 * Branches}.
 */
final class XaBranch {
    private final BranchXid name;
    private final Branch mail;
    private final Instant begun;

    /** The time limit; zero: none. */
    private final Duration limit;

    /** The number of associations with resources, active and suspended. */
    private int associations;

    /** True while a call that completes the branch is in progress. */
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

    /** Marks the branch as failed, which makes the branch rollback-only. */
    void fail() {
        failed = true;
    }

    /** Returns true if an open branch is older than its time limit multiplied by {@code times}. */
    boolean isLate(Instant now, int times) {
        return mail.phase() == Branch.Phase.OPEN
                && !limit.isZero()
                && now.isAfter(begun.plus(limit.multipliedBy(times)));
    }

    /** Returns the reason why the branch can only be rolled back, if there is one. */
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

    /**
     * Returns the heuristic outcome, reported to the transaction manager until it forgets the branch; empty if the
     * branch was not completed heuristically.
     */
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
