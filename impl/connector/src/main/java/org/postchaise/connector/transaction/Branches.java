/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.connector.transaction;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import org.postchaise.connector.outbox.Branch;
import org.postchaise.connector.outbox.Branch.Phase;
import org.postchaise.connector.outbox.BranchXid;
import org.postchaise.connector.outbox.Decision;
import org.postchaise.connector.outbox.Outbox;
import org.postchaise.connector.outbox.RolledBackException;

/**
 * The XA branches of one outbox, for all connections: the state table of the XA specification (X/Open CAE C193, chapter 6) as Jakarta
 * Connectors 2.1, section 7.6.2 requires. Rollback is presumed: an unknown branch was rolled back.
 *
 * <p>The lock is not held while the outbox does I/O; a branch that is being completed by another call is marked busy and refuses further
 * calls.
 */
public final class Branches {
    private final Outbox outbox;
    private final Clock clock;
    private final Map<BranchXid, XaBranch> branches = new LinkedHashMap<>();

    /** Creates the table with the branches that a restart has left. */
    public Branches(Outbox outbox, Clock clock) {
        this.outbox = outbox;
        this.clock = clock;
        for (Branch branch : outbox.branches()) {
            branch.xid()
                    .ifPresent(name -> branches.put(name, new XaBranch(name, branch, clock.instant(), Duration.ZERO)));
        }
    }

    /** Returns the identity of the outbox. */
    UUID identity() {
        return outbox.identity();
    }

    /** Creates a branch with one association. */
    XaBranch create(BranchXid name, Duration limit) throws XAException {
        dropLate();
        synchronized (this) {
            if (branches.containsKey(name)) {
                throw XaFailure.of(XAException.XAER_DUPID, "branch " + name + " exists");
            }
            XaBranch branch = new XaBranch(name, outbox.begin(), clock.instant(), limit);
            branch.associate();
            branches.put(name, branch);
            return branch;
        }
    }

    /** Adds an association to an open branch. */
    synchronized XaBranch join(BranchXid name) throws XAException {
        XaBranch branch = known(name);
        requireOpen(branch);
        refuseFaulty(branch);
        branch.associate();
        return branch;
    }

    /** Resumes a suspended association. */
    synchronized void resume(XaBranch branch) throws XAException {
        requireOpen(branch);
        refuseFaulty(branch);
    }

    /** Ends an association with {@code TMSUCCESS} or {@code TMFAIL}. */
    synchronized void leave(XaBranch branch, int flags) throws XAException {
        branch.dissociate();
        if (flags == XAResource.TMFAIL) {
            branch.fail();
        } else {
            refuseFaulty(branch);
        }
    }

    /**
     * Returns the outbox branch for further work, unless the XA branch is rollback-only.
     *
     * @throws IOException when the branch can only be rolled back
     */
    synchronized Branch working(XaBranch branch) throws IOException {
        Optional<XAException> fault = branch.fault(clock.instant());
        if (fault.isPresent()) {
            throw new IOException(
                    "the transaction can only be rolled back: " + fault.get().getMessage(), fault.get());
        }
        return branch.mail();
    }

    int prepare(BranchXid name) throws XAException {
        XaBranch branch = take(name, phase -> phase == Phase.OPEN);
        try {
            rollBackFaulty(branch);
            if (branch.mail().size() == 0) {
                rollBack(branch);
                return XAResource.XA_RDONLY;
            }
            branch.mail().prepare(name);
            return XAResource.XA_OK;
        } catch (RolledBackException e) {
            remove(branch);
            throw XaFailure.of(XAException.XA_RBOTHER, e);
        } finally {
            giveBack(branch);
        }
    }

    void commitOnePhase(BranchXid name) throws XAException {
        refuseDecided(name);
        XaBranch branch = take(name, phase -> phase == Phase.OPEN);
        try {
            rollBackFaulty(branch);
            remove(branch);
            branch.mail().commit();
        } catch (RolledBackException e) {
            throw XaFailure.of(XAException.XA_RBOTHER, e);
        } catch (IOException e) {
            throw XaFailure.of(XAException.XAER_RMFAIL, e);
        } finally {
            giveBack(branch);
        }
    }

    void commitPrepared(BranchXid name) throws XAException {
        refuseDecided(name);
        XaBranch branch = take(name, phase -> phase == Phase.PREPARED);
        try {
            branch.mail().commit();
        } catch (IOException e) {
            // XA_RETRY means "necessary stable storage is currently unavailable": the transaction manager calls again
            throw XaFailure.of(XAException.XA_RETRY, e);
        } finally {
            giveBack(branch);
        }
        Optional<XAException> heuristic = branch.heuristic();
        if (heuristic.isPresent()) {
            throw heuristic.get();
        }
        remove(branch);
    }

    void rollback(BranchXid name) throws XAException {
        refuseDecided(name);
        XaBranch branch = take(name, phase -> phase == Phase.OPEN || phase == Phase.PREPARED);
        try {
            rollBack(branch);
        } finally {
            giveBack(branch);
        }
    }

    void forget(BranchXid name) throws XAException {
        XaBranch branch;
        synchronized (this) {
            branch = known(name);
            if (branch.heuristic().isEmpty() || branch.isBusy()) {
                throw protocol(branch);
            }
            branches.remove(name);
        }
        branch.mail().forget();
    }

    /**
     * Completes a prepared branch heuristically, as an operator's last resort; the transaction manager is told when it calls.
     *
     * @throws XAException when the branch is not known, or not prepared
     * @throws IOException when the decision is not durable
     */
    public void decide(BranchXid name, Decision decision) throws XAException, IOException {
        XaBranch branch = take(name, phase -> phase == Phase.PREPARED);
        try {
            branch.mail().decide(decision);
        } finally {
            giveBack(branch);
        }
    }

    /** Returns the names of the prepared and the heuristically completed branches. */
    synchronized List<BranchXid> inDoubt() {
        return branches.values().stream()
                .filter(branch -> !branch.isBusy() && branch.mail().phase() != Phase.OPEN)
                .map(XaBranch::name)
                .toList();
    }

    /**
     * Checks that the branch is known.
     *
     * @throws XAException when the branch is not known
     */
    synchronized void requireKnown(BranchXid name) throws XAException {
        known(name);
    }

    private XaBranch known(BranchXid name) throws XAException {
        XaBranch branch = branches.get(name);
        if (branch == null) {
            throw XaFailure.of(XAException.XAER_NOTA, "branch " + name + " is not known");
        }
        return branch;
    }

    /** Marks a branch busy for its completion, and returns the branch. */
    private synchronized XaBranch take(BranchXid name, Predicate<Phase> expected) throws XAException {
        XaBranch branch = known(name);
        if (branch.isBusy()
                || branch.isAssociated()
                || !expected.test(branch.mail().phase())) {
            throw protocol(branch);
        }
        branch.begin();
        return branch;
    }

    private synchronized void giveBack(XaBranch branch) {
        branch.end();
    }

    private synchronized void remove(XaBranch branch) {
        branches.remove(branch.name(), branch);
    }

    private void rollBack(XaBranch branch) {
        remove(branch);
        branch.mail().rollback();
    }

    private void rollBackFaulty(XaBranch branch) throws XAException {
        Optional<XAException> fault = branch.fault(clock.instant());
        if (fault.isPresent()) {
            rollBack(branch);
            throw fault.get();
        }
    }

    private void refuseFaulty(XaBranch branch) throws XAException {
        Optional<XAException> fault = branch.fault(clock.instant());
        if (fault.isPresent()) {
            throw fault.get();
        }
    }

    private synchronized void refuseDecided(BranchXid name) throws XAException {
        Optional<XAException> heuristic = known(name).heuristic();
        if (heuristic.isPresent()) {
            throw heuristic.get();
        }
    }

    private static void requireOpen(XaBranch branch) throws XAException {
        if (branch.isBusy() || branch.mail().phase() != Phase.OPEN) {
            throw protocol(branch);
        }
    }

    private static XAException protocol(XaBranch branch) {
        String state = branch.isBusy()
                ? "being decided"
                : branch.isAssociated() ? "associated" : branch.mail().phase().toString();
        return XaFailure.of(
                XAException.XAER_PROTO, branch.mail() + " is " + state + "; this call is not for that state");
    }

    /** Rolls back branches older than twice their time limit without an association: their transaction manager is gone. */
    private void dropLate() {
        List<XaBranch> late;
        synchronized (this) {
            late = branches.values().stream()
                    .filter(branch -> branch.isLate(clock.instant(), 2) && !branch.isBusy() && !branch.isAssociated())
                    .toList();
            late.forEach(XaBranch::begin);
            late.forEach(branch -> branches.remove(branch.name()));
        }
        late.forEach(branch -> branch.mail().rollback());
    }
}
