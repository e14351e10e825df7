/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Assumptions;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;
import org.postchaise.it.server.FreePorts;
import org.postchaise.it.server.Payara;
import org.postchaise.it.server.ServerControl;
import org.postchaise.it.server.ServerControl.Pool;
import org.postchaise.it.server.ServerFiles;
import org.postchaise.it.server.WildFly;
import org.postchaise.testkit.MockMailbox;

/**
 * Starts the server before the first test, and before Arquillian reads where it is, and stops it after the last. The server
 * runs under this control and not under Arquillian's, since tests kill it.
 */
public final class ServerSession implements LauncherSessionListener {
    /** Where the adapter expects a name server; nobody listens there but while {@code TrustIT} runs. */
    static final int NAME_SERVER = FreePorts.one();

    /** Where the connection factory with tokens gets them; the same. */
    static final int TOKEN_ENDPOINT = FreePorts.one();

    private static Optional<Running> current = Optional.empty();

    private Optional<Running> running = Optional.empty();

    /** For the service loader; nothing is started before {@link #launcherSessionOpened}. */
    public ServerSession() {}

    /** Does nothing where the build did not say which server it has set up: only integration tests need one. */
    @Override
    public void launcherSessionOpened(LauncherSession session) {
        if (System.getProperty("it.server") == null) {
            return;
        }
        MockMailbox mailbox = MockMailbox.start();
        ServerControl server = server(mailbox.nextHop());
        Runtime.getRuntime().addShutdownHook(new Thread(server::close, "server-stop"));
        running = Optional.of(new Running(server, mailbox));
        server.start();
        server.deployAdapter(Archives.adapter());
        server.addPool(Pool.HELD, Archives.secondAdapter("postchaise-held.rar"), Map.of("transactionMode", "hold"));
        server.addPool(
                Pool.OUTBOX,
                Archives.secondAdapter("postchaise-outbox.rar"),
                Map.of("transactionMode", "outbox", "outboxDirectory", outbox()));
        server.addDatabase();
        server.addMailSession();
        System.setProperty("it.management.port", Integer.toString(server.managementPort()));
        current = running;
    }

    @Override
    public void launcherSessionClosed(LauncherSession session) {
        running.ifPresent(one -> {
            one.server().close();
            one.mailbox().close();
        });
    }

    private static ServerControl server(String relayhost) {
        Path home = Path.of(System.getProperty("it.server.home"));
        Path work = Path.of(System.getProperty("it.work"));
        ServerFiles.write(transports(), "");
        ServerFiles.write(policies(), "");
        // for SubmissionIT: the adapter makes return paths by it, and the courier knows them again
        Path keys = ServerFiles.write(work.resolve("verp_keys"), "a key for the tests of return paths\n");
        Path mainCf = ServerFiles.write(
                work.resolve("main.cf"), """
                # for ConfigurationIT
                myhostname = configured.example
                max_use = 7
                # for TrustIT; both files are empty until it runs
                transport_maps = texthash:TRANSPORTS
                smtp_tls_policy_maps = texthash:POLICIES
                smtp_dns_support_level = dnssec
                smtp_tls_loglevel = 1
                dns_name_servers = 127.0.0.1:PORT
                dnssec_probe =
                verp_key_file = KEYS
                # for OutboxIT, where its pool belongs to this adapter
                minimal_backoff_time = 1s
                maximal_backoff_time = 3s
                """.replace("TRANSPORTS", transports().toString())
                        .replace("POLICIES", policies().toString())
                        .replace("KEYS", keys.toString())
                        .replace("PORT", "" + NAME_SERVER));
        Map<String, String> properties = new TreeMap<>(Map.of(
                "postchaise.relayhost", relayhost,
                "postchaise.minimal_backoff_time", "1s",
                "postchaise.queue_run_delay", "1s",
                "postchaise.maximal_backoff_time", "3s"));
        properties.put("postchaise.configFile", mainCf.toString());
        properties.put("postchaise.verp_key_file", keys.toString());
        properties.put("postchaise.tokenEndpoint", "http://127.0.0.1:" + TOKEN_ENDPOINT + "/token");
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

    /** The outbox of {@link Pool#OUTBOX}, empty at first. */
    private static String outbox() {
        Path directory = Path.of(System.getProperty("it.work")).resolve("outbox");
        ServerFiles.delete(directory);
        try {
            return Files.createDirectories(directory).toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The adapter's {@code transport_maps}: a key and a value on each line. */
    static Path transports() {
        return Path.of(System.getProperty("it.work")).resolve("transport");
    }

    /** The adapter's {@code smtp_tls_policy_maps}. */
    static Path policies() {
        return Path.of(System.getProperty("it.work")).resolve("tls_policy");
    }

    /** Skips the test on other servers, and says why. */
    static void requireWildFly(String reason) {
        if (!System.getProperty("it.server").equals("wildfly")) {
            System.out.println("skipped: " + reason);
            Assumptions.abort(reason);
        }
    }

    /** The server under test. */
    static ServerControl control() {
        return current().server();
    }

    /** The mailbox that the connection factory's {@code relayhost} leads to. */
    static MockMailbox relay() {
        return current().mailbox();
    }

    private static Running current() {
        return current.orElseThrow(
                () -> new IllegalStateException("no server was started; run the tests by mvn verify"));
    }

    private record Running(ServerControl server, MockMailbox mailbox) {}
}
