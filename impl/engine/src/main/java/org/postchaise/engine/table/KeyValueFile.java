/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.table;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The content of a file of lines "key white-space value", the input of postmap(1), from which Postfix makes a hash,
 * btree, dbm, lmdb or cdb file, and which Postfix reads for texthash. This class reads the text in all cases and never
 * the file that postmap made. The first of equal keys wins.
 */
final class KeyValueFile implements FileTable.Content {
    private static final String IGNORING = " -- ignoring this line";

    private final PackedStrings entries;

    private KeyValueFile(PackedStrings entries) {
        this.entries = entries;
    }

    static FileTable.Content read(LogicalLines lines, String table, long size, Findings findings)
            throws IOException, TableException {
        PackedStrings entries = new PackedStrings(size);
        while (lines.next()) {
            int number = lines.number();
            try {
                line(lines, entries, table, number, findings);
            } catch (TableException e) {
                throw new TableException(table + ", line " + number + ": " + e.getMessage(), e);
            }
        }
        entries.trim();
        return new KeyValueFile(entries);
    }

    @Override
    public LookupResult find(String key) {
        int position = entries.find(Keys.fold(key).getBytes(StandardCharsets.UTF_8));
        return position < 0 ? LookupResult.ABSENT : new LookupResult.Found(entries.value(position));
    }

    @Override
    public Stream<String> knownValues() {
        return entries.values();
    }

    private static void line(LogicalLines lines, PackedStrings entries, String table, int number, Findings findings)
            throws TableException {
        byte[] line = lines.bytes();
        int length = lines.length();
        boolean ascii = isAscii(line, length);
        if (!ascii && Keys.utf8(line, 0, length).isEmpty()) {
            findings.fault(table + ", line " + number + ": non-UTF-8 input", IGNORING);
            return;
        }
        int keyLength = keyLength(line, length);
        if (keyLength < 0) {
            findings.fault(table + ", line " + number + ": unbalanced '\"'", IGNORING);
            return;
        }
        int start = keyLength;
        int end = length;
        while (start < end && LogicalLines.isSpace(line[start])) {
            start++;
        }
        while (end > start && LogicalLines.isSpace(line[end - 1])) {
            end--;
        }
        if (keyLength == 0 || start == end) {
            findings.fault(table + ", line " + number + ": expected format: key whitespace value", IGNORING);
            return;
        }
        if (line[keyLength - 1] == ':') {
            findings.note(table + ", line " + number + ": record is in \"key: value\" format; is this an alias file?");
        }
        boolean added;
        if (ascii) {
            lowercase(line, keyLength);
            added = entries.add(line, keyLength, line, start, end - start);
        } else {
            byte[] key = foldedKey(line, keyLength);
            added = entries.add(key, key.length, line, start, end - start);
        }
        if (!added) {
            findings.note(table + ", line " + number + ": duplicate entry: \""
                    + new String(line, 0, Math.min(keyLength, 100), StandardCharsets.UTF_8) + "\"");
        }
    }

    private static byte[] foldedKey(byte[] line, int keyLength) {
        Optional<String> key = Keys.utf8(line, 0, keyLength);
        return Keys.fold(key.orElse("")).getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Returns the length of the key, which ends at the first white space that is neither quoted nor escaped; -1 when a
     * quote is not closed. Quotes are part of the key.
     */
    private static int keyLength(byte[] line, int length) {
        boolean quoted = false;
        int i = 0;
        while (i < length) {
            if (line[i] == '\\') {
                i++;
            } else if (line[i] == '"') {
                quoted = !quoted;
            } else if (!quoted && LogicalLines.isSpace(line[i])) {
                break;
            }
            i++;
        }
        return quoted ? -1 : Math.min(i, length);
    }

    private static boolean isAscii(byte[] line, int length) {
        int all = 0;
        for (int i = 0; i < length; i++) {
            all |= line[i];
        }
        return all >= 0;
    }

    private static void lowercase(byte[] line, int length) {
        for (int i = 0; i < length; i++) {
            if (line[i] >= 'A' && line[i] <= 'Z') {
                line[i] = (byte) (line[i] + ('a' - 'A'));
            }
        }
    }
}
