/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.table;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.postchaise.engine.endpoint.Endpoint;
import org.postchaise.engine.endpoint.EndpointClient;
import org.postchaise.engine.endpoint.EndpointConnection;
import org.postchaise.engine.endpoint.UnusableReplyException;

/**
 * A lookup table on a socketmap server, {@code socketmap:inet:host:port:name} or {@code socketmap:unix:path:name}:
 * request and reply are netstrings (socketmap_table(5)). The server is asked for whole addresses only.
 */
public final class SocketmapTable extends ServerTable {
    private static final int LONGEST_REPLY = 100_000;
    private static final int LONGEST_KEY = 10_000;
    private static final int LONGEST_LENGTH = 9;

    private final String map;

    private SocketmapTable(String name, String map, EndpointClient server) {
        super(name, server);
        this.map = map;
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
        EndpointClient server = client(
                table,
                () -> Endpoint.parse(name.substring(0, end)),
                limits(limit, Duration.ofSeconds(10), Duration.ofSeconds(100)));
        return new SocketmapTable(table, name.substring(end + 1), server);
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
        return ask(connection -> {
            connection.write(request.toByteArray());
            return parse(netstring(connection));
        });
    }

    private static byte[] netstring(EndpointConnection connection) throws IOException {
        int length = 0;
        int digits = 0;
        for (int octet = connection.read(); octet != ':' || digits == 0; octet = connection.read()) {
            if (octet < '0' || octet > '9' || ++digits > LONGEST_LENGTH) {
                throw new UnusableReplyException("the reply is no netstring");
            }
            length = length * 10 + octet - '0';
        }
        if (length > LONGEST_REPLY) {
            throw new UnusableReplyException("the reply is longer than " + LONGEST_REPLY);
        }
        byte[] payload = connection.read(length);
        if (connection.read() != ',') {
            throw new UnusableReplyException("no comma ends the reply's netstring");
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
}
