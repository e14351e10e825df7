/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.table;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.UnaryOperator;

/** What a database and a directory table have in common: which keys are asked for, and how many values become one. */
final class QueryTerms {
    static final Set<String> PARAMETERS = Set.of("domain", "result_format", "result_filter", "expansion_limit");

    private final String table;
    private final QueryTemplate resultFormat;
    private final int expansionLimit;
    private final List<String> domains = new ArrayList<>();
    private final List<LookupTable> domainTables = new ArrayList<>();

    private QueryTerms(String table, QueryTemplate resultFormat, int expansionLimit) {
        this.table = table;
        this.resultFormat = resultFormat;
        this.expansionLimit = expansionLimit;
    }

    static QueryTerms read(String table, TableFile file, TableContext context) throws TableException {
        String format = file.text("result_format", file.text("result_filter", "%s"));
        QueryTerms terms = new QueryTerms(
                table, QueryTemplate.parse(table, "result_format", format), file.number("expansion_limit", 0, 0));
        for (String word : file.text("domain", "").split("[,\\s]+", -1)) {
            if (word.startsWith("/") || word.startsWith("!")) {
                throw new TableException(
                        "table " + table + ": domain: \"" + word + "\" is neither a domain name nor type:table");
            }
            if (word.indexOf(':') > 0) {
                terms.domainTables.add(context.opener().open(word));
            } else if (!word.isEmpty()) {
                terms.domains.add(word.toLowerCase(Locale.ROOT));
            }
        }
        return terms;
    }

    /** Found when the key may be asked for, absent when not, unavailable when a table of domains is. */
    LookupResult admits(String key) {
        if (domains.isEmpty() && domainTables.isEmpty()) {
            return new LookupResult.Found("");
        }
        int at = key.lastIndexOf('@');
        if (at <= 0) {
            return LookupResult.ABSENT;
        }
        String domain = key.substring(at + 1).toLowerCase(Locale.ROOT);
        if (domains.contains(domain)) {
            return new LookupResult.Found(domain);
        }
        for (LookupTable other : domainTables) {
            LookupResult result = other.find(domain);
            if (!(result instanceof LookupResult.Absent)) {
                return result;
            }
        }
        return LookupResult.ABSENT;
    }

    /** Whether the format can use a result for this key: known before the query is made. */
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
        domainTables.forEach(LookupTable::close);
    }

    /** The values of one lookup. */
    final class Values {
        private final String key;
        private final StringBuilder text = new StringBuilder();
        private int count;

        private Values(String key) {
            this.key = key;
        }

        /** Adds one; whether there is room for more. Empty ones, and those that the format has no use for, are passed over. */
        boolean add(String value) {
            if (!value.isEmpty()) {
                resultFormat
                        .expand(new QueryTemplate.Subject(value, key), UnaryOperator.identity())
                        .ifPresent(one -> {
                            text.append(text.isEmpty() ? "" : ",").append(one);
                            count++;
                        });
            }
            return expansionLimit == 0 || count <= expansionLimit;
        }

        LookupResult result() {
            if (expansionLimit > 0 && count > expansionLimit) {
                return new LookupResult.Unavailable("table " + table + ": more than expansion_limit = " + expansionLimit
                        + " values for \"" + OneLine.of(key) + "\"");
            }
            return text.isEmpty() ? LookupResult.ABSENT : new LookupResult.Found(text.toString());
        }
    }
}
