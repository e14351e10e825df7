/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.server.command;

/**
 * The account of what a client may still do wrong: errors, commands without mail, recipients beyond the limit
 * ({@code smtpd_soft_error_limit}, {@code smtpd_hard_error_limit}, {@code smtpd_junk_command_limit},
 * {@code smtpd_recipient_overshoot_limit}). A delivered mail forgives all. Not thread-safe.
 */
public final class ErrorBudget {
    private final SessionRules rules;
    private long errors;
    private long junkCommands;

    /** Creates the account of a new session. */
    public ErrorBudget(SessionRules rules) {
        this.rules = rules;
    }

    /** Counts an error. */
    public void error() {
        errors++;
    }

    /** Counts a command without mail; beyond the limit each is an error. */
    public void junk() {
        if (junkCommands++ > rules.junkCommandLimit()) {
            errors++;
        }
    }

    /** Forgives everything, after a delivered mail. */
    public void forgive() {
        errors = 0;
        junkCommands = 0;
    }

    /** Returns true if replies are to be delayed. */
    public boolean slow() {
        return errors >= rules.softErrorLimit();
    }

    /** Returns true if the client is to be disconnected. */
    public boolean spent() {
        return errors >= rules.hardErrorLimit();
    }
}
