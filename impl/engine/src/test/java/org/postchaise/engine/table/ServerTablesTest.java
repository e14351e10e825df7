/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServerTablesTest {
    private static final Duration SHORT = Duration.ofMillis(300);

    static LookupTable open(TableType type, String name) throws TableException {
        return new TableRegistry(List.of(type), Clock.systemUTC(), warning -> {}).open(type.name() + ":" + name);
    }

    private static LookupTable tcp(ScriptedTableServer server) throws TableException {
        return open(TcpTable.type(), "127.0.0.1:" + server.port());
    }

    private static LookupTable socketmap(ScriptedTableServer server) throws TableException {
        return open(SocketmapTable.type(), "inet:127.0.0.1:" + server.port() + ":map");
    }

    private static void isUnavailable(LookupResult result, String table, String reason) {
        assertThat(result)
                .isInstanceOfSatisfying(
                        LookupResult.Unavailable.class,
                        unavailable -> assertThat(unavailable.cause())
                                .contains(table)
                                .contains(reason)
                                .doesNotContain("\n"));
    }

    @Test
    void tcpEncodesTheKeyAndDecodesTheValue() throws Exception {
        try (ScriptedTableServer server = ScriptedTableServer.lines(line ->
                        line.equals("get a%20%25%0Aget%20b%C3%BC") ? "200 v%41lue%20%C3%BC with space" : "500 none");
                LookupTable table = tcp(server)) {
            assertThat(table.find("a %\nget bü")).isEqualTo(new LookupResult.Found("vAlue ü with space"));
            assertThat(table.find("other")).isEqualTo(LookupResult.ABSENT);
            assertThat(server.connections).hasValue(1);
            assertThat(table.matchesPatterns()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"400 later", "300 what", "20 x", "200", "200x", "hello", "200 %zz", "200 %4", "200 %ff", ""})
    void tcpRepliesThatAreNoAnswerMakeTheTableUnavailable(String reply) throws Exception {
        try (ScriptedTableServer server = ScriptedTableServer.lines(line -> reply);
                LookupTable table = tcp(server)) {
            isUnavailable(table.find("key"), "tcp:127.0.0.1", "");
            isUnavailable(table.find("key"), "tcp:127.0.0.1", "");
            assertThat(server.connections).hasValue(2);
        }
    }

    @Test
    void tcpTakesTheLongestReplyAndRefusesOneMore() throws Exception {
        try (ScriptedTableServer server =
                        ScriptedTableServer.lines(line -> "200 " + "x".repeat(line.length() == 5 ? 4091 : 4092));
                LookupTable table = tcp(server)) {
            assertThat(table.find("a")).isEqualTo(new LookupResult.Found("x".repeat(4091)));
            isUnavailable(table.find("ab"), "tcp:", "longer than 4096");
        }
    }

    @Test
    void aServerThatKeepsSilentMakesTheTableUnavailableAtTheTimeLimit() throws Exception {
        try (ScriptedTableServer server = ScriptedTableServer.lines(line -> ScriptedTableServer.SILENCE);
                ScriptedTableServer other = ScriptedTableServer.netstrings(line -> ScriptedTableServer.SILENCE);
                LookupTable tcp = open(TcpTable.type(SHORT), "127.0.0.1:" + server.port());
                LookupTable socketmap = open(SocketmapTable.type(SHORT), "inet:127.0.0.1:" + other.port() + ":map")) {
            isUnavailable(tcp.find("key"), tcp.toString(), "no reply within the time limit");
            isUnavailable(socketmap.find("key"), socketmap.toString(), "no reply within the time limit");
        }
    }

    @Test
    void aKeptConnectionThatDiedIsReplacedUnseen() throws Exception {
        try (ScriptedTableServer server = ScriptedTableServer.lines(line -> "200 yes");
                ScriptedTableServer other =
                        ScriptedTableServer.netstrings(line -> ScriptedTableServer.netstring("OK yes"));
                LookupTable tcp = tcp(server);
                LookupTable socketmap = socketmap(other)) {
            for (LookupTable table : List.of(tcp, socketmap)) {
                assertThat(table.find("key")).isEqualTo(new LookupResult.Found("yes"));
                server.hangUpOnAll();
                other.hangUpOnAll();
                assertThat(table.find("key")).isEqualTo(new LookupResult.Found("yes"));
            }
            assertThat(server.connections).hasValue(2);
            assertThat(other.connections).hasValue(2);
        }
    }

    @Test
    void aServerThatIsGoneOrAlwaysHangsUpMakesTheTableUnavailable() throws Exception {
        ScriptedTableServer server = ScriptedTableServer.lines(line -> ScriptedTableServer.HANG_UP);
        try (LookupTable table = tcp(server)) {
            isUnavailable(table.find("key"), table.toString(), "closed the connection");
            assertThat(server.connections).hasValue(2);
            server.close();
            isUnavailable(table.find("key"), table.toString(), "can't connect");
        }
    }

    @Test
    void aClosedTableIsUnavailable() throws Exception {
        try (ScriptedTableServer server = ScriptedTableServer.lines(line -> "200 yes")) {
            LookupTable table = tcp(server);
            table.close();
            isUnavailable(table.find("key"), table.toString(), "closed");
        }
    }

    @Test
    void socketmapAsksForTheNamedMap() throws Exception {
        try (ScriptedTableServer server = ScriptedTableServer.netstrings(question -> ScriptedTableServer.netstring(
                        question.equals("map a b") ? "OK value with space" : "NOTFOUND "));
                LookupTable table = socketmap(server)) {
            assertThat(table.find("a b")).isEqualTo(new LookupResult.Found("value with space"));
            assertThat(table.find("c")).isEqualTo(LookupResult.ABSENT);
            assertThat(table.find("x".repeat(10_001))).isEqualTo(LookupResult.ABSENT);
            assertThat(server.connections).hasValue(1);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "6:TEMP x,",
                "9:TIMEOUT x,",
                "6:PERM x,",
                "5:WHAT ,",
                "x",
                ":,",
                "2:OKx",
                "999999:",
                "99999999999:",
                "4:OK \u00ff,",
                "-1:,"
            })
    void socketmapRepliesThatAreNoAnswerMakeTheTableUnavailable(String reply) throws Exception {
        try (ScriptedTableServer server = ScriptedTableServer.netstrings(question -> reply);
                LookupTable table = socketmap(server)) {
            isUnavailable(table.find("key"), table.toString(), "");
        }
    }

    @Test
    void socketmapOverUnixSockets(@TempDir Path directory) throws Exception {
        Path path = directory.resolve("s");
        try (ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            listener.bind(UnixDomainSocketAddress.of(path));
            Thread server = new Thread(() -> {
                try (SocketChannel one = listener.accept()) {
                    one.read(ByteBuffer.allocate(100));
                    one.write(ByteBuffer.wrap("6:OK yes,".getBytes(StandardCharsets.US_ASCII)));
                } catch (java.io.IOException ignored) {
                    // the test fails by its assertion
                }
            });
            server.setDaemon(true);
            server.start();
            try (LookupTable table = open(SocketmapTable.type(), "unix:" + path + ":map")) {
                assertThat(table.find("key")).isEqualTo(new LookupResult.Found("yes"));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "inet:h:25",
                "h:25:map:",
                "inet::map",
                "tcp:h:25:map",
                "inet:h:0:map",
                "inet:h:99999:map",
                "",
                "inet:"
            })
    void socketmapNamesThatAreWrongAreRefused(String name) {
        // "inet:h:25" is the map 25 on a server without a port
        assertThatThrownBy(() -> open(SocketmapTable.type(), name))
                .isInstanceOf(TableException.class)
                .hasMessageContaining("socketmap:" + name);
    }

    @Test
    void unixTablesReadTheAccountsOfTheHost(@TempDir Path directory) throws Exception {
        Files.writeString(directory.resolve("passwd"), "root:x:0:0:Root, A.:/root:/bin/sh\n+nis:x:1:1:::\nbad:x\n");
        Files.writeString(directory.resolve("group"), "mail:x:8:a,b\n");
        LookupTable accounts = open(UnixTable.type(directory), "passwd.byname");
        assertThat(accounts.find("root")).isEqualTo(new LookupResult.Found("root:x:0:0:Root, A.:/root:/bin/sh"));
        for (String key : List.of("bad", "+nis", "root:x", "", "nobody")) {
            assertThat(accounts.find(key)).as(key).isEqualTo(LookupResult.ABSENT);
        }
        assertThat(open(UnixTable.type(directory), "group.byname").find("mail"))
                .isEqualTo(new LookupResult.Found("mail:x:8:a,b"));
        Files.delete(directory.resolve("passwd"));
        isUnavailable(accounts.find("root"), "unix:passwd.byname", "can't read");
        assertThatThrownBy(() -> open(UnixTable.type(), "shadow")).hasMessageContaining("passwd.byname");
    }
}
