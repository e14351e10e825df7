/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.courier;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import org.postchaise.api.SubmissionException;
import org.postchaise.api.Suppressions;

/** What is seen to before the first attempt, whichever way a mail came. */
@ApplicationScoped
public class Admission {
    @Inject
    private Instance<Suppressions> suppressions;

    @Inject
    private CourierSettings settings;

    /**
     * The mail without recipients who are to get nothing, and with VERP delimiters where it asks for the usual ones; {@link
     * QueuedMail#finished} where nobody is left.
     *
     * @throws SubmissionException when it has more recipients than can be kept, or bad VERP delimiters
     */
    QueuedMail admit(QueuedMail submitted) {
        QueuedMail all = resolved(submitted);
        QueuedMail mail = suppressions.isResolvable() ? all.suppress(suppressions.get()) : all;
        if (!mail.finished()) {
            QueuedMailCodec.requireRoom(mail);
        }
        return mail;
    }

    private QueuedMail resolved(QueuedMail mail) {
        try {
            return mail.withEnvelope(settings.verp().resolved(mail.envelope()));
        } catch (IllegalArgumentException e) {
            throw new SubmissionException("mail not queued: " + e.getMessage(), e);
        }
    }
}
