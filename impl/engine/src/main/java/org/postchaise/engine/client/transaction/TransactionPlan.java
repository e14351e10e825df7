/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.client.transaction;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.postchaise.api.EnhancedStatus;
import org.postchaise.api.Envelope;
import org.postchaise.api.Failure;
import org.postchaise.api.Failure.Scope;
import org.postchaise.api.Peer;
import org.postchaise.api.Recipient;
import org.postchaise.api.Stage;
import org.postchaise.engine.address.LocalPart;
import org.postchaise.engine.address.Xtext;
import org.postchaise.engine.wire.Capabilities;
import org.postchaise.engine.wire.Command;
import org.postchaise.engine.wire.CommandEncoder;
import org.postchaise.engine.wire.UnsafeArgumentException;

/**
 * The steps of a transaction, made from envelope and capabilities. All commands are encoded before any is sent, so that an
 * address that can't be sent fails only its own recipient.
 *
 * @param steps XFORWARD where there are attributes to send, MAIL, RCPT for each recipient that can be sent, DATA unless
 *     the content is sent with BDAT; empty when nothing can be sent
 * @param failures the failures known before the first command, by recipient index
 */
record TransactionPlan(List<Step> steps, Map<Integer, Failure> failures) {
    private static final EnhancedStatus BAD_SENDER = EnhancedStatus.of("5.1.7");
    private static final EnhancedStatus BAD_RECIPIENT = EnhancedStatus.of("5.1.3");
    private static final EnhancedStatus TOO_BIG = EnhancedStatus.of("5.3.4");
    private static final EnhancedStatus NO_SMTPUTF8 = EnhancedStatus.of("5.6.7");

    /** The attributes of XFORWARD, split into two commands as in Postfix. */
    private static final List<List<String>> CLIENT_ATTRIBUTES =
            List.of(List.of("NAME", "ADDR", "PORT"), List.of("PROTO", "HELO", "IDENT", "SOURCE"));

    private static final Step DATA = new Step(Stage.DATA, ours(new Command.Data()), -1);

    /** Returns the plan for {@code mail} in the form {@code outgoing}. */
    static TransactionPlan of(DeliveryRequest mail, Outgoing outgoing) {
        Envelope envelope = mail.envelope();
        Terms terms = outgoing.terms();
        Peer peer = terms.peer();
        OptionalLong limit = terms.capabilities().sizeLimit();
        if (terms.size().isPresent() && limit.isPresent() && terms.size().getAsLong() > limit.getAsLong()) {
            String text = "message size " + terms.size().getAsLong() + " exceeds size limit " + limit.getAsLong()
                    + " of server " + peer.nameAndAddress();
            return nothing(envelope, local(Scope.MESSAGE, Stage.MAIL, TOO_BIG, peer, text));
        }
        boolean utf8 = terms.offers(Capabilities.SMTPUTF8) && (envelope.smtpUtf8() || hasInternationalDomain(outgoing));
        if (!utf8 && needsUtf8(envelope, outgoing)) {
            String text = "SMTPUTF8 is required, but was not offered by host " + peer.nameAndAddress();
            return nothing(envelope, local(Scope.MESSAGE, Stage.EHLO, NO_SMTPUTF8, peer, text));
        }
        List<Step> steps = new ArrayList<>(xforward(mail.client(), terms));
        try {
            steps.add(new Step(
                    Stage.MAIL,
                    encode(
                            new Command.MailFrom(
                                    outgoing.sender(), outgoing.form(), mailParameters(envelope, terms, utf8)),
                            utf8),
                    -1));
        } catch (UnsafeArgumentException e) {
            return nothing(envelope, local(Scope.MESSAGE, Stage.MAIL, BAD_SENDER, peer, e.getMessage()));
        }
        Map<Integer, Failure> failures = new LinkedHashMap<>();
        for (int i = 0; i < envelope.recipients().size(); i++) {
            Recipient recipient = envelope.recipients().get(i);
            try {
                Command rcpt = new Command.RcptTo(
                        outgoing.recipients().get(i),
                        outgoing.form(),
                        rcptParameters(recipient, envelope.smtpUtf8(), terms));
                steps.add(new Step(Stage.RCPT, encode(rcpt, utf8), i));
            } catch (UnsafeArgumentException e) {
                failures.put(i, local(Scope.RECIPIENT, Stage.RCPT, BAD_RECIPIENT, peer, e.getMessage()));
            }
        }
        if (failures.size() == envelope.recipients().size()) {
            return new TransactionPlan(List.of(), failures);
        }
        if (!terms.chunked()) {
            steps.add(DATA);
        }
        return new TransactionPlan(List.copyOf(steps), failures);
    }

    /**
     * Returns true if the mail needs SMTPUTF8: as in Postfix one address or header field outside US-ASCII suffices if the
     * envelope has SMTPUTF8.
     */
    private static boolean needsUtf8(Envelope envelope, Outgoing outgoing) {
        return envelope.smtpUtf8()
                && (outgoing.terms().utf8Content()
                        || !isAscii(outgoing.sender())
                        || !outgoing.recipients().stream().allMatch(TransactionPlan::isAscii));
    }

    /**
     * Returns true if an address has a US-ASCII local part and an international domain, which a server without SMTPUTF8
     * gets in A-labels.
     */
    private static boolean hasInternationalDomain(Outgoing outgoing) {
        return Stream.concat(Stream.of(outgoing.sender()), outgoing.recipients().stream())
                .anyMatch(address -> !isAscii(address) && LocalPart.isAscii(address));
    }

    private static boolean isAscii(String address) {
        return address.chars().allMatch(c -> c < 0x80);
    }

    private static List<Step> xforward(Map<String, String> client, Terms terms) {
        if (!terms.tellsClient() || !terms.offers(Capabilities.XFORWARD)) {
            return List.of();
        }
        Set<String> offered = Set.of(terms.capabilities()
                .keywords()
                .get(Capabilities.XFORWARD)
                .toUpperCase(Locale.ROOT)
                .split(" +", -1));
        return CLIENT_ATTRIBUTES.stream()
                .map(names -> names.stream()
                        .filter(name -> offered.contains(name)
                                && !client.getOrDefault(name, "").isEmpty())
                        .map(name -> name + "=" + Xtext.encodeXforward(client.get(name)))
                        .toList())
                .filter(attributes -> !attributes.isEmpty())
                .map(attributes -> new Step(Stage.XFORWARD, ours(new Command.Xforward(attributes)), -1))
                .toList();
    }

    private static List<String> mailParameters(Envelope envelope, Terms terms, boolean utf8) {
        List<String> parameters = new ArrayList<>();
        if (!terms.converted()) {
            if (terms.offers(Capabilities.SIZE) && terms.size().isPresent()) {
                parameters.add("SIZE=" + terms.size().getAsLong());
            }
            if (terms.offers(Capabilities.EIGHT_BIT_MIME)) {
                switch (envelope.body()) {
                    case SEVEN_BIT -> parameters.add("BODY=7BIT");
                    case EIGHT_BIT_MIME -> parameters.add("BODY=8BITMIME");
                    case UNSPECIFIED -> {}
                }
            }
        }
        if (terms.offers(Capabilities.DSN)) {
            if (!envelope.envelopeId().isEmpty()) {
                parameters.add("ENVID=" + Xtext.normalized(envelope.envelopeId()));
            }
            // as in Postfix: a server without REQUIRETLS must return no more than the header of such a mail
            Envelope.Return ret = envelope.requireTls() && !terms.requireTls() ? Envelope.Return.HDRS : envelope.ret();
            if (ret != Envelope.Return.UNSPECIFIED) {
                parameters.add("RET=" + ret);
            }
        }
        if (utf8) {
            parameters.add("SMTPUTF8");
        }
        if (terms.requireTls()) {
            parameters.add("REQUIRETLS");
        }
        if (terms.namesLogin()) {
            parameters.add("AUTH=<>");
        }
        return parameters;
    }

    /** Returns the parameters of RCPT; as in Postfix ORCPT is the recipient itself if the recipient has no ORCPT. */
    private static List<String> rcptParameters(Recipient recipient, boolean utf8, Terms terms) {
        if (!terms.offers(Capabilities.DSN)) {
            return List.of();
        }
        List<String> parameters = new ArrayList<>();
        parameters.add("ORCPT="
                + (recipient.originalRecipient().isEmpty()
                        ? Xtext.ownRecipient(LocalPart.quoted(original(recipient.address(), terms)), utf8)
                        : Xtext.originalRecipient(recipient.originalRecipient())));
        if (!recipient.notifyOn().isEmpty()) {
            parameters.add("NOTIFY="
                    + recipient.notifyOn().stream()
                            .sorted()
                            .map(Recipient.Notify::name)
                            .collect(Collectors.joining(",")));
        }
        return parameters;
    }

    private static String original(String address, Terms terms) {
        return terms.offers(Capabilities.SMTPUTF8) ? address : Outgoing.withALabel(address);
    }

    private static byte[] encode(Command command, boolean utf8) throws UnsafeArgumentException {
        return utf8 ? CommandEncoder.encodeUtf8(command) : CommandEncoder.encode(command);
    }

    /** Encodes a command without arguments from outside. */
    static byte[] ours(Command command) {
        try {
            return CommandEncoder.encode(command);
        } catch (UnsafeArgumentException e) {
            throw new IllegalStateException("command " + command + " can't be sent", e);
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
