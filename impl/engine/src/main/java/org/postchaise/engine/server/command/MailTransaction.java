/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.server.command;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.postchaise.api.Recipient;
import org.postchaise.engine.server.intake.Intake;
import org.postchaise.engine.server.view.MailFacts;

/**
 * A mail transaction: from an accepted MAIL command to the end of the content, or to RSET and the like. All that belongs to one
 * mail is here, so that nothing of it is left when the transaction is dropped. Not thread-safe.
 */
final class MailTransaction {
    private final MailFacts facts;
    private final List<Recipient> recipients = new ArrayList<>(1);
    private Optional<Intake> intake = Optional.empty();
    private long overshoot;

    MailTransaction(MailFacts facts) {
        this.facts = facts;
    }

    MailFacts facts() {
        return facts;
    }

    /** Returns a view of the recipients accepted so far. */
    List<Recipient> recipients() {
        return Collections.unmodifiableList(recipients);
    }

    void add(Recipient recipient) {
        recipients.add(recipient);
    }

    /** Counts a recipient beyond {@code smtpd_recipient_limit}, and returns the number of these. */
    long overshoot() {
        return ++overshoot;
    }

    Optional<Intake> intake() {
        return intake;
    }

    void begin(Intake opened) {
        intake = Optional.of(opened);
    }

    /** Drops the mail. */
    void discard() {
        intake.ifPresent(Intake::discard);
    }
}
