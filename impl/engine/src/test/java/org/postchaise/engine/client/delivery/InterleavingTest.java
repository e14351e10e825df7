/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.client.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.postchaise.api.DeliveryReport;
import org.postchaise.api.Envelope;
import org.postchaise.api.MessageSource;
import org.postchaise.engine.client.route.NextHop;
import org.postchaise.engine.client.session.Session;
import org.postchaise.engine.config.catalog.Catalog;
import org.postchaise.engine.event.EngineListener;
import org.postchaise.testkit.MockMailbox;
import org.postchaise.testkit.ReceivedMail;

/** vertx-mail-client #171: interleaved sessions brought mail to the wrong person. */
class InterleavingTest {
    private static final int THREADS = 8;
    private static final int MAILS = 400;

    @Test
    @Timeout(120)
    void vertx_mail_client_171_noMailReachesAnotherHostOrAnotherRecipient() throws Exception {
        List<MockMailbox> mailboxes = List.of(MockMailbox.start(), MockMailbox.start(), MockMailbox.start());
        SharedSessions sessions = new SharedSessions();
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try (MailClient client = MailClient.of(Catalog.defaults(), EngineListener.NONE)) {
            mailboxes.get(0).refuseRecipients(address -> address.contains("7."), "451 4.2.0 later", Integer.MAX_VALUE);
            List<Future<Integer>> results = new ArrayList<>();
            for (int t = 0; t < THREADS; t++) {
                int thread = t;
                results.add(threads.submit(() -> send(client, mailboxes, sessions, thread)));
            }
            int delivered = 0;
            for (Future<Integer> result : results) {
                delivered += result.get();
            }
            int received = 0;
            for (int i = 0; i < mailboxes.size(); i++) {
                for (ReceivedMail mail : mailboxes.get(i).mails()) {
                    received++;
                    String recipient = mail.recipients().get(0);
                    assertThat(mail.recipients()).hasSize(1);
                    assertThat(recipient).endsWith("@host" + i + ".example");
                    assertThat(new String(mail.content(), StandardCharsets.US_ASCII))
                            .isEqualTo("To: " + recipient + "\r\n\r\n" + recipient + "\r\n");
                }
            }
            assertThat(received).isEqualTo(delivered).isGreaterThan(THREADS * MAILS / 2);
        } finally {
            threads.shutdownNow();
            mailboxes.forEach(MockMailbox::close);
        }
    }

    private static int send(MailClient client, List<MockMailbox> mailboxes, SessionStore sessions, int thread) {
        Random random = new Random(thread);
        int delivered = 0;
        for (int i = 0; i < MAILS; i++) {
            int host = random.nextInt(mailboxes.size());
            String recipient = "r" + thread + "." + i + ".x@host" + host + ".example";
            byte[] content = ("To: " + recipient + "\r\n\r\n" + recipient + "\r\n").getBytes(StandardCharsets.US_ASCII);
            DeliveryReport report = client.deliver(
                    NextHop.parse(mailboxes.get(host).nextHop()),
                    Envelope.of("me@example.com", recipient),
                    MessageSource.of(content),
                    sessions);
            if (report.allDelivered()) {
                delivered++;
            }
        }
        return delivered;
    }

    /** All threads take from and give to the same sessions, so that these wander between threads. */
    private static final class SharedSessions implements SessionStore {
        private final Map<ConnectionKey, ConcurrentLinkedDeque<Session>> idle = new ConcurrentHashMap<>();

        @Override
        public Optional<Session> take(ConnectionKey key) {
            return Optional.ofNullable(idle.computeIfAbsent(key, k -> new ConcurrentLinkedDeque<>())
                    .poll());
        }

        @Override
        public boolean wants(ConnectionKey key) {
            return true;
        }

        @Override
        public void keep(ConnectionKey key, Session session) {
            idle.computeIfAbsent(key, k -> new ConcurrentLinkedDeque<>()).add(session);
        }
    }
}
