/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.it.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The crash matrix finds what it is to find. */
class CheckTest {
    private static final String ANN = Mails.RECIPIENTS.get(0);

    private final Map<String, Outcomes.Known> known = new HashMap<>();
    private final List<String> rows = new ArrayList<>();
    private final List<String> messages = new ArrayList<>();
    private final List<Sink.Delivery> mails = new ArrayList<>();
    private final Map<String, Integer> copies = new HashMap<>();

    @Test
    void allOfATransactionOrNothingIsInOrder() {
        all("r1-0");
        known.put("r1-1", Outcomes.Known.BEGUN);
        assertThat(told(List.of(Set.of()))).isEmpty();
    }

    @Test
    void aRecipientWithoutTheMailIsLost() {
        all("r1-0");
        mails.remove(0);
        assertThat(told(List.of(Set.of())))
                .singleElement()
                .asString()
                .startsWith("lost: r1-0 BEGUN: row true, messages 1");
    }

    @Test
    void mailWithoutARowIsLost() {
        all("r1-0");
        rows.clear();
        assertThat(told(List.of(Set.of()))).singleElement().asString().startsWith("lost: r1-0");
    }

    @Test
    void aCommitThatReturnedAndLeftNothingIsLost() {
        known.put("r1-0", Outcomes.Known.COMMITTED);
        assertThat(told(List.of(Set.of()))).singleElement().asString().startsWith("lost: r1-0 COMMITTED");
    }

    @Test
    void aRollbackThatReturnedAndLeftEverythingIsLost() {
        all("r1-0");
        known.put("r1-0", Outcomes.Known.ROLLED_BACK);
        assertThat(told(List.of(Set.of()))).singleElement().asString().startsWith("lost: r1-0 ROLLED_BACK");
    }

    @Test
    void aSecondCopyAfterTheKillWasInDoubtWhereItWasNotSettled() {
        all("r1-0");
        mails.add(new Sink.Delivery("r1-0", ANN, 1));
        assertThat(told(List.of(Set.of("r1-0 " + ANN)))).isEmpty();
        assertThat(copies).containsExactly(Map.entry("r1-0 " + ANN, 2));
    }

    @Test
    void aCopyBeforeEachOfTwoKillsWasInDoubtTwiceWhereItWasNotSettledAtEither() {
        all("r1-0");
        mails.add(new Sink.Delivery("r1-0", ANN, 1));
        mails.add(new Sink.Delivery("r1-0", ANN, 2));
        Set<String> unsettled = Set.of("r1-0 " + ANN);
        assertThat(told(List.of(unsettled, unsettled))).isEmpty();
        copies.clear();
        assertThat(told(List.of(unsettled, Set.of())))
                .singleElement()
                .asString()
                .endsWith("at the end of life 1");
    }

    @Test
    void aSecondCopyOfWhatWasSettledIsDoubled() {
        all("r1-0");
        mails.add(new Sink.Delivery("r1-0", ANN, 1));
        assertThat(told(List.of(Set.of()))).singleElement().asString().contains("doubled: r1-0 " + ANN);
    }

    @Test
    void aSecondCopyInTheSameLifeIsDoubled() {
        all("r1-0");
        mails.add(new Sink.Delivery("r1-0", ANN, 0));
        assertThat(told(List.of(Set.of("r1-0 " + ANN))))
                .singleElement()
                .asString()
                .startsWith("doubled: ");
    }

    private void all(String id) {
        rows.add(id);
        messages.add(id);
        Mails.RECIPIENTS.forEach(recipient -> mails.add(new Sink.Delivery(id, recipient, 0)));
    }

    /** @param pending who is not settled at the end of each life */
    private List<String> told(List<Set<String>> pending) {
        Tally tally = new Tally(Point.BEFORE_COMMIT);
        new Check(known, new Victim.Report(rows, messages, List.of()), mails, pending).into(tally, "r1-", copies);
        return tally.faults();
    }
}
