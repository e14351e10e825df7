/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.event;

import org.postchaise.api.Peer;
import org.postchaise.api.RecipientOutcome;
import org.postchaise.api.SmtpReply;
import org.postchaise.engine.log.Transcript;

/** A listener that forwards each event to another listener; an overriding method forwards by calling {@code super}. */
public class ForwardingListener implements EngineListener {
    private final EngineListener next;

    /** Creates a listener that forwards to {@code next}. */
    protected ForwardingListener(EngineListener next) {
        this.next = next;
    }

    @Override
    public void connected(Peer peer) {
        next.connected(peer);
    }

    @Override
    public void secured(Peer peer, TlsSummary summary) {
        next.secured(peer, summary);
    }

    @Override
    public void tlsTried(TlsOutcome outcome) {
        next.tlsTried(outcome);
    }

    @Override
    public void identified(Peer peer, ServerCertificates certificates) {
        next.identified(peer, certificates);
    }

    @Override
    public void handshakeFailed(Peer peer, String reason) {
        next.handshakeFailed(peer, reason);
    }

    @Override
    public void disconnected(Peer peer) {
        next.disconnected(peer);
    }

    @Override
    public void reused(Peer peer, int uses) {
        next.reused(peer, uses);
    }

    @Override
    public void softened(RecipientOutcome outcome) {
        next.softened(outcome);
    }

    @Override
    public void sent(Peer peer, String line) {
        next.sent(peer, line);
    }

    @Override
    public void received(Peer peer, SmtpReply reply) {
        next.received(peer, reply);
    }

    @Override
    public void protocolTrouble(Transcript transcript) {
        next.protocolTrouble(transcript);
    }

    @Override
    public void settled(RecipientOutcome outcome) {
        next.settled(outcome);
    }
}
