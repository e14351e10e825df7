/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.client.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.postchaise.api.EnhancedStatus;
import org.postchaise.api.Failure;
import org.postchaise.api.Peer;
import org.postchaise.api.Recipient;
import org.postchaise.api.RecipientOutcome;
import org.postchaise.api.SmtpReply;
import org.postchaise.engine.event.ClientEvent;
import org.postchaise.engine.event.Event;
import org.postchaise.engine.event.ServerCertificates;
import org.postchaise.engine.event.TlsOutcome;
import org.postchaise.engine.event.TlsSummary;
import org.postchaise.engine.log.Transcript;

class DialogueRecorderTest {
    private static final Peer PEER = Peer.NONE;
    private static final RecipientOutcome OUTCOME =
            RecipientOutcome.failed(Recipient.of("ann@example.net"), Failure.local(EnhancedStatus.of("5.0.0"), "no"));

    private final List<Event> heard = new ArrayList<>();
    private final DialogueRecorder recorder = new DialogueRecorder(heard::add);

    /** The recorder swallowed the certificates of a server and handshakes that failed. */
    @Test
    void everyEventReachesTheNextListener() {
        List<ClientEvent> events = List.of(
                new ClientEvent.Connected(PEER),
                new ClientEvent.TlsEstablished(
                        PEER, new TlsSummary(TlsSummary.Trust.VERIFIED, "TLSv1.3", "CIPHER", 256, 256)),
                new ClientEvent.CertificatesPresented(PEER, new ServerCertificates(List.of(), "", true)),
                new ClientEvent.TlsFailed(PEER, "no"),
                new ClientEvent.TlsOutcomeKnown(
                        new TlsOutcome("example.net", List.of(), TlsOutcome.Policy.NONE, PEER, "", Optional.empty())),
                new ClientEvent.SessionReused(PEER, 2),
                new ClientEvent.CommandSent(PEER, "NOOP"),
                new ClientEvent.ReplyReceived(PEER, new SmtpReply(250, List.of("250 Ok"))),
                new ClientEvent.ProtocolError(new Transcript(PEER, List.of())),
                new ClientEvent.Disconnected(PEER),
                new ClientEvent.SoftBounced(OUTCOME),
                new ClientEvent.RecipientSettled(OUTCOME));
        assertThat(events).extracting(ClientEvent::kind).containsExactly(ClientEvent.Kind.values());

        events.forEach(recorder::on);

        assertThat(heard).containsExactlyElementsOf(events);
    }
}
