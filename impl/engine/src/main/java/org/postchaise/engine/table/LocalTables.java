/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.table;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The table types that need no network (DATABASE_README, the manual page of each type). */
final class LocalTables {

    private LocalTables() {}

    /** Returns all local table types, each once. */
    static List<TableType> types() {
        List<TableType> types = new ArrayList<>();
        Stream.of("hash", "btree", "dbm", "lmdb", "cdb", "texthash")
                .map(type -> file(new FileTable.Kind(type, false, KeyValueFile::read)))
                .forEach(types::add);
        types.add(file(new FileTable.Kind("cidr", true, CidrRules::read)));
        types.add(file(new FileTable.Kind("regexp", true, RegexRules.reader(new PosixDialect()))));
        types.add(file(new FileTable.Kind("pcre", true, RegexRules.reader(new PcreDialect()))));
        types.add(new NamedType("inline", LocalTables::inline));
        types.add(new NamedType("static", LocalTables::constant));
        types.add(new NamedType("environ", LocalTables::environ));
        types.add(new NamedType("randmap", LocalTables::random));
        types.add(new NamedType("fail", LocalTables::fail));
        types.add(new NamedType("unionmap", LocalTables::union));
        types.add(new NamedType("pipemap", LocalTables::pipe));
        types.add(new NamedType("proxy", LocalTables::proxy));
        return types;
    }

    private static TableType file(FileTable.Kind kind) {
        return new NamedType(kind.type(), (name, context) -> FileTable.open(kind, name, context));
    }

    private static LookupTable inline(String name, TableContext context) throws TableException {
        String table = "inline:" + name;
        Map<String, LookupResult> entries = new HashMap<>();
        for (String element : Braces.elements(table, name, "inline:{name=value, {name = text with spaces}}")) {
            String pair = element;
            if (element.startsWith("{")) {
                if (!Braces.isEnclosed(element)) {
                    throw new TableException("table \"" + Braces.shortened(table) + "\": syntax error after '}' in \""
                            + Braces.shortened(element) + "\"");
                }
                pair = Braces.inside(element);
            }
            int equals = equalsSign(pair);
            String key = equals < 0 ? "" : pair.substring(0, equals).strip();
            if (equals < 0) {
                throw new TableException("table \"" + Braces.shortened(table) + "\": \"" + Braces.shortened(pair)
                        + "\" is not of the form name=value");
            }
            // The last of equal names wins here, other than in a file.
            entries.put(
                    Keys.fold(key),
                    new LookupResult.Found(pair.substring(equals + 1).strip()));
        }
        return made(
                table, key -> entries.getOrDefault(Keys.fold(key), LookupResult.ABSENT), () -> found(entries.values()));
    }

    /**
     * Returns the position of the equals sign that ends the name, which has no white space outside of quotes; -1 when
     * there is none.
     */
    private static int equalsSign(String pair) {
        boolean quoted = false;
        int i = 0;
        while (i < pair.length()) {
            char c = pair.charAt(i);
            if (c == '\\') {
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (!quoted && (c == '=' || LogicalLines.isSpace(c))) {
                break;
            }
            i++;
        }
        while (i < pair.length() && LogicalLines.isSpace(pair.charAt(i))) {
            i++;
        }
        return !quoted && i < pair.length() && pair.charAt(i) == '=' ? i : -1;
    }

    private static LookupTable constant(String name, TableContext context) throws TableException {
        String table = "static:" + name;
        if (name.startsWith("{") && !Braces.isEnclosed(name)) {
            throw new TableException("table \"" + Braces.shortened(table)
                    + "\": bad syntax; expected static:value or static:{text with spaces}");
        }
        LookupResult value = new LookupResult.Found(name.startsWith("{") ? Braces.inside(name) : name);
        return made(table, key -> value, () -> found(List.of(value)));
    }

    /**
     * Opens an environ table. As in Postfix the key is folded, so that only variables with names in lower case are ever
     * found.
     */
    private static LookupTable environ(String name, TableContext context) {
        return made(
                "environ:" + name,
                key -> {
                    String folded = Keys.fold(key);
                    String value = folded.isEmpty() || folded.indexOf('\0') >= 0 ? null : System.getenv(folded);
                    return value == null ? LookupResult.ABSENT : new LookupResult.Found(value);
                },
                Stream::empty);
    }

    private static LookupTable random(String name, TableContext context) throws TableException {
        String table = "randmap:" + name;
        List<LookupResult> values = Braces.elements(table, name, "randmap:{value, value}").stream()
                .<LookupResult>map(LookupResult.Found::new)
                .toList();
        return new MadeTable(
                table,
                true,
                key -> values.get(ThreadLocalRandom.current().nextInt(values.size())),
                () -> found(values),
                List.of());
    }

    private static LookupTable fail(String name, TableContext context) {
        LookupResult failure = new LookupResult.Unavailable("fail:" + name + " fails all lookups");
        return new MadeTable("fail:" + name, true, key -> failure, Stream::empty, List.of());
    }

    private static LookupTable union(String name, TableContext context) throws TableException {
        String table = "unionmap:" + name;
        List<LookupTable> parts = parts(table, name, context);
        return new MadeTable(table, parts.get(0).matchesPatterns(), key -> all(parts, key), Stream::empty, parts);
    }

    private static LookupResult all(List<LookupTable> parts, String key) {
        StringBuilder values = new StringBuilder();
        // as in Postfix the first table decides: with one of fixed keys, patterns after it see the folded key
        String asked = parts.get(0).matchesPatterns() ? key : Keys.fold(key);
        for (LookupTable part : parts) {
            LookupResult result = part.find(asked);
            if (result instanceof LookupResult.Unavailable) {
                return result;
            }
            if (result instanceof LookupResult.Found found) {
                values.append(values.isEmpty() ? "" : ",").append(found.value());
            }
        }
        return values.isEmpty() ? LookupResult.ABSENT : new LookupResult.Found(values.toString());
    }

    private static LookupTable pipe(String name, TableContext context) throws TableException {
        String table = "pipemap:" + name;
        List<LookupTable> parts = parts(table, name, context);
        return new MadeTable(
                table,
                parts.get(0).matchesPatterns(),
                key -> through(parts, key),
                parts.get(parts.size() - 1)::knownValues,
                parts);
    }

    private static LookupResult through(List<LookupTable> parts, String key) {
        String value = key;
        for (LookupTable part : parts) {
            LookupResult result = part.find(value);
            if (result instanceof LookupResult.Found found) {
                value = found.value();
            } else {
                return result;
            }
        }
        return new LookupResult.Found(value);
    }

    private static List<LookupTable> parts(String table, String name, TableContext context) throws TableException {
        String expected = table.substring(0, table.indexOf(':')) + ":{type:name, type:name}";
        List<LookupTable> parts = new ArrayList<>();
        try {
            for (String element : Braces.elements(table, name, expected)) {
                if (element.indexOf(':') < 0) {
                    throw new TableException("table \"" + Braces.shortened(table) + "\": \"" + Braces.shortened(element)
                            + "\" has no type; expected " + expected);
                }
                parts.add(context.opener().open(element));
            }
        } catch (TableException e) {
            parts.forEach(LookupTable::close);
            throw e;
        }
        return List.copyOf(parts);
    }

    /**
     * Opens the table that {@code name} names after {@code proxy:}. There is no proxymap(8) process, so the table
     * itself answers.
     */
    private static LookupTable proxy(String name, TableContext context) throws TableException {
        String table = name;
        while (table.startsWith("proxy:")) {
            table = table.substring("proxy:".length());
        }
        LookupTable target = context.opener().open(table);
        return new MadeTable(
                "proxy:" + name, target.matchesPatterns(), target::find, target::knownValues, List.of(target));
    }

    private static Stream<String> found(Collection<LookupResult> results) {
        return results.stream().map(result -> ((LookupResult.Found) result).value());
    }

    private static LookupTable made(
            String table, Function<String, LookupResult> finder, Supplier<Stream<String>> values) {
        return new MadeTable(table, false, finder, values, List.of());
    }
}
