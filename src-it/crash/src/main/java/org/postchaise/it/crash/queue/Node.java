/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.it.crash.queue;

import jakarta.jms.JMSDestinationDefinition;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.postchaise.courier.CourierStartup;
import org.postchaise.it.crash.Outcomes;
import org.postchaise.it.server.Http;
import org.postchaise.it.server.War;
import org.postchaise.it.server.WildFly;

/** WildFly without a broker of its own, with the adapter, and an application with the courier. */
final class Node {
    private static final String BROKER = "broker";

    /** Number of WildFly's log message for a start with errors. */
    private static final String WITH_ERRORS = "WFLYSRV0026";

    private static final String FACTORY = "java:/BrokerJmsXA";
    private static final String MAIL =
            "/subsystem=resource-adapters/resource-adapter=postchaise/connection-definitions=MailConnectionFactory";
    private static final List<String> CLASSES = List.of(
            "org/postchaise/it/crash/Outcomes",
            "org/postchaise/it/crash/Outcomes$Known",
            "org/postchaise/it/crash/queue/Letters",
            "org/postchaise/it/crash/queue/QueueServlet",
            "org/postchaise/it/crash/queue/Settlements");

    private final String name;
    private final Path directory;
    private final WildFly wildfly;
    private final Http http = new Http();

    /**
     * Creates a node that is not started. The system properties {@code crash.home} and {@code crash.apps} name the distribution and the directory of archives.
     *
     * @param name the node's own name
     * @param directory the directory for the node and for the files that all nodes write
     */
    Node(String name, Path directory) {
        this.name = name;
        this.directory = directory;
        Map<String, String> properties = new HashMap<>(Map.of(
                // recovery decides its own node's transactions: two nodes of one name would roll back each other's
                "jboss.tx.node.id",
                name,
                Settlements.FILE,
                directory.resolve("settled").toString(),
                "RecoveryEnvironmentBean.periodicRecoveryPeriod",
                "1",
                "RecoveryEnvironmentBean.recoveryBackoffPeriod",
                "1",
                "JTAEnvironmentBean.orphanSafetyInterval",
                "500"));
        properties.putAll(Map.of(
                "postchaise.queue_run_delay", "1s",
                "postchaise.minimal_backoff_time", "1s",
                "postchaise.maximal_backoff_time", "2s",
                "postchaise.maximal_queue_lifetime", "10m"));
        this.wildfly =
                new WildFly(Path.of(System.getProperty("crash.home")), directory.resolve(name), Map.copyOf(properties));
    }

    /**
     * Replaces WildFly's own broker by the pair, and deploys the adapter and the application.
     *
     * @param ports the ports of the brokers
     * @param transports {@code transport_maps} of the connection factory
     */
    void setUp(List<Integer> ports, String transports) throws IOException {
        Path apps = Path.of(System.getProperty("crash.apps"));
        List<String> lines = new ArrayList<>();
        List<String> connectors = new ArrayList<>();
        for (int port : ports) {
            String connector = BROKER + "-" + port;
            connectors.add(connector);
            lines.add("/socket-binding-group=standard-sockets/remote-destination-outbound-socket-binding=" + connector
                    + ":add(host=127.0.0.1,port=" + port + ")");
            lines.add("/subsystem=messaging-activemq/remote-connector=" + connector + ":add(socket-binding=" + connector
                    + ")");
        }
        Collections.addAll(
                lines,
                "/subsystem=messaging-activemq/pooled-connection-factory=" + BROKER + ":add(connectors=" + connectors
                        + ",entries=[" + FACTORY + "],transaction=xa,ha=true)",
                "/subsystem=ee/service=default-bindings:write-attribute(name=jms-connection-factory,value=" + FACTORY
                        + ")",
                "/subsystem=ejb3:write-attribute(name=default-resource-adapter-name,value=" + BROKER + ")",
                "/subsystem=messaging-activemq/server=default:remove",
                MAIL + "/config-properties=transportMaps:add(value=\"" + transports + "\")",
                "reload",
                "deploy \"" + apps.resolve("postchaise.rar") + "\"",
                "deploy \"" + application(directory, apps) + "\"");
        wildfly.cli(lines.toArray(String[]::new));
    }

    private static Path application(Path directory, Path apps) throws IOException {
        Path war = directory.resolve("queue.war");
        War.writeCourier(war, apps, CLASSES, destinations(), Map.of());
        return war;
    }

    /** Returns the courier's destinations as descriptor elements for the external broker. */
    private static String destinations() {
        StringBuilder text = new StringBuilder();
        for (JMSDestinationDefinition one : CourierStartup.class.getAnnotationsByType(JMSDestinationDefinition.class)) {
            text.append("""
                      <jms-destination>
                        <name>%s</name>
                        <interface-name>%s</interface-name>
                        <resource-adapter>%s</resource-adapter>
                        <destination-name>%s</destination-name>
                      </jms-destination>
                    """.formatted(one.name(), one.interfaceName(), BROKER, one.destinationName()));
        }
        return text.toString();
    }

    String name() {
        return name;
    }

    /**
     * Starts the node; a node that started with errors is started again, since WildFly may look for a factory of an external broker before the factory is
     * there.
     */
    void start() {
        int before = wildfly.log().length();
        wildfly.start();
        if (wildfly.log().indexOf(WITH_ERRORS, before) >= 0) {
            System.out.println("node " + name + " started with errors, and is started again");
            wildfly.close();
            start();
        }
    }

    void kill() {
        wildfly.kill();
    }

    /** Begins to submit {@code count} mails whose ids begin with {@code prefix}. */
    void submit(String prefix, int count) throws IOException {
        get("submit?prefix=" + prefix + "&count=" + count + "&outcomes=" + outcomes());
    }

    /** Returns true if the node still submits. */
    boolean isSubmitting() throws IOException {
        return !get("running").equals("0");
    }

    /** Returns the application's knowledge of the transactions whose ids begin with {@code prefix}. */
    Map<String, Outcomes.Known> outcomes(String prefix) throws IOException {
        return Outcomes.read(outcomes(), prefix);
    }

    private Path outcomes() {
        return directory.resolve("outcomes-" + name);
    }

    /** Returns the lines of {@link Settlements}. */
    static List<String> settlements(Path directory) throws IOException {
        Path file = directory.resolve("settled");
        return Files.exists(file) ? Files.readAllLines(file, StandardCharsets.US_ASCII) : List.of();
    }

    private String get(String what) throws IOException {
        return http.get(wildfly.http().resolve("/queue/" + what));
    }
}
