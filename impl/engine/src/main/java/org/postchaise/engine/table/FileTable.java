/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.table;

import java.io.IOException;

/** A table made from a text file, which is read again when it changes. */
final class FileTable extends NamedTable {
    private final WatchedFile<Content> file;
    private final Kind kind;

    /** One version of the file. Immutable. */
    interface Content {
        LookupResult find(String key);
    }

    /** Makes a version from the file's octets. */
    @FunctionalInterface
    interface Reader {
        /**
         * The version.
         *
         * @param size the file's, in octets: an estimate
         * @throws TableException when there is none to be had
         */
        Content read(LogicalLines lines, String table, long size, Findings findings) throws IOException, TableException;
    }

    /**
     * What the types differ in.
     *
     * @param patterns whether keys are patterns or networks
     */
    record Kind(String type, boolean patterns, Reader reader) {}

    private FileTable(Kind kind, String name, WatchedFile<Content> file) {
        super(name);
        this.kind = kind;
        this.file = file;
    }

    /**
     * Reads the file.
     *
     * @throws TableException when it can't be read; wrong lines are errors or warnings, as the context says
     */
    static LookupTable open(Kind kind, String file, TableContext context) throws TableException {
        String name = kind.type() + ":" + file;
        return new FileTable(
                kind,
                name,
                new WatchedFile<>(
                        name,
                        file,
                        (lines, size, findings) -> kind.reader().read(lines, name, size, findings),
                        context));
    }

    @Override
    LookupResult ask(String key) {
        return file.current().find(key);
    }

    @Override
    public boolean matchesPatterns() {
        return kind.patterns();
    }
}
