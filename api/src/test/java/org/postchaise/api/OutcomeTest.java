/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OutcomeTest {
    private static final Recipient ANN = Recipient.of("ann@example.net");
    private static final Recipient BOB = Recipient.of("bob@example.net");
    private static final Peer PEER = new Peer("mx", "127.0.0.1", 25);

    @Test
    void aFailuresSeverityDecidesTheOutcome() {
        assertThat(RecipientOutcome.failed(ANN, failure(Failure.Severity.TEMPORARY))
                        .kind())
                .isEqualTo(RecipientOutcome.Kind.DEFERRED);
        assertThat(RecipientOutcome.failed(ANN, failure(Failure.Severity.PERMANENT))
                        .kind())
                .isEqualTo(RecipientOutcome.Kind.REJECTED);
        assertThatThrownBy(() -> new RecipientOutcome.Rejected(ANN, failure(Failure.Severity.TEMPORARY)))
                .hasMessageContaining("expected PERMANENT");
        assertThatThrownBy(() -> new RecipientOutcome.InDoubt(ANN, failure(Failure.Severity.PERMANENT)))
                .hasMessageContaining("expected TEMPORARY");
    }

    @Test
    void anUntriedRecipientHasNoServerAndKeepsTheFirstDoubt() {
        RecipientOutcome outcome = new RecipientOutcome.NotTried(ANN, "busy").withEarlierDoubt("first");
        assertThat(outcome.withEarlierDoubt("second").earlierDoubt()).isEqualTo("first");
        assertThat(outcome.kind()).isEqualTo(RecipientOutcome.Kind.NOT_TRIED);
        assertThat(outcome.status()).hasToString("4.3.2");
        assertThat(outcome.relay()).isEqualTo("none");
    }

    @Test
    void aStatusMustFitItsSeverity() {
        assertThatThrownBy(() -> new Failure(
                        Failure.Scope.HOST,
                        Failure.Severity.PERMANENT,
                        Stage.RCPT,
                        EnhancedStatus.of("4.1.1"),
                        null,
                        null,
                        "x"))
                .hasMessageContaining("does not fit");
    }

    @Test
    void mergedReportsKeepTheEnvelopesOrderAndLoseNoOne() {
        Envelope envelope = Envelope.of("a@b", List.of(ANN, BOB));
        DeliveryReport ann = new DeliveryReport(List.of(delivered(ANN)));
        DeliveryReport bob = new DeliveryReport(List.of(delivered(BOB)));
        assertThat(DeliveryReport.merge(envelope, List.of(bob, ann)).outcomes())
                .containsExactly(delivered(ANN), delivered(BOB));
        assertThat(DeliveryReport.merge(envelope, List.of(bob, ann)).allDelivered())
                .isTrue();
        assertThatThrownBy(() -> DeliveryReport.merge(envelope, List.of(ann)))
                .hasMessage("1 outcomes for 2 recipients");
        assertThatThrownBy(() -> DeliveryReport.merge(envelope, List.of(ann, ann)))
                .hasMessageContaining("bob@example.net was not a recipient");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "2", "3.1.1", "5.1", "5.1.1000", "5.1.1x", "5.1.1 x", "-5.1.1"})
    void whatIsNoEnhancedStatusIsRefused(String text) {
        assertThatThrownBy(() -> EnhancedStatus.of(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("\"" + text + "\"");
    }

    @Test
    void aReplyIsThreeDigitsAndAtLeastOneLine() {
        assertThatThrownBy(() -> new SmtpReply(1000, List.of("1000 x"))).hasMessageContaining("0 to 999");
        assertThatThrownBy(() -> new SmtpReply(250, List.of())).hasMessageContaining("no line");
        assertThat(new SmtpReply(250, List.of("250")).enhancedStatus()).isEmpty();
    }

    private static RecipientOutcome delivered(Recipient recipient) {
        return new RecipientOutcome.Delivered(
                recipient, new SmtpReply(250, List.of("250 Ok")), PEER, DsnAction.RELAYED);
    }

    private static Failure failure(Failure.Severity severity) {
        return new Failure(
                Failure.Scope.RECIPIENT,
                severity,
                Stage.RCPT,
                EnhancedStatus.of(severity == Failure.Severity.PERMANENT ? "5.1.1" : "4.2.0"),
                null,
                PEER,
                "no");
    }
}
