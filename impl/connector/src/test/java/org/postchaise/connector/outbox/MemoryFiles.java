/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.connector.outbox;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/** A directory on a device that can be full, can fail, and loses what was not forced when the machine crashes. */
public final class MemoryFiles implements JournalFiles {
    private final Map<String, Node> files = new TreeMap<>();
    private Map<String, Node> forcedNames = new TreeMap<>();
    private long space = Long.MAX_VALUE;
    private int failingForces;
    private long callsLeft = Long.MAX_VALUE;
    private int forces;

    /** The machine has crashed: nothing works any more. */
    public static final class Crash extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private static final class Node {
        private byte[] octets = new byte[0];
        private int size;
        private int forced;
    }

    /** So many octets can be written from now on. */
    public synchronized void leaveSpace(long octets) {
        space = octets;
    }

    /** The next forces fail. */
    public synchronized void failForces(int count) {
        failingForces = count;
    }

    /** Crashes at the call after so many. */
    public synchronized void crashAfter(long calls) {
        callsLeft = calls;
    }

    /** Returns the number of forces of files. */
    public synchronized int forces() {
        return forces;
    }

    /** Returns the files that a restart finds: all octets that were forced, and of the rest of each file a beginning of any length. */
    public synchronized MemoryFiles afterCrash(RandomGenerator random) {
        MemoryFiles after = new MemoryFiles();
        Map<String, Node> names = random.nextBoolean() ? files : forcedNames;
        names.forEach((name, node) -> {
            int kept = node.forced + (node.size > node.forced ? random.nextInt(node.size - node.forced + 1) : 0);
            after.put(name, Arrays.copyOf(node.octets, kept));
        });
        return after;
    }

    /** A copy of everything. */
    public synchronized MemoryFiles copy() {
        MemoryFiles copy = new MemoryFiles();
        files.forEach((name, node) -> copy.put(name, Arrays.copyOf(node.octets, node.size)));
        return copy;
    }

    /** A file's octets. */
    public synchronized byte[] get(String name) {
        Node node = files.get(name);
        return Arrays.copyOf(node.octets, node.size);
    }

    /** Makes a file that is on the device. */
    public synchronized void put(String name, byte[] octets) {
        Node node = new Node();
        node.octets = octets;
        node.size = octets.length;
        node.forced = octets.length;
        files.put(name, node);
        forcedNames.put(name, node);
    }

    private synchronized void call() {
        if (callsLeft-- <= 0) {
            callsLeft = 0;
            throw new Crash();
        }
    }

    @Override
    public synchronized List<String> names() {
        return List.copyOf(files.keySet());
    }

    @Override
    public synchronized JournalFile create(String name) throws IOException {
        call();
        if (space <= 0) {
            throw new IOException("No space left on device");
        }
        Node node = new Node();
        files.put(name, node);
        return new MemoryFile(node);
    }

    @Override
    public synchronized JournalFile open(String name) throws IOException {
        Node node = files.get(name);
        if (node == null) {
            throw new NoSuchFileException(name);
        }
        return new MemoryFile(node);
    }

    @Override
    public synchronized void delete(String name) {
        call();
        files.remove(name);
    }

    @Override
    public synchronized void rename(String from, String to) {
        call();
        files.put(to, files.remove(from));
    }

    @Override
    public synchronized void force() {
        call();
        forcedNames = new TreeMap<>(files);
    }

    @Override
    public String describe(String name) {
        return name;
    }

    private final class MemoryFile implements JournalFile {
        private final Node node;

        MemoryFile(Node node) {
            this.node = node;
        }

        @Override
        public void write(ByteBuffer octets, long position) throws IOException {
            synchronized (MemoryFiles.this) {
                call();
                int length = (int) Math.min(octets.remaining(), space);
                int end = (int) position + length;
                if (end > node.octets.length) {
                    node.octets = Arrays.copyOf(node.octets, Math.max(end, 2 * node.octets.length));
                }
                octets.duplicate().get(node.octets, (int) position, length);
                node.size = Math.max(node.size, end);
                node.forced = (int) Math.min(node.forced, position);
                space -= length;
                if (length < octets.remaining()) {
                    throw new IOException("No space left on device");
                }
            }
        }

        @Override
        public int read(ByteBuffer octets, long position) {
            synchronized (MemoryFiles.this) {
                int length = (int) Math.min(octets.remaining(), node.size - position);
                if (length <= 0) {
                    return -1;
                }
                octets.put(node.octets, (int) position, length);
                return length;
            }
        }

        @Override
        public void force() throws IOException {
            synchronized (MemoryFiles.this) {
                call();
                forces++;
                if (failingForces > 0) {
                    failingForces--;
                    throw new IOException("Input/output error");
                }
                node.forced = node.size;
            }
        }

        @Override
        public long size() {
            return node.size;
        }

        @Override
        public void truncate(long size) {
            synchronized (MemoryFiles.this) {
                call();
                node.size = (int) Math.min(node.size, size);
                node.forced = Math.min(node.forced, node.size);
            }
        }

        @Override
        public void close() {}
    }
}
