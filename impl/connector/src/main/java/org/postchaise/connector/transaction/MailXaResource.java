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
import org.postchaise.connector.outbox.Posting;

/**
 * One connection's part in XA transactions: the branch that it works in, those that it has suspended, and the calls of the
 * transaction manager, which may be about any branch of the outbox.
 *
 * <p>Source: Jakarta Connectors 2.1, section 7.6.2; {@link XAResource}; the XA specification, tables 6-2 to 6-4.
 */
public final class MailXaResource implements XAResource {
    private final Branches branches;

    /** Whether the connection works in a local transaction now. */
    private final BooleanSupplier local;

    private final Map<BranchXid, XaBranch> suspended = new HashMap<>();
    private Optional<XaBranch> current = Optional.empty();
    private Duration limit = Duration.ZERO;
    private boolean scanning;

    /** Not associated with a branch; of a connection without local transactions. */
    public MailXaResource(Branches branches) {
        this(branches, () -> false);
    }

    /** Not associated with a branch; none is begun while {@code local} says that there is a local transaction. */
    MailXaResource(Branches branches, BooleanSupplier local) {
        this.branches = branches;
        this.local = local;
    }

    /** Whether mail belongs to a branch now. */
    public synchronized boolean isAssociated() {
        return current.isPresent();
    }

    /**
     * Takes a mail into the current branch.
     *
     * @return the mail's id
     * @throws IllegalStateException when there is none
     * @throws IOException when it was not taken
     */
    public long stage(Posting posting, MessageSource message) throws IOException {
        XaBranch branch;
        synchronized (this) {
            branch = current.orElseThrow(() -> new IllegalStateException("no transaction branch is associated"));
        }
        return branches.working(branch).stage(posting, message);
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

    /** All at the start of a scan, none later in it. */
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

    /** Whether both lead to the same outbox. */
    @Override
    public boolean isSameRM(XAResource other) {
        return other instanceof MailXaResource that && branches.identity().equals(that.branches.identity());
    }

    /** Seconds; 0: none. */
    @Override
    public synchronized int getTransactionTimeout() {
        return Math.toIntExact(limit.toSeconds());
    }

    /**
     * For branches that are begun later; past it, one that is not prepared can only be rolled back. It adds to the transaction
     * manager's own limit.
     *
     * @param seconds 0: none, the default
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
