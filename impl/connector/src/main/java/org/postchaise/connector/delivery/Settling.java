/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.connector.delivery;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.postchaise.api.RecipientOutcome;
import org.postchaise.connector.outbox.OutboxMail;
import org.postchaise.engine.log.LineLog;
import org.postchaise.engine.queue.MailState;

/**
 * The immediate record of delivered recipients: notes a recipient of an outbox's mail as delivered when the reply arrives,
 * while the rest of the delivery goes on. The engine reports outcomes on the delivery's thread, so a thread-local variable
 * identifies the mail.
 */
public final class Settling {
    private static final ThreadLocal<Optional<OutboxMail>> CURRENT = ThreadLocal.withInitial(Optional::empty);

    private Settling() {}

    /** Sets {@code mail} as the mail that this thread delivers, until {@link #end}. */
    static void begin(OutboxMail mail) {
        CURRENT.set(Optional.of(mail));
    }

    /** Ends the delivery of this thread. */
    static void end() {
        CURRENT.remove();
    }

    /** Records an outcome of the delivery on this thread; does nothing if the delivery is not one of an outbox. */
    public static void settled(RecipientOutcome outcome) {
        Optional<OutboxMail> mail = CURRENT.get();
        if (mail.isEmpty() || outcome.kind() != RecipientOutcome.Kind.DELIVERED) {
            return;
        }
        try {
            mail.get().note(List.of(MailState.statusOf(outcome)));
        } catch (IOException e) {
            // all outcomes are written again at the end of the delivery, where a failure is reported
            LineLog.of(Settling.class.getName()).log(System.Logger.Level.DEBUG, "not written yet", e);
        }
    }
}
