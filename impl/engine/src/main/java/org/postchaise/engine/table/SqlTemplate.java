/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.table;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A query of mysql_table(5) turned into a prepared statement: no part of a key ever becomes SQL text. A string literal
 * with placeholders, {@code 'x%sy'}, becomes one parameter; a placeholder outside of quotes becomes one parameter too.
 */
record SqlTemplate(String sql, List<QueryTemplate> parameters) {

    static SqlTemplate parse(String table, String query) throws TableException {
        StringBuilder sql = new StringBuilder();
        List<QueryTemplate> parameters = new ArrayList<>();
        int i = 0;
        while (i < query.length()) {
            char c = query.charAt(i);
            if (c == '\'') {
                int end = literalEnd(table, query, i);
                String literal = query.substring(i, end);
                QueryTemplate inner = QueryTemplate.parse(
                        table,
                        "query",
                        literal.substring(1, literal.length() - 1).replace("''", "'"));
                if (inner.isFixed()) {
                    sql.append(literal.replace("%%", "%"));
                } else if (literal.indexOf('\\') >= 0) {
                    throw bad(table, "a backslash in the literal " + literal + " means different things to servers");
                } else {
                    sql.append('?');
                    parameters.add(inner);
                }
                i = end;
            } else if (c == '%') {
                QueryTemplate one =
                        QueryTemplate.parse(table, "query", query.substring(i, Math.min(i + 2, query.length())));
                sql.append(one.isFixed() ? "%" : "?");
                if (!one.isFixed()) {
                    parameters.add(one);
                }
                i += 2;
            } else {
                sql.append(c);
                i = c == '"' || c == '`' ? copyName(table, query, i, sql) : i + 1;
            }
            if (c == '?' || query.startsWith("--", i) || query.startsWith("/*", i)) {
                throw bad(table, "a question mark or a comment outside of quotes is not allowed");
            }
        }
        return new SqlTemplate(sql.toString(), List.copyOf(parameters));
    }

    private static int literalEnd(String table, String query, int start) throws TableException {
        for (int i = start + 1; i < query.length(); i++) {
            if (query.startsWith("\\'", i)) {
                throw bad(table, "write '' and not \\' for a quote in a literal");
            }
            if (query.charAt(i) == '\'') {
                if (!query.startsWith("''", i)) {
                    return i + 1;
                }
                i++;
            }
        }
        throw bad(table, "a quote is not closed");
    }

    private static int copyName(String table, String query, int start, StringBuilder sql) throws TableException {
        int end = query.indexOf(query.charAt(start), start + 1);
        String name = end < 0 ? "" : query.substring(start + 1, end + 1);
        if (name.isEmpty() || name.replace("%%", "").indexOf('%') >= 0) {
            throw bad(table, end < 0 ? "a quote is not closed" : "a placeholder can't be part of the name " + name);
        }
        sql.append(name.replace("%%", "%"));
        return end + 1;
    }

    private static TableException bad(String table, String what) {
        return new TableException("table " + table + ": query: " + what);
    }

    /** Returns the parameters for {@code key}; empty when the key lacks a part that the query needs. */
    Optional<List<String>> fill(String key) {
        List<String> values = new ArrayList<>();
        for (QueryTemplate parameter : parameters) {
            Optional<String> value = parameter.expand(QueryTemplate.Subject.of(key), UnaryOperator.identity());
            if (value.isEmpty()) {
                return Optional.empty();
            }
            values.add(value.get());
        }
        return Optional.of(values);
    }
}
