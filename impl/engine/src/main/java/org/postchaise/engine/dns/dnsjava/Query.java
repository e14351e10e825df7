/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.dns.dnsjava;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.ClosedByInterruptException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.postchaise.engine.dns.LookupOption;
import org.postchaise.engine.dns.NameServers;
import org.postchaise.engine.log.LineLog;
import org.xbill.DNS.DClass;
import org.xbill.DNS.ExtendedFlags;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Header;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;

/**
 * A query that is sent to the name servers in order until one of them answers. As in the C library a server that fails or
 * refuses is skipped like a silent server, a reply with another id or another question is ignored, and a truncated reply is
 * fetched again over TCP.
 */
final class Query {
    private static final System.Logger LOG = LineLog.of(Query.class.getName());
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int HEADER_LENGTH = 12;
    /** The UDP payload size that passes most networks without fragmentation, in octets (DNS flag day 2020). */
    private static final int DATAGRAM = 1232;

    private static final Set<Integer> PASSED_OVER = Set.of(Rcode.SERVFAIL, Rcode.NOTIMP, Rcode.REFUSED);

    /** The value of the CD bit: with checking disabled the servers return data even if its validation fails. */
    enum Checking {
        ENABLED,
        DISABLED
    }

    /** The result of a query. */
    sealed interface Reply {}

    /**
     * An answer of a name server.
     *
     * @param message the whole reply
     */
    record Answer(Message message) implements Reply {}

    /** A reply to the question that can't be decoded. */
    record Unreadable() implements Reply {}

    /** The lack of an answer from any server. */
    record Silence() implements Reply {}

    private final NameServers servers;
    private final Record question;
    private final Set<LookupOption> options;
    private final Checking checking;

    Query(NameServers servers, Name name, int type, Set<LookupOption> options, Checking checking) {
        this.servers = servers;
        this.question = Record.newRecord(name, type, DClass.IN);
        this.options = options;
        this.checking = checking;
    }

    Reply run() {
        for (int attempt = 0; attempt < servers.attempts(); attempt++) {
            for (InetSocketAddress server : servers.addresses()) {
                try {
                    Optional<Reply> reply = ask(server);
                    if (reply.isPresent()) {
                        return reply.get();
                    }
                } catch (ClosedByInterruptException e) {
                    return new Silence();
                } catch (IOException e) {
                    LOG.log(System.Logger.Level.DEBUG, "name server {0}: {1}", server, e.getMessage());
                }
            }
        }
        return new Silence();
    }

    private Optional<Reply> ask(InetSocketAddress server) throws IOException {
        return ask(server, message())
                .filter(one -> !(one instanceof Answer answer)
                        || !PASSED_OVER.contains(answer.message().getHeader().getRcode()));
    }

    private Optional<Reply> ask(InetSocketAddress server, Message query) throws IOException {
        byte[] octets = query.toWire();
        Predicate<byte[]> isReply = reply -> answers(octets, reply);
        Exchange exchange = new Exchange(server, servers.timeout());
        byte[] reply = exchange.udp(octets, isReply);
        if ((reply[2] & 0x02) != 0) {
            reply = exchange.tcp(octets, isReply);
        }
        if (isFormatError(reply)) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Answer(new Message(reply)));
        } catch (IOException e) {
            return Optional.of(new Unreadable());
        }
    }

    /**
     * Returns the query message. EDNS(0), which old servers and some middleboxes do not support, is used only where validation
     * requires EDNS(0).
     */
    private Message message() {
        Header header = new Header(RANDOM.nextInt(0x10000));
        header.setFlag(Flags.RD);
        Message query = new Message();
        query.setHeader(header);
        query.addRecord(question, Section.QUESTION);
        boolean validated = options.contains(LookupOption.DNSSEC);
        if (validated) {
            header.setFlag(Flags.AD);
        }
        if (checking == Checking.DISABLED) {
            header.setFlag(Flags.CD);
        }
        if (validated) {
            query.addRecord(new OPTRecord(DATAGRAM, Rcode.NOERROR, 0, ExtendedFlags.DO), Section.ADDITIONAL);
        }
        return query;
    }

    /**
     * Returns true if {@code reply} has the id of the query, the QR bit, and the same question (ignoring case, as some servers
     * change it).
     */
    private boolean answers(byte[] query, byte[] reply) {
        int end = HEADER_LENGTH + question.getName().length() + 4;
        if (!isReplyTo(query, reply)) {
            return false;
        }
        if (isFormatError(reply)) {
            return true;
        }
        if (reply.length < end) {
            return false;
        }
        return Arrays.equals(folded(query, end), folded(reply, end));
    }

    private static boolean isReplyTo(byte[] query, byte[] reply) {
        return reply.length >= HEADER_LENGTH && reply[0] == query[0] && reply[1] == query[1] && (reply[2] & 0x80) != 0;
    }

    /**
     * Returns true for a FORMERR reply that is only a header: a server without EDNS(0) may send such a reply to a query with
     * EDNS(0).
     */
    private boolean isFormatError(byte[] reply) {
        return options.contains(LookupOption.DNSSEC)
                && reply.length == HEADER_LENGTH
                && (reply[3] & 0x0f) == Rcode.FORMERR;
    }

    private static byte[] folded(byte[] message, int end) {
        byte[] question = Arrays.copyOfRange(message, 4, end);
        // the counts of the other sections may differ; only QDCOUNT is compared
        Arrays.fill(question, 2, HEADER_LENGTH - 4, (byte) 0);
        for (int i = 0; i < question.length; i++) {
            question[i] = (byte) (question[i] >= 'A' && question[i] <= 'Z' ? question[i] + 32 : question[i]);
        }
        return question;
    }
}
