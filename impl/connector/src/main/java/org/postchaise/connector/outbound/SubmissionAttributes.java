/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.connector.outbound;

import jakarta.resource.NotSupportedException;
import jakarta.resource.ResourceException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.postchaise.api.DeliveryOptions;
import org.postchaise.api.Envelope;
import org.postchaise.connector.outbox.OutboxSubmission;
import org.postchaise.engine.client.delivery.ConnectionKey;
import org.postchaise.engine.client.delivery.MailClient;
import org.postchaise.engine.client.route.NextHop;
import org.postchaise.engine.config.Protocol;

/** The attributes by which an outbox stores the next hop and the settings that the application requested. */
final class SubmissionAttributes {
    private static final String NEXT_HOP = "next_hop";
    private static final String PROTOCOL = "protocol";
    private static final String SETTING = "setting.";

    private SubmissionAttributes() {}

    /**
     * Returns a submission for the next hop of {@code asked}, or, without a key, for routing at the time of delivery.
     *
     * @throws NotSupportedException when the application signs on by itself: passwords are not stored
     */
    static OutboxSubmission of(Optional<ConnectionKey> asked, Envelope envelope, DeliveryOptions options)
            throws ResourceException {
        Map<String, String> attributes = new TreeMap<>();
        if (asked.isPresent()) {
            ConnectionKey key = asked.get();
            if (key.identity().signOn().isPresent()) {
                throw new NotSupportedException(
                        "mail for the outbox with a user name and password of the application's own:"
                                + " they are not kept; expected those of the connection factory or of smtp_sasl_password_maps");
            }
            attributes.put(NEXT_HOP, key.nextHop().toString());
            attributes.put(PROTOCOL, key.protocol().name());
            key.settings().forEach((name, value) -> attributes.put(SETTING + name, value));
        }
        return new OutboxSubmission(envelope, options, attributes);
    }

    /**
     * Returns the key of the connection that {@code submission} is for; empty if the mail is to be routed.
     *
     * @throws IllegalArgumentException when the current settings do not allow the stored key
     */
    static Optional<ConnectionKey> key(OutboxSubmission submission, MailClient client) {
        String nextHop = submission.attributes().get(NEXT_HOP);
        if (nextHop == null) {
            return Optional.empty();
        }
        Map<String, String> settings = new TreeMap<>();
        submission.attributes().forEach((name, value) -> {
            if (name.startsWith(SETTING)) {
                settings.put(name.substring(SETTING.length()), value);
            }
        });
        ConnectionKey key = client.key(NextHop.parse(nextHop), settings);
        Protocol protocol = Protocol.valueOf(submission.attributes().get(PROTOCOL));
        return Optional.of(new ConnectionKey(key.nextHop(), protocol, key.settings()));
    }
}
