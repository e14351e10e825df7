/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.table;

import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.postchaise.engine.config.MatchPatterns;

/**
 * The settings that a database table and a directory table share: the domains whose keys are looked up, the result
 * format, and the limit of values.
 */
final class QueryTerms {
    static final Set<String> PARAMETERS = Set.of("domain", "result_format", "result_filter", "expansion_limit");

    private static final int LONGEST = 1 << 20;

    private final String table;
    private final QueryTemplate resultFormat;
    private final int expansionLimit;
    private final Optional<MatchList> domains;

    private QueryTerms(String table, QueryTemplate resultFormat, int expansionLimit, Optional<MatchList> domains) {
        this.table = table;
        this.resultFormat = resultFormat;
        this.expansionLimit = expansionLimit;
        this.domains = domains;
    }

    static QueryTerms read(String table, TableFile file, TableContext context) throws TableException {
        String format = file.text("result_format", file.text("result_filter", "%s"));
        return new QueryTerms(
                table,
                QueryTemplate.parse(table, "result_format", format),
                file.number("expansion_limit", 0, 0),
                file.has("domain") ? Optional.of(domains(table, file.text("domain", ""), context)) : Optional.empty());
    }

    private static MatchList domains(String table, String text, TableContext context) throws TableException {
        String name = "table " + table + ": domain";
        try {
            MatchPatterns patterns = MatchPatterns.parse(MatchPatterns.Subject.STRING, text);
            return MatchList.open(name, patterns, KeyOrder.Parents.NONE, context);
        } catch (IllegalArgumentException e) {
            throw new TableException(name + ": " + e.getMessage(), e);
        }
    }

    /**
     * Returns found when the key may be looked up, absent when not, unavailable when the list of domains is
     * unavailable.
     */
    LookupResult admits(String key) {
        if (domains.isEmpty()) {
            return new LookupResult.Found("");
        }
        int at = key.lastIndexOf('@');
        if (at <= 0) {
            return LookupResult.ABSENT;
        }
        MatchList.Result result = domains.get().find(key.substring(at + 1));
        if (result instanceof MatchList.Result.Unavailable unavailable) {
            return new LookupResult.Unavailable(unavailable.cause());
        }
        return result instanceof MatchList.Result.Match ? new LookupResult.Found("") : LookupResult.ABSENT;
    }

    /** Returns true if the result format can be filled in for {@code key}, which is known before the query is made. */
    boolean suits(String key) {
        return resultFormat.pieces().stream()
                .filter(piece -> "SUD123456789".indexOf(piece.letter()) >= 0)
                .allMatch(piece -> QueryTemplate.part(piece.letter(), QueryTemplate.Subject.of(key))
                        .isPresent());
    }

    Values values(String key) {
        return new Values(key);
    }

    void close() {
        domains.ifPresent(MatchList::close);
    }

    /**
     * The values of one lookup. A server may return values without end: values of more than a megabyte are no result.
     */
    final class Values {
        private final String key;
        private final StringBuilder text = new StringBuilder();
        private int count;

        private Values(String key) {
            this.key = key;
        }

        /**
         * Adds a value, and returns true if there is room for more. Empty values, and values that lack a part that the
         * result format needs, are skipped.
         */
        boolean add(String value) {
            if (!value.isEmpty()) {
                resultFormat
                        .expand(new QueryTemplate.Subject(value, key), UnaryOperator.identity())
                        .ifPresent(one -> {
                            text.append(text.isEmpty() ? "" : ",").append(one);
                            count++;
                        });
            }
            return (expansionLimit == 0 || count <= expansionLimit) && text.length() <= LONGEST;
        }

        LookupResult result() {
            if (expansionLimit > 0 && count > expansionLimit) {
                return new LookupResult.Unavailable("table " + table + ": more than expansion_limit = " + expansionLimit
                        + " values for \"" + OneLine.of(key) + "\"");
            }
            if (text.length() > LONGEST) {
                return new LookupResult.Unavailable("table " + table + ": the values for \"" + OneLine.of(key)
                        + "\" are longer than " + LONGEST + " characters");
            }
            return text.isEmpty() ? LookupResult.ABSENT : new LookupResult.Found(text.toString());
        }
    }
}
