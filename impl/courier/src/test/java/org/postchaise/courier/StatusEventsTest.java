/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.courier;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.enterprise.event.Event;
import jakarta.enterprise.inject.Instance;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.postchaise.api.FailureKind;
import org.postchaise.api.IncomingComplaint;
import org.postchaise.api.IncomingNotice;
import org.postchaise.api.IncomingNotice.Action;
import org.postchaise.api.IncomingNotice.Reference;
import org.postchaise.api.IncomingNotice.Report;
import org.postchaise.api.IncomingNotice.Verdict;
import org.postchaise.api.MailStatus;
import org.postchaise.api.MailStatus.RecipientStatus;
import org.postchaise.api.Suppressions;

/** Who is told of what came back, and when; this is the container. */
class StatusEventsTest {
    private final StatusEvents events = new StatusEvents();
    private final List<IncomingNotice> observed = new ArrayList<>();
    private final List<IncomingComplaint> complained = new ArrayList<>();
    private final List<FailureKind> kinds = new ArrayList<>();
    private final List<Report> returned = new ArrayList<>();
    private final List<Synchronization> waiting = new ArrayList<>();
    private int transaction = Status.STATUS_ACTIVE;
    private boolean observersFail;
    private boolean suppressionsFail;
    private boolean hasSuppressions = true;

    @BeforeEach
    void inject() throws ReflectiveOperationException {
        set("notices", proxy(Event.class, (proxy, method, args) -> {
            observed.add((IncomingNotice) args[0]);
            return failing(observersFail);
        }));
        set("complaints", proxy(Event.class, (proxy, method, args) -> {
            complained.add((IncomingComplaint) args[0]);
            return null;
        }));
        Suppressions kept = new Kept();
        set(
                "suppressions",
                proxy(
                        Instance.class,
                        (proxy, method, args) -> method.getName().equals("get") ? kept : (Object) hasSuppressions));
        set("transactions", proxy(TransactionSynchronizationRegistry.class, (proxy, method, args) -> {
            if (method.getName().equals("getTransactionStatus")) {
                return transaction;
            }
            waiting.add((Synchronization) args[0]);
            return null;
        }));
    }

    private void set(String field, Object value) throws ReflectiveOperationException {
        Field injected = StatusEvents.class.getDeclaredField(field);
        injected.setAccessible(true);
        injected.set(events, value);
    }

    private static Object proxy(Class<?> type, InvocationHandler handler) {
        return Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler);
    }

    private static Object failing(boolean fails) {
        if (fails) {
            throw new IllegalStateException("not my day");
        }
        return null;
    }

    private final class Kept implements Suppressions {
        @Override
        public Optional<String> reason(String address) {
            return Optional.empty();
        }

        @Override
        public void refused(MailStatus mail, RecipientStatus recipient) {
            throw new AssertionError("this was not refused, it came back");
        }

        @Override
        public void returned(IncomingNotice notice, Report recipient, FailureKind kind) {
            kinds.add(kind);
            Suppressions.super.returned(notice, recipient, kind);
        }

        @Override
        public void returned(IncomingNotice notice, Report recipient) {
            returned.add(recipient);
            failing(suppressionsFail);
        }
    }

    private static Report report(Action action, String status, boolean proven) {
        return new Report("ann@example.net", "", action, status, "", "", proven);
    }

    private static IncomingNotice notice(Report... reports) {
        return new IncomingNotice(Verdict.NOTICE, "", Reference.NONE, "mx.example.net", List.of(reports));
    }

    private void end(int outcome) {
        waiting.forEach(one -> one.afterCompletion(outcome));
    }

    @Test
    void observersAreToldAllAfterTheCommitAndSuppressionsWhatIsProvenAndForGood() {
        Report proven = report(Action.FAILED, "5.1.1", true);
        IncomingNotice notice = notice(
                report(Action.FAILED, "5.1.1", false),
                proven,
                report(Action.FAILED, "4.4.7", true),
                report(Action.FAILED, "", true),
                report(Action.DELAYED, "5.1.1", true),
                report(Action.DELIVERED, "2.0.0", true));

        events.received(notice);
        assertThat(observed).isEmpty();
        end(Status.STATUS_COMMITTED);

        assertThat(observed).containsExactly(notice);
        assertThat(returned).containsExactly(proven);
    }

    @Test
    void onlyAnAddressThatDoesNotExistIsSuppressed() {
        transaction = Status.STATUS_NO_TRANSACTION;
        Report gone = report(Action.FAILED, "5.1.1", true);

        events.received(notice(
                report(Action.FAILED, "5.2.2", true),
                report(Action.FAILED, "5.7.1", true),
                report(Action.FAILED, "5.6.0", true),
                report(Action.FAILED, "5.0.0", true),
                gone));

        assertThat(kinds)
                .containsExactly(
                        FailureKind.MAILBOX,
                        FailureKind.POLICY,
                        FailureKind.CONTENT,
                        FailureKind.UNKNOWN,
                        FailureKind.ADDRESS);
        assertThat(returned).containsExactly(gone);
    }

    @Test
    void aComplaintIsAnEventOfItsOwn() {
        IncomingComplaint complaint =
                new IncomingComplaint("abuse", "agent/1", Reference.NONE, List.of("ann@example.net"), "", "", true);

        events.complained(complaint);
        assertThat(complained).isEmpty();
        end(Status.STATUS_COMMITTED);

        assertThat(complained).containsExactly(complaint);
        assertThat(observed).isEmpty();
        assertThat(returned).isEmpty();
    }

    @Test
    void nobodyIsToldWhatWasRolledBack() {
        events.received(notice(report(Action.FAILED, "5.1.1", true)));
        end(Status.STATUS_ROLLEDBACK);

        assertThat(observed).isEmpty();
        assertThat(returned).isEmpty();
    }

    @Test
    void withoutATransactionTheyAreToldAtOnce() {
        transaction = Status.STATUS_NO_TRANSACTION;
        hasSuppressions = false;

        events.received(notice(report(Action.FAILED, "5.1.1", true)));

        assertThat(waiting).isEmpty();
        assertThat(observed).hasSize(1);
        assertThat(returned).as("an application without Suppressions").isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            value = Action.class,
            names = {"DELIVERED", "RELAYED", "EXPANDED"})
    void goodNewsIsNotTold(Action action) {
        transaction = Status.STATUS_NO_TRANSACTION;

        events.received(notice(report(action, "2.0.0", true)));

        assertThat(observed).isEmpty();
    }

    @Test
    void mailThatIsNoNoticeIsNotTold() {
        transaction = Status.STATUS_NO_TRANSACTION;

        events.received(IncomingNotice.other());
        events.received(IncomingNotice.malformed("no"));

        assertThat(observed).isEmpty();
    }

    @Test
    void whatOneOfThemThrowsIsKeptFromTheOthersAndFromTheCaller() {
        transaction = Status.STATUS_NO_TRANSACTION;
        observersFail = true;
        suppressionsFail = true;

        events.received(notice(report(Action.FAILED, "5.1.1", true)));

        assertThat(observed).hasSize(1);
        assertThat(returned).hasSize(1);
    }

    @Test
    void suppressionsThatFailedForOneRecipientWereNotToldOfTheNext() {
        transaction = Status.STATUS_NO_TRANSACTION;
        suppressionsFail = true;

        events.received(notice(report(Action.FAILED, "5.1.1", true), report(Action.FAILED, "5.1.2", true)));

        assertThat(returned).hasSize(2);
    }
}
