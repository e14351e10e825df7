/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.bench.queue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which mails were sent, by a log in Postfix's form that is read from a point on. */
final class SentLog {
    private static final Pattern OUTCOME = Pattern.compile("(\\w+): to=<[^>]*>,.* status=(\\w+)");
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final long PAUSE_MILLIS = 50;

    private final Path file;
    private final long begin;

    private SentLog(Path file, long begin) {
        this.file = file;
        this.begin = begin;
    }

    /** What follows the end that the log has now. */
    static SentLog after(Path file) throws IOException {
        return new SentLog(file, Files.exists(file) ? Files.size(file) : 0);
    }

    /**
     * Waits until it tells of {@code count} mails.
     *
     * @throws IOException when it does not, or when one had another outcome or was sent twice
     */
    void require(long count) throws IOException, InterruptedException {
        long end = System.nanoTime() + LIMIT.toNanos();
        int sent = sent();
        while (sent < count && System.nanoTime() < end) {
            Thread.sleep(PAUSE_MILLIS);
            sent = sent();
        }
        if (sent != count) {
            throw new IOException(sent + " mails were sent by " + file + "; expected " + count);
        }
    }

    private int sent() throws IOException {
        Set<String> ids = new HashSet<>();
        try (InputStream octets = Files.newInputStream(file)) {
            octets.skipNBytes(begin);
            BufferedReader lines = new BufferedReader(new InputStreamReader(octets, StandardCharsets.ISO_8859_1));
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                Matcher outcome = OUTCOME.matcher(line);
                if (outcome.find()) {
                    if (!outcome.group(2).equals("sent")) {
                        throw new IOException("a mail was not sent: " + line);
                    }
                    if (!ids.add(outcome.group(1))) {
                        throw new IOException("a mail was sent again: " + line);
                    }
                }
            }
        }
        return ids.size();
    }
}
