/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.connector.transaction;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;
import org.postchaise.api.MessageSource;
import org.postchaise.connector.outbox.BranchXid;
import org.postchaise.connector.outbox.OutboxSubmission;

/**
 * The XA resource of one connection: its current branch, its suspended branches, and the completion calls of the transaction
 * manager, which may concern any branch of the outbox.
 *
 * <p>Source: Jakarta Connectors 2.1, section 7.6.2; {@link XAResource}; the XA specification, tables 6-2 to 6-4.
 */
public final class MailXaResource implements XAResource {
    private final Branches branches;

    /** A condition that is true while the connection is in a local transaction. */
    private final BooleanSupplier local;

    private final Map<BranchXid, XaBranch> suspended = new HashMap<>();
    private Optional<XaBranch> current = Optional.empty();
    private Duration limit = Duration.ZERO;
    private boolean scanning;

    /** Creates a resource without an association, for a connection without local transactions. */
    public MailXaResource(Branches branches) {
        this(branches, () -> false);
    }

    /** Creates a resource without an association, which refuses to start a branch while {@code local} is true. */
    MailXaResource(Branches branches, BooleanSupplier local) {
        this.branches = branches;
        this.local = local;
    }

    /** Returns true if the connection is associated with a branch. */
    public synchronized boolean isAssociated() {
        return current.isPresent();
    }

    /**
     * Stages a mail in the current branch.
     *
     * @return the mail's id
     * @throws IllegalStateException when there is no current branch
     * @throws IOException when the mail was not staged
     */
    public long stage(OutboxSubmission submission, MessageSource message) throws IOException {
        XaBranch branch;
        synchronized (this) {
            branch = current.orElseThrow(() -> new IllegalStateException("no transaction branch is associated"));
        }
        return branches.working(branch).stage(submission, message);
    }

    @Override
    public synchronized void start(Xid xid, int flags) throws XAException {
        BranchXid name = name(xid);
        if (flags != TMNOFLAGS && flags != TMJOIN && flags != TMRESUME) {
            throw invalid("start", flags);
        }
        if (current.isPresent()) {
            throw XaFailure.of(
                    XAException.XAER_PROTO,
                    "the connection works in branch " + current.get().name() + " already");
        }
        if (local.getAsBoolean()) {
            throw XaFailure.of(
                    XAException.XAER_OUTSIDE,
                    "the connection works in a local transaction; expected its end before branch " + name);
        }
        if (flags == TMJOIN && suspended.containsKey(name)) {
            throw XaFailure.of(
                    XAException.XAER_PROTO, "the connection has suspended branch " + name + "; expected TMRESUME");
        }
        current = Optional.of(
                switch (flags) {
                    case TMJOIN -> branches.join(name);
                    case TMRESUME -> resumed(name);
                    default -> branches.create(name, limit);
                });
    }

    private XaBranch resumed(BranchXid name) throws XAException {
        branches.requireKnown(name);
        XaBranch branch = suspended(name);
        branches.resume(branch);
        suspended.remove(name);
        return branch;
    }

    @Override
    public synchronized void end(Xid xid, int flags) throws XAException {
        BranchXid name = name(xid);
        if (flags != TMSUCCESS && flags != TMFAIL && flags != TMSUSPEND) {
            throw invalid("end", flags);
        }
        branches.requireKnown(name);
        boolean working = current.filter(branch -> branch.name().equals(name)).isPresent();
        XaBranch branch = working ? current.get() : suspended(name);
        if (flags == TMSUSPEND && !working) {
            throw XaFailure.of(XAException.XAER_PROTO, "branch " + name + " is suspended already");
        }
        if (working) {
            current = Optional.empty();
        } else {
            suspended.remove(name);
        }
        if (flags == TMSUSPEND) {
            suspended.put(name, branch);
        } else {
            branches.leave(branch, flags);
        }
    }

    private XaBranch suspended(BranchXid name) throws XAException {
        XaBranch branch = suspended.get(name);
        if (branch == null) {
            throw XaFailure.of(XAException.XAER_PROTO, "the connection does not work in branch " + name);
        }
        return branch;
    }

    @Override
    public int prepare(Xid xid) throws XAException {
        return branches.prepare(name(xid));
    }

    @Override
    public void commit(Xid xid, boolean onePhase) throws XAException {
        BranchXid name = name(xid);
        if (onePhase) {
            branches.commitOnePhase(name);
        } else {
            branches.commitPrepared(name);
        }
    }

    @Override
    public void rollback(Xid xid) throws XAException {
        branches.rollback(name(xid));
    }

    @Override
    public void forget(Xid xid) throws XAException {
        branches.forget(name(xid));
    }

    /** Returns all branches in doubt at the start of a scan, and none later in the scan. */
    @Override
    public synchronized Xid[] recover(int flags) throws XAException {
        if ((flags & ~(TMSTARTRSCAN | TMENDRSCAN)) != 0) {
            throw invalid("recover", flags);
        }
        boolean start = (flags & TMSTARTRSCAN) != 0;
        if (!start && !scanning) {
            throw XaFailure.of(XAException.XAER_INVAL, "no recovery scan is open; expected TMSTARTRSCAN first");
        }
        scanning = (flags & TMENDRSCAN) == 0;
        return start ? branches.inDoubt().toArray(Xid[]::new) : new Xid[0];
    }

    /** Returns true if both resources belong to the same outbox. */
    @Override
    public boolean isSameRM(XAResource other) {
        return other instanceof MailXaResource that && branches.identity().equals(that.branches.identity());
    }

    /** Returns the timeout in seconds; 0: none. */
    @Override
    public synchronized int getTransactionTimeout() {
        return Math.toIntExact(limit.toSeconds());
    }

    /**
     * Sets the timeout of branches that are started later. A branch that is not prepared when the timeout expires can only be
     * rolled back. The timeout is independent of the transaction manager's own.
     *
     * @param seconds the timeout; 0: none, the default
     */
    @Override
    public synchronized boolean setTransactionTimeout(int seconds) throws XAException {
        if (seconds < 0) {
            throw XaFailure.of(XAException.XAER_INVAL, "transaction timeout is " + seconds + " s; expected 0 or more");
        }
        limit = Duration.ofSeconds(seconds);
        return true;
    }

    private static BranchXid name(Xid xid) throws XAException {
        try {
            return BranchXid.of(xid);
        } catch (IllegalArgumentException e) {
            throw XaFailure.of(XAException.XAER_INVAL, e);
        }
    }

    private static XAException invalid(String call, int flags) {
        return XaFailure.of(
                XAException.XAER_INVAL,
                "flags of " + call + " are 0x" + Integer.toHexString(flags) + "; not among its own");
    }
}
