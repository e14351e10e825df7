/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.it.crash.queue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.postchaise.it.crash.Outcomes;

/**
 * Crash test of the queue: two servers with the courier share a pair of brokers. In each round applications submit mail, and a node, both brokers, all of these
 * or the active broker are killed and started again; when the queue is empty, mails and notices are compared with the submissions. Prints a line for each round
 * and one at the end, and fails if a mail is lost or doubled.
 */
public final class QueueMatrix {
    private static final int MAILS = 500;
    private static final List<String> NODES = List.of("a", "b");
    private static final Duration LIMIT = Duration.ofMinutes(8);

    /** Latest time of a kill, in ms, so that the killed process dies during submission and delivery. */
    private static final int LATEST_KILL = 6_000;

    private static final int EARLIEST_KILL = 500;

    /** Number of times in a row that the queue must be empty: a mail between two queues is in neither for an instant. */
    private static final int CALM = 4;

    private final Path directory;
    private final Random random;
    private final Records records = new Records();
    private final BrokerPair broker;
    private final List<Node> nodes = new ArrayList<>();
    private int lost;
    private int doubled;
    private int inDoubt;

    /** Processes that are killed. LIVE is the active broker alone, BROKER the active broker and its backup. */
    private enum Killed {
        NODE,
        BROKER,
        BOTH,
        LIVE;

        boolean isNode() {
            return this == NODE || this == BOTH;
        }
    }

    private QueueMatrix(Path directory, long seed) throws IOException {
        this.directory = directory;
        this.random = new Random(seed);
        this.broker = new BrokerPair(directory);
    }

    private void start() throws IOException {
        String transports = "texthash:" + transports();
        broker.start();
        for (String name : NODES) {
            Node node = new Node(name, directory);
            nodes.add(node);
            node.start();
            node.setUp(broker.ports(), transports);
        }
    }

    private Path transports() throws IOException {
        StringBuilder table = new StringBuilder();
        for (int i = 0; i < Letters.DOMAINS; i++) {
            table.append(Letters.domain(i) + " " + new Peer(records, random.nextLong()).nextHop() + "\n");
        }
        table.append(Letters.SENDERS + " " + new Peer(records, random.nextLong()).nextHop() + "\n");
        return Files.writeString(directory.resolve("transport"), table);
    }

    /**
     * Runs the test.
     *
     * @param what the processes to kill: {@code all}, or some of node, broker, both, live
     * @return true if no mail was lost or doubled
     */
    public static boolean run(Path directory, String what, int rounds, long seed) throws Exception {
        List<Killed> kinds = what.equals("all") ? List.of(Killed.values()) : kinds(what);
        QueueMatrix matrix = new QueueMatrix(directory, seed);
        try {
            matrix.start();
            for (int i = 0; i < rounds; i++) {
                matrix.round(i + 1, kinds.get(i % kinds.size()));
            }
        } finally {
            matrix.nodes.forEach(Node::kill);
            matrix.broker.kill();
        }
        System.out.println("crash: " + rounds + " rounds, lost " + matrix.lost + ", doubled " + matrix.doubled
                + ", in doubt " + matrix.inDoubt);
        return matrix.lost + matrix.doubled == 0;
    }

    private static List<Killed> kinds(String text) {
        try {
            return Arrays.stream(text.split(",", -1))
                    .map(one -> Killed.valueOf(one.toUpperCase(Locale.ROOT)))
                    .toList();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "-Dcrash.points=" + text + "; expected all, or some of node,broker,both,live", e);
        }
    }

    private void round(int number, Killed what) throws IOException, InterruptedException {
        long began = System.nanoTime();
        String prefix = "q" + number + "-";
        for (Node node : nodes) {
            node.submit(prefix + node.name() + "1-", MAILS / NODES.size());
        }
        int delay = EARLIEST_KILL + random.nextInt(LATEST_KILL - EARLIEST_KILL);
        Thread.sleep(delay);
        Node victim = nodes.get(random.nextInt(NODES.size()));
        QueueCheck.Outage outage = kill(what, victim);
        if (what.isNode()) {
            int known = (int) victim.outcomes(prefix).values().stream()
                    .filter(outcome -> outcome != Outcomes.Known.BEGUN)
                    .count();
            victim.submit(prefix + victim.name() + "2-", MAILS / NODES.size() - known);
        }
        Map<String, Integer> left = awaitEmpty();
        QueueCheck check = new QueueCheck(
                records,
                Node.settlements(directory),
                outage,
                left.values().stream().mapToInt(Integer::intValue).sum());
        Map<String, Outcomes.Known> known = new HashMap<>();
        for (Node node : nodes) {
            known.putAll(node.outcomes(prefix));
        }
        check.check(known, prefix);
        tell(number, what, check, left);
        System.out.printf(
                "%s: killed %s after %d ms, %d mails begun, %d ms%n",
                prefix,
                what.name().toLowerCase(Locale.ROOT) + (what.isNode() ? " " + victim.name() : ""),
                delay,
                known.size(),
                Duration.ofNanos(System.nanoTime() - began).toMillis());
    }

    private QueueCheck.Outage kill(Killed what, Node victim) throws IOException, InterruptedException {
        long killed = System.currentTimeMillis();
        if (what.isNode()) {
            victim.kill();
        }
        switch (what) {
            case BROKER, BOTH -> {
                broker.kill();
                broker.start();
            }
            case LIVE -> broker.failOver(EARLIEST_KILL + random.nextInt(LATEST_KILL - EARLIEST_KILL));
            case NODE -> {}
        }
        long brokerBack = what == Killed.NODE ? killed : System.currentTimeMillis();
        if (what.isNode()) {
            victim.start();
        }
        return new QueueCheck.Outage(killed, brokerBack);
    }

    /** Waits until the queues are empty; returns the numbers of messages left at the limit, usually none. */
    private Map<String, Integer> awaitEmpty() throws IOException, InterruptedException {
        long end = System.nanoTime() + LIMIT.toNanos();
        int calm = 0;
        Map<String, Integer> left = new TreeMap<>();
        while (calm < CALM && System.nanoTime() < end) {
            Thread.sleep(500);
            boolean submitting = false;
            for (Node node : nodes) {
                submitting |= node.isSubmitting();
            }
            left = broker.counts();
            // the queue of the nodes' signs of life
            left.remove("postchaise_control");
            // a redelivered note of a dead node, whose mail has left the queue; old notes are removed after
            // days
            left.remove("postchaise_settled");
            calm = submitting || !left.isEmpty() ? 0 : calm + 1;
        }
        return left;
    }

    private void tell(int number, Killed what, QueueCheck check, Map<String, Integer> left) {
        check.faults().forEach(System.out::println);
        left.forEach((queue, count) -> System.out.println("left: " + count + " in " + queue));
        System.out.println("round " + number + ", " + what.name().toLowerCase(Locale.ROOT) + ": submitted "
                + check.submitted() + " = delivered " + check.delivered() + " + bounced " + check.bounced()
                + " + queued " + check.queued() + "; twice, in doubt: " + check.unanswered() + " not answered, "
                + check.uncommitted() + " not committed when killed");
        lost += check.lost();
        doubled += check.doubled();
        inDoubt += check.unanswered() + check.uncommitted();
    }
}
