/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.bench.queue;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.postchaise.bench.PostfixInstance;
import org.postchaise.bench.client.SmtpPrograms;
import org.postchaise.bench.queue.CourierServer.Way;

/**
 * Mails from the queue to smtp-sink, by the courier and by Postfix in turns: the queue is filled first, and the time is that from
 * the order to deliver until smtp-sink has all.
 */
final class Relay {
    /** Both may have so many at once. */
    static final int CONNECTIONS = 32;

    private static final int ROUNDS = 3;
    private static final int SENDERS = 16;
    private static final int FILLERS = 4;
    private static final long BATCH_OCTETS = 1 << 20;
    private static final int MOST_IN_BATCH = 100;
    private static final Duration ENOUGH = Duration.ofSeconds(80);

    /** When the last mails have left, their removal still takes time of a processor. */
    private static final long CALM_MILLIS = 1000;

    private static final double GOAL = 1;

    private static final List<Load> LOADS = List.of(
            new Load(1 << 10, 8000), new Load(10 << 10, 6000), new Load(100 << 10, 1500), new Load(1 << 20, 200));

    private final CourierServer server;
    private final Sink ours;
    private final PostfixInstance postfix;
    private final Sink theirs;
    private final Scale scale;

    private record Load(int size, int count) {}

    /** What a drain came to: mails a second, and mails a second of processor time. */
    private record Drained(double rate, double perProcessor) {}

    /** @param theirs where {@code postfix} sends all mail */
    Relay(CourierServer server, Sink ours, PostfixInstance postfix, Sink theirs, Scale scale) {
        this.server = server;
        this.ours = ours;
        this.postfix = postfix;
        this.theirs = theirs;
        this.scale = scale;
    }

    /** One that sends to {@code sink}; all mail is put on hold at first. */
    static PostfixInstance postfix(Sink sink) throws IOException, InterruptedException {
        return PostfixInstance.start(
                """
                relayhost = [127.0.0.1]:SINK
                default_destination_concurrency_limit = CONNECTIONS
                initial_destination_concurrency = CONNECTIONS
                smtpd_recipient_restrictions = check_client_access static:HOLD, permit_mynetworks, reject
                # it tries what is released when it is told to, not when it is time to
                queue_run_delay = 1h
                """.replace("SINK", "" + sink.port()).replace("CONNECTIONS", "" + CONNECTIONS), """
                pickup    unix  n - n 60 1 pickup
                smtp      unix  - - n - - smtp
                scache    unix  - - n - 1 scache
                flush     unix  n - n 1000? 0 flush
                showq     unix  n - n - - showq
                """);
    }

    List<String> measure() throws IOException, InterruptedException {
        List<String> lines = new ArrayList<>();
        drain(new Load(LOADS.get(0).size, scale.of(LOADS.get(0).count)));
        for (Load load : LOADS) {
            lines.addAll(measure(new Load(load.size, scale.of(load.count))));
        }
        return lines;
    }

    private List<String> measure(Load load) throws IOException, InterruptedException {
        double[][] rates = new double[2][ROUNDS];
        double[][] perProcessor = new double[2][ROUNDS];
        String what = "relay of " + Line.size(load.size) + "; other: Postfix";
        for (int round = 0; round < ROUNDS; round++) {
            List<Drained> both = List.of(drain(load), drainPostfix(load));
            for (int i = 0; i < both.size(); i++) {
                rates[i][round] = both.get(i).rate;
                perProcessor[i][round] = both.get(i).perProcessor;
            }
            Line.progress(what + ", round " + (round + 1) + ": " + Line.number(rates[0][round]) + " and "
                    + Line.number(rates[1][round]) + " a second, " + Line.number(perProcessor[0][round]) + " and "
                    + Line.number(perProcessor[1][round]) + " in a second of processor time");
        }
        return List.of(
                Line.against(what, Line.median(rates[0]), "a second", Line.median(rates[1]), GOAL),
                Line.against(
                        what,
                        Line.median(perProcessor[0]),
                        "in a second of processor time",
                        Line.median(perProcessor[1])));
    }

    /** Puts {@code count} mails into the queue, many in a transaction. */
    static void fill(CourierServer server, int size, int count) throws IOException, InterruptedException {
        long before = server.mails();
        int batch = (int) Math.max(1, Math.min(MOST_IN_BATCH, BATCH_OCTETS / size));
        long committed =
                server.load(Way.MAILER, FILLERS, size, batch, count, ENOUGH).count();
        if (committed != count) {
            throw new IOException(committed + " of " + count + " mails of " + Line.size(size) + " were queued within "
                    + ENOUGH.toSeconds() + " s");
        }
        Count queued = server::mails;
        queued.await(before + count, "mails in the queue");
    }

    private Drained drain(Load load) throws IOException, InterruptedException {
        fill(server, load.size, load.count);
        SentLog log = SentLog.after(server.log());
        long total = ours.messages() + load.count;
        long processor = server.processor();
        long began = System.nanoTime();
        server.startDelivery();
        long took = ours.await(total) - began;
        Thread.sleep(CALM_MILLIS);
        Drained drained = drained(load, took, server.processor() - processor);
        Count left = server::mails;
        left.await(0, "mails left in the queue that smtp-sink has");
        server.stopDelivery();
        ours.require(total);
        log.require(load.count);
        return drained;
    }

    private Drained drainPostfix(Load load) throws IOException, InterruptedException {
        SmtpPrograms.send(postfix.port(), load.size, SENDERS, load.count);
        if (postfix.mails("hold") != load.count) {
            throw new IOException("Postfix holds " + postfix.mails("hold") + " of " + load.count + " mails");
        }
        postfix.run("postsuper", "-H", "ALL");
        SentLog log = SentLog.after(postfix.log());
        long total = theirs.messages() + load.count;
        long processor = postfix.processor();
        long began = System.nanoTime();
        postfix.run("postqueue", "-f");
        long took = theirs.await(total) - began;
        Thread.sleep(CALM_MILLIS);
        Drained drained = drained(load, took, postfix.processor() - processor);
        Count left = () -> postfix.mails("incoming", "active", "deferred", "hold");
        left.await(0, "mails left in Postfix's queue that smtp-sink has");
        theirs.require(total);
        log.require(load.count);
        return drained;
    }

    private static Drained drained(Load load, long nanos, long processor) {
        return new Drained(load.count * 1e9 / nanos, load.count * 1e9 / processor);
    }
}
