/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.client.delivery;

import java.time.Duration;
import org.postchaise.engine.client.session.Opening;
import org.postchaise.engine.client.session.Protection;
import org.postchaise.engine.client.session.Session;
import org.postchaise.engine.client.transaction.DeliveryRequest;
import org.postchaise.engine.tls.client.TlsLevel;

/**
 * The rule for trying a host in plaintext after TLS failed: as in Postfix at level {@code may}, for a mail that has waited for a
 * while, so that a single failure does not cost the protection.
 *
 * @param after the minimum age of the mail ({@code minimal_backoff_time})
 */
record PlaintextFallback(Duration after) {

    /** Returns true if plaintext is tried after {@code failed}, the failure to open a session with {@code protection}. */
    boolean applies(DeliveryRequest mail, Opening.Failed failed, Protection protection) {
        return failed.cause() == Opening.Cause.TLS && isOptional(protection) && isOldEnough(mail);
    }

    /** Returns true if plaintext is tried after the loss of {@code session}. */
    boolean applies(DeliveryRequest mail, Session session) {
        return session.secured().isPresent()
                && !session.isOpen()
                && isOptional(session.protection())
                && isOldEnough(mail);
    }

    private static boolean isOptional(Protection protection) {
        return protection.policy().level() == TlsLevel.MAY && !protection.requiresTls();
    }

    private boolean isOldEnough(DeliveryRequest mail) {
        return mail.age().compareTo(after) >= 0;
    }
}
