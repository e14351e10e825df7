/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.bench.tls;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.postchaise.api.Envelope;
import org.postchaise.api.MessageSource;
import org.postchaise.api.Recipient;
import org.postchaise.bench.ProcessorTime;
import org.postchaise.bench.client.Figures;
import org.postchaise.bench.client.Message;
import org.postchaise.engine.client.delivery.MailClient;
import org.postchaise.engine.client.delivery.SessionStore;
import org.postchaise.engine.client.route.NextHop;
import org.postchaise.engine.config.catalog.Catalog;
import org.postchaise.engine.event.EngineListener;
import org.postchaise.testkit.PostfixInstance;

/** Complete Postfix whose smtp(8) is measured: a session for each recipient, one after the other. */
final class PostfixClient implements AutoCloseable {
    private static final long LIMIT_NANOS = TimeUnit.MINUTES.toNanos(5);

    private final PostfixInstance postfix;

    private PostfixClient(PostfixInstance postfix) {
        this.postfix = postfix;
    }

    /** Starts a Postfix that sends to the server on port {@code sink}. */
    static PostfixClient start(int sink, Kind kind) throws IOException, InterruptedException {
        return new PostfixClient(PostfixInstance.start(
                """
                relayhost = [127.0.0.1]:SINK
                smtpd_recipient_limit = 100000
                smtp_destination_recipient_limit = 1
                smtp_destination_concurrency_limit = 1
                smtp_connection_cache_on_demand = no
                smtp_tls_security_level = LEVEL
                smtp_tls_session_cache_database = CACHE
                max_use = 1000000
                """.replace("SINK", "" + sink)
                        .replace("LEVEL", kind.level())
                        .replace("CACHE", kind == Kind.RESUMED ? "btree:DIRECTORY/data/scache" : ""),
                """
                tlsmgr    unix  - - n 1000? 1 tlsmgr
                smtp      unix  - - n - 1 smtp
                """));
    }

    /** Sends {@code count} mails of 1 KiB, after a few mails for warm-up. */
    Figures send(int count) throws IOException, InterruptedException {
        deliver(20);
        long processor = ProcessorTime.ofChildren(postfix.master(), "smtp");
        long began = System.nanoTime();
        deliver(count);
        return new Figures(
                count, System.nanoTime() - began, ProcessorTime.ofChildren(postfix.master(), "smtp") - processor);
    }

    private void deliver(int count) throws IOException, InterruptedException {
        List<Recipient> recipients = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            recipients.add(Recipient.of("r" + i + "@example.net"));
        }
        try (MailClient client = MailClient.of(Catalog.settings(Map.of()), EngineListener.NONE)) {
            client.deliver(
                    NextHop.parse("[127.0.0.1]:" + postfix.port()),
                    Envelope.of(Message.SENDER, recipients),
                    MessageSource.of(Message.octets(1 << 10)),
                    SessionStore.none());
        }
        long end = System.nanoTime() + LIMIT_NANOS;
        while (postfix.mails("incoming", "active", "deferred") > 0) {
            if (System.nanoTime() - end > 0) {
                throw new IOException("Postfix still has mail; " + postfix.log() + " says why");
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    @Override
    public void close() throws IOException {
        postfix.close();
    }
}
