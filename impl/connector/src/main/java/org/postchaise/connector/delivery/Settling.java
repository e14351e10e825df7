/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.connector.delivery;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.postchaise.api.RecipientOutcome;
import org.postchaise.connector.outbox.OutboxMail;
import org.postchaise.engine.event.LineLog;

/**
 * Writes down who has got a mail of the outbox as soon as the reply is in, while the rest of the delivery goes on. The engine
 * tells its outcomes on the thread of the delivery: that thread knows its mail.
 */
public final class Settling {
    private static final ThreadLocal<Optional<OutboxMail>> CURRENT = ThreadLocal.withInitial(Optional::empty);

    private Settling() {}

    /** This thread delivers {@code mail} until {@link #end}. */
    static void begin(OutboxMail mail) {
        CURRENT.set(Optional.of(mail));
    }

    /** The delivery of this thread has ended. */
    static void end() {
        CURRENT.remove();
    }

    /** The outcome of a delivery on this thread; nothing where that is not one of an outbox. */
    public static void settled(RecipientOutcome outcome) {
        Optional<OutboxMail> mail = CURRENT.get();
        if (mail.isEmpty() || outcome.kind() != RecipientOutcome.Kind.DELIVERED) {
            return;
        }
        try {
            mail.get().note(List.of(outcome));
        } catch (IOException e) {
            // the whole delivery's outcomes are written at its end, and a failure is told then
            LineLog.of(Settling.class.getName()).log(System.Logger.Level.DEBUG, "not written yet", e);
        }
    }
}
