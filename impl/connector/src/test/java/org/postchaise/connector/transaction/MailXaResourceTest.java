/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.connector.transaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.postchaise.connector.outbox.TestSubmissions.drain;
import static org.postchaise.connector.outbox.TestSubmissions.message;
import static org.postchaise.connector.outbox.TestSubmissions.submission;
import static org.postchaise.connector.outbox.TestSubmissions.xid;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postchaise.connector.outbox.BranchXid;
import org.postchaise.connector.outbox.Decision;
import org.postchaise.connector.outbox.Outbox;
import org.postchaise.connector.outbox.OutboxSettings;
import org.postchaise.connector.outbox.TestSubmissions;
import org.postchaise.testkit.ManualClock;

class MailXaResourceTest {
    /** For each call what it gives in each state. */
    private static final String TABLE = """
            call           | unknown active suspended idle   empty  failed      prepared decided
            start          | ok      PROTO  DUPID     DUPID  DUPID  DUPID       DUPID    DUPID
            start JOIN     | NOTA    PROTO  PROTO     ok     ok     RBROLLBACK  PROTO    PROTO
            start RESUME   | NOTA    PROTO  ok        PROTO  PROTO  PROTO       PROTO    PROTO
            start SUCCESS  | INVAL   INVAL  INVAL     INVAL  INVAL  INVAL       INVAL    INVAL
            end SUCCESS    | NOTA    ok     ok        PROTO  PROTO  PROTO       PROTO    PROTO
            end FAIL       | NOTA    ok     ok        PROTO  PROTO  PROTO       PROTO    PROTO
            end SUSPEND    | NOTA    ok     PROTO     PROTO  PROTO  PROTO       PROTO    PROTO
            end JOIN       | INVAL   INVAL  INVAL     INVAL  INVAL  INVAL       INVAL    INVAL
            prepare        | NOTA    PROTO  PROTO     ok     RDONLY RBROLLBACK  PROTO    PROTO
            commit onePhase| NOTA    PROTO  PROTO     ok     ok     RBROLLBACK  PROTO    HEURCOM
            commit         | NOTA    PROTO  PROTO     PROTO  PROTO  PROTO       ok       HEURCOM
            rollback       | NOTA    PROTO  PROTO     ok     ok     ok          ok       HEURCOM
            forget         | NOTA    PROTO  PROTO     PROTO  PROTO  PROTO       PROTO    ok
            """;

    private static final Map<String, Integer> CODES = Map.of(
            "PROTO", XAException.XAER_PROTO,
            "DUPID", XAException.XAER_DUPID,
            "NOTA", XAException.XAER_NOTA,
            "INVAL", XAException.XAER_INVAL,
            "RBROLLBACK", XAException.XA_RBROLLBACK,
            "HEURCOM", XAException.XA_HEURCOM);

    @TempDir
    private Path directory;

    private final ManualClock clock = ManualClock.at(TestSubmissions.NOW);
    private Outbox outbox;
    private Branches branches;
    private MailXaResource resource;

    @BeforeEach
    void open() throws IOException {
        outbox = Outbox.open(directory, OutboxSettings.DEFAULT, clock);
        branches = new Branches(outbox, clock);
        resource = new MailXaResource(branches);
    }

    @AfterEach
    void close() throws IOException {
        outbox.close();
    }

    private void restart() throws IOException {
        outbox.close();
        open();
    }

    static Stream<Arguments> table() {
        List<String> lines = TABLE.lines().toList();
        String[] states = lines.get(0).split("\\|", -1)[1].strip().split(" +", -1);
        List<Arguments> rows = new ArrayList<>();
        for (String line : lines.subList(1, lines.size())) {
            String[] results = line.split("\\|", -1)[1].strip().split(" +", -1);
            for (int i = 0; i < states.length; i++) {
                rows.add(Arguments.of(line.split("\\|", -1)[0].strip(), states[i], results[i]));
            }
        }
        return rows.stream();
    }

    private void bring(BranchXid name, String state) throws Exception {
        if (state.equals("unknown")) {
            return;
        }
        resource.start(name, XAResource.TMNOFLAGS);
        if (!state.equals("empty")) {
            resource.stage(submission(1), message("x"));
        }
        switch (state) {
            case "active" -> {}
            case "suspended" -> resource.end(name, XAResource.TMSUSPEND);
            case "failed" -> resource.end(name, XAResource.TMFAIL);
            default -> resource.end(name, XAResource.TMSUCCESS);
        }
        if (state.equals("prepared") || state.equals("decided")) {
            resource.prepare(name);
        }
        if (state.equals("decided")) {
            outbox.branches().iterator().next().decide(Decision.COMMITTED);
        }
    }

    private String call(String call, Xid xid) {
        String[] words = call.split(" ", 2);
        int flags = words.length == 1 ? XAResource.TMNOFLAGS : flags(words[1]);
        try {
            switch (words[0]) {
                case "start" -> resource.start(xid, flags);
                case "end" -> resource.end(xid, flags);
                case "prepare" -> {
                    return resource.prepare(xid) == XAResource.XA_RDONLY ? "RDONLY" : "ok";
                }
                case "commit" -> resource.commit(xid, words.length > 1);
                case "rollback" -> resource.rollback(xid);
                default -> resource.forget(xid);
            }
            return "ok";
        } catch (XAException e) {
            assertThat(e.getMessage()).isNotBlank().doesNotContain("\n");
            return CODES.entrySet().stream()
                    .filter(code -> code.getValue() == e.errorCode)
                    .map(Map.Entry::getKey)
                    .findFirst()
                    .orElse("code " + e.errorCode);
        }
    }

    private static int flags(String name) {
        return switch (name) {
            case "JOIN" -> XAResource.TMJOIN;
            case "RESUME" -> XAResource.TMRESUME;
            case "SUCCESS" -> XAResource.TMSUCCESS;
            case "FAIL" -> XAResource.TMFAIL;
            case "SUSPEND" -> XAResource.TMSUSPEND;
            default -> XAResource.TMONEPHASE;
        };
    }

    @ParameterizedTest(name = "{0} when {1} gives {2}")
    @MethodSource("table")
    void s7_6_2_stateTable(String call, String state, String expected) throws Exception {
        BranchXid name = xid(1);
        bring(name, state);
        assertThat(call(call, name)).isEqualTo(expected);
        boolean released = state.equals("decided")
                || (expected.equals("ok") && call.startsWith("commit") && !state.equals("empty"));
        assertThat(outbox.waiting()).isEqualTo(released ? 1 : 0);
        boolean ended = expected.equals("RDONLY")
                || (expected.startsWith("RB") && !call.startsWith("start"))
                || (expected.equals("ok")
                        && List.of("commit", "rollback", "forget").contains(call.split(" ", 2)[0]));
        if (ended) {
            assertThat(call("rollback", name)).isEqualTo("NOTA");
        }
    }

    static Stream<Xid> badXids() {
        return Stream.of(
                null,
                foreign(-1, new byte[1], new byte[1]),
                foreign(1, new byte[0], new byte[1]),
                foreign(1, new byte[65], new byte[1]),
                foreign(1, new byte[1], new byte[65]),
                foreign(1, null, new byte[1]),
                foreign(1, new byte[1], null));
    }

    private static Xid foreign(int format, byte[] global, byte[] qualifier) {
        return new Xid() {
            @Override
            public int getFormatId() {
                return format;
            }

            @Override
            public byte[] getGlobalTransactionId() {
                return global;
            }

            @Override
            public byte[] getBranchQualifier() {
                return qualifier;
            }
        };
    }

    @ParameterizedTest
    @MethodSource("badXids")
    void s7_6_2_anXidThatIsNoneIsInvalid(Xid xid) {
        for (String call : List.of("start", "end SUCCESS", "prepare", "commit", "rollback", "forget")) {
            assertThat(call(call, xid)).isEqualTo("INVAL");
        }
    }

    @Test
    void s7_6_2_xidsComeBackBitByBitWhateverTheirLength() throws Exception {
        byte[] longest = new byte[64];
        Arrays.fill(longest, (byte) 0x80);
        for (Xid xid : List.of(foreign(Integer.MIN_VALUE, longest, longest), foreign(0, new byte[] {0}, new byte[0]))) {
            resource.start(xid, XAResource.TMNOFLAGS);
            resource.stage(submission(1), message("x"));
            resource.end(xid, XAResource.TMSUCCESS);
            assertThat(resource.prepare(xid)).isEqualTo(XAResource.XA_OK);
            restart();
            Xid found = resource.recover(XAResource.TMSTARTRSCAN | XAResource.TMENDRSCAN)[0];
            assertThat(found.getFormatId()).isEqualTo(xid.getFormatId());
            assertThat(found.getGlobalTransactionId()).isEqualTo(xid.getGlobalTransactionId());
            assertThat(found.getBranchQualifier()).isEqualTo(xid.getBranchQualifier());
            resource.rollback(xid);
        }
    }

    @Test
    void s7_6_2_recoverListsPreparedAndDecidedBranchesAlsoAfterARestart() throws Exception {
        bring(xid(1), "prepared");
        bring(xid(2), "idle");
        bring(xid(3), "active");
        assertThat(resource.recover(XAResource.TMSTARTRSCAN)).containsExactly(xid(1));
        assertThat(resource.recover(XAResource.TMNOFLAGS)).isEmpty();
        assertThat(resource.recover(XAResource.TMENDRSCAN)).isEmpty();
        restart();
        assertThat(resource.recover(XAResource.TMSTARTRSCAN | XAResource.TMENDRSCAN))
                .containsExactly(xid(1));
        outbox.branches().iterator().next().decide(Decision.ROLLED_BACK);
        restart();
        assertThat(resource.recover(XAResource.TMSTARTRSCAN | XAResource.TMENDRSCAN))
                .containsExactly(xid(1));
        assertThat(code(() -> resource.commit(xid(1), false))).isEqualTo(XAException.XA_HEURRB);
        assertThat(code(() -> resource.rollback(xid(1)))).isEqualTo(XAException.XA_HEURRB);
        resource.forget(xid(1));
        restart();
        assertThat(resource.recover(XAResource.TMSTARTRSCAN | XAResource.TMENDRSCAN))
                .isEmpty();
        assertThat(code(() -> resource.commit(xid(1), false))).isEqualTo(XAException.XAER_NOTA);
        assertThat(outbox.next()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {XAResource.TMNOFLAGS, XAResource.TMENDRSCAN, XAResource.TMJOIN})
    void s7_6_2_recoverWithoutAScanOrWithAnotherFlagIsInvalid(int flags) {
        assertThat(code(() -> resource.recover(flags))).isEqualTo(XAException.XAER_INVAL);
    }

    @Test
    void s7_6_2_anotherConnectionCommitsWhatThisOnePreparedAndItIsTheSameResourceManager() throws Exception {
        MailXaResource other = new MailXaResource(new Branches(outbox, clock));
        assertThat(resource.isSameRM(other)).isTrue();
        MailXaResource second = new MailXaResource(branches);
        bring(xid(1), "idle");
        second.start(xid(1), XAResource.TMJOIN);
        second.stage(submission(1), message("of the second"));
        assertThat(code(() -> resource.prepare(xid(1)))).isEqualTo(XAException.XAER_PROTO);
        second.end(xid(1), XAResource.TMSUCCESS);
        assertThat(second.prepare(xid(1))).isEqualTo(XAResource.XA_OK);
        new MailXaResource(branches).commit(xid(1), false);
        assertThat(drain(outbox)).hasSize(2);
    }

    @Test
    void s7_6_2_twoOutboxesAreTwoResourceManagers(@TempDir Path elsewhere) throws Exception {
        try (Outbox other = Outbox.open(elsewhere, OutboxSettings.DEFAULT, clock)) {
            assertThat(resource.isSameRM(new MailXaResource(new Branches(other, clock))))
                    .isFalse();
        }
    }

    @Test
    void s7_6_2_aBranchPastItsTimeoutCanOnlyBeRolledBack() throws Exception {
        assertThat(resource.getTransactionTimeout()).isZero();
        assertThat(resource.setTransactionTimeout(30)).isTrue();
        assertThat(resource.getTransactionTimeout()).isEqualTo(30);
        assertThat(code(() -> resource.setTransactionTimeout(-1))).isEqualTo(XAException.XAER_INVAL);
        bring(xid(1), "active");
        bring2(xid(2));
        clock.advance(Duration.ofSeconds(31));
        assertThatThrownBy(() -> resource.stage(submission(1), message("late")))
                .hasMessage("the transaction can only be rolled back: branch " + xid(1)
                        + " has outlived its limit of 30 s");
        assertThat(code(() -> resource.end(xid(1), XAResource.TMSUCCESS))).isEqualTo(XAException.XA_RBTIMEOUT);
        assertThat(code(() -> resource.prepare(xid(1)))).isEqualTo(XAException.XA_RBTIMEOUT);
        assertThat(code(() -> resource.prepare(xid(1)))).isEqualTo(XAException.XAER_NOTA);
        // one that nobody asks for goes with the next that is begun
        clock.advance(Duration.ofSeconds(30));
        bring(xid(3), "idle");
        assertThat(code(() -> resource.rollback(xid(2)))).isEqualTo(XAException.XAER_NOTA);
    }

    private void bring2(BranchXid name) throws Exception {
        MailXaResource other = new MailXaResource(branches);
        other.setTransactionTimeout(30);
        other.start(name, XAResource.TMNOFLAGS);
        other.stage(submission(1), message("x"));
        other.end(name, XAResource.TMSUCCESS);
    }

    @Test
    void mailWithoutABranchIsRefused() {
        assertThat(resource.isAssociated()).isFalse();
        assertThatThrownBy(() -> resource.stage(submission(1), message("x"))).isInstanceOf(IllegalStateException.class);
    }

    private interface Call {
        void run() throws XAException;
    }

    private static int code(Call call) {
        return catchThrowableOfType(XAException.class, call::run).errorCode;
    }
}
