/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.it.crash;

import com.arjuna.ats.jta.recovery.XAResourceRecoveryHelper;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.transaction.xa.XAResource;
import org.postchaise.api.MailConnectionFactory;
import org.postchaise.connector.SmtpResourceAdapter;
import org.postchaise.connector.outbound.SmtpManagedConnectionFactory;

/**
 * Process that is killed. Recovers the state left by the process before, prints {@code ready}, and takes commands, one in a line: {@code load PREFIX SEED}
 * begins transactions, {@code report PREFIX} waits until no mail is left and prints rows and messages, {@code quit} ends the process in order.
 */
public final class Child {
    private static final int THREADS = 4;
    private static final Duration LIMIT = Duration.ofSeconds(30);

    /** Logger of the broker; kept here, since otherwise it would be collected together with its level. */
    private static final Logger BROKER = Logger.getLogger("org.apache");

    private final Path directory;
    private final Store store;
    private final Coordinator coordinator;
    private final MailConnectionFactory mail;
    private final Outcomes outcomes;

    private Child(Path directory, String transports) throws Exception {
        this.directory = directory;
        this.coordinator = new Coordinator(directory);
        this.store = new Store(directory);
        SmtpManagedConnectionFactory managed = new SmtpManagedConnectionFactory();
        managed.setTransactionMode("outbox");
        managed.setOutboxDirectory(
                Files.createDirectories(directory.resolve("outbox")).toString());
        managed.setTransportMaps(transports);
        managed.setResourceAdapter(adapter());
        this.mail = managed.createConnectionFactory(coordinator.transactions());
        this.outcomes = new Outcomes(directory.resolve("outcomes"));
        coordinator.recover(List.of(store.recovery(), recovery(managed)));
    }

    /**
     * Runs the process.
     *
     * @param arguments the directory, and {@code transport_maps}
     */
    public static void main(String[] arguments) throws Exception {
        BROKER.setLevel(Level.WARNING);
        Child child = new Child(Path.of(arguments[0]), arguments[1]);
        System.out.println("ready");
        BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        for (String order = orders.readLine(); order != null; order = orders.readLine()) {
            child.obey(List.of(order.split(" ", -1)));
        }
        // the test process has ended
        Runtime.getRuntime().halt(1);
    }

    /** Returns an adapter with short backoff times, so that deferred mail is soon due again. */
    private static SmtpResourceAdapter adapter() throws Exception {
        SmtpResourceAdapter adapter = new SmtpResourceAdapter();
        adapter.setMinimalBackoffTime("1s");
        adapter.setMaximalBackoffTime("1s");
        adapter.start(null);
        return adapter;
    }

    private static XAResourceRecoveryHelper recovery(SmtpManagedConnectionFactory managed) throws Exception {
        XAResource resource = managed.createManagedConnection(null, null).getXAResource();
        return new XAResourceRecoveryHelper() {
            @Override
            public boolean initialise(String text) {
                return true;
            }

            @Override
            public XAResource[] getXAResources() {
                return new XAResource[] {resource};
            }
        };
    }

    private void obey(List<String> order) throws Exception {
        switch (order.get(0)) {
            case "load" -> load(order.get(1), Long.parseLong(order.get(2)));
            case "report" -> report(order.get(1));
            case "quit" -> System.exit(0);
            default -> throw new IllegalArgumentException("order " + order + "; expected load, report or quit");
        }
    }

    private void load(String prefix, long seed) throws Exception {
        for (int i = 0; i < THREADS; i++) {
            Application application = new Application(coordinator.transactions(), store);
            TransactionMix mix = new TransactionMix(
                    coordinator.application(), application.steps(), mail, outcomes, prefix + i + "-", seed + i);
            Thread thread = new Thread(mix, "application " + i);
            thread.setDaemon(true);
            thread.start();
        }
    }

    private void report(String prefix) throws Exception {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (undelivered() > 0 && System.nanoTime() < end) {
            Thread.sleep(10);
        }
        store.rows(prefix).forEach(id -> System.out.println("row " + id));
        store.messages().forEach(id -> System.out.println("message " + id));
        if (undelivered() > 0) {
            System.out.println("left " + undelivered() + " mails");
        }
        System.out.println("end " + directory);
    }

    private static long undelivered() throws Exception {
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        Set<ObjectName> names = server.queryNames(new ObjectName("org.postchaise:type=Outbox,*"), null);
        long count = 0;
        for (ObjectName name : names) {
            count += ((Number) server.getAttribute(name, "Waiting")).longValue();
            count += ((Number) server.getAttribute(name, "Delivering")).longValue();
        }
        return count;
    }
}
