/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postchaise.engine.Postfix;

/** Asks the same servers the same keys through Postfix's postmap and through our tables. */
class PostmapDifferenceTest {
    @TempDir
    Path directory;

    private Postfix postfix;

    @BeforeEach
    void postfixIsInstalled() {
        postfix = Postfix.in(directory).assumeInstalled();
    }

    @Test
    void tcpTablesAgree() throws Exception {
        try (ScriptedTableServer server = ScriptedTableServer.lines(line -> answer(line.substring(4)));
                LookupTable table = ServerTablesTest.open(TcpTable.type(), "127.0.0.1:" + server.port())) {
            compare(table, keys());
        }
    }

    @Test
    void socketmapTablesAgree() throws Exception {
        try (ScriptedTableServer server = ScriptedTableServer.netstrings(question -> {
                    String answer = answer(question.substring(4));
                    return ScriptedTableServer.netstring(
                            answer.startsWith("200") ? "OK " + answer.substring(4) : "NOTFOUND ");
                });
                LookupTable table =
                        ServerTablesTest.open(SocketmapTable.type(), "inet:127.0.0.1:" + server.port() + ":map")) {
            compare(table, keys());
        }
    }

    @Test
    void unixTablesAgree() throws Exception {
        for (String name : List.of("passwd", "group")) {
            Set<String> keys = new LinkedHashSet<>(List.of("no-such-account", "#root", "root:x", "+", "-", "0", "é"));
            for (String line : Files.readAllLines(Path.of("/etc", name))) {
                String account = line.replaceAll(":.*", "");
                keys.addAll(List.of(
                        account,
                        account.toUpperCase(Locale.ROOT),
                        account.substring(1),
                        account + "x",
                        account + " ",
                        " " + account,
                        account + ":",
                        account + "+ext",
                        account + "@localhost",
                        line.split(":", -1)[2],
                        line));
            }
            for (int i = 0; keys.size() < 200; i++) {
                keys.add("nobody" + i);
            }
            keys.remove("");
            compare(ServerTablesTest.open(UnixTable.type(), name + ".byname"), List.copyOf(keys));
        }
    }

    @Test
    void refusalsOfSocketmapAgree() throws Exception {
        for (String reply : List.of("TEMP x", "TIMEOUT x", "PERM x", "WHAT", "NOTFOUND", "ok x", "OKx", "")) {
            try (ScriptedTableServer server =
                            ScriptedTableServer.netstrings(question -> ScriptedTableServer.netstring(reply));
                    LookupTable table =
                            ServerTablesTest.open(SocketmapTable.type(), "inet:127.0.0.1:" + server.port() + ":map")) {
                compare(table, List.of("key"));
                assertThat(table.find("key") instanceof LookupResult.Absent)
                        .as(reply)
                        .isEqualTo(reply.equals("NOTFOUND"));
            }
        }
    }

    /** Every third key is not there; values show what arrived. */
    private static String answer(String key) {
        return key.length() % 3 == 0 ? "500 not found" : "200 <" + key + ">";
    }

    private static List<String> keys() {
        List<String> keys = new ArrayList<>();
        for (int i = 1; i <= 40; i++) {
            keys.add("user" + "x".repeat(i) + "@example.com");
            keys.add("User+Ext" + "y".repeat(i) + "@Sub.Example.COM");
            keys.add("100%" + i + "@example.com");
            keys.add("with space " + "z".repeat(i));
            keys.add("m\u00fcller" + "\u20ac".repeat(i) + "@\u00fc.example");
            keys.add("2001:db8::" + i);
            keys.add("\"quo\\\"ted\t" + i + "\"@example.com");
        }
        return keys;
    }

    private void compare(LookupTable table, List<String> keys) throws Exception {
        List<String> theirs =
                postfix.query(table.toString(), keys).out().lines().toList();
        List<String> ours = new ArrayList<>();
        for (String key : keys) {
            if (table.find(key) instanceof LookupResult.Found found) {
                ours.add(key + "\t" + found.value());
            }
        }
        assertThat(ours).isEqualTo(theirs);
        if (keys.size() == 1) {
            return;
        }
        System.out.println("PostmapDifferenceTest: " + table.toString().replaceAll(":\\d.*|:inet.*", "") + ": "
                + keys.size() + " keys, " + ours.size() + " found, no difference");
    }
}
