/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.bench.outbox;

import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.DeliveryMode;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.server.JournalType;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.apache.activemq.artemis.nativo.jlibaio.LibaioContext;

/**
 * Apache Artemis in this process, as embedded in an application server: persistent messages, one in each transaction of a JMS session. Each commit forces the
 * journal, as by default, through libaio if available.
 */
final class Artemis implements Commits.Way {
    private static final String QUEUE = "mail";

    private final EmbeddedActiveMQ broker;
    private final ActiveMQConnectionFactory factory;
    private final Connection connection;
    private final byte[] content;
    private final List<Commits.Commit> commits = new ArrayList<>();

    Artemis(Path directory, byte[] content) throws Exception {
        this.content = content;
        Configuration configuration = new ConfigurationImpl()
                .setPersistenceEnabled(true)
                .setSecurityEnabled(false)
                .setJMXManagementEnabled(false)
                .setJournalType(journal())
                .setMaxDiskUsage(-1)
                .setJournalDirectory(directory.resolve("journal").toString())
                .setBindingsDirectory(directory.resolve("bindings").toString())
                .setPagingDirectory(directory.resolve("paging").toString())
                .setLargeMessagesDirectory(directory.resolve("large").toString())
                .addAcceptorConfiguration("in-vm", "vm://0")
                .addQueueConfiguration(QueueConfiguration.of(QUEUE).setRoutingType(RoutingType.ANYCAST));
        broker = new EmbeddedActiveMQ().setConfiguration(configuration);
        broker.start();
        factory = new ActiveMQConnectionFactory("vm://0");
        connection = factory.createConnection();
    }

    /** Returns the type of the journal. */
    static JournalType journal() {
        return LibaioContext.isLoaded() ? JournalType.ASYNCIO : JournalType.NIO;
    }

    @Override
    public Commits.Commit forThread(int thread) throws Exception {
        while (commits.size() <= thread) {
            Session session = connection.createSession(Session.SESSION_TRANSACTED);
            MessageProducer producer = session.createProducer(session.createQueue(QUEUE));
            producer.setDeliveryMode(DeliveryMode.PERSISTENT);
            commits.add(() -> {
                BytesMessage message = session.createBytesMessage();
                message.writeBytes(content);
                producer.send(message);
                session.commit();
            });
        }
        return commits.get(thread);
    }

    /** Empties the queue, which would otherwise fill the heap, and make Artemis write paged messages a second time. */
    @Override
    public void tidy() throws Exception {
        broker.getActiveMQServer().locateQueue(QUEUE).deleteAllReferences();
    }

    @Override
    public void close() throws IOException {
        try {
            connection.close();
            factory.close();
            broker.stop();
        } catch (Exception e) {
            throw new IOException("Artemis did not stop: " + e.getMessage(), e);
        }
    }
}
