/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.table;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * An index from addresses to the first matching rule. The ends of all ranges cut the address space into pieces within
 * which all addresses match the same rules, so the first rule of each piece is computed once and a lookup is a binary
 * search.
 */
final class NetworkIndex {
    private static final int NONE = -1;

    private final long[] high;
    private final long[] low;
    /** The first rule of the piece that begins at the same index. */
    private final int[] rules;

    private NetworkIndex(long[] high, long[] low, int[] rules) {
        this.high = high;
        this.low = low;
        this.rules = rules;
    }

    /** A collector of ranges in the order of the rules. */
    static final class Builder {
        private final List<AddressRange> ranges = new ArrayList<>();
        private final List<Integer> rules = new ArrayList<>();

        /** Adds a range of a rule; the rule that is added first wins. */
        void add(AddressRange range, int rule) {
            ranges.add(range);
            rules.add(rule);
        }

        int size() {
            return ranges.size();
        }

        NetworkIndex build() {
            List<NetworkAddress> cuts = new ArrayList<>(ranges.size() * 2 + 1);
            cuts.add(new NetworkAddress(0, 0));
            for (AddressRange range : ranges) {
                cuts.add(range.first());
                cuts.add(range.last().next());
            }
            NetworkAddress[] starts = cuts.stream().sorted().distinct().toArray(NetworkAddress[]::new);
            int[] painted = paint(starts);
            long[] high = new long[starts.length];
            long[] low = new long[starts.length];
            for (int i = 0; i < starts.length; i++) {
                high[i] = starts[i].high();
                low[i] = starts[i].low();
            }
            return new NetworkIndex(high, low, painted);
        }

        /** Assigns each piece its first rule; {@code free} skips the pieces that have a rule. */
        private int[] paint(NetworkAddress[] starts) {
            int[] painted = new int[starts.length];
            Arrays.fill(painted, NONE);
            int[] free = new int[starts.length + 1];
            Arrays.setAll(free, i -> i);
            for (int i = 0; i < ranges.size(); i++) {
                AddressRange range = ranges.get(i);
                int piece = next(free, Arrays.binarySearch(starts, range.first()));
                while (piece < starts.length && starts[piece].compareTo(range.last()) <= 0) {
                    painted[piece] = rules.get(i);
                    free[piece] = piece + 1;
                    piece = next(free, piece);
                }
            }
            return painted;
        }

        private static int next(int[] free, int from) {
            int end = from;
            while (free[end] != end) {
                end = free[end];
            }
            int at = from;
            while (free[at] != at) {
                int following = free[at];
                free[at] = end;
                at = following;
            }
            return end;
        }
    }

    /** Returns the first rule with a range that contains {@code address}; -1 when there is none. */
    int find(NetworkAddress address) {
        int from = 0;
        int to = high.length - 1;
        while (from < to) {
            int middle = (from + to + 1) >>> 1;
            int order = Long.compareUnsigned(high[middle], address.high());
            if (order == 0) {
                order = Long.compareUnsigned(low[middle], address.low());
            }
            if (order <= 0) {
                from = middle;
            } else {
                to = middle - 1;
            }
        }
        return rules[from];
    }
}
