/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.courier;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import org.postchaise.api.MailStatus;

/** Tells observers how far a mail has come. What an observer throws is its own affair: it must not cost or repeat a mail. */
@ApplicationScoped
public class StatusEvents {
    private static final Logger LOG = System.getLogger("org.postchaise.courier");

    @Inject
    private Event<MailStatus> events;

    /** Fires {@code status} in the current transaction. */
    void fire(MailStatus status) {
        try {
            events.fire(status);
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, status.mailId() + ": an observer of MailStatus failed", e);
        }
    }
}
