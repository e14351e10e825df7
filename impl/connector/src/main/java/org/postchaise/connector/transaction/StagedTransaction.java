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
import org.postchaise.connector.outbox.Posting;
import org.postchaise.connector.outbox.RolledBackException;

/**
 * One connection's part in transactions whose mail goes into an outbox: XA, or local. The container calls from one thread at a
 * time, but not always the same. Source: Jakarta Connectors 2.1, sections 7.6 and 7.7.
 */
public final class StagedTransaction implements LocalTransaction {
    private final Outbox outbox;
    private final MailXaResource xa;

    /** Written under the lock. */
    private volatile Optional<Branch> local = Optional.empty();

    /** In no transaction. */
    public StagedTransaction(Outbox outbox, Branches branches) {
        this.outbox = outbox;
        this.xa = new MailXaResource(branches, () -> local.isPresent());
    }

    /** The same one each time. */
    public XAResource xaResource() {
        return xa;
    }

    /** Whether mail belongs to a transaction now. */
    public boolean isActive() {
        return xa.isAssociated() || local.isPresent();
    }

    /**
     * Takes a mail into the transaction.
     *
     * @return the mail's id in the outbox
     * @throws IllegalStateException when there is no transaction
     * @throws IOException when it was not taken
     */
    public long stage(Posting posting, MessageSource message) throws IOException {
        Optional<Branch> branch = local;
        return branch.isPresent() ? branch.get().stage(posting, message) : xa.stage(posting, message);
    }

    /** @throws LocalTransactionException when one is active: they do not nest */
    @Override
    public synchronized void begin() throws ResourceException {
        if (isActive()) {
            throw new LocalTransactionException(
                    "a transaction is active on this connection already; expected its commit or"
                            + " rollback before another begin");
        }
        local = Optional.of(outbox.begin());
    }

    /** @throws LocalTransactionException when the mail is not kept, or nobody knows whether it is, with the reason */
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

    /** Rolls a local transaction back: the container takes the connection away. What becomes of an XA branch says its manager. */
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
