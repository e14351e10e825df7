/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.it.crash;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.postchaise.it.server.Http;
import org.postchaise.it.server.ServerException;
import org.postchaise.it.server.War;
import org.postchaise.it.server.WildFly;

/**
 * WildFly with the adapter, its own broker, an XA data source of H2 on a file, and {@link CrashServlet}. Its recovery manager runs each second; no other
 * program decides transactions.
 */
final class Server implements Victim {
    private static final Duration LIMIT = Duration.ofSeconds(90);

    /** Time without remaining work until the server counts as quiet: a mail whose commit is being forced is neither in doubt nor waiting. */
    private static final Duration QUIET = Duration.ofSeconds(1);

    /** Time without remaining work, while rows and messages differ, until the rows count as hidden: some passes of recovery. */
    private static final Duration CALM = Duration.ofSeconds(10);

    private static final String ADAPTER = "/subsystem=resource-adapters/resource-adapter=postchaise";
    private static final String FACTORY = ADAPTER + "/connection-definitions=CrashFactory";
    private static final List<String> CLASSES =
            List.of("CrashServlet", "TransactionMix", "TransactionMix$Step", "Mails", "Outcomes", "Outcomes$Known");

    private final Path directory;
    private final Path agentArchive;
    private final WildFly wildfly;
    private final Http http = new Http();
    private Optional<Thread> starting = Optional.empty();

    private Server(Path directory, Path agentArchive, WildFly wildfly) {
        this.directory = directory;
        this.agentArchive = agentArchive;
        this.wildfly = wildfly;
    }

    /**
     * Returns a server that is set up and stopped. The system properties {@code crash.home} and {@code crash.apps} name the distribution and the directory of
     * archives.
     *
     * @param transports {@code transport_maps} of the connection factory
     */
    static Server prepared(Path directory, String transports, Path agentArchive) throws IOException {
        WildFly wildfly = new WildFly(
                Path.of(System.getProperty("crash.home")),
                directory.resolve("server"),
                Map.of(
                        "RecoveryEnvironmentBean.periodicRecoveryPeriod",
                        "1",
                        "RecoveryEnvironmentBean.recoveryBackoffPeriod",
                        "1",
                        "JTAEnvironmentBean.orphanSafetyInterval",
                        "500"));
        Server made = new Server(directory, agentArchive, wildfly);
        wildfly.start();
        made.setUp(transports);
        wildfly.close();
        return made;
    }

    private void setUp(String transports) throws IOException {
        Path outbox = Files.createDirectories(directory.resolve("outbox"));
        wildfly.cli(
                "xa-data-source add --name=CrashDatabase --jndi-name=java:/CrashDatabase --driver-name=h2 --user-name=sa"
                        + " --password=sa --xa-datasource-properties={\"URL\"=>\"jdbc:h2:file:"
                        + directory.resolve("database") + ";DB_CLOSE_ON_EXIT=FALSE;WRITE_DELAY=0\"}",
                "jms-queue add --queue-address=sent --entries=java:/jms/queue/sent",
                ADAPTER + ":write-attribute(name=transaction-support,value=XATransaction)",
                ADAPTER + "/config-properties=minimalBackoffTime:add(value=\"1s\")",
                ADAPTER + "/config-properties=maximalBackoffTime:add(value=\"1s\")",
                FACTORY + ":add(class-name=org.postchaise.connector.outbound.SmtpManagedConnectionFactory,"
                        + "jndi-name=java:/postchaise/CrashFactory,no-recovery=false,recovery-username=postchaise,"
                        + "recovery-password=unused)",
                FACTORY + "/config-properties=transactionMode:add(value=outbox)",
                FACTORY + "/config-properties=outboxDirectory:add(value=\"" + outbox + "\")",
                FACTORY + "/config-properties=transportMaps:add(value=\"" + transports + "\")");
        // an adapter's changes take effect with a start
        wildfly.close();
        wildfly.start();
        wildfly.deploy(Path.of(System.getProperty("crash.apps"), "postchaise.rar"));
        wildfly.deploy(application());
        get("create");
    }

    private Path application() throws IOException {
        Path war = directory.resolve("crash.war");
        War.write(
                war,
                CLASSES.stream().map(name -> "org/postchaise/it/crash/" + name).toList(),
                List.of(),
                Map.of());
        return war;
    }

    @Override
    public void start(Optional<String> agent) {
        wildfly.setJavaOptions(agent.map(this::option).orElse(""));
        wildfly.start();
    }

    /** Starts the server on a thread of its own: a server whose deployment is held does not become ready. */
    @Override
    public void startToBeKilled(String agent) {
        wildfly.setJavaOptions(option(agent));
        Thread thread = new Thread(
                () -> {
                    try {
                        wildfly.start();
                    } catch (ServerException killed) {
                        System.getLogger(Server.class.getName()).log(System.Logger.Level.DEBUG, "killed", killed);
                    }
                },
                "start of the server");
        starting = Optional.of(thread);
        thread.start();
    }

    private String option(String agent) {
        return "-javaagent:" + agentArchive + "=" + agent;
    }

    @Override
    public void attach(String agent) throws IOException {
        Standalone.attach(get("pid"), agentArchive, agent);
    }

    @Override
    public void load(String prefix, long seed) throws IOException {
        get("load?prefix=" + prefix + "&seed=" + seed + "&outcomes=" + directory.resolve("outcomes"));
    }

    @Override
    public void kill() throws IOException {
        wildfly.kill();
        try {
            if (starting.isPresent()) {
                starting.get().join(LIMIT.toMillis());
                starting = Optional.empty();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for the server's end", e);
        }
    }

    /**
     * Asks until recovery has nothing left: recovery runs on its own schedule, and a broker does not report the transactions that it holds. H2 hides the rows
     * of a recovered transaction until the database is opened again, and the server keeps the database open: where rows are missing, the server is stopped and
     * started once more, in order.
     */
    @Override
    public Report report(String prefix) throws IOException {
        List<String> messages = new ArrayList<>();
        Report first = report(prefix, messages);
        if (first.left().isEmpty() && agrees(first)) {
            return first;
        }
        wildfly.close();
        wildfly.start();
        return report(prefix, messages);
    }

    private Report report(String prefix, List<String> messages) throws IOException {
        long began = System.nanoTime();
        long busy = began;
        while (true) {
            List<String> lines = get("report?prefix=" + prefix).lines().toList();
            messages.addAll(with("message ", lines));
            Report found = new Report(with("row ", lines), List.copyOf(messages), with("left ", lines));
            long now = System.nanoTime();
            busy = found.left().isEmpty() ? busy : now;
            Duration enough = agrees(found) ? QUIET : CALM;
            boolean settled = found.left().isEmpty() && now - busy > enough.toNanos();
            if (settled || now - began > LIMIT.toNanos()) {
                return found;
            }
            pause();
        }
    }

    private static boolean agrees(Report found) {
        return new HashSet<>(found.rows()).equals(new HashSet<>(found.messages()));
    }

    private static void pause() throws IOException {
        try {
            Thread.sleep(100);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for the server's recovery", e);
        }
    }

    private static List<String> with(String word, List<String> all) {
        return all.stream()
                .filter(line -> line.startsWith(word))
                .map(line -> line.substring(word.length()))
                .toList();
    }

    private String get(String what) throws IOException {
        return http.get(wildfly.http().resolve("/crash/" + what));
    }
}
