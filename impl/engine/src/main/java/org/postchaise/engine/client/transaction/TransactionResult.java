/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.client.transaction;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.postchaise.api.DsnAction;
import org.postchaise.api.Failure;
import org.postchaise.api.Peer;
import org.postchaise.api.Recipient;
import org.postchaise.api.RecipientOutcome;
import org.postchaise.api.SmtpReply;

/**
 * The result of one transaction.
 *
 * @param outcomes an outcome for each recipient, in the order of the envelope
 */
public record TransactionResult(List<RecipientOutcome> outcomes) {

    /** Creates a result with a copy of the list. */
    public TransactionResult {
        outcomes = List.copyOf(outcomes);
    }

    /** Returns the result for {@code some} of the recipients. */
    public TransactionResult of(Collection<Recipient> some) {
        return new TransactionResult(outcomes.stream()
                .filter(outcome -> some.contains(outcome.recipient()))
                .toList());
    }

    /**
     * A builder of results; the first outcome of a recipient counts, and {@link #build} refuses a recipient without an
     * outcome.
     */
    static final class Builder {
        private final List<Recipient> recipients;
        private final DsnAction dsnAction;
        private final RecipientOutcome[] outcomes;

        /**
         * Creates a builder without outcomes.
         *
         * @param dsnAction the action that success notifications report for the delivered recipients
         */
        Builder(List<Recipient> recipients, DsnAction dsnAction) {
            this.recipients = recipients;
            this.dsnAction = dsnAction;
            this.outcomes = new RecipientOutcome[recipients.size()];
        }

        void failed(int recipient, Failure failure) {
            settle(recipient, RecipientOutcome.failed(recipients.get(recipient), failure));
        }

        void delivered(Set<Integer> indexes, SmtpReply reply, Peer peer) {
            indexes.forEach(i -> settle(i, new RecipientOutcome.Delivered(recipients.get(i), reply, peer, dsnAction)));
        }

        /**
         * Marks all recipients without an outcome as in doubt: the server may or may not have accepted the mail for
         * them.
         */
        void inDoubt(Failure failure) {
            for (int i = 0; i < outcomes.length; i++) {
                settle(i, new RecipientOutcome.InDoubt(recipients.get(i), failure));
            }
        }

        /** Fails all recipients without an outcome with the same failure. */
        void failOthers(Failure failure) {
            for (int i = 0; i < outcomes.length; i++) {
                failed(i, failure);
            }
        }

        TransactionResult build() {
            List<RecipientOutcome> all = new ArrayList<>();
            for (int i = 0; i < outcomes.length; i++) {
                if (outcomes[i] == null) {
                    throw new IllegalStateException("recipient " + recipients.get(i) + " has no outcome");
                }
                all.add(outcomes[i]);
            }
            return new TransactionResult(all);
        }

        /**
         * Returns the outcomes before the end of the content is sent to {@code peer}; recipients without an outcome are
         * pending.
         */
        List<RecipientOutcome> soFar(Peer peer) {
            List<RecipientOutcome> all = new ArrayList<>();
            for (int i = 0; i < outcomes.length; i++) {
                all.add(
                        outcomes[i] == null
                                ? new RecipientOutcome.Pending(
                                        recipients.get(i),
                                        "accepted by " + peer + ", delivered when the transaction commits",
                                        peer.toString())
                                : outcomes[i]);
            }
            return all;
        }

        private void settle(int recipient, RecipientOutcome outcome) {
            if (outcomes[recipient] == null) {
                outcomes[recipient] = outcome;
            }
        }
    }
}
