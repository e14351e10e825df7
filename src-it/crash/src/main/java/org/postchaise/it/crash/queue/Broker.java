/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.it.crash.queue;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.config.ClusterConnectionConfiguration;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.ha.SharedStoreBackupPolicyConfiguration;
import org.apache.activemq.artemis.core.config.ha.SharedStorePrimaryPolicyConfiguration;
import org.apache.activemq.artemis.core.server.Queue;
import org.apache.activemq.artemis.core.server.cluster.BackupManager;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.core.server.impl.ActiveMQServerImpl;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.postchaise.it.crash.BrokerFiles;

/**
 * Process that is one of a pair of brokers on one directory, its journal on disk and forced. The primary is active whenever it runs, the backup while the
 * primary is not. The process prints {@link #READY} and {@link #STANDBY} whenever it enters that state; for the command {@code count} it prints the number of
 * messages in each queue, including those under delivery and those with a delivery delay.
 */
public final class Broker {
    private static final String DEAD_LETTERS = "DLQ";

    /** Largest number of deliveries, as in WildFly's broker. */
    private static final int MOST_DELIVERIES = 10;

    /** Role of the backup; any other text is the primary. */
    static final String BACKUP = "backup";

    /** State of an active broker. */
    static final String READY = "ready";

    /** State of a backup that is ready to take over. */
    static final String STANDBY = "standby";

    private static final long POLL_MILLIS = 20;
    private static final long RETRY = 100;

    /** Logger of the broker; kept here, since otherwise it would be collected together with its level. */
    private static final Logger LOGGER = Logger.getLogger("org.apache");

    private Broker() {}

    /**
     * Runs the process.
     *
     * @param arguments the directory, the role, and the ports on 127.0.0.1 of this broker and of the other one
     */
    public static void main(String[] arguments) throws Exception {
        LOGGER.setLevel(Level.WARNING);
        EmbeddedActiveMQ broker = new EmbeddedActiveMQ();
        Configuration configuration = configuration(Path.of(arguments[0]), arguments[2], arguments[3]);
        broker.setConfiguration(configuration.setHAPolicyConfiguration(
                arguments[1].equals(BACKUP)
                        ? new SharedStoreBackupPolicyConfiguration().setAllowFailBack(true)
                        : new SharedStorePrimaryPolicyConfiguration()));
        broker.start();
        ActiveMQServerImpl server = (ActiveMQServerImpl) broker.getActiveMQServer();
        Thread watch = new Thread(() -> watch(server), "watch");
        watch.setDaemon(true);
        watch.start();
        BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        for (String order = orders.readLine(); order != null; order = orders.readLine()) {
            count(server);
        }
        // the test process has ended
        Runtime.getRuntime().halt(1);
    }

    private static void watch(ActiveMQServerImpl server) {
        String said = "";
        while (true) {
            String state = state(server);
            if (!state.isEmpty() && !state.equals(said)) {
                System.out.println(state);
                said = state;
            }
            try {
                Thread.sleep(POLL_MILLIS);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    /** Returns the state; empty in between. */
    private static String state(ActiveMQServerImpl server) {
        if (server.isActive()) {
            return READY;
        }
        BackupManager backups = server.getBackupManager();
        return backups != null && backups.isStarted() && backups.isBackupAnnounced() ? STANDBY : "";
    }

    private static void count(ActiveMQServerImpl server) {
        server.getPostOffice()
                .getAllBindings()
                .filter(binding -> binding.getBindable() instanceof Queue)
                .map(binding -> (Queue) binding.getBindable())
                .forEach(queue -> System.out.println("queue " + queue.getName() + " " + queue.getMessageCount()));
        System.out.println("queue prepared "
                + server.getResourceManager().getPreparedTransactions().size());
        System.out.println("end");
    }

    private static Configuration configuration(Path directory, String port, String other) throws Exception {
        return BrokerFiles.in(directory)
                .addAcceptorConfiguration("tcp", address(port) + "?useEpoll=false")
                .addConnectorConfiguration("self", address(port))
                .addConnectorConfiguration("other", address(other))
                .addClusterConfiguration(new ClusterConnectionConfiguration()
                        .setName("pair")
                        .setConnectorName("self")
                        .setRetryInterval(RETRY)
                        .setStaticConnectors(List.of("other")))
                .addAddressSetting(
                        "#",
                        new AddressSettings()
                                .setDeadLetterAddress(SimpleString.of(DEAD_LETTERS))
                                .setExpiryAddress(SimpleString.of(DEAD_LETTERS))
                                .setMaxDeliveryAttempts(MOST_DELIVERIES)
                                .setAutoDeleteQueues(false)
                                .setAutoDeleteAddresses(false))
                .addQueueConfiguration(QueueConfiguration.of(DEAD_LETTERS)
                        .setRoutingType(RoutingType.ANYCAST)
                        .setDurable(true));
    }

    private static String address(String port) {
        return "tcp://127.0.0.1:" + port;
    }
}
