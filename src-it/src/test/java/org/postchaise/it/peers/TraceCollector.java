/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.it.peers;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.zip.GZIPInputStream;

/** Takes spans by OTLP over HTTP, as a collector of OpenTelemetry does, and shows them. */
public final class TraceCollector implements AutoCloseable {
    private static final int VARINT = 0;
    private static final int FIXED64 = 1;
    private static final int LENGTH = 2;
    private static final int FIXED32 = 5;

    private final List<Span> spans = new CopyOnWriteArrayList<>();
    private final HttpServer server;

    private TraceCollector(HttpServer server) {
        this.server = server;
    }

    /** Starts on a free port of 127.0.0.1. */
    public static TraceCollector start() {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            TraceCollector collector = new TraceCollector(server);
            server.createContext("/v1/traces", exchange -> {
                boolean gzip = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
                try (InputStream body = exchange.getRequestBody()) {
                    collector.take((gzip ? new GZIPInputStream(body) : body).readAllBytes());
                }
                exchange.sendResponseHeaders(200, -1);
                exchange.close();
            });
            server.start();
            return collector;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The URL that exporters are given. */
    public String endpoint() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** Those taken so far that belong to {@code traceId}. */
    public List<Span> trace(String traceId) {
        return spans.stream().filter(span -> span.traceId().equals(traceId)).toList();
    }

    /** Those taken so far with {@code attribute}, a text, somewhere in what they say. */
    public List<Span> saying(String attribute) {
        return spans.stream().filter(span -> span.raw().contains(attribute)).toList();
    }

    /**
     * A span.
     *
     * @param parent empty where it has none
     * @param kind of the numbers of the protocol: 3 is CLIENT, 4 PRODUCER, 5 CONSUMER
     * @param raw all of it, in which texts can be looked for
     */
    public record Span(String traceId, String id, String parent, String name, long kind, String raw) {}

    /** ExportTraceServiceRequest.resource_spans (1), ResourceSpans.scope_spans (2), ScopeSpans.spans (2). */
    private void take(byte[] request) {
        for (byte[] resource : fields(request, 1)) {
            for (byte[] scope : fields(resource, 2)) {
                for (byte[] span : fields(scope, 2)) {
                    spans.add(new Span(
                            hex(fields(span, 1)),
                            hex(fields(span, 2)),
                            hex(fields(span, 4)),
                            new String(fields(span, 5).get(0), StandardCharsets.UTF_8),
                            ByteBuffer.wrap(fields(span, 6).get(0)).getLong(),
                            new String(span, StandardCharsets.ISO_8859_1)));
                }
            }
        }
    }

    private static String hex(List<byte[]> values) {
        return values.isEmpty() ? "" : HexFormat.of().formatHex(values.get(0));
    }

    /** The values of one field of a protocol buffer's message; a number as eight octets. */
    private static List<byte[]> fields(byte[] message, int number) {
        List<byte[]> values = new ArrayList<>();
        ByteBuffer in = ByteBuffer.wrap(message).order(ByteOrder.LITTLE_ENDIAN);
        while (in.hasRemaining()) {
            long tag = varint(in);
            byte[] value = switch ((int) tag & 7) {
                case VARINT -> ByteBuffer.allocate(8).putLong(varint(in)).array();
                case FIXED64 -> octets(in, 8);
                case LENGTH -> octets(in, (int) varint(in));
                case FIXED32 -> octets(in, 4);
                default -> throw new IllegalArgumentException("wire type " + (tag & 7) + " is unknown");
            };
            if (tag >>> 3 == number) {
                values.add(value);
            }
        }
        return values;
    }

    private static byte[] octets(ByteBuffer in, int count) {
        byte[] octets = new byte[count];
        in.get(octets);
        return octets;
    }

    private static long varint(ByteBuffer in) {
        long value = 0;
        for (int shift = 0; ; shift += 7) {
            byte octet = in.get();
            value |= (long) (octet & 0x7f) << shift;
            if (octet >= 0) {
                return value;
            }
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
