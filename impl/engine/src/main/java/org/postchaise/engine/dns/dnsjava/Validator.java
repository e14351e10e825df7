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
 * Validates what the name servers say, from trust anchors of one's own (RFC 4035): the library's validation over {@link Query},
 * on the thread of the lookup. Of a reply that is bogus nothing is told but that there was none, as by a resolver that
 * validates. The keys of zones are kept as long as they are good.
 */
final class Validator {
    /** So many names, each with keys and their proofs, are more than any chain has. */
    private static final int MOST_QUERIES = 64;

    private final NameServers servers;
    private final ValidatingResolver resolver;

    /**
     * A validator that trusts what {@code anchors}, DS or DNSKEY records as in a zone's file, name.
     *
     * @throws IOException when they are no such records
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

    /** What the library asks: the name servers, which are not to validate themselves. Its settings are those of {@link Query}. */
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
            // the servers have theirs
        }

        @Override
        public void setTCP(boolean always) {
            // where a reply was cut
        }

        @Override
        public void setIgnoreTruncation(boolean ignore) {
            // never
        }

        @Override
        public void setEDNS(int version, int payload, int flags, List<EDNSOption> options) {
            // always
        }

        @Override
        public void setTSIGKey(TSIG key) {
            // none
        }

        @Override
        public void setTimeout(Duration timeout) {
            // the servers'
        }
    }
}
