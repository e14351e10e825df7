/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.it.app;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.transaction.Transactional;
import org.postchaise.api.MailStatus;

/** Does the worst that an observer can: joins the transaction that is there, and fails in it. */
@ApplicationScoped
public class RudeObserver {
    /** The sender whose mails it is rude about. */
    public static final String SENDER = "rude@example.com";

    /** Throws for mails of {@link #SENDER}. */
    @Transactional
    public void told(@Observes MailStatus status) {
        if (status.sender().equals(SENDER)) {
            throw new IllegalStateException("not my day");
        }
    }
}
