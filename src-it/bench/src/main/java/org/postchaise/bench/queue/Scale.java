/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.bench.queue;

import java.time.Duration;

/**
 * Size of the run.
 *
 * @param part the factor for the usual numbers of mails, and for the usual time
 * @param depth the largest number of mails in the queue
 */
record Scale(double part, int depth) {
    private static final int LEAST = 64;

    /** Returns the scale in the system properties {@code bench.scale} and {@code bench.depth}. */
    static Scale ofProperties() {
        Scale scale =
                new Scale(Double.parseDouble(System.getProperty("bench.scale")), Integer.getInteger("bench.depth", 0));
        if (scale.part <= 0 || scale.depth <= 0) {
            throw new IllegalArgumentException(
                    "-Dbench.scale=" + scale.part + " -Dbench.depth=" + scale.depth + ": both must be greater than 0");
        }
        return scale;
    }

    int of(int count) {
        return (int) Math.max(LEAST, count * part);
    }

    /** Returns {@code mails} with the scaled count, rounded to whole steps of their mix. */
    Mails of(Mails mails) {
        int count = Math.max(Workload.STEP, of(mails.count()) / Workload.STEP * Workload.STEP);
        return new Mails(mails.mix(), mails.size(), count);
    }

    Duration of(Duration time) {
        return Duration.ofMillis((long) (time.toMillis() * part));
    }
}
