/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.api;

import java.io.Serializable;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The SMTP envelope: who is told of failures, who gets the mail, and what was asked for it (RFC 5321, section 2.3.1).
 *
 * <p>Immutable. Recipients that Postfix's cleanup(8) takes for one are kept once: equal addresses but for case and quotes, with the same
 * options of notification.
 */
public final class Envelope implements Serializable {
    private static final long serialVersionUID = 1L;

    /** The content's transfer form, MAIL parameter BODY (RFC 6152). */
    public enum Body {
        /** Nothing is known or said about the content. */
        UNSPECIFIED,
        /** Octets up to 127 only. */
        SEVEN_BIT,
        /** Octets above 127 in MIME parts. */
        EIGHT_BIT_MIME
    }

    /** How much of the mail a failure notification returns, MAIL parameter RET (RFC 3461, section 4.3). */
    public enum Return {
        /** The parameter is not sent. */
        UNSPECIFIED,
        /** The whole message. */
        FULL,
        /** The header only. */
        HDRS
    }

    private final String sender;
    private final List<Recipient> recipients;
    private final Body body;
    private final Return ret;
    private final String envelopeId;
    private final Extensions extensions;
    private final Limits limits;

    /** Which extensions of SMTP the mail asks for, and its delimiters for VERP; the latter count where there is VERP. */
    private record Extensions(boolean smtpUtf8, boolean requireTls, boolean verp, String delimiters)
            implements Serializable {
        static final Extensions NONE = new Extensions(false, false, false, "");
    }

    /** How long the delivery may take, and how long it may wait; no time limit is zero. */
    private record Limits(Duration time, Turn turn) implements Serializable {}

    private Envelope(
            String sender,
            List<Recipient> recipients,
            Body body,
            Return ret,
            String envelopeId,
            Extensions extensions,
            Limits limits) {
        this.sender = sender;
        this.recipients = recipients;
        this.body = body;
        this.ret = ret;
        this.envelopeId = envelopeId;
        this.extensions = extensions;
        this.limits = limits;
    }

    /**
     * An envelope from {@code sender} to {@code recipients}.
     *
     * @param sender the return path, without angle brackets; the empty string is the null sender of notifications
     * @throws IllegalArgumentException when the sender is not a mailbox or there is no recipient
     */
    public static Envelope of(String sender, Collection<Recipient> recipients) {
        if (!sender.isEmpty()) {
            MailboxSyntax.requireMailbox("sender address", sender);
        }
        return unchecked(sender, distinct(recipients));
    }

    /** The first of those that cleanup(8) takes for one. */
    private static Collection<Recipient> distinct(Collection<Recipient> recipients) {
        Map<Recipient, Recipient> first = new LinkedHashMap<>();
        for (Recipient recipient : recipients) {
            Recipient folded = new Recipient(
                    MailboxSyntax.folded(recipient.address()),
                    recipient.notifyOn(),
                    recipient.originalRecipient().toLowerCase(Locale.ROOT));
            first.putIfAbsent(folded, recipient);
        }
        return first.values();
    }

    /** An envelope from {@code sender} to the given addresses; see {@link #of(String, Collection)}. */
    public static Envelope of(String sender, String recipient, String... more) {
        return of(
                sender,
                Stream.concat(Stream.of(recipient), Stream.of(more))
                        .map(Recipient::of)
                        .toList());
    }

    /**
     * As {@link #of(String, Collection)}, for a sender that is not held to the syntax of RFC 5321: any that can stand in a
     * command, as Postfix's queue takes it.
     *
     * @throws IllegalArgumentException when the sender holds CR, LF or NUL, or there is no recipient
     */
    public static Envelope unchecked(String sender, Collection<Recipient> recipients) {
        MailboxSyntax.requireCommandSafe("sender address", sender);
        if (recipients.isEmpty()) {
            throw new IllegalArgumentException("envelope has no recipient; expected at least one");
        }
        return new Envelope(
                sender,
                List.copyOf(new LinkedHashSet<>(recipients)),
                Body.UNSPECIFIED,
                Return.UNSPECIFIED,
                "",
                Extensions.NONE,
                new Limits(Duration.ZERO, Turn.WAITING));
    }

    /** This envelope with the content's transfer form. */
    public Envelope withBody(Body value) {
        return new Envelope(sender, recipients, value, ret, envelopeId, extensions, limits);
    }

    /** This envelope with what failure notifications return. */
    public Envelope withReturn(Return value) {
        return new Envelope(sender, recipients, body, value, envelopeId, extensions, limits);
    }

    /**
     * This envelope with an ENVID (RFC 3461, section 4.4), as xtext; empty for none.
     *
     * @throws IllegalArgumentException when it is no xtext, or has more than 100 characters
     */
    public Envelope withEnvelopeId(String xtext) {
        return new Envelope(sender, recipients, body, ret, MailboxSyntax.requireEnvelopeId(xtext), extensions, limits);
    }

    /**
     * This envelope as internationalized mail (RFC 6531): addresses and header fields may hold UTF-8. A server that does not
     * offer SMTPUTF8 gets it only where they are all US-ASCII; else all recipients fail with 5.6.7, as in Postfix.
     */
    public Envelope withSmtpUtf8() {
        return with(new Extensions(true, extensions.requireTls(), extensions.verp(), extensions.delimiters()));
    }

    /**
     * This envelope as mail that is handed only to servers that are known by their certificates, and that promise the same (RFC 8689,
     * REQUIRETLS). Where there is none all recipients fail with 5.7.10 or 5.7.30. The settings may be less strict for some
     * destinations ({@code smtp_requiretls_policy}), or pass over it ({@code requiretls_enable}).
     */
    public Envelope withRequireTls() {
        return withTls(true);
    }

    /** This envelope without what {@link #withRequireTls} asks for. */
    public Envelope withoutRequireTls() {
        return withTls(false);
    }

    private Envelope withTls(boolean required) {
        return with(new Extensions(extensions.smtpUtf8(), required, extensions.verp(), extensions.delimiters()));
    }

    private Envelope with(Extensions others) {
        return new Envelope(sender, recipients, body, ret, envelopeId, others, limits);
    }

    /** As {@link #withVerp(String)}, with the delimiters of Postfix parameter {@code default_verp_delimiters}. */
    public Envelope withVerp() {
        return withVerp("");
    }

    /**
     * This envelope with a return path for each recipient that names it (Postfix's VERP_README): the mail to {@code user@domain} is a
     * transaction of its own from {@code sender+user=domain@origin}, and so a failure tells by its address whom it is about.
     *
     * @param delimiters the two characters before the user and before the domain, of those in {@code verp_delimiter_filter}; empty: the
     *     usual ones, {@code +=}
     * @throws IllegalArgumentException when there are neither two nor none, or the sender is the null sender
     */
    public Envelope withVerp(String delimiters) {
        MailboxSyntax.requireCommandSafe("VERP delimiters", delimiters);
        if (!delimiters.isEmpty() && delimiters.length() != 2) {
            throw new IllegalArgumentException(
                    "VERP delimiters are " + MailboxSyntax.quote(delimiters) + "; expected two characters");
        }
        if (sender.isEmpty()) {
            throw new IllegalArgumentException("VERP is asked for mail of the null sender; expected an address");
        }
        return with(new Extensions(extensions.smtpUtf8(), extensions.requireTls(), true, delimiters));
    }

    /**
     * This envelope from another sender, without what {@link #withVerp} asks for.
     *
     * @throws IllegalArgumentException when the sender holds CR, LF or NUL
     */
    public Envelope withSender(String other) {
        Envelope e = unchecked(other, recipients);
        Extensions others = new Extensions(extensions.smtpUtf8(), extensions.requireTls(), false, "");
        return new Envelope(e.sender, recipients, body, ret, envelopeId, others, limits);
    }

    /**
     * This envelope with a limit on the whole delivery; recipients without an outcome by then are deferred, or in doubt
     * after the final dot. Without one only the limits of the single phases hold ({@code smtp_*_timeout}).
     *
     * @throws IllegalArgumentException when the limit is not positive
     */
    public Envelope withTimeLimit(Duration limit) {
        if (limit.isNegative() || limit.isZero()) {
            throw new IllegalArgumentException("time limit is " + limit + "; expected more than zero");
        }
        return new Envelope(sender, recipients, body, ret, envelopeId, extensions, new Limits(limit, limits.turn()));
    }

    /** This envelope with another way to take its turn at a busy destination; without one it is {@link Turn#WAITING}. */
    public Envelope withTurn(Turn turn) {
        return new Envelope(sender, recipients, body, ret, envelopeId, extensions, new Limits(limits.time(), turn));
    }

    /** This envelope for other recipients. */
    public Envelope withRecipients(Collection<Recipient> others) {
        Envelope e = unchecked(sender, others);
        return new Envelope(sender, e.recipients, body, ret, envelopeId, extensions, limits);
    }

    /** The return path; empty for the null sender. */
    public String sender() {
        return sender;
    }

    /** The recipients, at least one, without duplicates. */
    public List<Recipient> recipients() {
        return recipients;
    }

    /** The content's transfer form. */
    public Body body() {
        return body;
    }

    /** What failure notifications return. */
    public Return ret() {
        return ret;
    }

    /** ENVID as xtext; empty when there is none. */
    public String envelopeId() {
        return envelopeId;
    }

    /** Whether it is internationalized mail; see {@link #withSmtpUtf8}. */
    public boolean smtpUtf8() {
        return extensions.smtpUtf8();
    }

    /** Whether only servers that are known get it; see {@link #withRequireTls}. */
    public boolean requireTls() {
        return extensions.requireTls();
    }

    /** The delimiters of return paths that name the recipient, empty for the usual ones; none: no {@link #withVerp VERP}. */
    public Optional<String> verp() {
        return extensions.verp() ? Optional.of(extensions.delimiters()) : Optional.empty();
    }

    /** The limit on the whole delivery, where one was set. */
    public Optional<Duration> timeLimit() {
        return limits.time().isZero() ? Optional.empty() : Optional.of(limits.time());
    }

    /** What happens at a destination that is busy. */
    public Turn turn() {
        return limits.turn();
    }

    /** Sender and recipients, for a log. */
    @Override
    public String toString() {
        return "from=<" + sender + "> to=" + recipients;
    }
}
