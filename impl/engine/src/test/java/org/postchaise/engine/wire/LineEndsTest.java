/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class LineEndsTest {
    private static final byte[] OCTETS = {
        '\r', '\n', '\t', 0, 1, 0x0e, 'a', 'b', ' ', (byte) 0x8d, (byte) 0x8a, (byte) 0xff
    };

    @Test
    void findsWhatALookAtEachOctetFinds() {
        Random random = new Random(11);
        for (int run = 0; run < 100_000; run++) {
            byte[] octets = new byte[random.nextInt(40)];
            int first = run % 3 == 0 ? 2 : 0;
            for (int i = 0; i < octets.length; i++) {
                octets[i] = random.nextInt(4) == 0 ? OCTETS[first + random.nextInt(OCTETS.length - first)] : (byte) 'x';
            }
            int to = random.nextInt(octets.length + 1);
            int from = random.nextInt(to + 1);
            assertThat(LineEnds.next(octets, from, to)).isEqualTo(oneByOne(octets, from, to));
        }
    }

    private static int oneByOne(byte[] octets, int from, int to) {
        int i = from;
        while (i < to && octets[i] != '\r' && octets[i] != '\n') {
            i++;
        }
        return i;
    }
}
