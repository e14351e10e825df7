/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.cli.serve;

import java.util.List;
import java.util.Optional;
import org.postchaise.api.DeliveryReport;
import org.postchaise.api.EnhancedStatus;
import org.postchaise.api.RecipientOutcome;
import org.postchaise.engine.client.delivery.MailClient;
import org.postchaise.engine.client.delivery.SessionStore;
import org.postchaise.engine.client.transaction.DeliveryRequest;
import org.postchaise.engine.log.Printable;
import org.postchaise.engine.server.intake.AcceptedMessage;
import org.postchaise.engine.server.intake.IntakeSink;
import org.postchaise.engine.server.view.ServerReply;

/**
 * A sink that delivers each mail at once through the SMTP client, where the settings route its recipients. There is no queue: what can't be
 * delivered now is the client's to send again.
 */
public final class RelaySink implements IntakeSink {
    private static final int PERMANENT = 5;
    private static final int TEMPORARY = 4;

    private final MailClient client;

    /** Creates the sink, which does not close the client. */
    public RelaySink(MailClient client) {
        this.client = client;
    }

    @Override
    public List<ServerReply> accept(AcceptedMessage message) {
        DeliveryReport report;
        try {
            report = client.dispatch(
                    message.envelope(),
                    (key, part, options) -> client.deliver(
                            key, DeliveryRequest.of(part, message.content()), options, SessionStore.none()));
        } catch (IllegalArgumentException e) {
            return List.of(ServerReply.of(554, "5.3.0", Printable.line("Error: " + e.getMessage())));
        }
        return report.outcomes().stream()
                .map(outcome -> reply(outcome, message.queueId()))
                .toList();
    }

    private static ServerReply reply(RecipientOutcome outcome, String queueId) {
        EnhancedStatus status = outcome.status();
        if (outcome.kind() == RecipientOutcome.Kind.DELIVERED) {
            return ServerReply.of(250, "2.0.0", "Ok: sent as " + queueId);
        }
        boolean permanent = outcome.kind() == RecipientOutcome.Kind.REJECTED;
        return new ServerReply(
                permanent ? 554 : 451,
                Optional.of(status.withCategory(permanent ? PERMANENT : TEMPORARY)),
                List.of(Printable.line(outcome.text())));
    }
}
