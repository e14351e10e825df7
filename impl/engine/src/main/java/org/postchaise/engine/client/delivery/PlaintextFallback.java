/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.client.delivery;

import java.time.Duration;
import org.postchaise.engine.client.session.Opening;
import org.postchaise.engine.client.session.Protection;
import org.postchaise.engine.client.session.Session;
import org.postchaise.engine.client.transaction.Mail;
import org.postchaise.engine.tls.TlsLevel;

/**
 * When a host with which TLS fails is asked again without: at level may, for a mail that has waited for a while, so that one mishap
 * does not cost the protection. As Postfix.
 *
 * @param after how old the mail must be ({@code minimal_backoff_time})
 */
record PlaintextFallback(Duration after) {

    /** Whether {@code failed}, to open a session with {@code protection}, is followed by plaintext. */
    boolean applies(Mail mail, Opening.Failed failed, Protection protection) {
        return failed.trouble() == Opening.Trouble.TLS && isOptional(protection) && isOldEnough(mail);
    }

    /** Whether the loss of {@code session} is. */
    boolean applies(Mail mail, Session session) {
        return session.secured().isPresent()
                && !session.isOpen()
                && isOptional(session.protection())
                && isOldEnough(mail);
    }

    private static boolean isOptional(Protection protection) {
        return protection.policy().level() == TlsLevel.MAY && !protection.requiresTls();
    }

    private boolean isOldEnough(Mail mail) {
        return mail.age().compareTo(after) >= 0;
    }
}
