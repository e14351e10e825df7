/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.it.crash;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.postchaise.it.crash.queue.QueueMatrix;

/**
 * Crash test that kills a process at each {@link Point}, round by round, starts the process again, and compares database, queue and mail. Prints a table, and
 * fails if a mail is lost or doubled, or if a point was never reached.
 */
public final class CrashMatrix {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final long SMALL_SEGMENT = 64 << 10;

    private final Path directory;
    private final Random random;
    private final ConcurrentLinkedQueue<Sink.Delivery> deliveries = new ConcurrentLinkedQueue<>();
    private final List<Sink> sinks;
    private final Victim victim;
    private final Map<Point, Tally> tallies = new EnumMap<>(Point.class);
    private final Map<String, Integer> copies = new HashMap<>();

    /** Recipients that were not settled at the end of each life of the process. */
    private final List<Set<String>> pending = new ArrayList<>();

    private int round;

    private CrashMatrix(Path directory, String server, long seed) throws Exception {
        this.directory = directory;
        this.random = new Random(seed);
        this.sinks = List.of(new Sink(deliveries), new Sink(deliveries));
        String transports = "inline:{{one.example = " + sinks.get(0).nextHop() + "}, {two.example = "
                + sinks.get(1).nextHop() + "}}";
        Path agent = CrashAgent.write(directory.resolve("agent.jar"));
        this.victim = server.equals("none")
                ? Standalone.prepared(directory, transports, agent)
                : Server.prepared(directory, transports, agent);
    }

    /**
     * Runs the test.
     *
     * @param arguments outbox or queue, the server, points, rounds, seed, directory
     */
    public static void main(String[] arguments) throws Exception {
        requireKnown(arguments[0], arguments[1]);
        int rounds = Integer.parseInt(arguments[3]);
        long seed = arguments[4].equals("random") ? new Random().nextInt(1_000_000) : Long.parseLong(arguments[4]);
        Path directory = Path.of(arguments[5]);
        empty(directory);
        System.out.println("seed " + seed);
        boolean good = arguments[0].equals("queue")
                ? QueueMatrix.run(directory, arguments[2], rounds, seed)
                : new CrashMatrix(directory, arguments[1], seed).run(points(arguments[2]), rounds);
        System.exit(good ? 0 : 1);
    }

    private static void requireKnown(String what, String server) {
        if (!List.of("outbox", "queue").contains(what)
                || !List.of("none", "wildfly").contains(server)) {
            throw new IllegalArgumentException("-Dcrash=" + what + " -Dcrash.server=" + server
                    + "; expected outbox or queue, and none or wildfly");
        }
    }

    private static List<Point> points(String text) {
        return text.equals("all")
                ? List.of(Point.values())
                : Arrays.stream(text.split(",", -1)).map(Point::of).toList();
    }

    private static void empty(Path directory) throws IOException {
        if (Files.exists(directory)) {
            try (Stream<Path> files = Files.walk(directory)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
        Files.createDirectories(directory);
    }

    private boolean run(List<Point> points, int rounds) throws IOException, InterruptedException {
        points.forEach(Point::requireMethod);
        points.forEach(point -> tallies.put(point, new Tally(point)));
        victim.start(Optional.empty());
        for (int i = 0; i < rounds; i++) {
            for (Point point : points) {
                round(point);
            }
        }
        victim.kill();
        return tell();
    }

    private void round(Point point) throws IOException, InterruptedException {
        round++;
        long start = System.nanoTime();
        String prefix = "r" + round + "-";
        long seed = random.nextLong();
        int call = 1 + random.nextInt(point.calls());
        Tally tally = tallies.get(point);
        int faults = tally.faults().size();
        boolean hit;
        if (point.isInRestart()) {
            // a transaction prepared and decided by its transaction manager, for recovery
            boolean prepared =
                    killAt(Point.BEFORE_COMMIT, 1 + random.nextInt(Point.BEFORE_COMMIT.calls()), prefix, seed);
            dead();
            Path marker = marker(point);
            victim.startToBeKilled(agent(point, call, marker, 0));
            hit = await(marker) && prepared;
            victim.kill();
            dead();
        } else {
            hit = killAt(point, call, prefix, seed);
            dead();
        }
        sinks.forEach(sink -> sink.defer(false));
        victim.start(Optional.empty());
        Victim.Report report = victim.report(prefix);
        tally.round(hit);
        Check check = new Check(Outcomes.read(directory.resolve("outcomes"), prefix), report, deliveries, pending);
        check.into(tally, prefix, copies);
        System.out.printf(
                "%s: round %d, %s, call %d%s, %d ms%n",
                prefix,
                round,
                point.title(),
                call,
                hit ? "" : " (not reached)",
                Duration.ofNanos(System.nanoTime() - start).toMillis());
        tally.faults().stream().skip(faults).forEach(System.out::println);
    }

    /** Kills the process at {@code point}; returns true if the point was reached. */
    private boolean killAt(Point point, int call, String prefix, long seed) throws IOException, InterruptedException {
        Path marker = marker(point);
        if (point.isCompaction()) {
            victim.kill();
            dead();
            sinks.forEach(sink -> sink.defer(true));
            victim.start(Optional.of(agent(point, call, marker, SMALL_SEGMENT)));
        } else {
            victim.attach(agent(point, call, marker, 0));
        }
        victim.load(prefix, seed);
        boolean hit = await(marker);
        victim.kill();
        return hit;
    }

    private Path marker(Point point) {
        return directory.resolve(point + "-" + round);
    }

    private static String agent(Point point, int call, Path marker, long segmentSize) {
        return point + "," + call + "," + marker + "," + segmentSize;
    }

    private static boolean await(Path marker) throws InterruptedException {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (!Files.exists(marker)) {
            if (System.nanoTime() > end) {
                return false;
            }
            Thread.sleep(1);
        }
        return true;
    }

    /** Records the files that the dead process has left. */
    private void dead() throws IOException, InterruptedException {
        for (Sink sink : sinks) {
            sink.nextLife();
        }
        pending.add(Snapshot.pending(directory.resolve("outbox"), directory.resolve("snapshot")));
    }

    private boolean tell() {
        System.out.println(Tally.heading());
        tallies.values().forEach(System.out::println);
        tallies.values().forEach(tally -> tally.faults().forEach(System.out::println));
        boolean unreached = tallies.values().stream().anyMatch(tally -> !tally.wasEverHit());
        int lost = tallies.values().stream().mapToInt(Tally::lostCount).sum();
        int doubled = tallies.values().stream().mapToInt(Tally::doubledCount).sum();
        System.out.println("crash: " + tallies.size() + " points, "
                + tallies.values().stream().mapToInt(Tally::rounds).sum() + " rounds, lost " + lost + ", doubled "
                + doubled
                + ", in doubt "
                + tallies.values().stream().mapToInt(Tally::inDoubtCount).sum());
        return lost + doubled == 0 && !unreached;
    }
}
