/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.table;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * A lookup table on a socketmap server, {@code socketmap:inet:host:port:name} or {@code socketmap:unix:path:name}:
 * request and reply are netstrings (socketmap_table(5)). The server is asked for whole addresses only.
 */
public final class SocketmapTable extends NamedTable {
    private static final int LONGEST_REPLY = 100_000;
    private static final int LONGEST_KEY = 10_000;
    private static final int LONGEST_LENGTH = 9;

    private final String map;
    private final TableServer server;

    private SocketmapTable(String name, String map, TableServer server) {
        super(name);
        this.map = map;
        this.server = server;
    }

    /**
     * Returns the table type {@code socketmap}, with Postfix's time limit of 100 s for a reply; connections are kept
     * 100 s, or 10 s unused.
     */
    public static TableType type() {
        return type(Duration.ofSeconds(100));
    }

    /** Returns the table type {@code socketmap} with another time limit for a reply. */
    public static TableType type(Duration limit) {
        return new NamedType("socketmap", (name, context) -> open(name, limit));
    }

    private static LookupTable open(String name, Duration limit) throws TableException {
        String table = "socketmap:" + name;
        int end = name.lastIndexOf(':');
        int start = name.indexOf(':');
        if (start < 0 || end == start || end == name.length() - 1 || end == start + 1) {
            throw new TableException(
                    "table " + table + ": expected socketmap:inet:host:port:name or socketmap:unix:path:name");
        }
        String endpoint = name.substring(start + 1, end);
        TableServer.Limits limits = new TableServer.Limits(limit, Duration.ofSeconds(10), Duration.ofSeconds(100));
        return switch (name.substring(0, start)) {
            case "inet" ->
                new SocketmapTable(table, name.substring(end + 1), TableServer.inet(endpoint, table, limits));
            case "unix" ->
                new SocketmapTable(table, name.substring(end + 1), TableServer.unix(endpoint, table, limits));
            default ->
                throw new TableException("table " + table + ": \"" + name.substring(0, start)
                        + "\" is no kind of endpoint; expected inet or unix");
        };
    }

    @Override
    LookupResult ask(String key) {
        byte[] question = (map + " " + key).getBytes(StandardCharsets.UTF_8);
        if (key.getBytes(StandardCharsets.UTF_8).length > LONGEST_KEY) {
            return LookupResult.ABSENT;
        }
        ByteArrayOutputStream request = new ByteArrayOutputStream();
        request.writeBytes((question.length + ":").getBytes(StandardCharsets.US_ASCII));
        request.writeBytes(question);
        request.write(',');
        try {
            byte[] reply = server.ask(channel -> {
                channel.write(request.toByteArray());
                return netstring(channel);
            });
            return parse(reply);
        } catch (IOException e) {
            return unavailable(e);
        }
    }

    private static byte[] netstring(TimedChannel channel) throws IOException {
        int length = 0;
        int digits = 0;
        for (int octet = channel.read(); octet != ':' || digits == 0; octet = channel.read()) {
            if (octet < '0' || octet > '9' || ++digits > LONGEST_LENGTH) {
                throw new TableServer.MalformedReplyException("the reply is no netstring");
            }
            length = length * 10 + octet - '0';
        }
        if (length > LONGEST_REPLY) {
            throw new TableServer.MalformedReplyException("the reply is longer than " + LONGEST_REPLY);
        }
        byte[] payload = new byte[length];
        for (int i = 0; i < length; i++) {
            payload[i] = (byte) channel.read();
        }
        if (channel.read() != ',') {
            throw new TableServer.MalformedReplyException("no comma ends the reply's netstring");
        }
        return payload;
    }

    private LookupResult parse(byte[] reply) throws IOException {
        int space = 0;
        while (space < reply.length && reply[space] != ' ') {
            space++;
        }
        String status = new String(reply, 0, space, StandardCharsets.ISO_8859_1);
        byte[] rest = new byte[Math.max(0, reply.length - space - 1)];
        System.arraycopy(reply, reply.length - rest.length, rest, 0, rest.length);
        return switch (status) {
            case "OK" -> new LookupResult.Found(OneLine.utf8(rest));
            case "NOTFOUND" -> LookupResult.ABSENT;
            case "TEMP", "TIMEOUT", "PERM" ->
                unavailable("the server says " + OneLine.of(status + " " + new String(rest, StandardCharsets.UTF_8)));
            default ->
                unavailable(
                        "unknown status \"" + OneLine.of(status) + "\"; expected OK, NOTFOUND, TEMP, TIMEOUT or PERM");
        };
    }

    @Override
    public boolean matchesPatterns() {
        return true;
    }

    @Override
    public void close() {
        super.close();
        server.close();
    }
}
