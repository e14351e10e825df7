/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.table;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.postchaise.engine.endpoint.Endpoint;
import org.postchaise.engine.endpoint.EndpointClient;
import org.postchaise.engine.endpoint.UnusableReplyException;

/**
 * A lookup table on a server, {@code tcp:host:port}, with one line as request and one line as reply (tcp_table(5)). The
 * server is asked for whole addresses only. Other than in Postfix, a server that can't be reached is not tried again
 * ten times a second apart: the answer is unavailable at once.
 */
public final class TcpTable extends ServerTable {
    private static final int LONGEST_REPLY = 4096;
    private static final Duration FOREVER = Duration.ofDays(10_000);

    private TcpTable(String name, EndpointClient server) {
        super(name, server);
    }

    /** Returns the table type {@code tcp}, with Postfix's time limit of 100 s for a reply. */
    public static TableType type() {
        return type(Duration.ofSeconds(100));
    }

    /** Returns the table type {@code tcp} with another time limit. */
    public static TableType type(Duration limit) {
        return new NamedType(
                "tcp",
                (name, context) -> new TcpTable(
                        "tcp:" + name,
                        client("tcp:" + name, () -> Endpoint.inet(name), limits(limit, FOREVER, FOREVER))));
    }

    @Override
    LookupResult ask(String key) {
        byte[] request = ("get " + quote(key) + "\n").getBytes(StandardCharsets.US_ASCII);
        return ask(connection -> {
            connection.write(request);
            return parse(connection.readLine(LONGEST_REPLY));
        });
    }

    private static LookupResult parse(byte[] line) throws IOException {
        String text = new String(line, StandardCharsets.ISO_8859_1);
        if (!text.matches("(?s)[0-9]{3}[ \\t\\r\\f\\u000b].*")) {
            throw new UnusableReplyException("malformed reply \"" + OneLine.of(text) + "\"");
        }
        byte[] value = unquote(text.substring(4));
        return switch (text.charAt(0)) {
            case '2' -> new LookupResult.Found(OneLine.utf8(value));
            case '5' -> LookupResult.ABSENT;
            case '4' -> throw new UnusableReplyException("the server says: " + OneLine.of(text));
            default -> throw new UnusableReplyException("bad status code in \"" + OneLine.of(text) + "\"");
        };
    }

    private static String quote(String key) {
        StringBuilder quoted = new StringBuilder();
        for (byte octet : key.getBytes(StandardCharsets.UTF_8)) {
            if (octet > ' ' && octet < 0x7f && octet != '%') {
                quoted.append((char) octet);
            } else {
                quoted.append(String.format("%%%02X", octet & 0xff));
            }
        }
        return quoted.toString();
    }

    private static byte[] unquote(String text) throws IOException {
        ByteArrayOutputStream raw = new ByteArrayOutputStream();
        for (int i = 0; i < text.length(); i++) {
            int octet = text.charAt(i);
            if (octet == '%') {
                int high = i + 2 < text.length() ? digit(text.charAt(i + 1)) : -1;
                int low = i + 2 < text.length() ? digit(text.charAt(i + 2)) : -1;
                if (high < 0 || low < 0) {
                    throw new UnusableReplyException(
                            "a % without two hexadecimal digits in \"" + OneLine.of(text) + "\"");
                }
                octet = high * 16 + low;
                i += 2;
            }
            raw.write(octet);
        }
        return raw.toByteArray();
    }

    private static int digit(char c) {
        return c < 0x80 ? Character.digit(c, 16) : -1;
    }
}
