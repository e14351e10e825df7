/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.connector.delivery;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import javax.management.ObjectName;
import javax.transaction.xa.XAException;
import org.postchaise.api.MailStatus.RecipientStatus;
import org.postchaise.api.MailStatus.State;
import org.postchaise.api.OutboxMXBean;
import org.postchaise.api.Recipient;
import org.postchaise.connector.admin.MBeans;
import org.postchaise.connector.outbox.Branch;
import org.postchaise.connector.outbox.Branch.Phase;
import org.postchaise.connector.outbox.Damage;
import org.postchaise.connector.outbox.Decision;
import org.postchaise.connector.outbox.Outbox;
import org.postchaise.connector.transaction.Branches;
import org.postchaise.engine.log.LineLog;
import org.postchaise.engine.queue.MailState;

/** The MXBean of an open outbox. Thread-safe. */
final class ManagedOutbox implements OutboxMXBean {
    private static final Logger LOG = LineLog.of(ManagedOutbox.class.getName());

    private final Path directory;
    private final Outbox outbox;
    private final Branches branches;
    private final OutboxScheduler scheduler;
    private final LongAdder delivered = new LongAdder();
    private final LongAdder deferred = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final AtomicBoolean deciding = new AtomicBoolean();

    ManagedOutbox(Path directory, Outbox outbox, Branches branches, OutboxScheduler scheduler) {
        this.directory = directory;
        this.outbox = outbox;
        this.branches = branches;
        this.scheduler = scheduler;
    }

    void register() {
        MBeans.register(this, name());
    }

    void unregister() {
        MBeans.unregister(name());
    }

    private String name() {
        return "org.postchaise:type=Outbox,directory=" + ObjectName.quote(directory.toString());
    }

    /** Counts recipients that an attempt has made final. */
    void count(List<RecipientStatus> ended) {
        ended.forEach(status -> (status.state() == State.DELIVERED ? delivered : failed).increment());
    }

    /** Counts the recipients of an attempt that are deferred after it. */
    void countDeferred(Collection<Recipient> tried, MailState after) {
        after.recipients().stream()
                .filter(status -> status.state() == State.DEFERRED && tried.contains(status.recipient()))
                .forEach(status -> deferred.increment());
    }

    @Override
    public String getDirectory() {
        return directory.toString();
    }

    @Override
    public int getWaiting() {
        return outbox.waiting();
    }

    @Override
    public int getDelivering() {
        return scheduler.running();
    }

    @Override
    public long getDelivered() {
        return delivered.sum();
    }

    @Override
    public long getDeferred() {
        return deferred.sum();
    }

    @Override
    public long getFailed() {
        return failed.sum();
    }

    @Override
    public List<String> getTransactions() {
        return outbox.branches().stream()
                .filter(branch -> branch.phase() != Phase.OPEN && branch.phase() != Phase.ENDED)
                .map(branch -> branch + " " + branch.phase() + ", mails: " + branch.size())
                .sorted()
                .toList();
    }

    @Override
    public List<String> getDamages() {
        return outbox.damages().stream().map(Damage::toString).toList();
    }

    @Override
    public void commit(String transaction) {
        decide(transaction, Decision.COMMITTED);
    }

    @Override
    public void rollback(String transaction) {
        decide(transaction, Decision.ROLLED_BACK);
    }

    /** Decides a transaction. One decision at a time, since a held branch has no lock against a second decision. */
    private void decide(String transaction, Decision decision) {
        if (!deciding.compareAndSet(false, true)) {
            throw new IllegalArgumentException(
                    transaction + " can't be decided: another decision is under way; expected one at a time");
        }
        try {
            decideAlone(transaction, decision);
        } finally {
            deciding.set(false);
        }
    }

    private void decideAlone(String transaction, Decision decision) {
        Branch branch = outbox.branches().stream()
                .filter(one -> one.toString().equals(transaction))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "no transaction is named \"" + transaction + "\"; expected one of " + getTransactions()));
        try {
            switch (branch.phase()) {
                case PREPARED -> branches.decide(branch.xid().orElseThrow(), decision);
                case HELD -> decideHeld(branch, decision);
                case OPEN, DECIDED, ENDED ->
                    throw new IllegalArgumentException(
                            transaction + " is " + branch.phase() + "; expected one that is prepared or held");
            }
        } catch (XAException | IOException e) {
            throw new IllegalArgumentException(transaction + " can't be decided: " + e.getMessage(), e);
        }
        LOG.log(Level.INFO, "outbox " + directory + ": " + transaction + " was decided by management: " + decision);
    }

    private static void decideHeld(Branch branch, Decision decision) throws IOException {
        if (decision == Decision.COMMITTED) {
            branch.commit();
        } else {
            branch.rollback();
        }
    }
}
