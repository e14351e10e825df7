/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.connector.outbox;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.postchaise.connector.outbox.JournalFiles.JournalFile;
import org.postchaise.engine.client.delivery.OutboxDirectory;
import org.postchaise.engine.event.LineLog;

/**
 * Mail that is kept until it is delivered: staged in branches of transactions, released by their commit, and settled
 * recipient by recipient. What a method says is durable survives a crash of the machine.
 *
 * <p>Of one directory there is one outbox at a time. It has no thread: callers do the work, and one force of the device serves
 * all who wait for it. Safe for use by many threads.
 */
public final class Outbox implements Closeable {
    private static final System.Logger LOG = LineLog.of(Outbox.class.getName());

    private final JournalFiles files;
    private final Clock clock;
    private final Index index;
    private final Journal journal;
    private final Cleaner cleaner;
    private final Staging staging;
    private final AtomicLong numbers;
    private final List<Damage> damages;
    private final ReleasedMails released = new ReleasedMails();
    private Closeable lock = () -> {};

    private volatile Runnable listener = () -> {};

    /** Recovers what {@code files} hold. */
    Outbox(JournalFiles files, OutboxSettings settings, Clock clock) throws IOException {
        this.files = files;
        this.clock = clock;
        this.index = new Index(number -> new Branch(this, number, 0));
        Recovery recovery = new Recovery(files, index);
        Recovery.Found found = recovery.run();
        recovery.checkContent();
        this.journal = new Journal(files, index, settings, found);
        this.cleaner = new Cleaner(files, index, journal, settings.segmentSize());
        this.staging = new Staging(files, settings.inlineLimit());
        this.numbers = new AtomicLong(index.highestNumber());
        this.damages = recovery.damages();
        endOpenBranches(recovery.newestDamaged());
        released.add(index.mails().stream().filter(MailEntry::isReleased).toList());
    }

    /**
     * Opens the outbox in a directory, which becomes one when it is empty, and recovers what is there. What is wrong is in the
     * log and in {@link #damages}.
     *
     * @throws IOException when there is no such directory, it can't be written, another outbox uses it, or another version
     *     wrote it; the message is one line
     */
    public static Outbox open(Path directory, OutboxSettings settings, Clock clock) throws IOException {
        OutboxDirectory.require(directory);
        DirectoryLock lock = DirectoryLock.take(directory, clock);
        boolean opened = false;
        try {
            Outbox outbox = new Outbox(new DirectoryFiles(directory), settings, clock);
            outbox.lock = lock;
            outbox.report(directory);
            opened = true;
            return outbox;
        } finally {
            if (!opened) {
                lock.close();
            }
        }
    }

    /** Identity of the directory's content, from its first use on. */
    public UUID identity() {
        return journal.store();
    }

    /** What recovery found wrong. */
    public List<Damage> damages() {
        return damages;
    }

    /** A new branch, of which the outbox knows nothing before its first mail. */
    public Branch begin() {
        return new Branch(this, newNumber(), journal.epoch());
    }

    /** The branches that have mail, or that a restart has left. */
    public Collection<Branch> branches() {
        return index.branches();
    }

    /** What is called when mail is released or given back, on the thread that does it; it must be quick and not throw. */
    public void onRelease(Runnable action) {
        listener = action;
    }

    /**
     * The mail that has been due longest, if one is due; the caller's to deliver. One that can't be read is put aside until a
     * restart, with a word in the log.
     */
    public Optional<OutboxMail> next() {
        while (true) {
            Optional<MailEntry> entry = released.take(clock.instant());
            if (entry.isEmpty()) {
                return Optional.empty();
            }
            try {
                return Optional.of(new OutboxMail(this, entry.get(), posting(entry.get())));
            } catch (IOException e) {
                warn("mail " + entry.get().id() + " is not delivered before a restart: it can't be read", e);
            }
        }
    }

    /** What is known of a mail that is committed and not done; one that can't be read is not found. */
    public Optional<KeptMail> find(long id) {
        Optional<MailEntry> entry = index.mail(id).filter(MailEntry::isReleased);
        try {
            return entry.isEmpty() ? Optional.empty() : Optional.of(entry.get().kept(posting(entry.get())));
        } catch (IOException e) {
            warn("mail " + id + " can't be read", e);
            return Optional.empty();
        }
    }

    /** When mail is due next; empty when none waits. */
    public Optional<Instant> nextDue() {
        return released.nextDue();
    }

    /** How many committed mails wait, due or not; those that are being delivered are not counted. */
    public int waiting() {
        return released.size();
    }

    /**
     * Writes no more, and leaves the directory to others. Open branches are dropped; all else is there at the next start.
     */
    @Override
    public void close() throws IOException {
        try {
            journal.close();
        } finally {
            lock.close();
        }
    }

    JournalFiles files() {
        return files;
    }

    Index index() {
        return index;
    }

    Journal journal() {
        return journal;
    }

    Staging staging() {
        return staging;
    }

    long newNumber() {
        return numbers.incrementAndGet();
    }

    /** In milliseconds of the epoch. */
    long now() {
        return clock.millis();
    }

    void release(Collection<MailEntry> entries) {
        released.add(entries);
        listener.run();
    }

    /** Gives space back, if it is time; a failure can wait for the next time. */
    void tidy() {
        try {
            cleaner.run();
        } catch (IOException e) {
            warn("the outbox could not give space back", e);
        }
    }

    void warn(String what, IOException why) {
        LOG.log(System.Logger.Level.WARNING, what + ": " + why.getMessage());
    }

    /** What to do with a mail's segment file. */
    interface Reading<T> {
        T with(Location at, JournalFile file) throws IOException;
    }

    /** Opens the file that a mail lies in, though the mail may be moved meanwhile; what is made of it closes it. */
    <T> T reading(MailEntry entry, Reading<T> reading) throws IOException {
        while (true) {
            Location at = entry.at();
            try {
                return reading.with(at, files.open(at.segment().name()));
            } catch (NoSuchFileException e) {
                if (entry.at().equals(at)) {
                    throw e;
                }
            }
        }
    }

    private Posting posting(MailEntry entry) throws IOException {
        return reading(entry, (at, file) -> {
            try (file) {
                ByteBuffer payload = at.read(file)
                        .orElseThrow(() -> new IOException(files.describe(
                                        at.segment().name()) + ", offset " + at.offset() + ": the checksum is wrong"));
                return JournalRecord.Staged.decode(new FrameReader(payload))
                        .head()
                        .posting();
            }
        });
    }

    /** Presumed rollback, but where the commit may be among what can't be read. */
    private void endOpenBranches(long newestDamaged) throws IOException {
        for (Branch branch : index.branches()) {
            if (branch.phase() == Branch.Phase.DECIDED && branch.xid().isEmpty()) {
                // it was forgotten on a full device, and what named it was given back since: nobody can ask for it
                branch.forget();
            }
            if (branch.phase() != Branch.Phase.OPEN) {
                continue;
            }
            if (newestDamaged > 0 && branch.size() > 0 && branch.firstSegment() <= newestDamaged) {
                journal.append(new JournalRecord.Held(branch.number()));
            } else {
                branch.rollback();
            }
        }
        journal.force(journal.epoch());
    }

    private void report(Path directory) {
        for (Damage damage : damages) {
            LOG.log(
                    damage.kind() == Damage.Kind.UNREADABLE ? System.Logger.Level.ERROR : System.Logger.Level.INFO,
                    damage.toString());
        }
        long held = branches().stream()
                .filter(branch -> branch.phase() == Branch.Phase.HELD)
                .count();
        if (held > 0) {
            LOG.log(
                    System.Logger.Level.ERROR,
                    "outbox " + directory + ": " + held
                            + " transactions may have been committed by records that can't be read; their mail is held");
        }
        long inDoubt = branches().size() - held;
        if (waiting() + inDoubt > 0) {
            LOG.log(
                    System.Logger.Level.INFO,
                    "outbox " + directory + ": " + waiting() + " mails to deliver, " + inDoubt
                            + " transactions in doubt");
        }
    }
}
