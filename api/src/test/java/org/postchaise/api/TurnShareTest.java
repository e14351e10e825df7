/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TurnShareTest {
    @Test
    void sharesAddUpToTheLimitAndDifferByOneAtMost() {
        for (int nodes = 1; nodes <= 8; nodes++) {
            for (int limit = 1; limit <= 100; limit++) {
                int all = nodes;
                int whole = limit;
                int[] shares = IntStream.range(0, nodes)
                        .map(rank -> new Turn.Share(rank, all).of(whole))
                        .toArray();
                assertThat(IntStream.of(shares).sum()).isEqualTo(limit);
                assertThat(shares[0] - shares[nodes - 1]).isBetween(0, 1);
            }
        }
    }

    @Test
    void theOnlyNodeHasAll() {
        assertThat(Turn.Share.ALL.of(20)).isEqualTo(20);
        assertThat(Turn.ofQueue(8).share()).isEqualTo(Turn.Share.ALL);
        assertThat(Turn.WAITING.withShare(new Turn.Share(2, 3)).share().of(20)).isEqualTo(6);
    }

    @Test
    void aRankIsBelowTheNumberOfNodes() {
        assertThatThrownBy(() -> new Turn.Share(2, 2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("rank is 2 of 2 nodes; expected from 0 to less than their number");
        assertThatThrownBy(() -> new Turn.Share(-1, 2)).isInstanceOf(IllegalArgumentException.class);
    }
}
