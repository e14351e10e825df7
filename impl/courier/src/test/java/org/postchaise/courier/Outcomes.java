/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.courier;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.postchaise.api.DsnAction;
import org.postchaise.api.EnhancedStatus;
import org.postchaise.api.Envelope;
import org.postchaise.api.Failure;
import org.postchaise.api.Failure.Scope;
import org.postchaise.api.Failure.Severity;
import org.postchaise.api.Peer;
import org.postchaise.api.Recipient;
import org.postchaise.api.RecipientOutcome;
import org.postchaise.api.SmtpReply;
import org.postchaise.api.Stage;
import org.postchaise.engine.bounce.Bounces;
import org.postchaise.engine.config.catalog.Catalog;

/** One of each. */
final class Outcomes {
    static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");

    private static final Peer PEER = new Peer("mx.example.com", "192.0.2.1", 25);

    private Outcomes() {}

    static QueuedMail mail(String... recipients) {
        Envelope envelope = Envelope.of(
                "shop@example.com", Stream.of(recipients).map(Recipient::of).toList());
        return QueuedMail.submit("ID1", envelope, "Your order", NOON);
    }

    /** Notices of mail.example.test. */
    static Bounces bounces(Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(settings);
        all.put("myhostname", "mail.example.test");
        return Bounces.of(Catalog.settings(all));
    }

    static RecipientOutcome delivered(Recipient recipient) {
        return new RecipientOutcome.Delivered(
                recipient, reply(250, "250 2.0.0 Ok: queued as 1"), PEER, DsnAction.RELAYED);
    }

    static RecipientOutcome deferred(Recipient recipient) {
        return RecipientOutcome.failed(
                recipient,
                new Failure(
                        Scope.RECIPIENT,
                        Severity.TEMPORARY,
                        Stage.RCPT,
                        EnhancedStatus.of("4.3.0"),
                        reply(451, "451 4.3.0 later"),
                        PEER,
                        "451 4.3.0 later"));
    }

    static RecipientOutcome busy(Recipient recipient) {
        return new RecipientOutcome.NotTried(recipient, "waiting for its turn");
    }

    static RecipientOutcome rejected(Recipient recipient) {
        return RecipientOutcome.failed(
                recipient,
                new Failure(
                        Scope.RECIPIENT,
                        Severity.PERMANENT,
                        Stage.RCPT,
                        EnhancedStatus.of("5.1.1"),
                        reply(550, "550 5.1.1 no such user"),
                        PEER,
                        "550 5.1.1 no such user"));
    }

    static RecipientOutcome inDoubt(Recipient recipient) {
        return new RecipientOutcome.InDoubt(
                recipient,
                new Failure(
                        Scope.HOST,
                        Severity.TEMPORARY,
                        Stage.DOT,
                        EnhancedStatus.of("4.4.2"),
                        null,
                        null,
                        "lost connection"));
    }

    private static SmtpReply reply(int code, String line) {
        return new SmtpReply(code, List.of(line));
    }
}
