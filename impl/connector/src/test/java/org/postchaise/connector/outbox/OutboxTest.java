/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.connector.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.postchaise.connector.outbox.TestSubmissions.CLOCK;
import static org.postchaise.connector.outbox.TestSubmissions.NOW;
import static org.postchaise.connector.outbox.TestSubmissions.SMALL;
import static org.postchaise.connector.outbox.TestSubmissions.commit;
import static org.postchaise.connector.outbox.TestSubmissions.drain;
import static org.postchaise.connector.outbox.TestSubmissions.message;
import static org.postchaise.connector.outbox.TestSubmissions.rejected;
import static org.postchaise.connector.outbox.TestSubmissions.submission;
import static org.postchaise.connector.outbox.TestSubmissions.text;
import static org.postchaise.connector.outbox.TestSubmissions.xid;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postchaise.api.DeliveryOptions;
import org.postchaise.api.Envelope;
import org.postchaise.api.MailStatus;
import org.postchaise.api.MailStatus.RecipientStatus;
import org.postchaise.api.MessageSource;
import org.postchaise.api.Recipient;
import org.postchaise.engine.queue.MailState;

class OutboxTest {
    private static final int MANY = 200;

    private final MemoryFiles files = new MemoryFiles();

    private Outbox open(MemoryFiles on) throws IOException {
        return new Outbox(on, SMALL, CLOCK);
    }

    private Outbox restart(Outbox outbox) throws IOException {
        outbox.close();
        return open(files);
    }

    @Test
    void nothingIsReleasedBeforeTheCommit() throws IOException {
        Outbox outbox = open(files);
        Branch branch = outbox.begin();
        long id = branch.stage(submission(1), message("hello"));
        assertThat(outbox.next()).isEmpty();
        branch.commit();
        assertThat(drain(outbox)).singleElement().satisfies(mail -> {
            assertThat(mail.id()).isEqualTo(id);
            assertThat(text(mail)).isEqualTo("hello");
            assertThat(mail.submitted()).isEqualTo(NOW);
        });
    }

    @Test
    void rolledBackMailIsGoneNowAndAfterARestart() throws IOException {
        Outbox outbox = open(files);
        Branch branch = outbox.begin();
        branch.stage(submission(1), message("x".repeat(1000)));
        branch.rollback();
        assertThat(outbox.next()).isEmpty();
        assertThat(restart(outbox).next()).isEmpty();
        assertThat(files.names()).allMatch(name -> name.endsWith(".journal"));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 199, 200, 201, 10_000, 200_000})
    void contentOfAnySizeIsTheSameAfterARestart(int size) throws IOException {
        byte[] content = new byte[size];
        new Random(size).nextBytes(content);
        Outbox outbox = open(files);
        Branch branch = outbox.begin();
        branch.stage(submission(1), MessageSource.of(content));
        branch.stage(submission(1), () -> MessageSource.of(content).open());
        branch.commit();
        for (OutboxMail mail : drain(restart(outbox))) {
            assertThat(mail.content().open()).hasBinaryContent(content);
            assertThat(mail.content().size()).hasValue(size);
        }
    }

    @Test
    void envelopeAndAttributesAreTheSameAfterARestart() throws IOException {
        Envelope envelope = Envelope.unchecked(
                        "",
                        List.of(
                                new Recipient("ä@example.com", Set.of(Recipient.Notify.NEVER), "rfc822;a+2B"),
                                Recipient.of("b@example.com")
                                        .withNotify(Recipient.Notify.SUCCESS, Recipient.Notify.DELAY)))
                .withBody(Envelope.Body.EIGHT_BIT_MIME)
                .withReturn(Envelope.Return.HDRS)
                .withEnvelopeId("id+3D")
                .withSmtpUtf8();
        requireSameAfterARestart(envelope);
    }

    @Test
    void returnPathsAreTheSameAfterARestart() throws IOException {
        requireSameAfterARestart(
                Envelope.of("list@example.com", "ann@example.net").withVerp("-="));
    }

    private void requireSameAfterARestart(Envelope envelope) throws IOException {
        DeliveryOptions options = DeliveryOptions.NONE.withTimeLimit(Duration.ofSeconds(7));
        Outbox outbox = open(files);
        Branch branch = outbox.begin();
        branch.stage(new OutboxSubmission(envelope, options, Map.of("a", "1", "b", "")), message(""));
        branch.commit();
        OutboxSubmission found = restart(outbox).next().orElseThrow().submission();
        assertThat(found.attributes()).containsExactlyInAnyOrderEntriesOf(Map.of("a", "1", "b", ""));
        assertThat(found.options()).isEqualTo(options);
        assertThat(found.envelope()).usingRecursiveComparison().isEqualTo(envelope);
    }

    @Test
    void s7_6_2_aPreparedBranchIsThereAfterARestartBitByBitAndCanBeCommitted() throws IOException {
        Outbox outbox = open(files);
        Branch branch = outbox.begin();
        branch.stage(submission(1), message("prepared"));
        branch.prepare(xid(1));
        outbox.begin().stage(submission(1), message("not prepared"));
        outbox = restart(outbox);
        assertThat(outbox.next()).isEmpty();
        Branch found = outbox.branches().iterator().next();
        assertThat(outbox.branches()).hasSize(1);
        assertThat(found.xid()).hasValueSatisfying(name -> {
            assertThat(name.getFormatId()).isEqualTo(4711);
            assertThat(name.getGlobalTransactionId()).isEqualTo(xid(1).getGlobalTransactionId());
            assertThat(name.getBranchQualifier()).isEqualTo(xid(1).getBranchQualifier());
        });
        found.commit();
        assertThat(outbox.branches()).isEmpty();
        assertThat(text(restart(outbox).next().orElseThrow())).isEqualTo("prepared");
    }

    @Test
    void theDeliveryStateIsTheSameAfterARestartAndInACopy() throws IOException {
        Outbox outbox = open(files);
        Branch branch = outbox.begin();
        branch.stage(submission(3), message("first"));
        branch.commit();
        OutboxMail mail = outbox.next().orElseThrow();
        List<Recipient> to = mail.pending();
        MailState state = new MailState(
                List.of(
                        new RecipientStatus(to.get(0), MailStatus.State.DELIVERED, "2.0.0", "ok", "lost"),
                        new RecipientStatus(to.get(1), MailStatus.State.DEFERRED, "4.3.0", "later", "lost"),
                        new RecipientStatus(to.get(2), MailStatus.State.QUEUED, "4.3.2", "busy")),
                new MailState.Progress(1, Optional.of(NOW.plusSeconds(9)), Optional.of(NOW), false));
        mail.settle(state.recipients().subList(0, 1));
        mail.retryAt(NOW, state);
        outbox = restart(outbox);
        mail = outbox.next().orElseThrow();
        assertThat(mail.state()).isEqualTo(state);
        mail.putBack(NOW);
        for (int i = 0; i < MANY; i++) {
            commit(outbox, "x".repeat(150));
            for (OutboxMail other : drain(outbox)) {
                if (other.id() == mail.id()) {
                    other.putBack(NOW);
                } else {
                    other.settle(other.pending().stream()
                            .map(TestSubmissions::rejected)
                            .toList());
                    other.done();
                }
            }
        }
        assertThat(restart(outbox).next().orElseThrow().state()).isEqualTo(state);
    }

    @Test
    void settledRecipientsStaySettled() throws IOException {
        Outbox outbox = open(files);
        commit(outbox, "x");
        OutboxMail mail = outbox.next().orElseThrow();
        RecipientStatus outcome = rejected(Recipient.of("r1@example.com"));
        mail.settle(List.of(outcome));
        outbox = restart(outbox);
        OutboxMail again = outbox.next().orElseThrow();
        assertThat(again.pending()).containsExactly(Recipient.of("r0@example.com"));
        assertThat(again.settled()).containsExactly(Map.entry(outcome.recipient(), StoredStatus.of(outcome)));
        assertThatThrownBy(() -> again.settle(List.of(rejected(Recipient.of("other@example.com")))))
                .hasMessageContaining("expected a recipient of mail");
    }

    @Test
    void deferredMailIsDueAtItsTimeAlsoAfterARestart() throws IOException {
        Outbox outbox = open(files);
        long first = commit(outbox, "first");
        long second = commit(outbox, "second");
        OutboxMail mail = outbox.next().orElseThrow();
        mail.retryAt(NOW.plusSeconds(60));
        assertThat(drain(outbox)).extracting(OutboxMail::id).containsExactly(second);
        assertThat(outbox.nextDue()).hasValue(NOW.plusSeconds(60));
        assertThatThrownBy(mail::done).isInstanceOf(IllegalStateException.class).hasMessageContaining("given back");
        outbox.close();
        Outbox later = new Outbox(files, SMALL, Clock.offset(CLOCK, Duration.ofSeconds(60)));
        assertThat(drain(later)).extracting(OutboxMail::id).containsExactly(second, first);
    }

    @Test
    void aMailThatIsPutBackHasNotBeenTried() throws IOException {
        Outbox outbox = open(files);
        commit(outbox, "x");
        outbox.next().orElseThrow().putBack(NOW);
        assertThat(outbox.next().orElseThrow().attempts()).isZero();
        assertThat(outbox.next()).isEmpty();
    }

    @Test
    void whoeverDeliversIsToldOfReleasedMail() throws IOException {
        Outbox outbox = open(files);
        List<Integer> seen = new ArrayList<>();
        outbox.onRelease(() -> seen.add(outbox.waiting()));
        commit(outbox, "x");
        assertThat(seen).containsExactly(1);
    }

    @Test
    void segmentsOfMailThatIsDoneAreDeleted() throws IOException {
        Outbox outbox = open(files);
        for (int i = 0; i < MANY; i++) {
            commit(outbox, "x".repeat(i));
            outbox.next().orElseThrow().done();
        }
        assertThat(files.names()).hasSizeLessThan(4);
        assertThat(restart(outbox).waiting()).isZero();
        assertThat(open(files).damages()).isEmpty();
    }

    @Test
    void aFewOldMailsAndBranchesMoveToNewSegments() throws IOException {
        Outbox outbox = open(files);
        long old = commit(outbox, "old");
        OutboxMail mail = outbox.next().orElseThrow();
        mail.settle(List.of(rejected(Recipient.of("r0@example.com"))));
        mail.retryAt(NOW);
        mail = outbox.next().orElseThrow();
        Branch prepared = outbox.begin();
        prepared.stage(submission(1), message("prepared"));
        prepared.prepare(xid(1));
        Branch decided = outbox.begin();
        decided.stage(submission(1), message("decided"));
        decided.prepare(xid(2));
        decided.decide(Decision.ROLLED_BACK);
        Branch open = outbox.begin();
        open.stage(submission(1), message("open"));
        for (int i = 0; i < MANY; i++) {
            commit(outbox, "x".repeat(100));
            outbox.next().orElseThrow().done();
        }
        assertThat(files.names()).hasSizeLessThan(12).doesNotContain("outbox-0000000001.journal");
        assertThat(text(mail)).isEqualTo("old");
        open.commit();
        outbox = restart(outbox);
        assertThat(outbox.damages()).isEmpty();
        assertThat(outbox.branches())
                .extracting(branch -> branch.xid().orElseThrow() + " " + branch.phase() + " " + branch.decision())
                .containsExactlyInAnyOrder(
                        xid(1) + " PREPARED Optional.empty", xid(2) + " DECIDED Optional[ROLLED_BACK]");
        List<OutboxMail> all = drain(outbox);
        assertThat(all).hasSize(2);
        assertThat(all.get(0).id()).isEqualTo(old);
        assertThat(all.get(0).attempts()).isEqualTo(1);
        assertThat(all.get(0).pending()).containsExactly(Recipient.of("r1@example.com"));
        assertThat(text(all.get(1))).isEqualTo("open");
    }

    @Test
    void aMessageThatCannotBeReadIsRefusedAndHarmsNoOther() throws IOException {
        Outbox outbox = open(files);
        Branch branch = outbox.begin();
        branch.stage(submission(1), message("good"));
        assertThatThrownBy(() -> branch.stage(submission(1), () -> {
                    throw new IOException("gone");
                }))
                .isInstanceOf(IOException.class)
                .hasMessage("the message can't be read: gone");
        branch.commit();
        assertThat(drain(outbox)).hasSize(1);
    }

    @Test
    void mailOfAnEndedBranchIsRefused() throws IOException {
        Outbox outbox = open(files);
        Branch branch = outbox.begin();
        branch.rollback();
        assertThatThrownBy(() -> branch.stage(submission(1), message("late")))
                .isInstanceOf(IllegalStateException.class);
        Branch other = outbox.begin();
        MessageSource slow = () -> {
            // a transaction manager's timer, while the application's message is read
            other.rollback();
            return message("slow").open();
        };
        assertThatThrownBy(() -> other.stage(submission(1), slow)).hasMessageContaining("its transaction has ended");
        assertThat(outbox.branches()).isEmpty();
        assertThat(restart(outbox).next()).isEmpty();
    }
}
