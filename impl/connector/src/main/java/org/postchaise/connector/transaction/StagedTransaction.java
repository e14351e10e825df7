/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.connector.transaction;

import jakarta.resource.ResourceException;
import jakarta.resource.spi.LocalTransaction;
import jakarta.resource.spi.LocalTransactionException;
import java.io.IOException;
import java.util.Optional;
import javax.transaction.xa.XAResource;
import org.postchaise.api.MessageSource;
import org.postchaise.connector.outbox.Branch;
import org.postchaise.connector.outbox.Outbox;
import org.postchaise.connector.outbox.OutboxSubmission;
import org.postchaise.connector.outbox.RolledBackException;

/**
 * The transactions of one connection whose mail goes into an outbox: XA or local. The container calls from one thread at a time,
 * but not always from the same thread. Source: Jakarta Connectors 2.1, sections 7.6 and 7.7.
 */
public final class StagedTransaction implements LocalTransaction {
    private final Outbox outbox;
    private final MailXaResource xa;

    /** The branch of the local transaction; written under the lock. */
    private volatile Optional<Branch> local = Optional.empty();

    /** Creates the state of a connection that is in no transaction. */
    public StagedTransaction(Outbox outbox, Branches branches) {
        this.outbox = outbox;
        this.xa = new MailXaResource(branches, () -> local.isPresent());
    }

    /** Returns the XA resource, the same object each time. */
    public XAResource xaResource() {
        return xa;
    }

    /** Returns true if the connection is in a transaction, XA or local. */
    public boolean isActive() {
        return xa.isAssociated() || local.isPresent();
    }

    /**
     * Stages a mail in the current transaction.
     *
     * @return the mail's id in the outbox
     * @throws IllegalStateException when there is no transaction
     * @throws IOException when the mail was not staged
     */
    public long stage(OutboxSubmission submission, MessageSource message) throws IOException {
        Optional<Branch> branch = local;
        return branch.isPresent() ? branch.get().stage(submission, message) : xa.stage(submission, message);
    }

    /**
     * Begins a local transaction.
     *
     * @throws LocalTransactionException when a transaction is active: transactions do not nest
     */
    @Override
    public synchronized void begin() throws ResourceException {
        if (isActive()) {
            throw new LocalTransactionException(
                    "a transaction is active on this connection already; expected its commit or"
                            + " rollback before another begin");
        }
        local = Optional.of(outbox.begin());
    }

    /**
     * Commits the local transaction.
     *
     * @throws LocalTransactionException when the mail is not in the outbox, or that is not known, with the reason
     */
    @Override
    public void commit() throws ResourceException {
        try {
            end("commit").commit();
        } catch (RolledBackException e) {
            throw new LocalTransactionException(e.getMessage(), e);
        } catch (IOException e) {
            throw new LocalTransactionException("the commit may have failed: " + e.getMessage(), e);
        }
    }

    @Override
    public void rollback() throws ResourceException {
        end("rollback").rollback();
    }

    /** Rolls the local transaction back, when the container takes the connection away. An XA branch is left to its transaction manager. */
    public void abandon() {
        takeLocal().ifPresent(Branch::rollback);
    }

    private synchronized Optional<Branch> takeLocal() {
        Optional<Branch> branch = local;
        local = Optional.empty();
        return branch;
    }

    private Branch end(String how) throws LocalTransactionException {
        return takeLocal()
                .orElseThrow(() -> new LocalTransactionException(
                        "no local transaction is active on this connection; expected begin before " + how));
    }
}
