/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.bench.client;

/**
 * Results of a run.
 *
 * @param messages the number of messages sent
 * @param nanos the elapsed time in nanoseconds
 * @param processor the client's processor time in nanoseconds
 */
public record Figures(long messages, long nanos, long processor) {
    /** Start of the line with the figures, among other output of a process. */
    public static final String PREFIX = "figures ";

    static Figures parse(String line) {
        String[] words = line.substring(PREFIX.length()).split(" ", -1);
        return new Figures(Long.parseLong(words[0]), Long.parseLong(words[1]), Long.parseLong(words[2]));
    }

    /** Returns the messages per second. */
    public double rate() {
        return messages * 1e9 / nanos;
    }

    double seconds() {
        return nanos / 1e9;
    }

    /** Returns the milliseconds of processor time per message. */
    public double cost() {
        return processor / 1e6 / messages;
    }

    /** Returns the figures in the form that {@link #parse} reads. */
    @Override
    public String toString() {
        return messages + " " + nanos + " " + processor;
    }
}
