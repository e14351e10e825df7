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

    /**
     * The mail without recipients who are to get nothing; {@link QueuedMail#finished} where nobody is left.
     *
     * @throws SubmissionException when it has more recipients than can be kept
     */
    QueuedMail admit(QueuedMail all) {
        QueuedMail mail = suppressions.isResolvable() ? all.suppress(suppressions.get()) : all;
        if (!mail.finished()) {
            QueuedMailCodec.requireRoom(mail);
        }
        return mail;
    }
}
