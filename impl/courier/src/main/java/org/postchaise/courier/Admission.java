/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.courier;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.util.List;
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
     * The mail in as many parts as its recipients need, without those who are to get nothing, and with VERP delimiters where it asks for the
     * usual ones; a part is {@link QueuedMail#finished} where nobody is left.
     *
     * @throws SubmissionException when the state of a part can't be kept, or for bad VERP delimiters
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
