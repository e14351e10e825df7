/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.testkit;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import org.postchaise.testkit.FakeDns.Behaviour;

/** The part of the DNS message format (RFC 1035, section 4) that a test server needs. */
final class DnsWire {
    private static final Map<String, Integer> TYPES = Map.of(
            "A", 1, "NS", 2, "CNAME", 5, "SOA", 6, "PTR", 12, "MX", 15, "TXT", 16, "AAAA", 28, "SRV", 33, "TLSA", 52);
    private static final Map<Behaviour, Integer> RESPONSE_CODES = Map.of(
            Behaviour.FORMERR,
            1,
            Behaviour.SERVFAIL,
            2,
            Behaviour.NXDOMAIN,
            3,
            Behaviour.NOTIMP,
            4,
            Behaviour.REFUSED,
            5);
    private static final int HEADER = 12;
    private static final int OPT = 41;
    private static final int DATAGRAM = 512;

    private DnsWire() {}

    static int type(String name) {
        Integer type = TYPES.get(name.toUpperCase(Locale.ROOT));
        if (type == null) {
            throw new IllegalArgumentException("record type " + name + "; expected one of " + TYPES.keySet());
        }
        return type;
    }

    /** A DNS query. */
    static final class Question {
        private final byte[] raw;
        private final String name;
        private final String type;
        private final int room;
        private final boolean extended;
        private final boolean validated;

        private Question(byte[] raw, String name, String type, int room, boolean extended, boolean validated) {
            this.extended = extended;
            this.raw = raw;
            this.name = name;
            this.type = type;
            this.room = room;
            this.validated = validated;
        }

        /** Returns the queried name, without the final dot. */
        String name() {
            return name;
        }

        /** Returns the queried type: its name, or the number of a type without a known name. */
        String type() {
            return type;
        }

        /** Returns true if the query has an OPT record. */
        boolean extended() {
            return extended;
        }

        /** Returns true if the client requested DNSSEC data (DO bit). */
        boolean validated() {
            return validated;
        }

        static Question of(byte[] message, int length) {
            StringBuilder name = new StringBuilder();
            int at = HEADER;
            while (message[at] != 0) {
                name.append(name.isEmpty() ? "" : ".")
                        .append(new String(message, at + 1, message[at], StandardCharsets.ISO_8859_1));
                at += message[at] + 1;
            }
            int number = number(message, at + 1);
            String type = TYPES.entrySet().stream()
                    .filter(entry -> entry.getValue() == number)
                    .map(Map.Entry::getKey)
                    .findFirst()
                    .orElse("" + number);
            int end = at + 5;
            // an OPT record, if any, is the only further one: root name, type, room, extended flags
            boolean extended = length >= end + 11 && number(message, end + 1) == OPT;
            return new Question(
                    Arrays.copyOf(message, end),
                    name.isEmpty() ? "." : name.toString(),
                    type,
                    extended ? number(message, end + 3) : DATAGRAM,
                    extended,
                    extended && (message[end + 7] & 0x80) != 0);
        }

        private static int number(byte[] message, int at) {
            return ((message[at] & 0xff) << 8) | (message[at + 1] & 0xff);
        }

        boolean wantsVouching() {
            return validated || (raw[3] & 0x20) != 0;
        }
    }

    /** A DNS response under construction. */
    static final class Reply {
        private final Question question;
        private final int ttl;
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final DataOutputStream out = new DataOutputStream(bytes);
        private int answers;
        private int code;
        private boolean vouched;
        private boolean cut;
        private boolean broken;
        private boolean garbage;
        private boolean otherId;

        Reply(Question question, int ttl) {
            this.question = question;
            this.ttl = ttl;
        }

        void behave(Behaviour behaviour) {
            code = RESPONSE_CODES.getOrDefault(behaviour, 0);
            cut |= behaviour == Behaviour.TRUNCATED;
            broken |= behaviour == Behaviour.BROKEN;
            garbage |= behaviour == Behaviour.GARBAGE;
            otherId |= behaviour == Behaviour.WRONG_ID;
        }

        void vouch() {
            vouched = true;
        }

        void answer(String owner, String type, String data) {
            answers++;
            record(owner, type, data);
        }

        private void record(String owner, String type, String data) {
            byte[] octets = data(type, data);
            try {
                out.write(name(owner));
                out.writeShort(type(type));
                out.writeShort(1);
                out.writeInt(ttl);
                out.writeShort(octets.length);
                out.write(octets);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** Returns a response that consists of a header with response code 1 (FORMERR). */
        byte[] formatError() {
            byte[] head = new byte[HEADER];
            head[0] = question.raw[0];
            head[1] = question.raw[1];
            head[2] = (byte) (0x80 | (question.raw[2] & 0x01));
            head[3] = (byte) 0x81;
            return head;
        }

        byte[] octets(boolean tcp) {
            if (garbage) {
                return "this is no DNS message".getBytes(StandardCharsets.US_ASCII);
            }
            boolean negative = answers == 0 && (code == 0 || code == 3);
            if (negative) {
                record("invalid", "SOA", "ns.invalid host.invalid 1 3600 600 86400 30");
            }
            int size = question.raw.length + bytes.size();
            boolean truncated = cut || (!tcp && size > question.room);
            byte[] head = question.raw.clone();
            head[0] ^= (byte) (otherId ? 0x55 : 0);
            head[2] = (byte) (0x80 | (head[2] & 0x01) | (truncated ? 0x02 : 0));
            boolean said = vouched && question.wantsVouching() && (code == 0 || code == 3);
            head[3] = (byte) (0x80 | code | (said ? 0x20 : 0));
            Arrays.fill(head, 6, HEADER, (byte) 0);
            if (truncated) {
                return head;
            }
            count(head, 6, broken ? 1 : answers);
            count(head, 8, negative && !broken ? 1 : 0);
            byte[] body = broken ? new byte[] {3, 'a'} : bytes.toByteArray();
            byte[] all = Arrays.copyOf(head, head.length + body.length);
            System.arraycopy(body, 0, all, head.length, body.length);
            return all;
        }

        private static void count(byte[] head, int at, int number) {
            head[at] = (byte) (number >> 8);
            head[at + 1] = (byte) number;
        }
    }

    private static byte[] data(String type, String text) {
        String[] fields = text.strip().split("\\s+", -1);
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            DataOutputStream out = new DataOutputStream(bytes);
            switch (type.toUpperCase(Locale.ROOT)) {
                case "A", "AAAA" -> out.write(InetAddress.getByName(fields[0]).getAddress());
                case "MX" -> {
                    out.writeShort(Integer.parseInt(fields[0]));
                    out.write(name(fields[1]));
                }
                case "SRV" -> {
                    for (int i = 0; i < 3; i++) {
                        out.writeShort(Integer.parseInt(fields[i]));
                    }
                    out.write(name(fields[3]));
                }
                case "TXT" -> {
                    byte[] string = text.strip().getBytes(StandardCharsets.ISO_8859_1);
                    out.writeByte(string.length);
                    out.write(string);
                }
                case "TLSA" -> {
                    for (int i = 0; i < 3; i++) {
                        out.writeByte(Integer.parseInt(fields[i]));
                    }
                    out.write(HexFormat.of().parseHex(fields[3]));
                }
                case "SOA" -> {
                    out.write(name(fields[0]));
                    out.write(name(fields[1]));
                    for (int i = 2; i < 7; i++) {
                        out.writeInt(Integer.parseInt(fields[i]));
                    }
                }
                default -> out.write(name(fields[0]));
            }
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] name(String name) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (String label : name.split("\\.", -1)) {
            if (!label.isEmpty()) {
                byte[] octets = label.getBytes(StandardCharsets.ISO_8859_1);
                out.write(octets.length);
                out.write(octets);
            }
        }
        out.write(0);
        return out.toByteArray();
    }
}
