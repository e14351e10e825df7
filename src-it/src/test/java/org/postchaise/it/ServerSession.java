/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.it;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;
import org.postchaise.it.server.Payara;
import org.postchaise.it.server.ServerControl;
import org.postchaise.it.server.WildFly;
import org.postchaise.testkit.MockMailbox;

/**
 * Starts the server before the first test, and before Arquillian reads where it is, and stops it after the last. The server
 * runs under this control and not under Arquillian's, since tests kill it.
 */
public final class ServerSession implements LauncherSessionListener {
    private static Optional<ServerSession> current = Optional.empty();

    private final MockMailbox mailbox = MockMailbox.start();
    private final ServerControl server;

    /** For the service loader; nothing is started before {@link #launcherSessionOpened}. */
    public ServerSession() {
        server = server();
    }

    private ServerControl server() {
        Path home = Path.of(System.getProperty("it.server.home"));
        Path work = Path.of(System.getProperty("it.work"));
        Map<String, String> properties = new TreeMap<>(Map.of(
                "postchaise.relayhost", mailbox.nextHop(),
                "postchaise.minimal_backoff_time", "1s",
                "postchaise.maximal_backoff_time", "3s"));
        // a crash leaves prepared transactions; look for them every ten seconds, not every two minutes
        properties.put("RecoveryEnvironmentBean.periodicRecoveryPeriod", "10");
        properties.put("RecoveryEnvironmentBean.recoveryBackoffPeriod", "2");
        return switch (System.getProperty("it.server")) {
            case "wildfly" -> new WildFly(home, work.resolve("wildfly"), properties);
            case "payara" ->
                new Payara(home, work.resolve("payara"), Path.of(System.getProperty("it.asadmin")), properties);
            default -> throw new IllegalStateException("it.server is neither wildfly nor payara");
        };
    }

    @Override
    public void launcherSessionOpened(LauncherSession session) {
        Runtime.getRuntime().addShutdownHook(new Thread(server::close, "server-stop"));
        server.start();
        server.deployAdapter(Archives.adapter());
        server.addCarelessPool(Archives.carelessAdapter());
        System.setProperty("it.management.port", Integer.toString(server.managementPort()));
        current = Optional.of(this);
    }

    @Override
    public void launcherSessionClosed(LauncherSession session) {
        server.close();
        mailbox.close();
    }

    /** The server under test. */
    static ServerControl control() {
        return current().server;
    }

    /** The mailbox that the connection factory's {@code relayhost} leads to. */
    static MockMailbox relay() {
        return current().mailbox;
    }

    private static ServerSession current() {
        return current.orElseThrow(() -> new IllegalStateException("no server was started"));
    }
}
