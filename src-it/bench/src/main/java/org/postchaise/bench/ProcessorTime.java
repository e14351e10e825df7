/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

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

    /** Returns the processor time, in nanoseconds, of a process and its children, including ended ones, in steps of a hundredth of a second. */
    public static long ofTree(ProcessHandle process) throws IOException {
        long sum = of(process) + nanos(process, ENDED);
        try (Stream<ProcessHandle> children = process.children()) {
            for (ProcessHandle child : children.toList()) {
                sum += of(child);
            }
        }
        return sum;
    }

    /** Returns the processor time, in nanoseconds, of the children of a process that run {@code program}. */
    public static long ofChildren(ProcessHandle process, String program) throws IOException {
        long sum = 0;
        try (Stream<ProcessHandle> children = process.children()) {
            for (ProcessHandle child : children.toList()) {
                Path entry = Path.of("/proc/" + child.pid());
                if (Files.readString(entry.resolve("comm")).strip().equals(program)) {
                    sum += Long.parseLong(
                            Files.readString(entry.resolve("schedstat")).split(" ", -1)[0]);
                }
            }
        }
        return sum;
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
