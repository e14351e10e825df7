/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.it.crash.queue;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.Queue;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.postchaise.it.crash.BrokerFiles;

/**
 * A process that is a broker and nothing else, its journal on disk and forced. It says {@code ready}; for the order {@code count} it
 * tells how many messages each queue has, those under delivery and those that wait for their time included.
 */
public final class Broker {
    private static final String DEAD_LETTERS = "DLQ";

    /** As WildFly's broker has them. */
    private static final int MOST_DELIVERIES = 10;

    /** Kept, since nobody else keeps its level. */
    private static final Logger LOGGER = Logger.getLogger("org.apache");

    private Broker() {}

    /** Arguments: the directory, and the port on 127.0.0.1. */
    public static void main(String[] arguments) throws Exception {
        LOGGER.setLevel(Level.WARNING);
        EmbeddedActiveMQ broker = new EmbeddedActiveMQ();
        broker.setConfiguration(configuration(Path.of(arguments[0]), Integer.parseInt(arguments[1])));
        broker.start();
        System.out.println("ready");
        BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        for (String order = orders.readLine(); order != null; order = orders.readLine()) {
            count(broker.getActiveMQServer());
        }
        // the harness is gone
        Runtime.getRuntime().halt(1);
    }

    private static void count(ActiveMQServer server) {
        server.getPostOffice()
                .getAllBindings()
                .filter(binding -> binding.getBindable() instanceof Queue)
                .map(binding -> (Queue) binding.getBindable())
                .forEach(queue -> System.out.println("queue " + queue.getName() + " " + queue.getMessageCount()));
        System.out.println("queue prepared "
                + server.getResourceManager().getPreparedTransactions().size());
        System.out.println("end");
    }

    private static Configuration configuration(Path directory, int port) throws Exception {
        return BrokerFiles.in(directory)
                .addAcceptorConfiguration("tcp", "tcp://127.0.0.1:" + port + "?useEpoll=false")
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
}
