/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.it.crash;

import java.util.Arrays;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;

/**
 * Point at which a process is killed: before or after a call of a method of the shipped classes, which have no code for
 * this test.
 */
enum Point {
    BEFORE_STAGE("before stage", "outbox.Branch", "stage", Edge.ENTER),
    AFTER_STAGE("after stage", "outbox.Branch", "stage", Edge.EXIT),
    BEFORE_PREPARE("before prepare", "outbox.Branch", "prepare", Edge.ENTER),
    PREPARE_WRITTEN("prepare written, not forced", "outbox.JournalRecord$Prepared", "apply", Edge.EXIT),
    PREPARE_FORCED("prepare forced", "outbox.Branch", "prepare", Edge.EXIT),
    BEFORE_COMMIT("before commit", "outbox.Branch", "commit", Edge.ENTER),
    COMMIT_WRITTEN("commit written, not forced", "outbox.JournalRecord$Committed", "apply", Edge.EXIT),
    COMMIT_FORCED("commit forced, transaction manager not told", "outbox.Branch", "commit", Edge.EXIT),
    BEFORE_ROLLBACK("before rollback", "outbox.Branch", "rollback", Edge.ENTER),
    AFTER_ROLLBACK("after rollback", "outbox.Branch", "rollback", Edge.EXIT),
    BEFORE_DELIVERY("before the first delivery of a mail", "delivery.OutboxAttempt", "run", Edge.ENTER),
    FIRST_REPLY("first reply in, not noted", "outbox.OutboxMail", "note", Edge.ENTER) {
        @Override
        boolean matches(Object self, Object[] arguments) {
            return count(self, "settled") == 0;
        }
    },
    HALF_SETTLED("half of the recipients noted", "outbox.OutboxMail", "note", Edge.EXIT) {
        @Override
        boolean matches(Object self, Object[] arguments) {
            return count(self, "pending") > 0;
        }
    },
    BEFORE_SETTLE("all replies in, not settled", "outbox.OutboxMail", "settle", Edge.ENTER),
    ALL_SETTLED("all settled, not done", "outbox.OutboxMail", "done", Edge.ENTER),
    AFTER_DONE("done", "outbox.OutboxMail", "done", Edge.EXIT),
    COMPACTION_COPIED("compaction: copied, not forced", "outbox.Cleaner", "copySome", Edge.EXIT),
    COMPACTION_FORCED("compaction: copy forced, old segment there", "outbox.Cleaner", "move", Edge.EXIT),
    COMPACTION_DELETED("compaction: old segment deleted", "outbox.DirectoryFiles", "delete", Edge.EXIT) {
        @Override
        boolean matches(Object self, Object[] arguments) {
            return arguments[0].toString().endsWith(".journal");
        }
    },
    RECOVERY_BEGINS("restart: before the journal is read", "outbox.Recovery", "run", Edge.ENTER),
    RECOVERY_READ("restart: journal read", "outbox.Recovery", "run", Edge.EXIT),
    RECOVERED_COMMIT_BEGINS("restart: before a recovered commit", "transaction.Branches", "commitPrepared", Edge.ENTER),
    RECOVERED_COMMIT_ENDS("restart: recovered commit forced", "transaction.Branches", "commitPrepared", Edge.EXIT);

    /** Side of the call. */
    enum Edge {
        ENTER,
        EXIT
    }

    private static final String ROOT = "org.postchaise.connector.";

    private final String title;
    private final String type;
    private final String method;
    private final Edge edge;

    Point(String title, String type, String method, Edge edge) {
        this.title = title;
        this.type = type;
        this.method = method;
        this.edge = edge;
    }

    /** Returns the name for people. */
    String title() {
        return title;
    }

    /** Returns the name of the class. */
    String type() {
        return ROOT + type;
    }

    String method() {
        return method;
    }

    Edge edge() {
        return edge;
    }

    /** Returns true if this call counts. */
    boolean matches(Object self, Object[] arguments) {
        return true;
    }

    /** Returns true if the point is reached in the restart after another kill. */
    boolean isInRestart() {
        return name().startsWith("RECOVER");
    }

    /** Returns true if the point needs small segments, and mail that stays in the outbox. */
    boolean isCompaction() {
        return name().startsWith("COMPACTION");
    }

    /** Returns the highest number of the call at which the process is killed. */
    int calls() {
        if (isInRestart()) {
            return 1;
        }
        return isCompaction() ? 2 : 16;
    }

    static Point of(String name) {
        return valueOf(name.strip().toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    /**
     * Checks that the method exists: the shipped classes change, and the names are texts here.
     *
     * @throws IllegalStateException when there is no such method
     */
    void requireMethod() {
        try {
            Class<?> found = Class.forName(type());
            if (Arrays.stream(found.getDeclaredMethods())
                    .noneMatch(one -> one.getName().equals(method))) {
                throw new IllegalStateException(
                        "point " + this + ": " + type() + " has no method " + method + "; expected one to kill at");
            }
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException("point " + this + ": there is no class " + type(), e);
        }
    }

    /**
     * Returns the size of a collection of {@code self}, by reflection, since in a server the class is a different one.
     */
    private static int count(Object self, String collection) {
        try {
            Object found = self.getClass().getMethod(collection).invoke(self);
            return found instanceof Collection<?> some ? some.size() : ((Map<?, ?>) found).size();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
