/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/** Processor time of other processes, as {@code /proc/PID/stat} has it. */
public final class ProcessorTime {
    /** Length of a clock tick in {@code /proc}: a hundredth of a second on all systems. */
    private static final long TICK_NANOS = 10_000_000;

    /** Positions, counted from the state, of a process's own processor time; {@link #ENDED} is that of its ended children. */
    private static final List<Integer> OWN = List.of(11, 12);

    private static final List<Integer> ENDED = List.of(13, 14);

    private ProcessorTime() {}

    /** Returns the processor time, in nanoseconds, of a process without its children, in steps of a hundredth of a second; 0 if the process has ended. */
    public static long of(ProcessHandle process) throws IOException {
        return nanos(process, OWN);
    }

    /** Returns the processor time, in nanoseconds, of the ended children of a process, in steps of a hundredth of a second. */
    static long ofEndedChildren(ProcessHandle process) throws IOException {
        return nanos(process, ENDED);
    }

    private static long nanos(ProcessHandle process, List<Integer> fields) throws IOException {
        String text;
        try {
            text = Files.readString(Path.of("/proc/" + process.pid() + "/stat"));
        } catch (NoSuchFileException ended) {
            return 0;
        }
        // the program name before these fields may contain blanks
        String[] words = text.substring(text.lastIndexOf(')') + 2).split(" ", -1);
        return TICK_NANOS
                * fields.stream()
                        .mapToLong(field -> Long.parseLong(words[field]))
                        .sum();
    }
}
