/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.connector.outbox;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.postchaise.engine.event.LineLog;

/** One file of the journal. Whoever holds the writer's lock writes it. */
final class Segment {
    private static final Pattern NAME = Pattern.compile("outbox-(\\d{10,18})\\.journal");

    private final SegmentHeader header;
    private volatile long size;
    private long needed;
    private int records;
    private volatile boolean damaged;

    Segment(SegmentHeader header, long size) {
        this.header = header;
        this.size = size;
    }

    static String name(long number) {
        return String.format(Locale.ROOT, "outbox-%010d.journal", number);
    }

    /** The number of the segment of that file, if it is one. */
    static OptionalLong number(String name) {
        Matcher matcher = NAME.matcher(name);
        return matcher.matches() ? OptionalLong.of(Long.parseLong(matcher.group(1))) : OptionalLong.empty();
    }

    SegmentHeader header() {
        return header;
    }

    String name() {
        return name(header.number());
    }

    /** Where the next record goes. */
    long size() {
        return size;
    }

    boolean hasRecords() {
        return size > SegmentHeader.SIZE;
    }

    /**
     * Writes records at the end. When that fails nothing has changed, and the next ones take their place.
     *
     * @return where the first one lies
     */
    long write(JournalFiles.JournalFile file, ByteBuffer frames) throws IOException {
        long at = size;
        boolean written = false;
        try {
            file.write(frames, at);
            written = true;
        } finally {
            if (!written) {
                truncate(file);
            }
        }
        size = at + frames.remaining();
        return at;
    }

    /** The rest of a record would be cut off by the next recovery; gone now it need not be talked of. */
    private void truncate(JournalFiles.JournalFile file) {
        try {
            file.truncate(size);
        } catch (IOException e) {
            LineLog.of(Segment.class.getName())
                    .log(System.Logger.Level.DEBUG, "part of a record stays behind the end of " + name(), e);
        }
    }

    /** The rest of the file is gone. */
    void cutOff(long end) {
        size = end;
    }

    synchronized void retain(int length) {
        needed += length;
        records++;
    }

    synchronized void release(int length) {
        needed -= length;
        records--;
    }

    /** Octets of the records that are needed. */
    synchronized long needed() {
        return needed;
    }

    synchronized boolean isNeeded() {
        return records > 0;
    }

    void markDamaged() {
        damaged = true;
    }

    boolean isDamaged() {
        return damaged;
    }
}
