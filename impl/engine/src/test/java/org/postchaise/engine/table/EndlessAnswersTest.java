/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Table servers that answer without end: a lookup ends all the same, and the table is unavailable. */
@Timeout(60)
class EndlessAnswersTest {
    private static final Duration SHORT = Duration.ofSeconds(2);

    @TempDir
    Path directory;

    private static void isUnavailable(LookupTable table, String reason) {
        assertThat(table.find("key"))
                .isInstanceOfSatisfying(
                        LookupResult.Unavailable.class,
                        e -> assertThat(e.cause()).contains(reason).doesNotContain("\n"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"CAST(X AS VARCHAR) || '@d.example'", "CAST(NULL AS VARCHAR)", "''"})
    void rowsOfADatabaseWithoutEndMakeTheTableUnavailable(String column) throws Exception {
        Path file = Files.writeString(
                directory.resolve("t.cf"),
                "url = jdbc:h2:mem:endless;LAZY_QUERY_EXECUTION=1\nquery_timeout = 2\nquery = SELECT " + column
                        + " FROM SYSTEM_RANGE(1, 900000000000) WHERE '%s' <> 'x'\n");
        try (LookupTable table = ServerTablesTest.open(JdbcTable.type(), file.toString())) {
            isUnavailable(table, "jdbc:");
        }
    }

    @Test
    void aLookupOfEndlessRowsLeavesNoThreadAtWork() throws Exception {
        Path file = Files.writeString(
                directory.resolve("t.cf"),
                "url = jdbc:h2:mem:endless;LAZY_QUERY_EXECUTION=1\nquery_timeout = 1\nquery = SELECT CAST(NULL AS VARCHAR)"
                        + " FROM SYSTEM_RANGE(1, 900000000000) WHERE '%s' <> 'x'\n");
        try (LookupTable table = ServerTablesTest.open(JdbcTable.type(), file.toString())) {
            // as many as there are threads: one more would wait for them
            for (int i = 0; i < 12; i++) {
                isUnavailable(table, "jdbc:");
            }
            isUnavailable(table, " s");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"maildrop", "other"})
    void entriesOfADirectoryWithoutEndMakeTheTableUnavailable(String attribute) throws Exception {
        try (EndlessDirectory server = new EndlessDirectory(attribute);
                LookupTable table = ServerTablesTest.open(
                        LdapTable.type(),
                        Files.writeString(
                                        directory.resolve("l.cf"),
                                        "server_host = 0.0.0.0\nserver_port = " + server.port()
                                                + "\nsearch_base = dc=example\nquery_filter = (mail=%s)\ntimeout = 2\n")
                                .toString())) {
            isUnavailable(table, "ldap:");
        }
    }

    @Test
    void aLineOrLengthWithoutEndMakesTheTableUnavailable() throws Exception {
        String endless = "9".repeat(1 << 20);
        try (ScriptedTableServer lines = ScriptedTableServer.lines(line -> endless);
                ScriptedTableServer netstrings = ScriptedTableServer.netstrings(text -> endless);
                LookupTable tcp = ServerTablesTest.open(TcpTable.type(SHORT), "127.0.0.1:" + lines.port());
                LookupTable socketmap = ServerTablesTest.open(
                        SocketmapTable.type(SHORT), "inet:127.0.0.1:" + netstrings.port() + ":m")) {
            isUnavailable(tcp, "longer than 4096");
            isUnavailable(socketmap, "is no netstring");
        }
    }

    @Test
    void aFileWithoutEndIsNoTable() {
        assertThatThrownBy(() -> TableRegistry.forDeployment(Clock.systemUTC(), warning -> {})
                        .open("texthash:/dev/zero"))
                .hasMessageContaining("is neither a regular file nor /dev/null");
    }

    @Test
    void anAddressOfZerosIsThisHostForTables() throws Exception {
        try (ScriptedTableServer server = ScriptedTableServer.lines(line -> "200 here");
                LookupTable tcp = ServerTablesTest.open(TcpTable.type(SHORT), "0.0.0.0:" + server.port())) {
            assertThat(tcp.find("key")).isEqualTo(new LookupResult.Found("here"));
        }
    }

    /** A directory server that takes each login, and answers each search with entries for ever. */
    private static final class EndlessDirectory implements AutoCloseable {
        private static final int BIND = 0x60;
        private static final int SEARCH = 0x63;

        private final ServerSocket listener = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        private final byte[] attributes;

        EndlessDirectory(String attribute) throws IOException {
            this.attributes = element(
                    0x30,
                    element(
                            0x30,
                            element(4, attribute.getBytes(StandardCharsets.US_ASCII)),
                            element(0x31, element(4, "a".repeat(90).getBytes(StandardCharsets.US_ASCII)))));
            Thread thread = new Thread(this::accept, "endless-directory");
            thread.setDaemon(true);
            thread.start();
        }

        int port() {
            return listener.getLocalPort();
        }

        private void accept() {
            while (!listener.isClosed()) {
                try (Socket socket = listener.accept()) {
                    DataInputStream in = new DataInputStream(socket.getInputStream());
                    OutputStream out = socket.getOutputStream();
                    while (true) {
                        in.readByte();
                        byte[] message = new byte[length(in)];
                        in.readFully(message);
                        byte[] id = Arrays.copyOf(message, 2 + message[1]);
                        int operation = message[id.length] & 0xff;
                        byte[] success = {10, 1, 0, 4, 0, 4, 0};
                        if (operation == BIND) {
                            out.write(element(0x30, id, element(0x61, success)));
                        } else if (operation == SEARCH) {
                            byte[] entry = element(
                                    0x30,
                                    id,
                                    element(
                                            0x64,
                                            element(4, "dc=example".getBytes(StandardCharsets.US_ASCII)),
                                            attributes));
                            while (true) {
                                out.write(entry);
                            }
                        }
                    }
                } catch (IOException ignored) {
                    // the client has gone
                }
            }
        }

        private static int length(DataInputStream in) throws IOException {
            int first = in.readUnsignedByte();
            int length = first < 128 ? first : 0;
            for (int i = first & 127; first > 127 && i > 0; i--) {
                length = length << 8 | in.readUnsignedByte();
            }
            return length;
        }

        private static byte[] element(int tag, byte[]... parts) {
            ByteArrayOutputStream content = new ByteArrayOutputStream();
            for (byte[] part : parts) {
                content.writeBytes(part);
            }
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            all.write(tag);
            if (content.size() > 127) {
                all.write(0x82);
                all.write(content.size() >> 8);
            }
            all.write(content.size());
            all.writeBytes(content.toByteArray());
            return all.toByteArray();
        }

        @Override
        public void close() throws IOException {
            listener.close();
        }
    }
}
