/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.bench.queue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.postchaise.bench.ProcessorTime;
import org.postchaise.bench.client.SmtpPrograms;
import org.postchaise.testkit.PostfixInstance;

/** Queue of Postfix, filled by smtp-source, with all mail on hold at first. */
record PostfixQueue(PostfixInstance postfix) implements Contender, AutoCloseable {
    /** Number of smtp-source's connections, shared by all mails. */
    private static final int SOURCES = 16;

    /**
     * Starts a Postfix.
     *
     * @param parameters the main.cf lines for routes and retry times
     */
    static PostfixQueue start(String parameters) throws IOException, InterruptedException {
        return new PostfixQueue(
                PostfixInstance.start("""
                default_destination_concurrency_limit = CONNECTIONS
                initial_destination_concurrency = CONNECTIONS
                smtpd_recipient_restrictions = check_client_access static:HOLD, permit_mynetworks, reject
                """.replace("CONNECTIONS", "" + Relay.CONNECTIONS) + parameters, """
                pickup    unix  n - n 60 1 pickup
                smtp      unix  - - n - CONNECTIONS smtp
                scache    unix  - - n - 1 scache
                flush     unix  n - n 1000? 0 flush
                showq     unix  n - n - - showq
                """.replace(
                                "CONNECTIONS", "" + Relay.CONNECTIONS)));
    }

    @Override
    public void fill(Mails mails) throws IOException, InterruptedException {
        if (mails.mix() == Workload.PLAIN) {
            SmtpPrograms.send(postfix.port(), mails.size(), SOURCES, mails.count());
        } else {
            atOnce(Workload.faulty(mails.count()).stream()
                    .map(part -> send(mails, part))
                    .toList());
        }
        if (postfix.mails("hold") != mails.count()) {
            throw new IOException("Postfix holds " + postfix.mails("hold") + " of " + mails.count() + " mails");
        }
        postfix.run("postsuper", "-H", "ALL");
    }

    private Callable<Void> send(Mails mails, Workload.Part part) {
        int connections = Math.max(1, SOURCES * part.count() / mails.count());
        return () -> {
            SmtpPrograms.send(postfix.port(), mails.size(), connections, part.count(), part.sender(), part.recipient());
            return null;
        };
    }

    private static void atOnce(List<Callable<Void>> tasks) throws IOException, InterruptedException {
        ExecutorService threads = Executors.newFixedThreadPool(tasks.size());
        try {
            for (Future<Void> task : threads.invokeAll(tasks)) {
                task.get();
            }
        } catch (ExecutionException e) {
            throw new IOException("Postfix was not filled: " + e.getCause().getMessage(), e);
        } finally {
            threads.shutdown();
        }
    }

    @Override
    public Path log() {
        return postfix.log();
    }

    @Override
    public long processor() throws IOException {
        return ProcessorTime.ofTree(postfix.master());
    }

    @Override
    public void deliver() throws IOException, InterruptedException {
        postfix.run("postqueue", "-f");
    }

    @Override
    public void end() throws IOException, InterruptedException {
        Count left = () -> postfix.mails("incoming", "active", "deferred", "hold");
        left.await(0, "mails left in Postfix's queue that smtp-sink has");
    }

    @Override
    public void close() throws IOException {
        postfix.close();
    }
}
