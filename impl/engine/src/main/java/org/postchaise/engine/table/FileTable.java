/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.table;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** A table made from a text file, which is read again when it changes, or from rules in its name. */
final class FileTable extends NamedTable {
    private final Supplier<Content> current;
    private final Kind kind;

    /** One version of the file. Immutable. */
    interface Content {
        LookupResult find(String key);

        /** See {@link LookupTable#knownValues}. */
        Stream<String> knownValues();
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

    private FileTable(Kind kind, String name, Supplier<Content> current) {
        super(name);
        this.kind = kind;
        this.current = current;
    }

    /**
     * Reads the file; or, where keys are patterns and the name is in braces, the rules there: {@code {{rule}, {rule}}}, as
     * Postfix since 3.7.
     *
     * @throws TableException when it can't be read; wrong lines are errors or warnings, as the context says
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
