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
import org.postchaise.engine.log.LineLog;

/**
 * A durable outbox: mail is staged in branches of transactions, released by their commit, and settled recipient by recipient.
 * Data that a method declares durable survives a crash of the machine.
 *
 * <p>A directory has one outbox at a time. The outbox has no thread: callers do the work, and one force of the device serves
 * all waiting callers. Safe for use by many threads.
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

    /** Creates an outbox and recovers its state from {@code files}. */
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
     * Opens the outbox in a directory, which is initialised if empty, and recovers its state. Damages are logged and listed by
     * {@link #damages}.
     *
     * @throws IOException when the directory does not exist, can't be written, is used by another outbox, or was written by
     *     another version; the message is one line
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

    /** Returns the identity of the outbox, created at the first use of the directory. */
    public UUID identity() {
        return journal.store();
    }

    /** Returns the damages found by recovery. */
    public List<Damage> damages() {
        return damages;
    }

    /** Returns a new branch, which the outbox does not record before the first mail. */
    public Branch begin() {
        return new Branch(this, newNumber(), journal.epoch());
    }

    /** Returns the branches that have mail, or that a restart has left. */
    public Collection<Branch> branches() {
        return index.branches();
    }

    /** Sets the action to run when mail is released or returned, on the thread that does so; the action must be quick and must not throw. */
    public void onRelease(Runnable action) {
        listener = action;
    }

    /**
     * Returns the mail that has been due for longest, for delivery by the caller; empty if no mail is due. Unreadable mail is
     * skipped until a restart, and logged.
     */
    public Optional<OutboxMail> next() {
        while (true) {
            Optional<MailEntry> entry = released.take(clock.instant());
            if (entry.isEmpty()) {
                return Optional.empty();
            }
            try {
                return Optional.of(new OutboxMail(this, entry.get(), submission(entry.get())));
            } catch (IOException e) {
                warn("mail " + entry.get().id() + " is not delivered before a restart: it can't be read", e);
            }
        }
    }

    /** Returns the state of a committed mail that is not done; empty for an unreadable mail. */
    public Optional<StoredMail> find(long id) {
        Optional<MailEntry> entry = index.mail(id).filter(MailEntry::isReleased);
        try {
            return entry.isEmpty() ? Optional.empty() : Optional.of(entry.get().kept(submission(entry.get())));
        } catch (IOException e) {
            warn("mail " + id + " can't be read", e);
            return Optional.empty();
        }
    }

    /** Returns the time at which the next mail is due; empty if no mail waits. */
    public Optional<Instant> nextDue() {
        return released.nextDue();
    }

    /** Returns the number of committed mails that wait, due or not, without those that are being delivered. */
    public int waiting() {
        return released.size();
    }

    /** Closes the journal and releases the directory. Open branches are dropped; all other data is there at the next start. */
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

    /** Returns the current time in milliseconds of the epoch. */
    long now() {
        return clock.millis();
    }

    void release(Collection<MailEntry> entries) {
        released.add(entries);
        listener.run();
    }

    /** Runs the garbage collection of the journal; a failure is logged, since the next run repeats the work. */
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

    /** A function of a mail's location and its opened segment file. */
    interface Reading<T> {
        T with(Location at, JournalFile file) throws IOException;
    }

    /** Opens the file that holds a mail, even if the mail is moved at the same time; {@code reading} or its result must close the file. */
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

    private OutboxSubmission submission(MailEntry entry) throws IOException {
        return reading(entry, (at, file) -> {
            try (file) {
                ByteBuffer payload = at.read(file)
                        .orElseThrow(() -> new IOException(files.describe(
                                        at.segment().name()) + ", offset " + at.offset() + ": the checksum is wrong"));
                return JournalRecord.Staged.decode(new FrameReader(payload))
                        .head()
                        .submission();
            }
        });
    }

    /** Rolls open branches back (presumed rollback), except branches whose commit may be among unreadable records, which are held. */
    private void endOpenBranches(long newestDamaged) throws IOException {
        for (Branch branch : index.branches()) {
            if (branch.phase() == Branch.Phase.DECIDED && branch.xid().isEmpty()) {
                // forgotten on a full device, and the record of its XID was deleted since: no call can name the branch
                branch.forget();
            }
            if (branch.phase() != Branch.Phase.OPEN) {
                continue;
            }
            if (newestDamaged > 0 && branch.size() > 0 && branch.state().firstSegment() <= newestDamaged) {
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
