/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.testkit;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadFactory;

/**
 * A name server on 127.0.0.1, on UDP and TCP, with the records of a text: {@code example.com MX 10 mx1.example.com}. The server
 * follows aliases as a recursive server does, and misbehaves on request. Types: A, AAAA, MX, CNAME, TXT, TLSA, NS, PTR, SRV.
 * Thread-safe.
 */
public final class FakeDns implements AutoCloseable {
    private static final int TTL = 60;
    private static final int MOST_ALIASES = 12;
    private static final int ATTEMPTS_TO_BIND = 50;
    private static final String EDNS = "(edns)";

    /** The behaviours that replace an answer from the records. */
    public enum Behaviour {
        /** Response code 1, format error. */
        FORMERR,
        /** Response code 2, server failure. */
        SERVFAIL,
        /** Response code 3: no such name. */
        NXDOMAIN,
        /** Response code 4, not implemented. */
        NOTIMP,
        /** Response code 5, refused. */
        REFUSED,
        /** No error, and no answer records. */
        NODATA,
        /** No response. */
        TIMEOUT,
        /** Octets that are not a DNS message, then nothing. */
        GARBAGE,
        /** The correct header and question, followed by octets that are not records. */
        BROKEN,
        /** The correct answer under another message id, then nothing. */
        WRONG_ID,
        /** A response truncated after the question over UDP, and complete over TCP. */
        TRUNCATED
    }

    private final Map<String, List<String>> records = new LinkedHashMap<>();
    private final Map<String, Behaviour> behaviours = new LinkedHashMap<>();
    private final List<String> secure = new ArrayList<>();
    private final List<String> queries = new CopyOnWriteArrayList<>();
    private DatagramSocket datagrams;
    private LoopbackServer connections;

    private FakeDns() {}

    /**
     * Starts a server on a free port with the given records, {@code name TYPE data} each; names without the final dot.
     *
     * @throws IllegalArgumentException when a record can't be parsed
     */
    public static FakeDns of(String... records) {
        FakeDns dns = new FakeDns();
        for (String record : records) {
            dns.add(record);
        }
        dns.listen();
        return dns;
    }

    /** Adds a record. */
    public FakeDns add(String record) {
        String[] parts = record.strip().split("\\s+", 3);
        if (parts.length < 3) {
            throw new IllegalArgumentException("record \"" + record + "\"; expected name TYPE data");
        }
        DnsWire.type(parts[1]);
        synchronized (records) {
            records.computeIfAbsent(key(parts[0], parts[1]), any -> new ArrayList<>())
                    .add(parts[2]);
        }
        return this;
    }

    /** Sets the behaviour for queries for {@code type} of {@code name}; type {@code *} means all types. */
    public FakeDns with(String name, String type, Behaviour behaviour) {
        synchronized (records) {
            behaviours.put(key(name, type), behaviour);
        }
        return this;
    }

    /** Sets the behaviour for all queries with EDNS(0), which have an OPT record. FORMERR is sent without the question, as old servers do. */
    public FakeDns withEdns(Behaviour behaviour) {
        return with(EDNS, "*", behaviour);
    }

    /** Sets the AD bit in answers about {@code domain} and its subdomains, if the query requests the bit. */
    public FakeDns secure(String domain) {
        synchronized (records) {
            secure.add(domain.toLowerCase(Locale.ROOT));
        }
        return this;
    }

    /** Returns the server's address, {@code 127.0.0.1:port}. */
    public String address() {
        return "127.0.0.1:" + connections.port();
    }

    /**
     * Returns the queries received so far: {@code name TYPE}, with {@code +do} if DNSSEC data was requested, {@code +edns} for
     * other queries with EDNS(0), and {@code +tcp} over TCP.
     */
    public List<String> queries() {
        return List.copyOf(queries);
    }

    @Override
    public void close() {
        datagrams.close();
        connections.close();
    }

    private void listen() {
        ThreadFactory threads = LoopbackServer.daemons("fake-dns");
        for (int i = 0; datagrams == null; i++) {
            connections = LoopbackServer.start(0, threads, (socket, number) -> serve(socket));
            try {
                datagrams = new DatagramSocket(
                        new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), connections.port()));
            } catch (IOException e) {
                connections.close();
                if (i == ATTEMPTS_TO_BIND) {
                    throw new UncheckedIOException("no port is free for both UDP and TCP", e);
                }
            }
        }
        threads.newThread(this::serveDatagrams).start();
    }

    private void serveDatagrams() {
        byte[] buffer = new byte[65_535];
        while (!datagrams.isClosed()) {
            try {
                DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
                datagrams.receive(packet);
                Optional<byte[]> reply = reply(DnsWire.Question.of(packet.getData(), packet.getLength()), "");
                if (reply.isPresent()) {
                    datagrams.send(new DatagramPacket(reply.get(), reply.get().length, packet.getSocketAddress()));
                }
            } catch (IOException | RuntimeException e) {
                if (!datagrams.isClosed()) {
                    queries.add("not understood: " + e);
                }
            }
        }
    }

    private void serve(Socket socket) throws IOException {
        DataInputStream in = new DataInputStream(socket.getInputStream());
        while (true) {
            byte[] query;
            try {
                query = new byte[in.readUnsignedShort()];
            } catch (EOFException e) {
                return;
            }
            in.readFully(query);
            Optional<byte[]> reply = reply(DnsWire.Question.of(query, query.length), " +tcp");
            if (reply.isPresent()) {
                byte[] framed = new byte[reply.get().length + 2];
                framed[0] = (byte) (reply.get().length >> 8);
                framed[1] = (byte) reply.get().length;
                System.arraycopy(reply.get(), 0, framed, 2, reply.get().length);
                socket.getOutputStream().write(framed);
            }
        }
    }

    private Optional<byte[]> reply(DnsWire.Question question, String mark) {
        queries.add(question.name() + " " + question.type()
                + (question.validated() ? " +do" : question.extended() ? " +edns" : "") + mark);
        synchronized (records) {
            return answer(question, !mark.isEmpty());
        }
    }

    private Optional<byte[]> answer(DnsWire.Question question, boolean tcp) {
        DnsWire.Reply reply = new DnsWire.Reply(question, TTL);
        String name = question.name().toLowerCase(Locale.ROOT);
        boolean vouched = true;
        for (int i = 0; i < MOST_ALIASES; i++) {
            vouched &= isSecure(name);
            Optional<Behaviour> edns = question.extended() ? told(EDNS, "*") : Optional.empty();
            if (edns.equals(Optional.of(Behaviour.FORMERR))) {
                return Optional.of(reply.formatError());
            }
            Optional<Behaviour> told = edns.isPresent() ? edns : told(name, question.type());
            if (told.equals(Optional.of(Behaviour.TIMEOUT))) {
                return Optional.empty();
            }
            if (told.isPresent() && (told.get() != Behaviour.TRUNCATED || !tcp)) {
                reply.behave(told.get());
                if (told.get() != Behaviour.WRONG_ID) {
                    break;
                }
            }
            List<String> found = records.getOrDefault(key(name, question.type()), List.of());
            String owner = name;
            found.forEach(data -> reply.answer(owner, question.type(), data));
            List<String> alias = records.getOrDefault(key(name, "CNAME"), List.of());
            if (!found.isEmpty() || alias.isEmpty()) {
                if (found.isEmpty() && !exists(name)) {
                    reply.behave(Behaviour.NXDOMAIN);
                }
                break;
            }
            reply.answer(name, "CNAME", alias.get(0));
            name = alias.get(0).toLowerCase(Locale.ROOT);
        }
        if (vouched) {
            reply.vouch();
        }
        return Optional.of(reply.octets(tcp));
    }

    private Optional<Behaviour> told(String name, String type) {
        return Optional.ofNullable(behaviours.get(key(name, type)))
                .or(() -> Optional.ofNullable(behaviours.get(key(name, "*"))));
    }

    private boolean exists(String name) {
        return name.equals(".")
                || records.keySet().stream()
                        .map(key -> key.substring(0, key.indexOf(' ')))
                        .anyMatch(one -> one.equals(name) || one.endsWith("." + name));
    }

    private boolean isSecure(String name) {
        return secure.stream().anyMatch(domain -> name.equals(domain) || name.endsWith("." + domain));
    }

    private static String key(String name, String type) {
        return name.toLowerCase(Locale.ROOT) + " " + type.toUpperCase(Locale.ROOT);
    }
}
