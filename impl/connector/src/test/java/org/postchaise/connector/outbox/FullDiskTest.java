/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.connector.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.postchaise.connector.outbox.TestSubmissions.CLOCK;
import static org.postchaise.connector.outbox.TestSubmissions.NOW;
import static org.postchaise.connector.outbox.TestSubmissions.commit;
import static org.postchaise.connector.outbox.TestSubmissions.drain;
import static org.postchaise.connector.outbox.TestSubmissions.message;
import static org.postchaise.connector.outbox.TestSubmissions.rejected;
import static org.postchaise.connector.outbox.TestSubmissions.submission;
import static org.postchaise.connector.outbox.TestSubmissions.text;
import static org.postchaise.connector.outbox.TestSubmissions.xid;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postchaise.api.Recipient;

/** The outbox on a file system of a megabyte, which other files fill up. {@link FaultsTest} has the same octet by octet. */
class FullDiskTest {
    private static final String FULL = "No space left on device";
    private static final OutboxSettings SETTINGS = new OutboxSettings(64 << 10, 32 << 10, Duration.ofSeconds(20));
    /** A page of the file system may have room left. */
    private static final String LARGE = "x".repeat(20_000);

    @TempDir
    private Path directory;

    private Tmpfs disk;
    private Path outboxes;
    private Outbox outbox;

    @BeforeEach
    void mount() throws Exception {
        disk = Tmpfs.mount(directory, "size=1m");
        outboxes = Files.createDirectory(directory.resolve("outbox"));
        outbox = open();
    }

    @AfterEach
    void unmount() throws Exception {
        if (disk != null) {
            outbox.close();
            disk.close();
        }
    }

    private Outbox open() throws IOException {
        return Outbox.open(outboxes, SETTINGS, CLOCK);
    }

    private void fill() throws IOException {
        try (OutputStream other = Files.newOutputStream(
                directory.resolve("other"), StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            byte[] page = new byte[4096];
            assertThatThrownBy(() -> {
                        for (int i = 0; i < 1000; i++) {
                            other.write(page);
                        }
                    })
                    .hasMessage(FULL);
        }
    }

    private void makeSpace() throws IOException {
        Files.delete(directory.resolve("other"));
    }

    private void restart() throws IOException {
        outbox.close();
        outbox = open();
        assertThat(outbox.damages()).noneMatch(damage -> damage.kind() == Damage.Kind.UNREADABLE);
    }

    private List<String> texts() throws IOException {
        List<String> texts = new ArrayList<>();
        for (OutboxMail mail : drain(outbox)) {
            texts.add(text(mail));
            mail.putBack(NOW);
        }
        return texts;
    }

    @Test
    void mailThatHasNoRoomIsRefusedAndWhatWasThereIsDelivered() throws IOException {
        commit(outbox, "before");
        fill();
        Branch large = outbox.begin();
        assertThatThrownBy(() -> large.stage(submission(1), message("x".repeat(100_000))))
                .hasMessage("mail can't be kept in the outbox: " + FULL);
        large.rollback();
        assertThatThrownBy(() -> commit(outbox, LARGE)).hasMessageContaining(FULL);
        assertThat(texts()).containsExactly("before");
        makeSpace();
        commit(outbox, LARGE);
        assertThat(texts()).containsExactly("before", LARGE);
        restart();
        assertThat(texts()).containsExactly("before", LARGE);
        assertThat(outbox.branches()).isEmpty();
    }

    @Test
    void s7_6_2_aBranchThatHasNoRoomIsRolledBackAtPrepareAndPreparedOnesAreKept() throws IOException {
        Branch prepared = outbox.begin();
        prepared.stage(submission(1), message("prepared"));
        prepared.prepare(xid(1));
        Branch second = outbox.begin();
        fill();
        assertThatThrownBy(() -> {
                    second.stage(submission(1), message(LARGE));
                    second.prepare(xid(2));
                })
                .isInstanceOf(IOException.class)
                .hasMessageContaining(FULL);
        second.rollback();
        makeSpace();
        restart();
        Branch again = outbox.branches().iterator().next();
        assertThat(again.xid()).hasValue(xid(1));
        assertThat(outbox.branches()).hasSize(1);
        again.commit();
        assertThat(texts()).containsExactly("prepared");
    }

    /** A page at the end of the journal takes some small records yet: those that had room count, the others are refused. */
    @Test
    void s7_6_2_preparedBranchesAreCommittedWhenThereIsRoomAgain() throws IOException {
        List<Branch> branches = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            Branch branch = outbox.begin();
            branch.stage(submission(1), message("mail " + i));
            branch.prepare(xid(i));
            branches.add(branch);
        }
        fill();
        List<Branch> refused = new ArrayList<>();
        for (Branch branch : branches) {
            try {
                branch.commit();
            } catch (IOException e) {
                assertThat(e).hasMessage(FULL);
                assertThat(branch.phase()).isEqualTo(Branch.Phase.PREPARED);
                refused.add(branch);
            }
        }
        assertThat(refused).isNotEmpty();
        assertThat(texts()).hasSize(300 - refused.size());
        makeSpace();
        for (Branch branch : refused) {
            branch.commit();
        }
        assertThat(texts()).hasSize(300);
        restart();
        assertThat(texts()).hasSize(300);
    }

    @Test
    void recipientsThatCouldNotBeSettledAreSettledWhenThereIsRoomAgain() throws IOException {
        for (int i = 0; i < 300; i++) {
            commit(outbox, "mail " + i);
        }
        fill();
        List<OutboxMail> refused = new ArrayList<>();
        for (OutboxMail mail : drain(outbox)) {
            try {
                mail.settle(List.of(rejected(Recipient.of("r0@example.com"))));
            } catch (IOException e) {
                assertThat(e).hasMessage(FULL);
                refused.add(mail);
            }
        }
        assertThat(refused).isNotEmpty();
        makeSpace();
        for (OutboxMail mail : refused) {
            mail.retryAt(NOW);
        }
        restart();
        List<OutboxMail> found = drain(outbox);
        assertThat(found).hasSize(300);
        assertThat(found)
                .allSatisfy(mail -> assertThat(mail.pending()).containsExactly(Recipient.of("r1@example.com")));
    }

    @Test
    void aStartOnAFullDiskIsRefusedClearlyAndSucceedsWhenThereIsRoomAgain() throws IOException {
        commit(outbox, "before");
        outbox.close();
        fill();
        assertThatThrownBy(this::open)
                .hasMessage("outbox directory " + outboxes + ": no new segment of the journal can be begun: " + FULL);
        makeSpace();
        outbox = open();
        assertThat(texts()).containsExactly("before");
    }

    /** Segments that are mostly needed no more are copied to the end, which needs room, and give it back. */
    @Test
    void compactionGoesOnWhenThereIsRoomAgain() throws IOException {
        fillWithMail();
        List<OutboxMail> mails = drain(outbox);
        List<OutboxMail> refused = new ArrayList<>();
        List<String> kept = new ArrayList<>();
        for (int i = 0; i < mails.size(); i++) {
            OutboxMail mail = mails.get(i);
            if (i % 8 == 0) {
                kept.add(text(mail));
                mail.putBack(NOW);
                continue;
            }
            try {
                end(mail);
            } catch (IOException e) {
                assertThat(e).hasMessage(FULL);
                refused.add(mail);
            }
        }
        assertThat(refused).isNotEmpty();
        makeSpace();
        for (OutboxMail mail : refused) {
            end(mail);
        }
        assertThat(texts()).containsExactlyElementsOf(kept);
        assertThat(outbox.journal().segments()).hasSizeLessThan(8);
        commit(outbox, LARGE);
        kept.add(LARGE);
        restart();
        assertThat(texts()).containsExactlyElementsOf(kept);
    }

    /** Until no more mail has room, and nothing else. */
    private void fillWithMail() throws IOException {
        Files.write(directory.resolve("other"), new byte[100_000]);
        int count = 0;
        for (boolean room = true; room; count++) {
            try {
                commit(outbox, count + LARGE);
            } catch (IOException e) {
                assertThat(e).hasMessageContaining(FULL);
                room = false;
            }
        }
        assertThat(count).isGreaterThan(20);
        fill();
    }

    private static void end(OutboxMail mail) throws IOException {
        mail.settle(List.of(rejected(Recipient.of("r0@example.com")), rejected(Recipient.of("r1@example.com"))));
        mail.done();
    }
}
