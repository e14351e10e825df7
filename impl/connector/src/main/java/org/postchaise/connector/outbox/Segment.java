/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.connector.outbox;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.postchaise.engine.log.LineLog;

/** One file of the journal, written under the writer's lock. */
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

    /** Returns the number of the segment in file {@code name}; empty if the name is not that of a segment file. */
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

    /** Returns the offset at which the next record is written. */
    long size() {
        return size;
    }

    boolean hasRecords() {
        return size > SegmentHeader.SIZE;
    }

    /**
     * Writes records at the end. After a failure nothing has changed, and the next records take their place.
     *
     * @return the offset of the first record
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

    /**
     * Cuts off an incomplete record after a failed write, which recovery would otherwise report as a damage and cut
     * off.
     */
    private void truncate(JournalFiles.JournalFile file) {
        try {
            file.truncate(size);
        } catch (IOException e) {
            LineLog.of(Segment.class.getName())
                    .log(System.Logger.Level.DEBUG, "part of a record stays behind the end of " + name(), e);
        }
    }

    /** Sets the size after the rest of the file was cut off. */
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

    /** Returns the size of the needed records in octets. */
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
