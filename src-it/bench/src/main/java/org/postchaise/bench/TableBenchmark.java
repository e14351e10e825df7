/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.bench;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.postchaise.engine.table.LookupResult;
import org.postchaise.engine.table.LookupTable;
import org.postchaise.engine.table.TableException;
import org.postchaise.engine.table.TableRegistry;

/** Benchmark of lookup tables: loading, memory, lookups. A lookup includes the check of the clock by which a changed file is noticed. */
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@BenchmarkMode(Mode.AverageTime)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class TableBenchmark {
    private static final int KEYS = 4096;

    static List<Figure> measure(Path directory) throws Exception {
        TableFiles.write(directory);
        double heap = heapPerEntry(directory);
        Map<String, Double> scores = Jmh.run(TableBenchmark.class, directory);
        Postmap postmap = Postmap.in(directory);
        List<String> entries = TableFiles.keys("entries", 200_000);
        List<String> networks = TableFiles.keys("networks", 3_000);
        List<String> subjects = TableFiles.keys("rules", 20_000);
        List<Figure> figures = new ArrayList<>();
        figures.add(new Figure("texthash, 1,000,000 lines: load, fresh JVM", scores.get("loadEntries") / 1e6, "s")
                .goal(3)
                .beside(postmap.load("texthash", "entries")));
        figures.add(new Figure("texthash, 1,000,000 lines: heap beyond the text", heap, "B/entry").goal(200));
        figures.add(new Figure("texthash, 1,000,000 lines: lookup", scores.get("findEntry"), "us")
                .goal(2)
                .beside(postmap.lookup("texthash", "entries", entries)));
        // the empty table too, as the cost of starting postmap
        postmap.compile("hash", "none");
        figures.add(new Figure("hash: ready to be asked (Postfix: compiled)", scores.get("loadEntries") / 1e6, "s")
                .beside(postmap.compile("hash", "entries")));
        figures.add(new Figure("hash, 1,000,000 lines: lookup", scores.get("findEntry"), "us")
                .goal(2)
                .beside(postmap.lookup("hash", "entries", entries)));
        figures.add(new Figure("cidr, 100,000 networks: load, fresh JVM", scores.get("loadNetworks") / 1e6, "s")
                .beside(postmap.load("cidr", "networks")));
        figures.add(new Figure("cidr, 100,000 networks: lookup", scores.get("findNetwork"), "us")
                .goal(5)
                .beside(postmap.lookup("cidr", "networks", networks)));
        figures.add(new Figure("regexp, 100 rules: lookup", scores.get("findRegexp"), "us")
                .beside(postmap.lookup("regexp", "rules", subjects)));
        return figures;
    }

    /** Returns the heap that stays in use per entry after the table is loaded, without its text, in octets. */
    private static double heapPerEntry(Path directory) throws TableException, InterruptedException {
        long before = used();
        LookupTable table = open("hash", directory.resolve("entries"));
        long after = used();
        double beyond = (double) (after - before - TableFiles.text()) / TableFiles.ENTRIES;
        table.close();
        return beyond;
    }

    private static long used() throws InterruptedException {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 5; i++) {
            System.gc();
            Thread.sleep(100);
            least = Math.min(
                    least,
                    ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
        }
        return least;
    }

    private static LookupTable open(String type, Path file) throws TableException {
        return new TableRegistry(TableRegistry.localTypes(), Clock.systemUTC(), System.err::println)
                .open(type + ":" + file);
    }

    /** A loaded table, and keys. */
    public abstract static class Loaded {
        private LookupTable table;
        private String[] keys;
        private int next;

        final void load(String type, String file) throws TableException {
            table = open(type, Jmh.directory().resolve(file));
            keys = TableFiles.keys(file, KEYS).toArray(String[]::new);
        }

        final LookupResult find() {
            next = (next + 1) % KEYS;
            return table.find(keys[next]);
        }
    }

    /** Table of 1,000,000 keys. */
    @State(Scope.Thread)
    public static class Entries extends Loaded {
        /** Loads the table, once for each process. */
        @Setup(Level.Trial)
        public void load() throws TableException {
            load("hash", "entries");
        }
    }

    /** Table of 100,000 networks. */
    @State(Scope.Thread)
    public static class Networks extends Loaded {
        /** Loads the table, once for each process. */
        @Setup(Level.Trial)
        public void load() throws TableException {
            load("cidr", "networks");
        }
    }

    /** Table of 100 patterns. */
    @State(Scope.Thread)
    public static class Patterns extends Loaded {
        /** Loads the table, once for each process. */
        @Setup(Level.Trial)
        public void load() throws TableException {
            load("regexp", "rules");
        }
    }

    /** Loads the table of 1,000,000 keys for the first time in a process. */
    @Benchmark
    @BenchmarkMode(Mode.SingleShotTime)
    @Fork(5)
    @Warmup(iterations = 0)
    @Measurement(iterations = 1)
    public LookupTable loadEntries() throws TableException {
        return open("hash", Jmh.directory().resolve("entries"));
    }

    /** Loads the table of 100,000 networks for the first time in a process. */
    @Benchmark
    @BenchmarkMode(Mode.SingleShotTime)
    @Fork(5)
    @Warmup(iterations = 0)
    @Measurement(iterations = 1)
    public LookupTable loadNetworks() throws TableException {
        return open("cidr", Jmh.directory().resolve("networks"));
    }

    /** Looks up a key that is among 1,000,000 keys, or not. */
    @Benchmark
    public LookupResult findEntry(Entries entries) {
        return entries.find();
    }

    /** Looks up an address that is in 100,000 networks, or not. */
    @Benchmark
    public LookupResult findNetwork(Networks networks) {
        return networks.find();
    }

    /** Looks up a text that matches one of 100 patterns, or none. */
    @Benchmark
    public LookupResult findRegexp(Patterns patterns) {
        return patterns.find();
    }
}
