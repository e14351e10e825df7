/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.api.spi;

/**
 * The share of one of several nodes that work on one queue in a limit that applies to all nodes together: the limit divided by the number
 * of nodes, with the remainder assigned to the first nodes. The shares add up to the limit, and with a limit below the number of nodes
 * some nodes have no share and leave such mail to others.
 *
 * @param rank the number of this node, from 0
 * @param nodes the number of nodes
 */
public record NodeShare(int rank, int nodes) {
    /** The share of an only node: the whole limit. */
    public static final NodeShare ALL = new NodeShare(0, 1);

    /**
     * Creates a share.
     *
     * @throws IllegalArgumentException when {@code rank} is not from 0 to {@code nodes} - 1
     */
    public NodeShare {
        if (rank < 0 || rank >= nodes) {
            throw new IllegalArgumentException(
                    "rank is " + rank + " of " + nodes + " nodes; expected from 0 to less than their number");
        }
    }

    /** Returns this node's part of {@code limit}. */
    public int of(int limit) {
        return limit / nodes + (rank < limit % nodes ? 1 : 0);
    }
}
