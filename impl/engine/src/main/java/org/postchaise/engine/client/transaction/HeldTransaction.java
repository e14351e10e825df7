/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.client.transaction;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.postchaise.api.RecipientOutcome;
import org.postchaise.engine.wire.DotStuffingOutputStream;

/**
 * A transaction whose content is sent but for the final dot, until which the server has taken responsibility for nothing (RFC
 * 5321, section 4.1.1.4). Exactly one of {@link #commit} and {@link #rollback} ends it, on any thread.
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

    /** Sends the content; whether someone waits for its end. */
    boolean begin(DataTransfer transfer) throws IOException {
        waiting = transfer.hold(result).map(out -> new Waiting(transfer, out));
        return waiting.isPresent();
    }

    /** Whether there is anything to commit. */
    public boolean isHeld() {
        return waiting.isPresent();
    }

    /** An outcome for each recipient: {@link RecipientOutcome.Pending} for those who wait. */
    public List<RecipientOutcome> outcomes() {
        return isHeld() ? result.soFar(runner.session().peer()) : result.build().outcomes();
    }

    /** Sends the final dot, unless the server has given up: an outcome for each recipient, none of them pending. */
    public TransactionResult commit() {
        waiting.ifPresent(end -> runner.release(result, end.transfer(), end.out()));
        waiting = Optional.empty();
        return result.build();
    }

    /** Drops the connection: without the final dot the server delivers nothing. */
    public void rollback() {
        if (isHeld()) {
            runner.session().abort();
        }
        waiting = Optional.empty();
    }
}
