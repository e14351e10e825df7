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
import org.postchaise.engine.content.outgoing.DeliveryFlag;

/**
 * A request to deliver one mail, with the attributes of the mail; Postfix's delivery request.
 *
 * @param envelope the envelope
 * @param message the content
 * @param age the time since the mail was accepted
 * @param client the decoded XFORWARD attributes of the client that the mail came from, such as NAME and ADDR
 *     ({@link ClientAttributes}); IDENT is the queue's id of the mail unless the client had an IDENT; empty when
 *     unknown
 * @param flags the header fields to add in front of the message ({@code flags=} of smtp(8) in master.cf)
 */
public record DeliveryRequest(
        Envelope envelope, MessageSource message, Duration age, Map<String, String> client, Set<DeliveryFlag> flags) {

    /** Creates a mail with copies of the collections. */
    public DeliveryRequest {
        client = Map.copyOf(client);
        flags = Set.copyOf(flags);
    }

    /** Returns a mail that originates here: without age, client attributes and flags. */
    public static DeliveryRequest of(Envelope envelope, MessageSource message) {
        return new DeliveryRequest(envelope, message, Duration.ZERO, Map.of(), Set.of());
    }

    /** Returns this mail without REQUIRETLS, for destinations where the settings do not enforce REQUIRETLS. */
    public DeliveryRequest withoutRequireTls() {
        return envelope.requireTls()
                ? new DeliveryRequest(envelope.withoutRequireTls(), message, age, client, flags)
                : this;
    }

    /** Returns this mail with another sender, used as the return path unchanged. */
    public DeliveryRequest from(String sender) {
        return new DeliveryRequest(envelope.withSender(sender), message, age, client, flags);
    }

    /** Returns this mail for other recipients. */
    public DeliveryRequest to(Collection<Recipient> recipients) {
        if (List.copyOf(recipients).equals(envelope.recipients())) {
            return this;
        }
        return new DeliveryRequest(envelope.withRecipients(recipients), message, age, client, flags);
    }
}
