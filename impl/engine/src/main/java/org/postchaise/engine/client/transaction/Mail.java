/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.client.transaction;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.postchaise.api.Envelope;
import org.postchaise.api.MessageSource;
import org.postchaise.api.Recipient;
import org.postchaise.engine.content.DeliveryFlag;

/**
 * What is to be delivered, and what is known of it.
 *
 * @param envelope who gets it
 * @param message the content
 * @param age how long ago it was accepted
 * @param client XFORWARD attributes of the client it came from, such as NAME and ADDR, as they are meant ({@link
 *     ClientAttributes}); IDENT is the queue's id of the mail unless the client had one; empty when unknown
 * @param flags what is added in front of the message ({@code flags=} of smtp(8) in master.cf)
 */
public record Mail(
        Envelope envelope, MessageSource message, Duration age, Map<String, String> client, Set<DeliveryFlag> flags) {

    /** Copies of the collections. */
    public Mail {
        client = Map.copyOf(client);
        flags = Set.copyOf(flags);
    }

    /** A mail that was just made here. */
    public static Mail of(Envelope envelope, MessageSource message) {
        return new Mail(envelope, message, Duration.ZERO, Map.of(), Set.of());
    }

    /** This mail without REQUIRETLS, where the settings pass over it. */
    public Mail withoutRequireTls() {
        return envelope.requireTls() ? new Mail(envelope.withoutRequireTls(), message, age, client, flags) : this;
    }

    /** This mail from another sender, which is the whole return path. */
    public Mail from(String sender) {
        return new Mail(envelope.withSender(sender), message, age, client, flags);
    }

    /** This mail for other recipients. */
    public Mail to(Collection<Recipient> recipients) {
        if (List.copyOf(recipients).equals(envelope.recipients())) {
            return this;
        }
        return new Mail(envelope.withRecipients(recipients), message, age, client, flags);
    }
}
