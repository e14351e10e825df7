/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.client.transaction;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.postchaise.api.EnhancedStatus;
import org.postchaise.api.Envelope;
import org.postchaise.api.Failure;
import org.postchaise.api.Failure.Scope;
import org.postchaise.api.Peer;
import org.postchaise.api.Recipient;
import org.postchaise.api.Stage;
import org.postchaise.engine.wire.Capabilities;
import org.postchaise.engine.wire.Command;
import org.postchaise.engine.wire.CommandEncoder;
import org.postchaise.engine.wire.UnsafeArgumentException;

/**
 * What will be said: envelope and capabilities made into steps. All commands are encoded here, before any is sent, so that
 * an address that can't be sent costs only its own recipient.
 *
 * @param steps MAIL, RCPT for each sendable recipient, DATA; empty when nothing can be sent
 * @param failures what is settled before the first command, by recipient index
 */
record TransactionPlan(List<Step> steps, Map<Integer, Failure> failures) {
    private static final EnhancedStatus BAD_SENDER = EnhancedStatus.of("5.1.7");
    private static final EnhancedStatus BAD_RECIPIENT = EnhancedStatus.of("5.1.3");
    private static final EnhancedStatus TOO_BIG = EnhancedStatus.of("5.3.4");

    /** The plan for {@code envelope} on a server that offers {@code capabilities}. */
    static TransactionPlan of(Envelope envelope, OptionalLong size, Capabilities capabilities, Peer peer) {
        OptionalLong limit = capabilities.sizeLimit();
        if (size.isPresent() && limit.isPresent() && size.getAsLong() > limit.getAsLong()) {
            String text = "message size " + size.getAsLong() + " exceeds size limit " + limit.getAsLong()
                    + " of server " + peer.nameAndAddress();
            return nothing(envelope, local(Scope.MESSAGE, Stage.MAIL, TOO_BIG, peer, text));
        }
        byte[] mail;
        try {
            mail = CommandEncoder.encode(
                    new Command.MailFrom(envelope.sender(), mailParameters(envelope, size, capabilities)));
        } catch (UnsafeArgumentException e) {
            return nothing(envelope, local(Scope.MESSAGE, Stage.MAIL, BAD_SENDER, peer, e.getMessage()));
        }
        List<Step> steps = new ArrayList<>();
        Map<Integer, Failure> failures = new LinkedHashMap<>();
        steps.add(new Step(Stage.MAIL, mail, -1));
        for (int i = 0; i < envelope.recipients().size(); i++) {
            Recipient recipient = envelope.recipients().get(i);
            try {
                steps.add(new Step(
                        Stage.RCPT,
                        CommandEncoder.encode(
                                new Command.RcptTo(recipient.address(), rcptParameters(recipient, capabilities))),
                        i));
            } catch (UnsafeArgumentException e) {
                failures.put(i, local(Scope.RECIPIENT, Stage.RCPT, BAD_RECIPIENT, peer, e.getMessage()));
            }
        }
        if (steps.size() == 1) {
            return new TransactionPlan(List.of(), failures);
        }
        steps.add(new Step(Stage.DATA, data(), -1));
        return new TransactionPlan(List.copyOf(steps), failures);
    }

    private static List<String> mailParameters(Envelope envelope, OptionalLong size, Capabilities capabilities) {
        List<String> parameters = new ArrayList<>();
        if (capabilities.offers(Capabilities.SIZE) && size.isPresent()) {
            parameters.add("SIZE=" + size.getAsLong());
        }
        if (capabilities.offers(Capabilities.EIGHT_BIT_MIME)) {
            switch (envelope.body()) {
                case SEVEN_BIT -> parameters.add("BODY=7BIT");
                case EIGHT_BIT_MIME -> parameters.add("BODY=8BITMIME");
                case UNSPECIFIED -> {}
            }
        }
        if (capabilities.offers(Capabilities.DSN)) {
            if (envelope.ret() != Envelope.Return.UNSPECIFIED) {
                parameters.add("RET=" + envelope.ret());
            }
            if (!envelope.envelopeId().isEmpty()) {
                parameters.add("ENVID=" + envelope.envelopeId());
            }
        }
        return parameters;
    }

    private static List<String> rcptParameters(Recipient recipient, Capabilities capabilities) {
        List<String> parameters = new ArrayList<>();
        if (capabilities.offers(Capabilities.DSN)) {
            if (!recipient.notifyOn().isEmpty()) {
                parameters.add("NOTIFY="
                        + recipient.notifyOn().stream()
                                .sorted(Comparator.naturalOrder())
                                .map(Recipient.Notify::name)
                                .collect(Collectors.joining(",")));
            }
            if (!recipient.originalRecipient().isEmpty()) {
                parameters.add("ORCPT=" + recipient.originalRecipient());
            }
        }
        return parameters;
    }

    private static byte[] data() {
        try {
            return CommandEncoder.encode(new Command.Data());
        } catch (UnsafeArgumentException e) {
            throw new IllegalStateException("DATA has no argument", e);
        }
    }

    private static TransactionPlan nothing(Envelope envelope, Failure failure) {
        Map<Integer, Failure> failures = new LinkedHashMap<>();
        for (int i = 0; i < envelope.recipients().size(); i++) {
            failures.put(i, failure);
        }
        return new TransactionPlan(List.of(), failures);
    }

    private static Failure local(Scope scope, Stage stage, EnhancedStatus status, Peer peer, String text) {
        return new Failure(scope, Failure.Severity.PERMANENT, stage, status, null, peer, text);
    }
}
