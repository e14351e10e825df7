/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.client.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.postchaise.api.DsnAction;
import org.postchaise.api.EnhancedStatus;
import org.postchaise.api.Envelope;
import org.postchaise.api.Failure;
import org.postchaise.api.Peer;
import org.postchaise.api.Recipient;
import org.postchaise.api.RecipientOutcome;
import org.postchaise.api.SmtpReply;
import org.postchaise.api.Stage;
import org.postchaise.engine.event.EngineListener;

class RecipientLedgerTest {
    private final Recipient ann = Recipient.of("ann@example.net");
    private final Recipient bob = Recipient.of("bob@example.net");
    private final RecipientLedger ledger = new RecipientLedger(
            Envelope.of("me@example.com", List.of(ann, bob)),
            FailurePolicy.HARD,
            outcome -> outcome,
            EngineListener.NONE,
            outcome -> {});

    @Test
    void refusesToCloseWhileARecipientHasNoOutcome() {
        ledger.settle(delivered(ann));
        assertThatThrownBy(ledger::close).hasMessage("recipient bob@example.net has no outcome");
    }

    @Test
    void refusesASecondOutcome() {
        ledger.settle(delivered(ann));
        assertThatThrownBy(() -> ledger.settle(delivered(ann))).hasMessageContaining("settled already");
        assertThatThrownBy(() -> ledger.postpone(deferred(ann))).hasMessageContaining("settled already");
    }

    @Test
    void refusesAStranger() {
        assertThatThrownBy(() -> ledger.settle(delivered(Recipient.of("eve@example.net"))))
                .hasMessageContaining("is not in the envelope");
    }

    @Test
    void settlesThePostponedAtTheEndInTheEnvelopesOrder() {
        ledger.postpone(deferred(ann));
        ledger.settle(delivered(bob));
        assertThat(ledger.open()).containsExactly(ann);
        assertThat(ledger.close().outcomes()).containsExactly(deferred(ann), delivered(bob));
    }

    /** Two of a million mails that a server had taken without a reply were said to be deferred: the next session was lost, too. */
    @Test
    void whoIsInDoubtStaysSoWhenTheNextHostDoesNotAnswer() {
        RecipientOutcome.Deferred next = (RecipientOutcome.Deferred) deferred(ann);
        ledger.postpone(new RecipientOutcome.InDoubt(ann, next.failure()));
        ledger.postpone(next);
        ledger.settle(delivered(bob));
        assertThat(ledger.close().outcomeOf(ann)).isEqualTo(new RecipientOutcome.InDoubt(ann, next.failure()));
    }

    private static RecipientOutcome delivered(Recipient recipient) {
        return new RecipientOutcome.Delivered(
                recipient, new SmtpReply(250, List.of("250 Ok")), new Peer("mx", "127.0.0.1", 25), DsnAction.RELAYED);
    }

    private static RecipientOutcome deferred(Recipient recipient) {
        return RecipientOutcome.failed(
                recipient,
                new Failure(
                        Failure.Scope.HOST,
                        Failure.Severity.TEMPORARY,
                        Stage.CONNECT,
                        EnhancedStatus.of("4.4.1"),
                        null,
                        null,
                        "no"));
    }
}
