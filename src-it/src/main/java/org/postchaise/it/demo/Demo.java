/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.it.demo;

import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.postchaise.it.server.FreePorts;
import org.postchaise.it.server.WildFly;

/** Demonstration: starts WildFly with the adapter and the sample application, and shows the delivery of a mail. */
public final class Demo {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final PrintStream OUT = System.out;

    private Demo() {}

    /**
     * Runs the demonstration.
     *
     * @param arguments the unpacked WildFly; the directory of the archives; a work directory; {@code true} to send one mail and end, anything else to run until
     *     the process is stopped
     * @throws DemoException when the mail is not delivered, which fails the build
     */
    public static void main(String[] arguments) throws InterruptedException {
        Path apps = Path.of(arguments[1]);
        Map<String, String> properties = Map.of(
                "postchaise.relayhost", "[127.0.0.1]:" + FreePorts.one(),
                "postchaise.minimal_backoff_time", "5s",
                "postchaise.queue_run_delay", "5s",
                "postchaise.maximal_backoff_time", "20s");
        try (WildFly server = new WildFly(Path.of(arguments[0]), Path.of(arguments[2]), properties)) {
            Runtime.getRuntime().addShutdownHook(new Thread(server::close, "server-stop"));
            String password = Long.toHexString(new SecureRandom().nextLong());
            OUT.println(
                    "Starting WildFly; its log is in " + Path.of(arguments[2]).resolve("console.log"));
            server.start();
            server.addUser("operator", password, "postchaise-operator");
            OUT.println("Deploying postchaise.rar and postchaise-sample.war");
            server.deployAdapter(apps.resolve("postchaise.rar"));
            server.deploy(apps.resolve("postchaise-sample.war"));
            URI page = server.http().resolve("/postchaise-sample/");
            if (arguments[3].equals("true")) {
                sendOne(new SamplePage(page));
            } else {
                OUT.println("\nThe page is at " + page + "\nThe queue is at " + page.resolve("queue.html")
                        + " for user operator, password " + password + "\nCtrl-C ends the demo.\n");
                new CountDownLatch(1).await();
            }
        }
    }

    private static void sendOne(SamplePage page) throws InterruptedException {
        String id = page.send("shop@example.com", "ann@example.net", "Your order", "It is on its way.\n.\nThe shop\n");
        OUT.println("Sent over the page, committed, and queued as " + id);
        long end = System.nanoTime() + LIMIT.toNanos();
        SamplePage.Status status = page.status(id);
        while (!status.finished() && System.nanoTime() < end) {
            Thread.sleep(100);
            status = page.status(id);
        }
        OUT.println("\nThe SMTP dialogue, C: the adapter, S: the mailbox:\n");
        status.dialogue().forEach(line -> OUT.println("  " + line));
        OUT.println("\nThe outcome:\n");
        status.recipients().forEach(line -> OUT.println("  " + line));
        OUT.println();
        if (!status.delivered()) {
            throw new DemoException("the mail was not delivered within " + LIMIT.toSeconds() + " s: "
                    + String.join("; ", status.recipients()));
        }
    }
}
