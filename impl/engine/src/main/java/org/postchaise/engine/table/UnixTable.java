/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.table;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The accounts and groups of the host as lookup tables, {@code unix:passwd.byname} and {@code unix:group.byname}. Other
 * than Postfix, which asks the C library, this class reads {@code /etc/passwd} and {@code /etc/group}: accounts of NIS,
 * LDAP or systemd are not seen. As in Postfix the key is folded, so that only names in lower case are ever found.
 */
public final class UnixTable extends NamedTable {
    private final Path file;
    private final int fields;

    private UnixTable(String name, Path file, int fields) {
        super(name);
        this.file = file;
        this.fields = fields;
    }

    /** Returns the table type {@code unix}, with the files in {@code /etc}. */
    public static TableType type() {
        return type(Path.of("/etc"));
    }

    /** Returns the table type {@code unix}, with the files {@code passwd} and {@code group} in another directory. */
    public static TableType type(Path directory) {
        return new NamedType("unix", (name, context) -> switch (name) {
            case "passwd.byname" -> new UnixTable("unix:" + name, directory.resolve("passwd"), 7);
            case "group.byname" -> new UnixTable("unix:" + name, directory.resolve("group"), 4);
            default ->
                throw new TableException(
                        "table unix:" + name + ": unknown table; expected passwd.byname or group.byname");
        });
    }

    @Override
    LookupResult ask(String key) {
        // a colon or line end could only match across fields; NIS markers and comments are no accounts
        if (key.isEmpty() || key.matches("(?s)[+\\-#].*|.*[:\\r\\n].*")) {
            return LookupResult.ABSENT;
        }
        try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1)) {
            String prefix =
                    new String(Keys.fold(key).getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1) + ":";
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith(prefix) && line.split(":", -1).length == fields) {
                    return new LookupResult.Found(OneLine.utf8(line.getBytes(StandardCharsets.ISO_8859_1)));
                }
            }
            return LookupResult.ABSENT;
        } catch (IOException e) {
            return unavailable("can't read " + file + ": " + e.getClass().getSimpleName());
        }
    }
}
