/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.bench.client;

/**
 * What a run came to.
 *
 * @param messages sent
 * @param nanos how long it took
 * @param processor the client's processor time in nanoseconds
 */
public record Figures(long messages, long nanos, long processor) {
    /** Begins the line in which a process says its figures, whatever else it prints. */
    public static final String PREFIX = "figures ";

    static Figures parse(String line) {
        String[] words = line.substring(PREFIX.length()).split(" ", -1);
        return new Figures(Long.parseLong(words[0]), Long.parseLong(words[1]), Long.parseLong(words[2]));
    }

    /** Messages a second. */
    public double rate() {
        return messages * 1e9 / nanos;
    }

    double seconds() {
        return nanos / 1e9;
    }

    /** Milliseconds of processor time for a message. */
    public double cost() {
        return processor / 1e6 / messages;
    }

    /** As {@link #parse} reads it. */
    @Override
    public String toString() {
        return messages + " " + nanos + " " + processor;
    }
}
