/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.client.transaction;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.postchaise.api.RecipientOutcome;
import org.postchaise.engine.wire.DotStuffingOutputStream;

/**
 * A transaction whose content is sent except for the final dot, before which the server has no responsibility for the mail
 * (RFC 5321, section 4.1.1.4). Exactly one of {@link #commit} and {@link #rollback} ends the transaction, on any thread.
 */
public final class HeldTransaction {
    private final TransactionRunner runner;
    private final TransactionResult.Builder result;
    private Optional<Waiting> waiting = Optional.empty();

    HeldTransaction(TransactionRunner runner, TransactionResult.Builder result) {
        this.runner = runner;
        this.result = result;
    }

    private record Waiting(DataTransfer transfer, DotStuffingOutputStream out) {}

    /**
     * Sends the content without the final dot.
     *
     * @return true if recipients wait for the final dot
     */
    boolean begin(DataTransfer transfer) throws IOException {
        waiting = transfer.hold(result).map(out -> new Waiting(transfer, out));
        return waiting.isPresent();
    }

    /** Returns true if recipients wait for the final dot. */
    public boolean isHeld() {
        return waiting.isPresent();
    }

    /** Returns an outcome for each recipient: {@link RecipientOutcome.Pending} for recipients that wait for the final dot. */
    public List<RecipientOutcome> outcomes() {
        return isHeld() ? result.soFar(runner.session().peer()) : result.build().outcomes();
    }

    /**
     * Sends the final dot, unless the server has given up, and returns an outcome for each recipient, none of them pending.
     */
    public TransactionResult commit() {
        waiting.ifPresent(end -> runner.release(result, end.transfer(), end.out()));
        waiting = Optional.empty();
        return result.build();
    }

    /** Closes the connection without the final dot, so that the server delivers nothing. */
    public void rollback() {
        if (isHeld()) {
            runner.session().abort();
        }
        waiting = Optional.empty();
    }
}
