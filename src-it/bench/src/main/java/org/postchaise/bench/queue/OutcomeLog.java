/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.bench.queue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Outcomes of mails, read from a growing log in Postfix's format. */
final class OutcomeLog {
    private static final Pattern OUTCOME = Pattern.compile("(\\w+): to=<([^>]*)>,.* status=(\\w+)");
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final long PAUSE_MILLIS = 50;
    private static final int MOST_AT_ONCE = 16 << 20;

    private final Path file;
    private final Workload mix;
    private final Set<String> deferred = new HashSet<>();
    private final Map<ExpectedOutcome, Set<String>> settled = new EnumMap<>(ExpectedOutcome.class);
    private long place;
    private long deferrals;

    private OutcomeLog(Path file, Workload mix, long place) {
        this.file = file;
        this.mix = mix;
        this.place = place;
        for (ExpectedOutcome fate : ExpectedOutcome.values()) {
            settled.put(fate, new HashSet<>());
        }
    }

    /** Returns the outcomes after the present end of the log, for mails of {@code mix} alone. */
    static OutcomeLog after(Path file, Workload mix) throws IOException {
        return new OutcomeLog(file, mix, Files.exists(file) ? Files.size(file) : 0);
    }

    /** Reads the log, and returns the number of mails deferred at least once. */
    long deferred() throws IOException {
        read();
        return deferred.size();
    }

    /** Returns the number of deferrals read so far. */
    long deferrals() {
        return deferrals;
    }

    /**
     * Waits until the log has the outcomes of {@code count} mails.
     *
     * @throws IOException when outcomes are missing, or a mail had a wrong outcome, or a second one
     */
    void require(long count) throws IOException, InterruptedException {
        Map<ExpectedOutcome, Long> expected = mix.fates(count);
        long end = System.nanoTime() + LIMIT.toNanos();
        read();
        while (!counts().equals(expected) && System.nanoTime() < end) {
            Thread.sleep(PAUSE_MILLIS);
            read();
        }
        if (!counts().equals(expected)) {
            throw new IOException("mails whose outcome " + file + " tells: " + counts() + "; expected " + expected);
        }
        if (deferred.size() != expected.get(ExpectedOutcome.LATER)) {
            throw new IOException("mails that were deferred, says " + file + ": " + deferred.size() + "; expected "
                    + expected.get(ExpectedOutcome.LATER));
        }
    }

    private Map<ExpectedOutcome, Long> counts() {
        Map<ExpectedOutcome, Long> counts = new EnumMap<>(ExpectedOutcome.class);
        settled.forEach((fate, mails) -> counts.put(fate, (long) mails.size()));
        return counts;
    }

    /** Reads all complete new lines. */
    private void read() throws IOException {
        try (RandomAccessFile log = new RandomAccessFile(file.toFile(), "r")) {
            for (long left = log.length() - place; left > 0; left = log.length() - place) {
                byte[] octets = new byte[(int) Math.min(MOST_AT_ONCE, left)];
                log.seek(place);
                log.readFully(octets);
                String text = new String(octets, StandardCharsets.ISO_8859_1);
                int end = text.lastIndexOf('\n') + 1;
                if (end == 0) {
                    return;
                }
                for (String line : text.substring(0, end).split("\n", -1)) {
                    look(line);
                }
                place += end;
            }
        }
    }

    private void look(String line) throws IOException {
        Matcher outcome = OUTCOME.matcher(line);
        if (!outcome.find()) {
            return;
        }
        String recipient = outcome.group(2);
        String status = outcome.group(3);
        ExpectedOutcome fate = ExpectedOutcome.of(recipient);
        String key = mix.key(outcome.group(1), recipient);
        if (fate == ExpectedOutcome.LATER && status.equals("deferred")) {
            deferrals++;
            deferred.add(key);
        } else if (!status.equals(fate.status())) {
            throw new IOException("a mail that should be " + fate.status() + " was not: " + line);
        } else if (!settled.get(fate).add(key)) {
            throw new IOException("a mail was " + status + " again: " + line);
        }
    }
}
