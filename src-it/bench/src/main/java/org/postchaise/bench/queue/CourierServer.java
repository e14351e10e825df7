/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.bench.queue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.postchaise.it.server.Http;
import org.postchaise.it.server.War;
import org.postchaise.it.server.WildFly;

/** WildFly with the adapter and an application with the courier, whose queue is in WildFly's own broker with its default configuration. */
final class CourierServer implements AutoCloseable {
    private static final String MAIL =
            "/subsystem=resource-adapters/resource-adapter=postchaise/connection-definitions=MailConnectionFactory";
    private static final String BEANS = "/subsystem=ejb3/strict-max-bean-instance-pool=mdb-strict-max-pool";
    private static final List<String> CLASSES = List.of(
            "org/postchaise/bench/client/Message",
            "org/postchaise/bench/queue/ExpectedOutcome",
            "org/postchaise/bench/queue/Workload",
            "org/postchaise/bench/queue/Workload$Part",
            "org/postchaise/bench/queue/QueueServlet",
            "org/postchaise/bench/queue/QueueServlet$Sending",
            "org/postchaise/bench/queue/ServerBeans");

    /** Descriptor that sets the number of JMS sessions of the delivering bean. */
    private static final String SESSIONS = """
            <ejb-jar xmlns="https://jakarta.ee/xml/ns/jakartaee" version="4.0">
              <enterprise-beans>
                <message-driven>
                  <ejb-name>PostchaiseCourier</ejb-name>
                  <activation-config>
                    <activation-config-property>
                      <activation-config-property-name>maxSession</activation-config-property-name>
                      <activation-config-property-value>%d</activation-config-property-value>
                    </activation-config-property>
                  </activation-config>
                </message-driven>
              </enterprise-beans>
            </ejb-jar>
            """;

    private final Path directory;
    private final WildFly wildfly;
    private final Http http = new Http();

    /**
     * Creates a server that is not started. The system properties {@code bench.home} and {@code bench.apps} name the distribution and the directory of
     * archives.
     *
     * @param directory the directory of the server's files
     * @param properties the system properties, with the routes of mail
     */
    CourierServer(Path directory, Map<String, String> properties) {
        this.directory = directory;
        this.wildfly = new WildFly(Path.of(System.getProperty("bench.home")), directory.resolve("wildfly"), properties);
    }

    /** Starts the server with delivery stopped. */
    void start(int connections) throws IOException {
        Path apps = Path.of(System.getProperty("bench.apps"));
        Path war = directory.resolve("queue.war");
        War.writeCourier(war, apps, CLASSES, "", Map.of("ejb-jar.xml", SESSIONS.formatted(connections)));
        wildfly.start();
        wildfly.cli(
                BEANS + ":undefine-attribute(name=derive-size)",
                BEANS + ":write-attribute(name=max-pool-size,value=" + connections + ")",
                MAIL + ":write-attribute(name=max-pool-size,value=" + connections + ")",
                MAIL + "/config-properties=defaultDestinationConcurrencyLimit:add(value=" + connections + ")",
                MAIL + "/config-properties=initialDestinationConcurrency:add(value=" + connections + ")",
                "reload",
                "deploy \"" + apps.resolve("postchaise.rar") + "\"",
                "deploy \"" + war + "\"");
        stopDelivery();
    }

    /** Kind of load on a queue of the broker. */
    enum Way {
        /** Submission by the courier. */
        MAILER,
        /** JMS messages alone. */
        JMS
    }

    /**
     * Committed mails.
     *
     * @param rate the mails per second
     */
    record Committed(long count, double rate) {}

    /**
     * Sends until all mails are committed or the time is over.
     *
     * @param batch the number of mails in a transaction
     */
    Committed load(Way way, int threads, Mails mails, int batch, Duration time) throws IOException {
        String answer = get("load?way=" + (way == Way.MAILER ? "mailer" : "jms") + "&threads=" + threads + "&mix="
                + mails.mix() + "&size=" + mails.size() + "&batch=" + batch + "&count=" + mails.count() + "&millis="
                + time.toMillis());
        String[] words = answer.split(" ", -1);
        long committed = Long.parseLong(words[0]);
        return new Committed(committed, committed * 1e9 / Long.parseLong(words[1]));
    }

    void startDelivery() throws IOException {
        get("start");
    }

    void stopDelivery() throws IOException {
        get("stop");
    }

    /** Returns the number of mails in the queue. */
    long mails() throws IOException {
        return Long.parseLong(get("mails"));
    }

    /** Empties the queue. */
    void purge() throws IOException {
        get("purge");
    }

    /** Returns the server's processor time, in nanoseconds. */
    long processor() throws IOException {
        return Long.parseLong(get("processor"));
    }

    /** Returns the server's heap in use after a collection, in octets. */
    long heap() throws IOException {
        return Long.parseLong(get("heap"));
    }

    /** Returns the log file. */
    Path log() {
        return directory.resolve("wildfly/console.log");
    }

    private String get(String what) throws IOException {
        return http.get(wildfly.http().resolve("/queue/" + what));
    }

    @Override
    public void close() {
        wildfly.kill();
    }
}
