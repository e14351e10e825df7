/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.server.command;

import java.util.EnumMap;
import java.util.Map;

/** The numbers of a session's commands by verb, for the log line at its end. Not thread-safe. */
public final class CommandCounts {
    private static final String UNKNOWN = "unknown";

    /** The number of commands of one verb. */
    private static final class Count {
        private long all;
        private long successful;

        /** Returns {@code 3}, or {@code 2/3} if some failed. */
        private String text() {
            return all == successful && all > 0 ? Long.toString(all) : successful + "/" + all;
        }
    }

    private final Map<Verb, Count> counts = new EnumMap<>(Verb.class);
    private final Count unknown = new Count();

    /** Counts a command that begins. */
    public void begun(Verb verb) {
        counts.computeIfAbsent(verb, v -> new Count()).all++;
    }

    /** Counts a command that succeeded; it was {@link #begun} before. */
    public void succeeded(Verb verb) {
        counts.get(verb).successful++;
    }

    /** Counts a command with an unknown verb. */
    public void unknown() {
        unknown.all++;
    }

    /** Returns {@code ehlo=1 mail=0/1 commands=1/2}: successful commands, and all commands if some failed. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        Count total = new Count();
        counts.forEach((verb, count) -> {
            text.append(verb.label()).append('=').append(count.text()).append(' ');
            total.all += count.all;
            total.successful += count.successful;
        });
        if (unknown.all > 0) {
            text.append(UNKNOWN).append('=').append(unknown.text()).append(' ');
            total.all += unknown.all;
        }
        return text.append("commands=").append(total.text()).toString();
    }
}
