/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.dns.dnsjava;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.postchaise.engine.dns.LookupOption;
import org.postchaise.engine.dns.NameServers;
import org.xbill.DNS.DClass;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Resolver;
import org.xbill.DNS.TSIG;
import org.xbill.DNS.dnssec.ValidatingResolver;

/**
 * A DNSSEC validator with configured trust anchors (RFC 4035): dnsjava's validation over {@link Query}, on the thread of the
 * lookup. A bogus reply is reported like a missing reply, as by a validating resolver. The keys of zones are cached for their
 * time to live.
 */
final class Validator {
    /** The limit on queries for one lookup; no chain of trust has so many names, keys and proofs. */
    private static final int MOST_QUERIES = 64;

    private final NameServers servers;
    private final ValidatingResolver resolver;

    /**
     * Creates a validator with the trust anchors {@code anchors}: DS or DNSKEY records in the form of a zone file.
     *
     * @throws IOException when the trust anchors are malformed
     */
    Validator(NameServers servers, byte[] anchors) throws IOException {
        this.servers = servers;
        this.resolver = new ValidatingResolver(new Head());
        resolver.loadTrustAnchors(new ByteArrayInputStream(anchors));
    }

    Query.Reply ask(Name name, int type) {
        Message query = Message.newQuery(Record.newRecord(name, type, DClass.IN));
        Duration limit = servers.timeout().multipliedBy(MOST_QUERIES);
        CompletableFuture<Message> future =
                resolver.sendAsync(query, Runnable::run).toCompletableFuture();
        try {
            Message reply = future.get(limit.toMillis(), TimeUnit.MILLISECONDS);
            return reply.getRcode() == Rcode.SERVFAIL ? new Query.Silence() : new Query.Answer(reply);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Query.Silence();
        } catch (ExecutionException | TimeoutException e) {
            return new Query.Silence();
        }
    }

    /**
     * The transport of dnsjava's validator: sends queries with checking disabled to the name servers. The setters are no-ops,
     * since {@link Query} has its own settings.
     */
    private final class Head implements Resolver {
        @Override
        public CompletionStage<Message> sendAsync(Message message, Executor executor) {
            Record question = message.getQuestion();
            Query query = new Query(
                    servers,
                    question.getName(),
                    question.getType(),
                    Set.of(LookupOption.DNSSEC),
                    Query.Checking.DISABLED);
            return query.run() instanceof Query.Answer answer
                    ? CompletableFuture.completedFuture(answer.message())
                    : CompletableFuture.failedFuture(new IOException("no answer"));
        }

        @Override
        public void setPort(int port) {
            // the name servers have their own ports
        }

        @Override
        public void setTCP(boolean always) {
            // TCP is used after a truncated reply
        }

        @Override
        public void setIgnoreTruncation(boolean ignore) {
            // truncation is never ignored
        }

        @Override
        public void setEDNS(int version, int payload, int flags, List<EDNSOption> options) {
            // EDNS(0) is always used
        }

        @Override
        public void setTSIGKey(TSIG key) {
            // TSIG is not used
        }

        @Override
        public void setTimeout(Duration timeout) {
            // the time limit is that of the name servers
        }
    }
}
