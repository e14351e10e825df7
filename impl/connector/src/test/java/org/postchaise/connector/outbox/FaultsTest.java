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
import static org.postchaise.connector.outbox.TestSubmissions.xid;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postchaise.api.Recipient;

/** A device that is full or fails. */
class FaultsTest {
    private final MemoryFiles files = new MemoryFiles();
    private Outbox outbox;

    @BeforeEach
    void open() throws IOException {
        outbox = new Outbox(files, SMALL, CLOCK);
    }

    private Outbox restart() throws IOException {
        return new Outbox(files.copy(), SMALL, CLOCK);
    }

    @ParameterizedTest
    @ValueSource(ints = {50, 5000})
    void mailForAFullDeviceIsRefusedAndItsBranchCanOnlyBeRolledBack(int size) throws IOException {
        Branch branch = outbox.begin();
        branch.stage(submission(1), message("fits"));
        files.leaveSpace(40);
        assertThatThrownBy(() -> branch.stage(submission(1), message("x".repeat(size))))
                .hasMessage("mail can't be kept in the outbox: No space left on device");
        files.leaveSpace(Long.MAX_VALUE);
        assertThatThrownBy(branch::commit)
                .isInstanceOf(RolledBackException.class)
                .hasMessageContaining("No space left on device");
        commit(outbox, "after");
        assertThat(drain(outbox)).hasSize(1);
        assertThat(drain(restart())).hasSize(1);
        assertThat(restart().damages()).isEmpty();
    }

    @Test
    void s7_6_2_aBranchThatCannotBePreparedIsRolledBackAndOthersGoOn() throws IOException {
        Branch branch = outbox.begin();
        branch.stage(submission(1), message("x"));
        files.leaveSpace(10);
        assertThatThrownBy(() -> branch.prepare(xid(1)))
                .isInstanceOf(RolledBackException.class)
                .hasMessageContaining("No space left on device");
        assertThat(branch.phase()).isEqualTo(Branch.Phase.ENDED);
        files.leaveSpace(Long.MAX_VALUE);
        commit(outbox, "after");
        assertThat(restart().branches()).isEmpty();
        assertThat(drain(restart())).hasSize(1);
    }

    @Test
    void s7_6_2_aPreparedBranchThatCannotBeCommittedStaysPreparedUntilItCan() throws IOException {
        Branch branch = outbox.begin();
        branch.stage(submission(1), message("x"));
        branch.prepare(xid(1));
        files.leaveSpace(10);
        assertThatThrownBy(branch::commit).hasMessage("No space left on device");
        assertThat(branch.phase()).isEqualTo(Branch.Phase.PREPARED);
        files.leaveSpace(Long.MAX_VALUE);
        branch.commit();
        assertThat(drain(outbox)).hasSize(1);
        assertThat(drain(restart())).hasSize(1);
    }

    @Test
    void aFullDeviceDoesNotKeepABranchFromRollback() throws IOException {
        Branch branch = outbox.begin();
        branch.stage(submission(1), message("x"));
        branch.prepare(xid(1));
        files.leaveSpace(0);
        branch.rollback();
        assertThat(outbox.branches()).isEmpty();
        // presumed rollback: the transaction manager does it again
        assertThat(restartWithSpace().branches()).hasSize(1);
    }

    private Outbox restartWithSpace() throws IOException {
        files.leaveSpace(Long.MAX_VALUE);
        return restart();
    }

    @Test
    void whatCouldNotBeSettledIsSettledWithTheNextCall() throws IOException {
        commit(outbox, "x");
        OutboxMail mail = outbox.next().orElseThrow();
        files.leaveSpace(0);
        assertThatThrownBy(() -> mail.settle(List.of(rejected(Recipient.of("r0@example.com")))))
                .hasMessage("No space left on device");
        assertThatThrownBy(() -> mail.retryAt(NOW)).hasMessage("No space left on device");
        OutboxMail again = outbox.next().orElseThrow();
        assertThat(again.pending()).containsExactly(Recipient.of("r1@example.com"));
        assertThat(restartWithSpace().next().orElseThrow().pending()).hasSize(2);
        again.settle(List.of(rejected(Recipient.of("r1@example.com"))));
        assertThat(restart().next().orElseThrow().pending()).isEmpty();
        again.done();
        assertThat(restart().next()).isEmpty();
    }

    @Test
    void aFailedForceFailsThePrepareAndAllThatWasOpen() throws IOException {
        Branch open = outbox.begin();
        open.stage(submission(1), message("open"));
        Branch branch = outbox.begin();
        branch.stage(submission(1), message("x"));
        files.failForces(1);
        assertThatThrownBy(() -> branch.prepare(xid(1)))
                .isInstanceOf(RolledBackException.class)
                .hasMessageContaining("Input/output error");
        // what was written before may be lost, whatever a later force says
        assertThatThrownBy(open::commit)
                .isInstanceOf(RolledBackException.class)
                .hasMessageContaining("the device of the outbox failed");
        commit(outbox, "after");
        assertThat(drain(outbox)).hasSize(1);
        assertThat(drain(restart())).hasSize(1);
        assertThat(restart().branches()).isEmpty();
    }

    @Test
    void aCommitWhoseForceFailedIsTakenBackOrInDoubt() throws IOException {
        Branch branch = outbox.begin();
        branch.stage(submission(1), message("x"));
        files.failForces(1);
        assertThatThrownBy(branch::commit).isInstanceOf(RolledBackException.class);
        assertThat(drain(restart())).isEmpty();
        Branch second = outbox.begin();
        second.stage(submission(1), message("y"));
        files.failForces(Integer.MAX_VALUE);
        assertThatThrownBy(second::commit)
                .isNotInstanceOf(RolledBackException.class)
                .hasMessageContaining("it is not known whether 1 mails are committed");
        assertThat(outbox.next()).isEmpty();
        files.failForces(0);
        commit(outbox, "after");
        assertThat(drain(outbox)).hasSize(1);
    }

    @Test
    void s7_6_2_aPreparedBranchWhoseCommitWasNotForcedIsCommittedAgain() throws IOException {
        Branch branch = outbox.begin();
        branch.stage(submission(1), message("x"));
        branch.prepare(xid(1));
        files.failForces(2);
        assertThatThrownBy(branch::commit).hasMessage("Input/output error");
        assertThatThrownBy(branch::commit).isInstanceOf(IOException.class);
        assertThat(branch.phase()).isEqualTo(Branch.Phase.PREPARED);
        assertThat(outbox.next()).isEmpty();
        branch.commit();
        assertThat(drain(outbox)).hasSize(1);
        assertThat(drain(restart())).hasSize(1);
    }

    @Test
    void aSmallMailIsWrittenWithTheEndOfItsBranchAndNotAtAllByARollback() throws IOException {
        String first = files.names().get(0);
        int before = files.get(first).length;
        Branch branch = outbox.begin();
        branch.stage(submission(1), message("x"));
        assertThat(branch.size()).isEqualTo(1);
        branch.rollback();
        assertThat(files.get(first)).hasSize(before);
        Branch full = outbox.begin();
        full.stage(submission(1), message("x"));
        files.leaveSpace(10);
        assertThatThrownBy(full::commit)
                .isInstanceOf(RolledBackException.class)
                .hasMessage("the outbox rolled back: No space left on device");
        assertThat(full.phase()).isEqualTo(Branch.Phase.ENDED);
        files.leaveSpace(Long.MAX_VALUE);
        assertThat(files.get(first)).hasSize(before);
        assertThat(outbox.branches()).isEmpty();
        assertThat(restart().damages()).isEmpty();
    }
}
