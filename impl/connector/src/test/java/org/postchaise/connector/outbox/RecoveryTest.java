/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.connector.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.postchaise.connector.outbox.TestSubmissions.CLOCK;
import static org.postchaise.connector.outbox.TestSubmissions.SMALL;
import static org.postchaise.connector.outbox.TestSubmissions.commit;
import static org.postchaise.connector.outbox.TestSubmissions.drain;
import static org.postchaise.connector.outbox.TestSubmissions.message;
import static org.postchaise.connector.outbox.TestSubmissions.submission;
import static org.postchaise.connector.outbox.TestSubmissions.text;
import static org.postchaise.connector.outbox.TestSubmissions.xid;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postchaise.api.MessageSource;

/** Tests of the recovery of damaged files at the start of an outbox. */
class RecoveryTest {
    private static final String FIRST = "outbox-0000000001.journal";
    private static final String SECOND = "outbox-0000000002.journal";
    private static final int FLIPS = Integer.getInteger("postchaise.outbox.flips", 500);

    private final MemoryFiles files = new MemoryFiles();

    private static Outbox open(MemoryFiles on) throws IOException {
        return new Outbox(on, SMALL, CLOCK);
    }

    private static List<String> texts(Outbox outbox) throws IOException {
        List<String> texts = new ArrayList<>();
        for (OutboxMail mail : drain(outbox)) {
            texts.add(text(mail));
        }
        return texts;
    }

    private static List<Damage> unreadable(Outbox outbox) {
        return outbox.damages().stream()
                .filter(damage -> damage.kind() == Damage.Kind.UNREADABLE)
                .toList();
    }

    @Test
    void aJournalThatEndsAtAnyOctetHasAllThatWasCommittedBeforeIt() throws IOException {
        Outbox outbox = open(files);
        List<Integer> ends = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            commit(outbox, "mail " + i);
            ends.add(files.get(FIRST).length);
        }
        byte[] whole = files.get(FIRST);
        for (int length = 0; length <= whole.length; length++) {
            int end = length;
            MemoryFiles cut = new MemoryFiles();
            cut.put(FIRST, Arrays.copyOf(whole, length));
            Outbox found = open(cut);
            long expected = ends.stream().filter(commit -> commit <= end).count();
            assertThat(found.waiting()).as("cut at %d", length).isEqualTo(expected);
            assertThat(found.damages())
                    .allMatch(damage -> damage.kind() == Damage.Kind.TORN_TAIL)
                    .hasSizeLessThan(2);
            // and it goes on from there
            commit(found, "next");
            assertThat(open(cut).waiting()).as("after cut at %d", length).isEqualTo(expected + 1);
            assertThat(open(cut).damages()).isEmpty();
        }
    }

    @Test
    void aTailWithoutARecordIsReadOnceHoweverLongItIs() throws IOException {
        Outbox outbox = open(files);
        commit(outbox, "mail");
        byte[] whole = files.get(FIRST);
        byte[] mark = ByteBuffer.allocate(4).putInt(Frame.MAGIC).array();
        for (byte[] filling : List.of(new byte[] {0}, new byte[] {-1}, mark)) {
            byte[] octets = Arrays.copyOf(whole, whole.length + (8 << 20));
            for (int i = whole.length; i < octets.length; i++) {
                octets[i] = filling[i % filling.length];
            }
            MemoryFiles padded = new MemoryFiles();
            padded.put(FIRST, octets);
            Outbox found = open(padded);
            assertThat(found.waiting()).isEqualTo(1);
            assertThat(found.damages()).hasSize(1);
        }
    }

    @Test
    void anyChangedBitLosesNothingInSilence() throws IOException {
        Outbox outbox = open(files);
        Set<String> sent = new HashSet<>();
        for (int i = 0; i < 30; i++) {
            String text = "mail " + i + " " + "x".repeat(i * 5);
            commit(outbox, text);
            sent.add(text);
        }
        Branch prepared = outbox.begin();
        prepared.stage(submission(1), message("prepared"));
        prepared.prepare(xid(1));
        List<String> names = files.names();
        Random random = new Random(7);
        for (int round = 0; round < FLIPS; round++) {
            MemoryFiles changed = files.copy();
            String name = names.get(random.nextInt(names.size()));
            byte[] octets = changed.get(name);
            int bit = random.nextInt(octets.length * 8);
            octets[bit / 8] ^= (byte) (1 << bit % 8);
            changed.put(name, octets);
            Outbox found = open(changed);
            List<String> texts = texts(found);
            assertThat(sent).as("bit %d of %s", bit, name).containsAll(texts);
            long held = found.branches().stream()
                    .filter(branch -> branch.phase() == Branch.Phase.HELD)
                    .count();
            boolean all = texts.size() == sent.size() && found.branches().size() == 1;
            assertThat(all || !found.damages().isEmpty())
                    .as("bit %d of %s", bit, name)
                    .isTrue();
            assertThat(texts.size() + held).as("bit %d of %s", bit, name).isGreaterThanOrEqualTo(sent.size() - 1);
        }
    }

    @Test
    void aMailWhoseCommitCannotBeReadIsHeldForPeople() throws IOException {
        Outbox outbox = open(files);
        commit(outbox, "first");
        int before = files.get(FIRST).length;
        commit(outbox, "second");
        int after = files.get(FIRST).length;
        commit(outbox, "third");
        byte[] octets = files.get(FIRST);
        // the commit record is the last before
        octets[after - 1] ^= 1;
        files.put(FIRST, octets);
        Outbox found = open(files);
        assertThat(unreadable(found)).singleElement().satisfies(damage -> {
            assertThat(damage.file()).isEqualTo(FIRST);
            assertThat(damage.offset()).isBetween((long) before, (long) after);
            assertThat(damage.text()).isEqualTo("the checksum is wrong; lost: commit, record 4");
        });
        assertThat(texts(found)).containsExactly("first", "third");
        // also at the start after
        found = open(files);
        Branch held = found.branches().iterator().next();
        assertThat(held.phase()).isEqualTo(Branch.Phase.HELD);
        held.commit();
        assertThat(texts(found)).containsExactly("first", "second", "third");
        assertThat(open(files).branches()).isEmpty();
    }

    @Test
    void s7_6_2_ofAPreparedBranchThatLostMailTheRestIsCommittedAndTheDecisionIsMixed() throws IOException {
        Outbox outbox = open(files);
        Branch branch = outbox.begin();
        branch.stage(submission(1), message("first"));
        int second = files.get(FIRST).length;
        branch.stage(submission(1), message("second"));
        branch.prepare(xid(1));
        byte[] octets = files.get(FIRST);
        octets[second + 40] ^= 1;
        files.put(FIRST, octets);
        Outbox found = open(files);
        Branch prepared = found.branches().iterator().next();
        prepared.commit();
        assertThat(prepared.decision()).hasValue(Decision.MIXED);
        assertThat(texts(found)).containsExactly("first");
        Branch again = open(files).branches().iterator().next();
        assertThat(again.decision()).hasValue(Decision.MIXED);
    }

    /** Forgotten on a full device, which could not be written, and then its segment was given back. */
    @Test
    void s7_6_2_aDecidedBranchOfWhichOnlyTheDecisionIsLeftIsForgottenAndItsMailIsDelivered() throws IOException {
        Outbox outbox = open(files);
        Branch branch = outbox.begin();
        branch.stage(submission(1), message("small"));
        branch.stage(submission(1), message("written"));
        outbox.journal().append(new JournalRecord.Heuristic(branch.number(), Decision.COMMITTED));
        Outbox found = open(files);
        assertThat(found.branches()).isEmpty();
        assertThat(texts(found)).containsExactly("written");
        found.close();
        assertThat(open(files).branches()).isEmpty();
    }

    @Test
    void aSegmentWithoutReadableHeaderIsNamedAndTheOthersAreServed() throws IOException {
        Outbox outbox = open(files);
        commit(outbox, "first");
        outbox.close();
        commit(open(files), "second");
        byte[] octets = files.get(FIRST);
        octets[3] ^= 1;
        files.put(FIRST, octets);
        assertThat(texts(open(files))).containsExactly("first", "second");
        octets[SegmentHeader.COPY + 3] ^= 1;
        files.put(FIRST, octets);
        Outbox found = open(files);
        assertThat(texts(found)).containsExactly("second");
        assertThat(unreadable(found)).singleElement().asString().contains(FIRST, "both copies of the header");
        assertThat(files.names()).contains(FIRST);
    }

    @Test
    void aMissingSegmentIsNamed() throws IOException {
        Outbox outbox = open(files);
        commit(outbox, "first");
        outbox.close();
        outbox = open(files);
        commit(outbox, "second");
        outbox.close();
        outbox = open(files);
        commit(outbox, "third");
        MemoryFiles without = files.copy();
        without.delete(SECOND);
        Outbox found = open(without);
        assertThat(unreadable(found)).singleElement().asString().contains(SECOND, "missing");
        assertThat(texts(found)).containsExactly("first", "third");
        MemoryFiles withoutFirst = files.copy();
        withoutFirst.delete(FIRST);
        found = open(withoutFirst);
        assertThat(unreadable(found)).singleElement().asString().contains(FIRST, "missing");
        assertThat(texts(found)).containsExactly("second", "third");
    }

    @Test
    void aSegmentThatWasCutBeforeOthersIsNamed() throws IOException {
        Outbox outbox = open(files);
        commit(outbox, "first");
        int end = files.get(FIRST).length;
        commit(outbox, "second");
        outbox.close();
        commit(open(files), "third");
        files.put(FIRST, Arrays.copyOf(files.get(FIRST), end));
        Outbox found = open(files);
        assertThat(unreadable(found)).singleElement().asString().contains(SECOND, "2 records before this segment lost");
        assertThat(texts(found)).containsExactly("first", "third");
    }

    /** A force fails, the next segment is begun, and the machine crashes before that is on the device. */
    @Test
    void aTornEndBeforeASegmentThatWasNotBegunIsNoDamage() throws IOException {
        Outbox outbox = open(files);
        commit(outbox, "first");
        commit(outbox, "torn");
        byte[] octets = files.get(FIRST);
        files.put(FIRST, Arrays.copyOf(octets, octets.length - 5));
        files.put(SECOND, new byte[SegmentHeader.COPY - 1]);
        Outbox found = open(files);
        assertThat(unreadable(found)).isEmpty();
        assertThat(found.damages()).hasSize(2);
        assertThat(texts(found)).containsExactly("first");
        found.close();
        assertThat(open(files).damages()).isEmpty();
    }

    @Test
    void aSegmentBeforeOthersThatEndsAtAnyOctetIsNamedAndTheRestIsServed() throws IOException {
        Outbox outbox = open(files);
        List<Integer> ends = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            commit(outbox, "mail " + i);
            ends.add(files.get(FIRST).length);
        }
        outbox.close();
        commit(open(files), "last");
        byte[] whole = files.get(FIRST);
        for (int length = 0; length < whole.length; length++) {
            int end = length;
            MemoryFiles cut = files.copy();
            cut.put(FIRST, Arrays.copyOf(whole, length));
            Outbox found = open(cut);
            long expected = ends.stream().filter(commit -> commit <= end).count() + 1;
            assertThat(found.waiting()).as("cut at %d", length).isEqualTo((int) expected);
            assertThat(unreadable(found))
                    .as("cut at %d", length)
                    .isNotEmpty()
                    .allMatch(damage ->
                            damage.file().equals(FIRST) || damage.file().equals(SECOND));
            assertThat(texts(found)).as("cut at %d", length).contains("last");
        }
    }

    @Test
    void contentThatEndsAtAnyOctetIsNamedAndTheOtherMailIsDelivered() throws IOException {
        Outbox outbox = open(files);
        String content = StagedHead.contentFile(commit(outbox, "x".repeat(300)));
        commit(outbox, "healthy");
        outbox.close();
        byte[] whole = files.get(content);
        for (int length = 0; length < whole.length; length++) {
            files.put(content, Arrays.copyOf(whole, length));
            Outbox found = open(files);
            assertThat(unreadable(found))
                    .singleElement()
                    .asString()
                    .endsWith("has " + length + " octets; expected 300");
            List<OutboxMail> mails = drain(found);
            assertThatThrownBy(() -> text(mails.get(0))).isInstanceOf(IOException.class);
            assertThat(text(mails.get(1))).isEqualTo("healthy");
            found.close();
        }
    }

    @Test
    void mailThatIsDamagedWhileTheOutboxRunsIsPutAsideAndTheOthersAreDelivered() throws IOException {
        Outbox outbox = open(files);
        commit(outbox, "first");
        int second = files.get(FIRST).length;
        commit(outbox, "second");
        commit(outbox, "third");
        byte[] octets = files.get(FIRST);
        octets[second + 60] ^= 1;
        files.put(FIRST, octets);
        assertThat(texts(outbox)).containsExactly("first", "third");
        Outbox found = open(files);
        assertThat(unreadable(found)).singleElement().asString().contains(FIRST + ", offset " + second);
        assertThat(texts(found)).containsExactly("first", "third");
    }

    @Test
    void aDamagedSegmentIsKeptForPeopleWhenItIsNotNeededAnyMore() throws IOException {
        Outbox outbox = open(files);
        commit(outbox, "first");
        int second = files.get(FIRST).length;
        commit(outbox, "second");
        outbox.close();
        byte[] octets = files.get(FIRST);
        octets[second + 40] ^= 1;
        files.put(FIRST, octets);
        outbox = open(files);
        outbox.next().orElseThrow().done();
        assertThat(files.names()).contains(FIRST + ".damaged").doesNotContain(FIRST);
        outbox.close();
        assertThat(open(files).damages()).isEmpty();
    }

    @Test
    void contentThatLooksLikeARecordIsNotTakenForOne() throws IOException {
        Outbox outbox = open(files);
        commit(outbox, "innocent");
        byte[] forged = Arrays.copyOfRange(files.get(FIRST), SegmentHeader.SIZE, files.get(FIRST).length);
        Branch branch = outbox.begin();
        branch.stage(submission(1), MessageSource.of(forged));
        branch.commit();
        outbox.close();
        byte[] octets = files.get(FIRST);
        // the same segment's own octets are found again after damage, another's are not
        outbox = open(files);
        int at = files.get(SECOND).length;
        branch = outbox.begin();
        branch.stage(
                submission(1),
                MessageSource.of(Arrays.copyOfRange(octets, SegmentHeader.SIZE, SegmentHeader.SIZE + 150)));
        branch.commit();
        outbox.close();
        byte[] damaged = files.get(SECOND);
        damaged[at + 1] ^= 1;
        files.put(SECOND, damaged);
        Outbox found = open(files);
        assertThat(found.waiting()).isEqualTo(2);
        assertThat(unreadable(found)).hasSize(1);
    }

    @ParameterizedTest(name = "format {0}")
    @ValueSource(ints = {0, 2})
    void anOlderOrNewerFormatIsRefusedClearlyAndNothingIsTouched(int format) throws IOException {
        Outbox outbox = open(files);
        commit(outbox, "x".repeat(1000));
        outbox.close();
        open(files).close();
        files.put("mail-99.content", new byte[1]);
        byte[] octets = files.get(SECOND);
        ByteBuffer header = ByteBuffer.wrap(octets);
        for (int copy = 0; copy < SegmentHeader.SIZE; copy += SegmentHeader.COPY) {
            header.putInt(copy + 8, format);
            int crc = Frame.crc(ByteBuffer.wrap(octets, copy, SegmentHeader.COPY - 4));
            header.putInt(copy + SegmentHeader.COPY - 4, crc);
        }
        files.put(SECOND, octets);
        MemoryFiles before = files.copy();
        assertThatThrownBy(() -> open(files))
                .isInstanceOf(IOException.class)
                .hasMessage(SECOND + " has outbox format " + format + "; this version reads format 1: let the version"
                        + " that wrote it deliver its mail first");
        assertThat(files.names()).isEqualTo(before.names());
        for (String name : files.names()) {
            assertThat(files.get(name)).as(name).isEqualTo(before.get(name));
        }
    }

    @Test
    void contentInAFileOfItsOwnIsMissedAndLeftoversGo() throws IOException {
        Outbox outbox = open(files);
        long id = commit(outbox, "x".repeat(1000));
        files.put("mail-99.content", "left".getBytes(StandardCharsets.US_ASCII));
        outbox.close();
        assertThat(open(files).damages())
                .singleElement()
                .asString()
                .isEqualTo("mail-99.content, offset 0: content of no mail in the outbox; deleted");
        byte[] content = files.get(StagedHead.contentFile(id));
        content[500] ^= 1;
        files.put(StagedHead.contentFile(id), content);
        OutboxMail mail = open(files).next().orElseThrow();
        assertThatThrownBy(() -> text(mail)).hasMessageContaining("is damaged: its checksum is wrong");
        files.delete(StagedHead.contentFile(id));
        assertThat(unreadable(open(files))).singleElement().asString().contains("expected 1000");
    }

    @Test
    void segmentsOfTwoOutboxesAreNotMixed() throws IOException {
        open(files).close();
        MemoryFiles other = new MemoryFiles();
        open(other).close();
        open(other).close();
        files.put(SECOND, other.get(SECOND));
        assertThatThrownBy(() -> open(files)).hasMessageContaining("belongs to another outbox");
    }
}
