/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.table;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** A table made from a text file, which is read again after a change, or from rules in the table's name. */
final class FileTable extends NamedTable {
    private final Supplier<Content> current;
    private final Kind kind;

    /** The content of one version of the file. Immutable. */
    interface Content {
        LookupResult find(String key);

        /** Returns the values that are known without a key, as {@link LookupTable#knownValues}. */
        Stream<String> knownValues();
    }

    /** A parser of the file's octets. */
    @FunctionalInterface
    interface Reader {
        /**
         * Reads the content of one version.
         *
         * @param size the size of the file in octets, an estimate
         * @throws TableException when the file has no usable content
         */
        Content read(LogicalLines lines, String table, long size, Findings findings) throws IOException, TableException;
    }

    /**
     * The differences between the types of file tables.
     *
     * @param type the table type, such as {@code hash}
     * @param patterns true if keys are patterns or networks
     * @param reader the parser of the type's files
     */
    record Kind(String type, boolean patterns, Reader reader) {}

    private FileTable(Kind kind, String name, Supplier<Content> current) {
        super(name);
        this.kind = kind;
        this.current = current;
    }

    /**
     * Opens the table of {@code file}; or, where keys are patterns and the name is in braces, the table of the rules in
     * the name: {@code {{rule}, {rule}}}, as Postfix since 3.7.
     *
     * @throws TableException when the file can't be read; the context decides whether wrong lines are errors or
     *     warnings
     */
    static LookupTable open(Kind kind, String file, TableContext context) throws TableException {
        String name = kind.type() + ":" + file;
        if (kind.patterns() && file.startsWith("{")) {
            Content rules = inline(kind, name, file, context);
            return new FileTable(kind, name, () -> rules);
        }
        WatchedFile<Content> watched = new WatchedFile<>(
                name, file, (lines, size, findings) -> kind.reader().read(lines, name, size, findings), context);
        return new FileTable(kind, name, watched::current);
    }

    private static Content inline(Kind kind, String name, String braces, TableContext context) throws TableException {
        StringBuilder text = new StringBuilder();
        // as in Postfix, no rules are no mistake
        List<String> rules = braces.matches("\\{[,\\s]*}")
                ? List.of()
                : Braces.elements(name, braces, kind.type() + ":{{rule}, {rule}}");
        for (String rule : rules) {
            if (!Braces.isEnclosed(rule)) {
                throw new TableException("table \"" + Braces.shortened(name) + "\": \"" + Braces.shortened(rule)
                        + "\" is not one rule in braces; expected " + kind.type() + ":{{rule}, {rule}}");
            }
            text.append(Braces.inside(rule)).append('\n');
        }
        Findings findings = new Findings();
        byte[] octets = text.toString().getBytes(StandardCharsets.UTF_8);
        try {
            LogicalLines lines = new LogicalLines(new ByteArrayInputStream(octets), name, findings);
            Content content = kind.reader().read(lines, name, octets.length, findings);
            if (findings.faults() > 0 && context.faults() == TableContext.Faults.STOP) {
                throw new TableException(findings.firstFault());
            }
            findings.tell(name, context.warnings());
            return content;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    LookupResult ask(String key) {
        return current.get().find(key);
    }

    @Override
    public Stream<String> knownValues() {
        return current.get().knownValues();
    }

    @Override
    public boolean matchesPatterns() {
        return kind.patterns();
    }
}
