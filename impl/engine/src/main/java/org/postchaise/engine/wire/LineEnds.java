/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.wire;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * A search for CR and LF that tests eight octets at a time: message content is searched once or twice, and few octets end a line.
 */
public final class LineEnds {
    private static final VarHandle WORDS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final long HIGH = 0x8080808080808080L;

    /**
     * CR + 1 in each of the eight octets. CR is greater than LF; other octets below the bound are sorted out where they are met.
     */
    private static final long BOUND = 0x0e0e0e0e0e0e0e0eL;

    private LineEnds() {}

    /**
     * Returns the index of the first CR or LF in {@code octets} from {@code from} (inclusive) to {@code to} (exclusive); {@code to}
     * if there is none.
     */
    public static int next(byte[] octets, int from, int to) {
        int i = from;
        // one simple loop: lines are short, so that testing more octets at a time would lose at the line ends what it
        // gains
        while (i <= to - Long.BYTES) {
            long word = (long) WORDS.get(octets, i);
            // sets the high bit of each octet that is not above CR; octets above the lowest match may be marked wrongly
            long found = (word - BOUND) & ~word & HIGH;
            if (found == 0) {
                i += Long.BYTES;
                continue;
            }
            i += Long.numberOfTrailingZeros(found) >>> 3;
            if (octets[i] == '\r' || octets[i] == '\n') {
                return i;
            }
            i++;
        }
        while (i < to && octets[i] != '\r' && octets[i] != '\n') {
            i++;
        }
        return i;
    }
}
