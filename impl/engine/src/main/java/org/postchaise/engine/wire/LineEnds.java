/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.wire;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Finds the octets that end lines, eight octets at a time: content is gone through once or twice, and is mostly something else. */
public final class LineEnds {
    private static final VarHandle WORDS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final long HIGH = 0x8080808080808080L;

    /** CR + 1, eight times: CR is the higher of the two, and what else is below is told apart where it is met. */
    private static final long BOUND = 0x0e0e0e0e0e0e0e0eL;

    private LineEnds() {}

    /** Where the first CR or LF is in {@code octets}, from {@code from} to before {@code to}; {@code to} if there is none. */
    public static int next(byte[] octets, int from, int to) {
        int i = from;
        // one simple loop: lines are short, and what is gained by more octets at a time is lost at their ends
        while (i <= to - Long.BYTES) {
            long word = (long) WORDS.get(octets, i);
            // sets the high bit of those octets that are not above CR; above the lowest of them there may be wrong ones
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
