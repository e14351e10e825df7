/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.it.crash.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.postchaise.it.crash.Outcomes.Known;
import org.postchaise.it.crash.queue.Records.Copy;

/** That the comparison finds what it is to find. */
class QueueCheckTest {
    private static final String ID = "q1-a1-0";
    private static final long KILLED = 5_000;

    private final Records records = new Records();

    private QueueCheck check(Known known, String... settlements) {
        return check(new QueueCheck.Outage(KILLED, KILLED), known, settlements);
    }

    private QueueCheck check(QueueCheck.Outage outage, Known known, String... settlements) {
        QueueCheck check = new QueueCheck(records, List.of(settlements), outage, 0);
        check.check(Map.of(ID, known), "q1-");
        return check;
    }

    private void deliver(long time, boolean answered) {
        Letters.recipients(ID).forEach(who -> records.taken(new Copy(ID, who, time, answered)));
    }

    private static String recipient() {
        return Letters.recipients(ID).get(0);
    }

    @Test
    void everybodyHasTheMailOnce() {
        deliver(1_000, true);
        QueueCheck check = check(Known.COMMITTED);
        assertThat(check.faults()).isEmpty();
        assertThat(check.delivered())
                .isEqualTo(check.submitted())
                .isEqualTo(Letters.recipients(ID).size());
    }

    @Test
    void whoHasNothingIsLost() {
        assertThat(check(Known.COMMITTED).lost())
                .isEqualTo(Letters.recipients(ID).size());
    }

    @Test
    void whoIsNamedInANoticeIsBounced() {
        Letters.recipients(ID).forEach(who -> records.bounced(new Copy(ID, who, 1_000, true)));
        QueueCheck check = check(Known.COMMITTED);
        assertThat(check.lost()).isZero();
        assertThat(check.bounced()).isEqualTo(check.submitted());
    }

    @Test
    void mailOfATransactionThatWasRolledBackIsAFault() {
        deliver(1_000, true);
        assertThat(check(Known.ROLLED_BACK).faults()).singleElement().asString().contains("was rolled back");
    }

    @Test
    void mailThatNobodySubmittedIsAFault() {
        records.taken(new Copy("q1-a1-1", "ann@d1.example", 1_000, true));
        assertThat(check(Known.ROLLED_BACK).faults()).containsExactly("lost: nobody submitted q1-a1-1 ann@d1.example");
    }

    @Test
    void anUnknownTransactionMayHaveHappenedOrNot() {
        assertThat(check(Known.BEGUN).faults()).isEmpty();
        deliver(1_000, true);
        assertThat(check(Known.BEGUN).faults()).isEmpty();
    }

    @Test
    void aCopyAfterAKillIsInDoubt() {
        deliver(4_000, true);
        records.taken(new Copy(ID, recipient(), 6_000, true));
        QueueCheck check = check(Known.COMMITTED, "6500 " + ID + " " + recipient());
        assertThat(check.uncommitted()).isEqualTo(1);
        assertThat(check.doubled()).isZero();
    }

    @Test
    void aCopyAfterACommitIsDoubled() {
        deliver(4_000, true);
        records.taken(new Copy(ID, recipient(), 6_000, true));
        QueueCheck check = check(Known.COMMITTED, "4100 " + ID + " " + recipient());
        assertThat(check.doubled()).isEqualTo(1);
    }

    @Test
    void aCommitThatTheBrokersDeathCutsOffIsNone() {
        deliver(4_000, true);
        records.taken(new Copy(ID, recipient(), 6_500, true));
        String told = "6000 " + ID + " " + recipient();
        assertThat(check(new QueueCheck.Outage(KILLED, KILLED + 900), Known.COMMITTED, told)
                        .uncommitted())
                .isEqualTo(1);
        assertThat(check(Known.COMMITTED, told).doubled()).isEqualTo(1);
    }

    @Test
    void aCopyBeforeTheKillIsDoubledUnlessTheFirstWasNotAnswered() {
        deliver(2_000, true);
        records.taken(new Copy(ID, recipient(), 3_000, false));
        records.taken(new Copy(ID, recipient(), 3_500, true));
        QueueCheck check = check(Known.COMMITTED);
        assertThat(check.doubled()).isEqualTo(1);
        assertThat(check.unanswered()).isEqualTo(1);
    }
}
