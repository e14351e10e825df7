/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.connector.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.postchaise.connector.outbox.TestSubmissions.CLOCK;
import static org.postchaise.connector.outbox.TestSubmissions.NOW;
import static org.postchaise.connector.outbox.TestSubmissions.SMALL;
import static org.postchaise.connector.outbox.TestSubmissions.drain;
import static org.postchaise.connector.outbox.TestSubmissions.message;
import static org.postchaise.connector.outbox.TestSubmissions.submission;
import static org.postchaise.connector.outbox.TestSubmissions.text;
import static org.postchaise.connector.outbox.TestSubmissions.xid;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import org.junit.jupiter.api.Test;
import org.postchaise.api.Recipient;
import org.postchaise.connector.transaction.Branches;
import org.postchaise.connector.transaction.MailXaResource;

/**
 * Random operations on branches and mail, on a device that fills up, fails and crashes at any call, beside a model that is a
 * few maps. After each crash the outbox has to say what the model says; of the call that the crash fell into, before or after.
 *
 * <p>{@code -Dpostchaise.outbox.steps}: how many operations; {@code -Dpostchaise.outbox.seed}: which.
 */
class OutboxModelTest {
    private static final int STEPS = Integer.getInteger("postchaise.outbox.steps", 5_000);
    private static final long SEED = Long.getLong("postchaise.outbox.seed", System.nanoTime());
    private static final int SLOTS = 4;
    /** More branches that wait for a decision, or mails, are not begun: each restart looks at all of them. */
    private static final int BRANCHES = 12;

    private static final int MAILS = 40;

    private final Random random = new Random(SEED);
    private MemoryFiles files = new MemoryFiles();
    private Outbox outbox;
    private Branches branches;
    private Model model = new Model();
    private List<Slot> slots = new ArrayList<>();
    private int xids;
    private int crashes;

    /** The state that must be on the device. */
    private static final class Model {
        private final Map<String, Map<Long, String>> prepared = new TreeMap<>();
        private final Map<String, Decision> decided = new TreeMap<>();
        private final Map<Long, String> mails = new TreeMap<>();
        private final Map<Long, Set<String>> pending = new TreeMap<>();
        /** The mails whose end need not be on the device; if it is not, none of their recipients is pending. */
        private final Set<Long> done = new HashSet<>();
        /** Rolled back or forgotten, which need not be on the device either: the transaction manager does it again. */
        private final Set<String> over = new HashSet<>();

        Model copy() {
            Model copy = new Model();
            prepared.forEach((name, mail) -> copy.prepared.put(name, new TreeMap<>(mail)));
            copy.decided.putAll(decided);
            copy.mails.putAll(mails);
            pending.forEach((id, open) -> copy.pending.put(id, new HashSet<>(open)));
            copy.done.addAll(done);
            copy.over.addAll(over);
            return copy;
        }

        void release(Map<Long, String> staged) {
            staged.forEach((id, text) -> {
                mails.put(id, text);
                pending.put(id, new HashSet<>(Set.of("r0@example.com", "r1@example.com")));
            });
        }

        void end(long id) {
            mails.remove(id);
            pending.remove(id);
            done.add(id);
        }

        String describe() {
            return "prepared " + prepared.keySet() + " decided " + decided + " mails " + mails.keySet() + " content "
                    + mails.hashCode() + " pending " + pending;
        }
    }

    /** A branch that is open or prepared, and the connection that worked in it. */
    private static final class Slot {
        private final MailXaResource resource;
        private final BranchXid name;
        private final Map<Long, String> staged = new TreeMap<>();

        Slot(MailXaResource resource, BranchXid name) {
            this.resource = resource;
            this.name = name;
        }
    }

    private interface Operation {
        void run() throws IOException, XAException;
    }

    @Test
    void s7_6_2_whateverHappensTheOutboxSaysWhatTheModelSays() throws Exception {
        System.out.println("outbox model: " + STEPS + " steps, -Dpostchaise.outbox.seed=" + SEED);
        open();
        for (int step = 0; step < STEPS; step++) {
            step();
        }
        restart(List.of(model));
        System.out.println("outbox model: " + crashes + " restarts, " + xids + " branches");
    }

    private void step() throws IOException, XAException {
        if (model.prepared.size() + model.decided.size() > BRANCHES) {
            decidePrepared();
            return;
        }
        if (model.mails.size() > MAILS) {
            deliver();
            return;
        }
        switch (random.nextInt(16)) {
            case 0, 1, 2 -> stage();
            case 3, 4 -> prepare();
            case 5 -> decidePrepared();
            case 6 -> endOpen();
            case 7 -> commitLocal();
            case 8, 9, 10, 11, 12, 13, 14 -> deliver();
            default -> {
                if (random.nextInt(3) == 0) {
                    restart(List.of(model));
                }
            }
        }
    }

    private void open() throws IOException {
        outbox = new Outbox(files, SMALL, CLOCK);
        branches = new Branches(outbox, CLOCK);
        slots = new ArrayList<>();
    }

    /** Crashes, and expects one of {@code candidates}. */
    private void restart(List<Model> candidates) throws IOException, XAException {
        crashes++;
        files = files.afterCrash(random);
        open();
        assertThat(outbox.damages()).noneMatch(damage -> damage.kind() == Damage.Kind.UNREADABLE);
        Model found = look();
        model = candidates.stream()
                .filter(candidate -> candidate.describe().equals(found.describe()))
                .findFirst()
                .orElseThrow(() -> new AssertionError("seed " + SEED + ": found " + found.describe() + "; expected "
                        + candidates.stream().map(Model::describe).toList()));
        // what a start does not find can't come back
        model.done.retainAll(found.done);
        model.over.retainAll(found.over);
    }

    private Model look() throws IOException, XAException {
        Model found = new Model();
        Set<Long> done = model.done;
        for (Branch branch : outbox.branches()) {
            BranchXid xid = branch.xid().orElseThrow();
            String name = xid.toString();
            if (model.over.contains(name)) {
                found.over.add(name);
                if (branch.decision().isPresent()) {
                    branches().forget(xid);
                } else {
                    branches().rollback(xid);
                }
            } else if (branch.decision().isPresent()) {
                found.decided.put(name, branch.decision().get());
            } else {
                found.prepared.put(name, Map.of());
            }
        }
        for (OutboxMail mail : drain(outbox)) {
            if (mail.pending().isEmpty() && done.contains(mail.id())) {
                found.done.add(mail.id());
                mail.done();
                continue;
            }
            found.mails.put(mail.id(), text(mail));
            Set<String> open = new HashSet<>();
            mail.pending().forEach(recipient -> open.add(recipient.address()));
            found.pending.put(mail.id(), open);
            mail.putBack(NOW);
        }
        return found;
    }

    /**
     * Runs an operation, at times on a device at its end.
     *
     * @param after what the model is when it succeeds
     * @param failed what it is when the operation says that it rolled back
     * @return whether it succeeded
     */
    private boolean attempt(Operation operation, Model after, Model failed) throws IOException, XAException {
        int trouble = random.nextInt(60);
        if (trouble == 0) {
            files.leaveSpace(random.nextInt(300));
        } else if (trouble == 1) {
            files.failForces(1 + random.nextInt(2));
        } else if (trouble < 5) {
            files.crashAfter(random.nextInt(8));
        }
        try {
            operation.run();
            model = after;
            return true;
        } catch (MemoryFiles.Crash e) {
            Model before = model;
            model = after;
            restart(List.of(before, after, failed));
        } catch (RolledBackException e) {
            model = failed;
        } catch (XAException e) {
            if (e.errorCode == XAException.XA_RBOTHER) {
                model = failed;
            } else {
                assertThat(e.errorCode)
                        .as("seed %d: %s", SEED, e.getMessage())
                        .isIn(XAException.XA_RETRY, XAException.XAER_RMFAIL);
                normal();
                restart(List.of(model, after));
            }
        } catch (IOException e) {
            normal();
            restart(List.of(model, after));
        } finally {
            normal();
        }
        return false;
    }

    private void normal() {
        files.leaveSpace(Long.MAX_VALUE);
        files.failForces(0);
        files.crashAfter(Long.MAX_VALUE);
    }

    private Slot slot() throws XAException {
        if (slots.size() < SLOTS) {
            Slot slot = new Slot(new MailXaResource(branches), xid(++xids));
            slot.resource.start(slot.name, XAResource.TMNOFLAGS);
            slots.add(slot);
        }
        return slots.get(random.nextInt(slots.size()));
    }

    private void stage() throws IOException, XAException {
        Slot slot = slot();
        String text = anyText();
        attempt(() -> slot.staged.put(slot.resource.stage(submission(2), message(text)), text), model, model);
    }

    private String anyText() {
        return random.nextLong() + "x".repeat(random.nextInt(random.nextInt(10) == 0 ? 700 : 100));
    }

    private Optional<Slot> ended() throws XAException {
        if (slots.isEmpty()) {
            return Optional.empty();
        }
        Slot slot = slots.remove(random.nextInt(slots.size()));
        try {
            slot.resource.end(slot.name, XAResource.TMSUCCESS);
        } catch (XAException e) {
            assertThat(e.errorCode).isEqualTo(XAException.XA_RBOTHER);
        }
        return Optional.of(slot);
    }

    private void prepare() throws IOException, XAException {
        Optional<Slot> slot = ended();
        if (slot.isPresent()) {
            Model after = model.copy();
            if (!slot.get().staged.isEmpty()) {
                after.prepared.put(slot.get().name.toString(), slot.get().staged);
            }
            Model failed = model.copy();
            failed.over.add(slot.get().name.toString());
            attempt(() -> branches().prepare(slot.get().name), after, failed);
        }
    }

    private MailXaResource branches() {
        return new MailXaResource(branches);
    }

    private void endOpen() throws IOException, XAException {
        Optional<Slot> slot = ended();
        if (slot.isPresent()) {
            Model after = model.copy();
            if (random.nextBoolean()) {
                after.release(slot.get().staged);
                attempt(() -> branches().commit(slot.get().name, true), after, model);
            } else {
                attempt(() -> branches().rollback(slot.get().name), after, model);
            }
        }
    }

    private void decidePrepared() throws IOException, XAException {
        List<BranchXid> names = outbox.branches().stream()
                .flatMap(branch -> branch.xid().stream())
                .sorted(Comparator.comparing(BranchXid::toString))
                .toList();
        if (names.isEmpty()) {
            return;
        }
        BranchXid name = names.get(random.nextInt(names.size()));
        Model after = model.copy();
        Decision decision = after.decided.remove(name.toString());
        if (decision != null) {
            after.over.add(name.toString());
            attempt(() -> branches().forget(name), after, after);
            return;
        }
        Map<Long, String> staged = after.prepared.remove(name.toString());
        switch (random.nextInt(5)) {
            case 0 -> {
                after.over.add(name.toString());
                attempt(() -> branches().rollback(name), after, after);
            }
            case 1 -> {
                Branch branch = outbox.branches().stream()
                        .filter(one -> one.xid().equals(Optional.of(name)))
                        .findFirst()
                        .orElseThrow();
                after.decided.put(name.toString(), Decision.COMMITTED);
                after.release(staged);
                attempt(() -> branch.decide(Decision.COMMITTED), after, model);
            }
            default -> {
                after.release(staged);
                attempt(() -> branches().commit(name, false), after, model);
            }
        }
    }

    private void commitLocal() throws IOException, XAException {
        Branch branch = outbox.begin();
        Map<Long, String> staged = new TreeMap<>();
        for (int i = random.nextInt(3); i >= 0; i--) {
            String text = anyText();
            staged.put(branch.stage(submission(2), message(text)), text);
        }
        Model after = model.copy();
        after.release(staged);
        attempt(branch::commit, after, model);
    }

    private void deliver() throws IOException, XAException {
        Optional<OutboxMail> next = outbox.next();
        if (next.isEmpty()) {
            return;
        }
        OutboxMail mail = next.get();
        List<Recipient> settled = mail.pending().stream()
                .filter(recipient -> random.nextInt(3) > 0)
                .toList();
        Model after = model.copy();
        settled.forEach(recipient -> after.pending.get(mail.id()).remove(recipient.address()));
        boolean saved = attempt(
                () -> mail.settle(
                        settled.stream().map(TestSubmissions::rejected).toList()),
                after,
                after);
        if (!saved) {
            return;
        }
        Model ended = model.copy();
        if (mail.pending().isEmpty()) {
            ended.end(mail.id());
            attempt(mail::done, ended, ended);
        } else if (random.nextBoolean()) {
            attempt(() -> mail.retryAt(NOW), ended, ended);
        } else {
            mail.putBack(NOW);
        }
    }
}
