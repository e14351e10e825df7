/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.bench.outbox;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import javax.transaction.xa.Xid;
import org.postchaise.api.Envelope;
import org.postchaise.api.MessageSource;
import org.postchaise.connector.outbox.Branch;
import org.postchaise.connector.outbox.BranchXid;
import org.postchaise.connector.outbox.Outbox;
import org.postchaise.connector.outbox.OutboxSettings;
import org.postchaise.connector.outbox.OutboxSubmission;

/**
 * Methods of storing messages without another program: the outbox, the outbox used by one thread at a time, and a file
 * for each message.
 */
final class StorageMethods {
    private static final AtomicInteger NUMBERS = new AtomicInteger();
    private static final OutboxSubmission POSTING = new OutboxSubmission(
            Envelope.of("sender@example.org", "recipient@example.com"), Map.of("nexthop", "example.com"));

    private StorageMethods() {}

    /** Kind of commit of a branch. */
    enum Phases {
        ONE,
        TWO
    }

    static Outbox open(Path directory) throws IOException {
        return Outbox.open(directory, OutboxSettings.DEFAULT, Clock.systemUTC());
    }

    static void stage(Branch branch, byte[] content) throws IOException {
        branch.stage(POSTING, MessageSource.of(content));
    }

    static void commit(Outbox outbox, byte[] content, Phases phases) throws IOException {
        Branch branch = outbox.begin();
        stage(branch, content);
        if (phases == Phases.TWO) {
            branch.prepare(BranchXid.of(new Name(NUMBERS.incrementAndGet())));
        }
        branch.commit();
    }

    /** Returns the outbox, used by many threads at a time. */
    static Commits.Way together(Path directory, byte[] content, Phases phases) throws IOException {
        Outbox outbox = open(directory);
        return way(outbox, () -> commit(outbox, content, phases));
    }

    /** Returns the outbox, used by one thread at a time, so that each message has a force of its own. */
    static Commits.Way single(Path directory, byte[] content, Phases phases) throws IOException {
        Outbox outbox = open(directory);
        Object one = new Object();
        return way(outbox, () -> {
            synchronized (one) {
                commit(outbox, content, phases);
            }
        });
    }

    private static Commits.Way way(Outbox outbox, Commits.Commit commit) {
        return new Commits.Way() {
            @Override
            public Commits.Commit forThread(int thread) {
                return commit;
            }

            @Override
            public void close() throws IOException {
                outbox.close();
            }
        };
    }

    /** Returns a file for each message, forced with its directory entry, as in mail queues. */
    static Commits.Way files(Path directory, byte[] content) {
        return thread -> () -> file(directory, content);
    }

    private static void file(Path directory, byte[] content) throws IOException {
        try (FileChannel file = FileChannel.open(
                directory.resolve("mail-" + NUMBERS.incrementAndGet()),
                StandardOpenOption.CREATE_NEW,
                StandardOpenOption.WRITE)) {
            ByteBuffer octets = ByteBuffer.wrap(content);
            while (octets.hasRemaining()) {
                file.write(octets);
            }
            file.force(false);
        }
        try (FileChannel entries = FileChannel.open(directory, StandardOpenOption.READ)) {
            entries.force(true);
        }
    }

    private record Name(int number) implements Xid {
        @Override
        public int getFormatId() {
            return 1;
        }

        @Override
        public byte[] getGlobalTransactionId() {
            return ByteBuffer.allocate(Integer.BYTES).putInt(number).array();
        }

        @Override
        public byte[] getBranchQualifier() {
            return new byte[] {1};
        }
    }
}
