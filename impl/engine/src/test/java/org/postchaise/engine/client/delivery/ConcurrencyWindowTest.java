/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.client.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postchaise.engine.client.delivery.ConcurrencyWindow.Rules;
import org.postchaise.engine.config.Feedback;

/** The algorithm of SCHEDULER_README, with the figures of Postfix 3.7's qmgr(8). */
class ConcurrencyWindowTest {
    private static Feedback feedback(String text) {
        return Feedback.grammar().parse(text);
    }

    private static ConcurrencyWindow window(int initial, int limit, String positive, String negative, int cohorts) {
        return new ConcurrencyWindow(new Rules(initial, limit, feedback(positive), feedback(negative), cohorts));
    }

    /** The window after each event: + a success, - a failure; as many deliveries run as fit. */
    private static List<Integer> play(ConcurrencyWindow window, String events) {
        List<Integer> sizes = new ArrayList<>();
        for (int i = 0; i < events.length(); i++) {
            if (events.charAt(i) == '+') {
                window.succeeded(Math.max(1, window.size()));
            } else {
                window.failed();
            }
            sizes.add(window.size());
        }
        return sizes;
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            5 | 20 | 1               | 1   | 1 | +++-+++       | 6 7 8 6 7 8 9
            5 | 20 | 1               | 1   | 1 | ---           | 3 2 0
            5 | 7  | 1               | 1   | 1 | ++++          | 6 7 7 7
            5 | 0  | 1               | 1   | 1 | ++++          | 6 7 8 9
            5 | 20 | 1/concurrency   | 1   | 1 | +++++++++++   | 5 5 5 5 6 6 6 6 6 6 7
            4 | 20 | 1/sqrt_concurrency | 1 | 1 | ++++         | 4 5 5 6
            5 | 20 | 1/4             | 1/4 | 0 | ----------    | 4 4 4 3 3 3 3 2 2 2
            5 | 20 | 0               | 0   | 9 | +++---        | 5 5 5 5 5 5
            2 | 20 | 1               | 1   | 0 | ----          | 1 1 1 1
            1 | 20 | 1               | 1   | 1 | -+            | 0 1
            1 | 20 | 1               | 1   | 3 | ---           | 1 1 0
            20 | 10 | 1              | 1   | 1 | +             | 10
            """)
    void itGrowsAndShrinksAsPostfixs(
            int initial, int limit, String positive, String negative, int cohorts, String events, String sizes) {
        List<Integer> expected = List.of(sizes.strip().split(" ", -1)).stream()
                .map(Integer::valueOf)
                .toList();
        assertThat(play(window(initial, limit, positive, negative, cohorts), events.strip()))
                .isEqualTo(expected);
    }

    @Test
    void aSuccessBetweenFailuresForgetsTheFailedCohorts() {
        ConcurrencyWindow window = window(5, 20, "1", "1", 1);
        for (int i = 0; i < 50; i++) {
            play(window, "-+");
            assertThat(window.isDead()).isFalse();
        }
    }

    @Test
    void itDoesNotGrowFarBeyondWhatIsUsed() {
        ConcurrencyWindow window = window(5, 0, "1", "1", 1);
        for (int i = 0; i < 50; i++) {
            window.succeeded(1);
        }
        assertThat(window.size()).isEqualTo(6);
    }

    @Test
    void whatComesBackHasTheWindowOfWhatRunsOrTheInitialOne() {
        ConcurrencyWindow window = window(5, 20, "1", "1", 1);
        play(window, "---");
        window.succeeded(3);
        assertThat(window.size()).isEqualTo(3);
        play(window, "--");
        assertThat(window.isDead()).isTrue();
        window.revive(0);
        assertThat(window.size()).isEqualTo(5);
    }

    @Test
    void itNeverLeavesItsLimitsWhateverHappens() {
        Random random = new Random(7);
        for (String feedback : List.of("0", "0.3", "1", "1/3", "1/concurrency", "1/sqrt_concurrency")) {
            ConcurrencyWindow window = window(5, 20, feedback, feedback, 2);
            for (int i = 0; i < 10_000; i++) {
                if (random.nextBoolean()) {
                    window.failed();
                } else {
                    window.succeeded(1 + random.nextInt(20));
                }
                assertThat(window.size()).isBetween(0, 20);
            }
        }
    }

    @Test
    void numbersOutOfRangeAreRefused() {
        Feedback one = feedback("1");
        assertThatThrownBy(() -> new Rules(0, 20, one, one, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Rules(5, -1, one, one, 1)).isInstanceOf(IllegalArgumentException.class);
    }
}
