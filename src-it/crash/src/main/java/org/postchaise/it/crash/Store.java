/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.it.crash;

import com.arjuna.ats.jta.recovery.XAResourceRecoveryHelper;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSContext;
import jakarta.jms.Message;
import jakarta.jms.XAJMSContext;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import javax.sql.XAConnection;
import javax.transaction.xa.XAResource;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.jms.client.ActiveMQXAConnectionFactory;
import org.apache.derby.jdbc.EmbeddedXADataSource;

/** Other resources of the transactions: a database in a file, and a broker in this process with its journal on disk. */
final class Store {
    static final String QUEUE = "sent";

    private final EmbeddedXADataSource database = new EmbeddedXADataSource();
    private final ActiveMQXAConnectionFactory broker;

    /** Starts the broker, and creates the table and the queue where they are missing. */
    Store(Path directory) throws Exception {
        System.setProperty(
                "derby.stream.error.file", directory.resolve("derby.log").toString());
        database.setDatabaseName(directory.resolve("database").toString());
        database.setCreateDatabase("create");
        try (Connection connection = rows()) {
            if (!connection.getMetaData().getTables(null, null, "SENT", null).next()) {
                try (Statement statement = connection.createStatement()) {
                    statement.execute("CREATE TABLE sent (id VARCHAR(60) PRIMARY KEY)");
                }
            }
        }
        new EmbeddedActiveMQ()
                .setConfiguration(configuration(directory.resolve("broker")))
                .start();
        broker = new ActiveMQXAConnectionFactory("vm://0");
    }

    private static Configuration configuration(Path directory) throws Exception {
        return BrokerFiles.in(directory)
                .setJournalMinFiles(2)
                .addAcceptorConfiguration("in-vm", "vm://0")
                .addQueueConfiguration(QueueConfiguration.of(QUEUE)
                        .setRoutingType(RoutingType.ANYCAST)
                        .setDurable(true));
    }

    /** Returns a connection outside of the coordinator's transactions. */
    private Connection rows() throws SQLException {
        return database.getXAConnection().getConnection();
    }

    /** Returns a new connection, for one thread. */
    XAConnection connection() throws SQLException {
        return database.getXAConnection();
    }

    /** Returns a session on a connection of its own, for one thread. */
    XAJMSContext context() {
        return broker.createXAContext();
    }

    /** Returns the helper by which recovery gets the resources. */
    XAResourceRecoveryHelper recovery() throws SQLException {
        XAResource[] resources = {connection().getXAResource(), context().getXAResource()};
        return new XAResourceRecoveryHelper() {
            @Override
            public boolean initialise(String text) {
                return true;
            }

            @Override
            public XAResource[] getXAResources() {
                return resources.clone();
            }
        };
    }

    /** Returns the ids of all rows that begin with {@code prefix}. */
    List<String> rows(String prefix) throws SQLException {
        List<String> ids = new ArrayList<>();
        try (Connection connection = rows();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT id FROM sent")) {
            while (rows.next()) {
                ids.add(rows.getString(1));
            }
        }
        ids.removeIf(id -> !id.startsWith(prefix));
        return ids;
    }

    /** Consumes all messages of the queue, and returns their ids. */
    List<String> messages() throws Exception {
        List<String> ids = new ArrayList<>();
        ConnectionFactory factory = broker;
        try (JMSContext context = factory.createContext(JMSContext.AUTO_ACKNOWLEDGE);
                var consumer = context.createConsumer(context.createQueue(QUEUE))) {
            for (Message message = consumer.receiveNoWait(); message != null; message = consumer.receiveNoWait()) {
                ids.add(message.getBody(String.class));
            }
        }
        return ids;
    }
}
