/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.courier;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.util.List;
import org.postchaise.api.SubmissionException;
import org.postchaise.api.Suppressions;

/** Checks and changes made to a submitted mail before its first attempt, for submissions by the mailer and by a JMS client alike. */
@ApplicationScoped
public class Admission {
    @Inject
    private Instance<Suppressions> suppressions;

    @Inject
    private CourierSettings settings;

    /**
     * Returns {@code submitted} in as many parts as its recipients need, without suppressed recipients and with the configured VERP delimiters where the mail
     * asks for the default ones. A part is {@link QueuedMail#finished} where no recipient is left.
     *
     * @throws SubmissionException when a part's state is too large for a message, or for bad VERP delimiters
     */
    List<QueuedMail> admit(QueuedMail submitted) {
        QueuedMail all = resolved(submitted);
        QueuedMail mail = suppressions.isResolvable() ? all.suppress(suppressions.get()) : all;
        return QueuedMailCodec.parts(mail).stream()
                .map(QueuedMail::withAdmission)
                .toList();
    }

    private QueuedMail resolved(QueuedMail mail) {
        try {
            return mail.withEnvelope(settings.verp().resolved(mail.envelope()));
        } catch (IllegalArgumentException e) {
            throw new SubmissionException("mail not queued: " + e.getMessage(), e);
        }
    }
}
