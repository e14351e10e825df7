/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.api;

import java.io.Serializable;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The SMTP envelope: the return path, the recipients and the requested service extensions (RFC 5321, section 2.3.1).
 *
 * <p>Immutable. Duplicate recipients are kept once, by the rule of Postfix's cleanup(8): addresses that differ only in case and quotes,
 * with the same notification options, are duplicates.
 */
public final class Envelope implements Serializable {
    private static final long serialVersionUID = 1L;

    /** The transfer form of the content, MAIL parameter BODY (RFC 6152). */
    public enum Body {
        /** No declared transfer form; the parameter is not sent. */
        UNSPECIFIED,
        /** 7-bit content: no octets above 127. */
        SEVEN_BIT,
        /** 8-bit content: octets above 127 in MIME parts. */
        EIGHT_BIT_MIME
    }

    /** The part of the mail that a failure notification returns, MAIL parameter RET (RFC 3461, section 4.3). */
    public enum Return {
        /** No request; the parameter is not sent. */
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

    /** The requested SMTP extensions, and the VERP delimiters, which are used only if {@code verp} is true. */
    private record Extensions(boolean smtpUtf8, boolean requireTls, boolean verp, String delimiters)
            implements Serializable {
        static final Extensions NONE = new Extensions(false, false, false, "");
    }

    private Envelope(
            String sender,
            List<Recipient> recipients,
            Body body,
            Return ret,
            String envelopeId,
            Extensions extensions) {
        this.sender = sender;
        this.recipients = recipients;
        this.body = body;
        this.ret = ret;
        this.envelopeId = envelopeId;
        this.extensions = extensions;
    }

    /**
     * Creates an envelope from {@code sender} to {@code recipients}.
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

    /** Returns the first recipient of each set of duplicates, as cleanup(8) defines duplicates. */
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

    /** Creates an envelope from {@code sender} to the given addresses; see {@link #of(String, Collection)}. */
    public static Envelope of(String sender, String recipient, String... more) {
        return of(
                sender,
                Stream.concat(Stream.of(recipient), Stream.of(more))
                        .map(Recipient::of)
                        .toList());
    }

    /**
     * Creates an envelope as {@link #of(String, Collection)} does, without checking the sender against the syntax of RFC 5321. As in
     * Postfix's queue, any sender that can stand in a command is accepted.
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
                Extensions.NONE);
    }

    /** Returns this envelope with the given transfer form of the content. */
    public Envelope withBody(Body value) {
        return new Envelope(sender, recipients, value, ret, envelopeId, extensions);
    }

    /** Returns this envelope with the given part of the mail to return in failure notifications. */
    public Envelope withReturn(Return value) {
        return new Envelope(sender, recipients, body, value, envelopeId, extensions);
    }

    /**
     * Returns this envelope with an ENVID (RFC 3461, section 4.4), as xtext; empty for none.
     *
     * @throws IllegalArgumentException when {@code xtext} is not xtext, or has more than 100 characters
     */
    public Envelope withEnvelopeId(String xtext) {
        return new Envelope(sender, recipients, body, ret, MailboxSyntax.requireEnvelopeId(xtext), extensions);
    }

    /**
     * Returns this envelope as internationalized mail (RFC 6531): addresses and header fields may hold UTF-8. A server that does not offer
     * SMTPUTF8 is sent the mail only if addresses and header fields are all US-ASCII; else all recipients fail with 5.6.7, as in Postfix.
     */
    public Envelope withSmtpUtf8() {
        return with(new Extensions(true, extensions.requireTls(), extensions.verp(), extensions.delimiters()));
    }

    /**
     * Returns this envelope with REQUIRETLS (RFC 8689): only servers that are authenticated by their certificates and that offer REQUIRETLS
     * are sent the mail. If there is no such server, all recipients fail with 5.7.10 or 5.7.30. The settings can relax the requirement for
     * some destinations ({@code smtp_requiretls_policy}), or ignore the request ({@code requiretls_enable}).
     */
    public Envelope withRequireTls() {
        return withTls(true);
    }

    /** Returns this envelope without the request of {@link #withRequireTls}. */
    public Envelope withoutRequireTls() {
        return withTls(false);
    }

    private Envelope withTls(boolean required) {
        return with(new Extensions(extensions.smtpUtf8(), required, extensions.verp(), extensions.delimiters()));
    }

    private Envelope with(Extensions others) {
        return new Envelope(sender, recipients, body, ret, envelopeId, others);
    }

    /** Returns this envelope as {@link #withVerp(String)} does, with the delimiters of the Postfix parameter {@code default_verp_delimiters}. */
    public Envelope withVerp() {
        return withVerp("");
    }

    /**
     * Returns this envelope with a variable envelope return path (Postfix's VERP_README): the mail to {@code user@domain} is sent in a
     * transaction of its own from {@code sender+user=domain@origin}, so that the address to which a failure notification comes names the
     * recipient.
     *
     * @param delimiters the two characters before the user and before the domain, out of those in {@code verp_delimiter_filter}; empty for
     *     the default delimiters, {@code +=}
     * @throws IllegalArgumentException when there are neither two delimiters nor none, or the sender is the null sender
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
     * Returns this envelope with another sender, and without the request of {@link #withVerp}.
     *
     * @throws IllegalArgumentException when the sender holds CR, LF or NUL
     */
    public Envelope withSender(String other) {
        Envelope e = unchecked(other, recipients);
        Extensions others = new Extensions(extensions.smtpUtf8(), extensions.requireTls(), false, "");
        return new Envelope(e.sender, recipients, body, ret, envelopeId, others);
    }

    /** Returns this envelope with the given recipients in place of its own. */
    public Envelope withRecipients(Collection<Recipient> others) {
        Envelope e = unchecked(sender, others);
        return new Envelope(sender, e.recipients, body, ret, envelopeId, extensions);
    }

    /** Returns the return path; empty for the null sender. */
    public String sender() {
        return sender;
    }

    /** Returns the recipients: at least one, without duplicates. */
    public List<Recipient> recipients() {
        return recipients;
    }

    /** Returns the transfer form of the content. */
    public Body body() {
        return body;
    }

    /** Returns the part of the mail that failure notifications return. */
    public Return ret() {
        return ret;
    }

    /** Returns the ENVID as xtext; empty if there is none. */
    public String envelopeId() {
        return envelopeId;
    }

    /** Returns true if the mail is internationalized; see {@link #withSmtpUtf8}. */
    public boolean smtpUtf8() {
        return extensions.smtpUtf8();
    }

    /** Returns true if the mail requires authenticated TLS servers; see {@link #withRequireTls}. */
    public boolean requireTls() {
        return extensions.requireTls();
    }

    /** Returns the VERP delimiters, as an empty string for the default delimiters; empty if {@link #withVerp VERP} is not requested. */
    public Optional<String> verp() {
        return extensions.verp() ? Optional.of(extensions.delimiters()) : Optional.empty();
    }

    /** Returns sender and recipients as text for a log. */
    @Override
    public String toString() {
        return "from=<" + sender + "> to=" + recipients;
    }
}
