/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.api;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.postchaise.api.Recipient.Notify;

/**
 * A mail in the words of an application: addresses, subject, text, HTML, attachments, header fields.
 *
 * <pre>{@code
 * mailer.send(Mail.from("shop@example.com")
 *         .to("ann@example.net")
 *         .subject("Your order")
 *         .text("It is on its way."));
 * }</pre>
 *
 * <p>Each method changes and returns this object; not thread-safe. Everything that could break out of its header field
 * (CR, LF, NUL) is refused where it is set.
 */
public final class Mail implements Serializable {
    private static final long serialVersionUID = 1L;
    private static final Set<String> OWN_FIELDS = Set.of(
            "from",
            "to",
            "cc",
            "bcc",
            "reply-to",
            "subject",
            "date",
            "message-id",
            "mime-version",
            "content-type",
            "content-transfer-encoding",
            "content-disposition",
            "return-path");

    private final String from;
    private final List<String> to = new ArrayList<>();
    private final List<String> cc = new ArrayList<>();
    private final List<String> bcc = new ArrayList<>();
    private final List<String> replyTo = new ArrayList<>();
    private final Map<String, List<String>> headers = new LinkedHashMap<>();
    private final ArrayList<Attachment> attachments = new ArrayList<>();
    private String returnPath;
    private String subject = "";
    private String text = "";
    private String html = "";
    private boolean requireTls;
    private Set<Notify> notifyOn = Set.of();
    private Envelope.Return ret = Envelope.Return.UNSPECIFIED;
    private String envelopeId = "";
    private boolean verp;
    private String verpDelimiters = "";

    private Mail(String from) {
        this.from = from;
        this.returnPath = from;
    }

    /**
     * A mail whose author, and envelope sender unless {@link #returnPath} says otherwise, is {@code address}.
     *
     * @throws IllegalArgumentException when it is not a mailbox
     */
    public static Mail from(String address) {
        return new Mail(MailboxSyntax.requireMailbox("from address", address));
    }

    /**
     * Adds recipients named in the header field To.
     *
     * @throws IllegalArgumentException when one is not a mailbox
     */
    public Mail to(String... addresses) {
        return add(to, "to address", addresses);
    }

    /**
     * Adds recipients named in the header field Cc.
     *
     * @throws IllegalArgumentException when one is not a mailbox
     */
    public Mail cc(String... addresses) {
        return add(cc, "cc address", addresses);
    }

    /**
     * Adds recipients that no header field names.
     *
     * @throws IllegalArgumentException when one is not a mailbox
     */
    public Mail bcc(String... addresses) {
        return add(bcc, "bcc address", addresses);
    }

    /**
     * Adds addresses for replies.
     *
     * @throws IllegalArgumentException when one is not a mailbox
     */
    public Mail replyTo(String... addresses) {
        return add(replyTo, "reply-to address", addresses);
    }

    /**
     * Sets the envelope sender; the empty string is the null sender.
     *
     * @throws IllegalArgumentException when it is neither empty nor a mailbox
     */
    public Mail returnPath(String address) {
        returnPath = address.isEmpty() ? "" : MailboxSyntax.requireMailbox("return path", address);
        return this;
    }

    /**
     * Sets the subject.
     *
     * @throws IllegalArgumentException when it holds CR, LF or NUL
     */
    public Mail subject(String value) {
        subject = MailboxSyntax.requireCommandSafe("subject", value);
        return this;
    }

    /** Sets the plain text. With HTML too the two are alternatives (RFC 2046, section 5.1.4). */
    public Mail text(String value) {
        text = value;
        return this;
    }

    /** Sets the HTML text. */
    public Mail html(String value) {
        html = value;
        return this;
    }

    /** Asks that only servers get it that are known by their certificates (RFC 8689); see {@link Envelope#withRequireTls}. */
    public Mail requireTls() {
        requireTls = true;
        return this;
    }

    /** Says when the sender is told of the mail's fate, for all of its recipients (RFC 3461, NOTIFY); else of its failure and its delay. */
    public Mail notifyOn(Notify first, Notify... more) {
        notifyOn = EnumSet.of(first, more);
        return this;
    }

    /** Says how much of the mail a notification returns (RFC 3461, RET). */
    public Mail ret(Envelope.Return value) {
        ret = value;
        return this;
    }

    /**
     * Sets what notifications call the mail (RFC 3461, ENVID).
     *
     * @param xtext see {@link Envelope#withEnvelopeId}
     * @throws IllegalArgumentException when it holds CR, LF or NUL
     */
    public Mail envelopeId(String xtext) {
        envelopeId = MailboxSyntax.requireCommandSafe("envelope id", xtext);
        return this;
    }

    /** As {@link #verp(String)}, with the usual delimiters. */
    public Mail verp() {
        return verp("");
    }

    /**
     * Has the mail go to each recipient from a return path that names it.
     *
     * @param delimiters see {@link Envelope#withVerp(String)}, which checks them when the mail is sent
     */
    public Mail verp(String delimiters) {
        verp = true;
        verpDelimiters = delimiters;
        return this;
    }

    /**
     * Adds a header field.
     *
     * @param name printable ASCII without a colon (RFC 5322, section 2.2); not a field that this class has a method for
     * @throws IllegalArgumentException when the name is none, or the value holds CR, LF or NUL
     */
    public Mail header(String name, String value) {
        if (name.isEmpty() || !name.chars().allMatch(c -> c > ' ' && c < 0x7f && c != ':')) {
            throw new IllegalArgumentException("header name " + MailboxSyntax.quote(name)
                    + " is malformed; expected printable ASCII without a colon or space");
        }
        if (OWN_FIELDS.contains(name.toLowerCase(Locale.ROOT))) {
            throw new IllegalArgumentException("header field " + name + " is set by Mail itself, not by header()");
        }
        MailboxSyntax.requireCommandSafe("value of header " + name, value);
        headers.computeIfAbsent(name, key -> new ArrayList<>()).add(value);
        return this;
    }

    /**
     * Adds an attachment.
     *
     * @throws IllegalArgumentException when the name or the type holds CR, LF or NUL
     */
    public Mail attach(String fileName, String contentType, byte[] content) {
        attachments.add(new Attachment(fileName, contentType, content.clone()));
        return this;
    }

    /** The author. */
    public String from() {
        return from;
    }

    /** The recipients in To. */
    public List<String> to() {
        return List.copyOf(to);
    }

    /** The recipients in Cc. */
    public List<String> cc() {
        return List.copyOf(cc);
    }

    /** The recipients that no header field names. */
    public List<String> bcc() {
        return List.copyOf(bcc);
    }

    /** The addresses for replies. */
    public List<String> replyTo() {
        return List.copyOf(replyTo);
    }

    /** The subject; empty when there is none. */
    public String subject() {
        return subject;
    }

    /** The plain text; empty when there is none. */
    public String text() {
        return text;
    }

    /** The HTML text; empty when there is none. */
    public String html() {
        return html;
    }

    /** The additional header fields, in the order they were added. */
    public Map<String, List<String>> headers() {
        return Collections.unmodifiableMap(headers);
    }

    /** The attachments. */
    public List<Attachment> attachments() {
        return List.copyOf(attachments);
    }

    /**
     * The envelope: the return path, and everyone in To, Cc and Bcc.
     *
     * @throws IllegalArgumentException when there is no recipient, NEVER is combined with other notifications, or VERP is asked for with
     *     the null sender or with delimiters that are not two characters
     */
    public Envelope envelope() {
        Envelope envelope = Envelope.of(
                        returnPath,
                        Stream.of(to, cc, bcc)
                                .flatMap(List::stream)
                                .map(address ->
                                        new Recipient(Recipient.of(address).address(), notifyOn, ""))
                                .toList())
                .withReturn(ret)
                .withEnvelopeId(envelopeId);
        Envelope returned = verp ? envelope.withVerp(verpDelimiters) : envelope;
        return requireTls ? returned.withRequireTls() : returned;
    }

    private Mail add(List<String> list, String what, String... addresses) {
        List<String> checked = Arrays.stream(addresses)
                .map(address -> MailboxSyntax.requireMailbox(what, address))
                .toList();
        list.addAll(checked);
        return this;
    }

    /**
     * A file that goes with a mail.
     *
     * @param fileName the name shown to the reader
     * @param contentType the media type, such as {@code application/pdf}
     * @param content the octets
     */
    @SuppressWarnings("ArrayRecordComponent") // compared nowhere
    public record Attachment(String fileName, String contentType, byte[] content) implements Serializable {
        /** */
        public Attachment {
            MailboxSyntax.requireCommandSafe("attachment name", fileName);
            MailboxSyntax.requireCommandSafe("attachment type", contentType);
        }
    }
}
