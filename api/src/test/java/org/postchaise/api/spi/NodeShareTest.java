/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.api.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NodeShareTest {
    @Test
    void sharesAddUpToTheLimitAndDifferByOneAtMost() {
        for (int nodes = 1; nodes <= 8; nodes++) {
            for (int limit = 1; limit <= 100; limit++) {
                int all = nodes;
                int whole = limit;
                int[] shares = IntStream.range(0, nodes)
                        .map(rank -> new NodeShare(rank, all).of(whole))
                        .toArray();
                assertThat(IntStream.of(shares).sum()).isEqualTo(limit);
                assertThat(shares[0] - shares[nodes - 1]).isBetween(0, 1);
            }
        }
    }

    @Test
    void theOnlyNodeHasAll() {
        assertThat(NodeShare.ALL.of(20)).isEqualTo(20);
        assertThat(ConcurrencyPolicy.ofQueue(8).share()).isEqualTo(NodeShare.ALL);
        assertThat(ConcurrencyPolicy.APPLICATION
                        .withShare(new NodeShare(2, 3))
                        .share()
                        .of(20))
                .isEqualTo(6);
    }

    @Test
    void aRankIsBelowTheNumberOfNodes() {
        assertThatThrownBy(() -> new NodeShare(2, 2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("rank is 2 of 2 nodes; expected from 0 to less than their number");
        assertThatThrownBy(() -> new NodeShare(-1, 2)).isInstanceOf(IllegalArgumentException.class);
    }
}
