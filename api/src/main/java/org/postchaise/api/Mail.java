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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.postchaise.api.Recipient.Notify;

/**
 * A mail as an application composes it: addresses, subject, text, HTML, attachments, header fields.
 *
 * <pre>{@code
 * mailer.send(Mail.from("shop@example.com")
 *         .to("ann@example.net")
 *         .subject("Your order")
 *         .text("It is on its way."));
 * }</pre>
 *
 * <p>Each setter changes and returns this object; not thread-safe. A value that could inject another header field, or
 * that is displayed as another text than its characters, is refused by the setter, with the name of the argument.
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

    private static final Pattern METHOD = Pattern.compile("(?im)^METHOD:([A-Z-]{1,30})[ \\t]*$");

    private final Mailbox from;
    private final ArrayList<Addressee> to = new ArrayList<>();
    private final ArrayList<Addressee> cc = new ArrayList<>();
    private final ArrayList<Addressee> bcc = new ArrayList<>();
    private final ArrayList<Addressee> replyTo = new ArrayList<>();
    private final LinkedHashMap<String, List<String>> headers = new LinkedHashMap<>();
    private final ArrayList<Attachment> attachments = new ArrayList<>();
    private String returnPath;
    private String subject = "";
    private String text = "";
    private String html = "";
    private String calendar = "";
    private boolean requireTls;
    private Set<Notify> notifyOn = Set.of();
    private Envelope.Return ret = Envelope.Return.UNSPECIFIED;
    private String envelopeId = "";
    private boolean verp;
    private String verpDelimiters = "";

    private Mail(Mailbox from) {
        this.from = from;
        this.returnPath = from.address();
    }

    /**
     * Creates a mail with {@code mailbox} as its author, and as its envelope sender unless {@link #returnPath} is called.
     *
     * @param mailbox an address, or a name and an address as in {@code The Shop <shop@example.com>}; see {@link Mailbox#parse}
     * @throws IllegalArgumentException when {@code mailbox} is not a mailbox
     */
    public static Mail from(String mailbox) {
        return new Mail(AddressText.mailbox("from address", mailbox));
    }

    /**
     * Creates a mail as {@link #from(String)} does, with the display name as a separate argument.
     *
     * @param name the display name, without encoding or quotes; empty for none
     * @throws IllegalArgumentException when the address is not a mailbox, or {@link Mailbox} refuses the name
     */
    public static Mail from(String name, String address) {
        LineText.require("from name", name);
        return new Mail(new Mailbox(name, MailboxSyntax.requireMailbox("from address", address)));
    }

    /**
     * Adds recipients named in the header field To.
     *
     * @param addressees an address each, a name and an address as in {@code Ann Lee <ann@example.net>}, or a group as in {@code Team:
     *     ann@example.net, bob@example.net;}; see {@link Addressee#parse}
     * @throws IllegalArgumentException when an argument is not an address
     */
    public Mail to(String... addressees) {
        return add(to, "to address", addressees);
    }

    /** Adds recipients as {@link #to(String...)} does, with display names as separate values. */
    public Mail to(Mailbox... mailboxes) {
        return add(to, "to address", mailboxes);
    }

    /**
     * Adds recipients named in the header field Cc.
     *
     * @param addressees addresses in the forms of {@link #to(String...)}
     * @throws IllegalArgumentException when an argument is not an address
     */
    public Mail cc(String... addressees) {
        return add(cc, "cc address", addressees);
    }

    /** Adds recipients as {@link #cc(String...)} does, with display names as separate values. */
    public Mail cc(Mailbox... mailboxes) {
        return add(cc, "cc address", mailboxes);
    }

    /**
     * Adds recipients that no header field names.
     *
     * @param addressees addresses in the forms of {@link #to(String...)}
     * @throws IllegalArgumentException when an argument is not an address
     */
    public Mail bcc(String... addressees) {
        return add(bcc, "bcc address", addressees);
    }

    /** Adds recipients as {@link #bcc(String...)} does, with display names as separate values. */
    public Mail bcc(Mailbox... mailboxes) {
        return add(bcc, "bcc address", mailboxes);
    }

    /**
     * Adds addresses for replies (header field Reply-To).
     *
     * @param addressees addresses in the forms of {@link #to(String...)}
     * @throws IllegalArgumentException when an argument is not an address
     */
    public Mail replyTo(String... addressees) {
        return add(replyTo, "reply-to address", addressees);
    }

    /** Adds addresses for replies as {@link #replyTo(String...)} does, with display names as separate values. */
    public Mail replyTo(Mailbox... mailboxes) {
        return add(replyTo, "reply-to address", mailboxes);
    }

    /**
     * Sets the envelope sender; the empty string is the null sender.
     *
     * @throws IllegalArgumentException when {@code address} is neither empty nor a mailbox
     */
    public Mail returnPath(String address) {
        boolean none = LineText.requireGiven("return path", address).isEmpty();
        returnPath = none ? "" : MailboxSyntax.requireMailbox("return path", address);
        return this;
    }

    /**
     * Sets the subject.
     *
     * @throws IllegalArgumentException when {@code value} is null, or holds a control character, half of a surrogate pair or a
     *     bidirectional control character
     */
    public Mail subject(String value) {
        subject = LineText.require("subject", value);
        return this;
    }

    /**
     * Sets the plain text. If there is an HTML text too, the two are sent as alternatives (RFC 2046, section 5.1.4).
     *
     * @throws IllegalArgumentException when {@code value} is null
     */
    public Mail text(String value) {
        text = LineText.requireGiven("text", value);
        return this;
    }

    /**
     * Sets the HTML text. The HTML text refers to an image that was attached with {@link #inline} as {@code cid:id}.
     *
     * @throws IllegalArgumentException when {@code value} is null
     */
    public Mail html(String value) {
        html = LineText.requireGiven("html", value);
        return this;
    }

    /**
     * Sets an invitation or another calendar message as a further alternative to the text (RFC 6047).
     *
     * @param value iCalendar (RFC 5545) with a line {@code METHOD:}, whose value is repeated in the media type: {@code text/calendar;
     *     method=REQUEST}
     * @throws IllegalArgumentException when {@code value} is null or has no such line
     */
    public Mail calendar(String value) {
        if (!METHOD.matcher(LineText.requireGiven("calendar", value)).find()) {
            throw new IllegalArgumentException("calendar has no line METHOD:; expected one such as METHOD:REQUEST");
        }
        calendar = value;
        return this;
    }

    /**
     * Sets the header fields List-Unsubscribe (RFC 2369) and List-Unsubscribe-Post (RFC 8058). Receivers honour List-Unsubscribe-Post only
     * if a DKIM signature covers both fields.
     *
     * @param oneClick an https URI that takes a POST with the body {@code List-Unsubscribe=One-Click}
     * @param more other URIs, such as {@code mailto:leave@example.com}
     * @throws IllegalArgumentException when an argument is not a URI, or {@code oneClick} is not an https URI
     */
    public Mail listUnsubscribe(String oneClick, String... more) {
        headers.put("List-Unsubscribe", List.of(Unsubscription.field(oneClick, more)));
        headers.put("List-Unsubscribe-Post", List.of("List-Unsubscribe=One-Click"));
        return this;
    }

    /** Requires that only servers authenticated by their certificates are sent the mail (RFC 8689); see {@link Envelope#withRequireTls}. */
    public Mail requireTls() {
        requireTls = true;
        return this;
    }

    /** Sets the events of which the sender is notified, for all recipients (RFC 3461, NOTIFY). By default the sender is notified of failure and delay. */
    public Mail notifyOn(Notify first, Notify... more) {
        notifyOn = EnumSet.of(LineText.requireGiven("notifyOn", first), more);
        return this;
    }

    /** Sets the part of the mail that a notification returns (RFC 3461, RET). */
    public Mail ret(Envelope.Return value) {
        ret = LineText.requireGiven("ret", value);
        return this;
    }

    /**
     * Sets the identifier of the mail in notifications (RFC 3461, ENVID).
     *
     * @param xtext see {@link Envelope#withEnvelopeId}
     * @throws IllegalArgumentException when {@code xtext} holds CR, LF or NUL
     */
    public Mail envelopeId(String xtext) {
        envelopeId = MailboxSyntax.requireCommandSafe("envelope id", xtext);
        return this;
    }

    /** Requests a return path for each recipient as {@link #verp(String)} does, with the default delimiters. */
    public Mail verp() {
        return verp("");
    }

    /**
     * Requests a variable envelope return path: the mail goes to each recipient with a return path that names the recipient.
     *
     * @param delimiters see {@link Envelope#withVerp(String)}, which checks the delimiters when the mail is sent
     */
    public Mail verp(String delimiters) {
        verpDelimiters = LineText.requireGiven("VERP delimiters", delimiters);
        verp = true;
        return this;
    }

    /**
     * Adds a header field. Text beyond US-ASCII is sent as encoded words (RFC 2047); in an address field, such as Sender, only the display
     * names are encoded, never the addresses.
     *
     * @param name printable ASCII without a colon (RFC 5322, section 2.2); not a field that this class has a method for
     * @throws IllegalArgumentException when {@code name} is not a field name, or the value is null, or holds a control character, half of a
     *     surrogate pair or a bidirectional control character
     */
    public Mail header(String name, String value) {
        LineText.requireGiven("header name", name);
        if (name.isEmpty() || !name.chars().allMatch(c -> c > ' ' && c < 0x7f && c != ':')) {
            throw new IllegalArgumentException("header name " + MailboxSyntax.quote(name)
                    + " is malformed; expected printable ASCII without a colon or space");
        }
        if (OWN_FIELDS.contains(name.toLowerCase(Locale.ROOT))) {
            throw new IllegalArgumentException("header field " + name + " is set by Mail itself, not by header()");
        }
        LineText.require("value of header " + name, value);
        headers.merge(
                name,
                List.of(value),
                (old, added) -> Stream.of(old, added).flatMap(List::stream).toList());
        return this;
    }

    /**
     * Adds an attachment from memory; the recipient receives the octets unchanged.
     *
     * @throws IllegalArgumentException as {@link Attachment#of(String, String, byte[])}
     */
    public Mail attach(String fileName, String contentType, byte[] content) {
        return attach(Attachment.of(fileName, contentType, content));
    }

    /** Adds an attachment, for example one from a file: {@code attach(Attachment.of(path))}. */
    public Mail attach(Attachment attachment) {
        attachments.add(LineText.requireGiven("attachment", attachment));
        return this;
    }

    /**
     * Adds an inline attachment, such as an image, that the HTML text shows as {@code cid:id}.
     *
     * @throws IllegalArgumentException as {@link Attachment#inline}
     */
    public Mail inline(String id, Attachment attachment) {
        return attach(LineText.requireGiven("attachment", attachment).inline(id));
    }

    /** Returns the author. */
    public Mailbox from() {
        return from;
    }

    /** Returns the addressees named in To. */
    public List<Addressee> to() {
        return List.copyOf(to);
    }

    /** Returns the addressees named in Cc. */
    public List<Addressee> cc() {
        return List.copyOf(cc);
    }

    /** Returns the recipients that no header field names. */
    public List<Addressee> bcc() {
        return List.copyOf(bcc);
    }

    /** Returns the addresses for replies. */
    public List<Addressee> replyTo() {
        return List.copyOf(replyTo);
    }

    /** Returns the subject; empty if there is none. */
    public String subject() {
        return subject;
    }

    /** Returns the plain text; empty if there is none. */
    public String text() {
        return text;
    }

    /** Returns the HTML text; empty if there is none. */
    public String html() {
        return html;
    }

    /** Returns the calendar message; empty if there is none. */
    public String calendar() {
        return calendar;
    }

    /** Returns the method of the calendar message, such as {@code REQUEST}; empty if there is no calendar message. */
    public String calendarMethod() {
        Matcher method = METHOD.matcher(calendar);
        return method.find() ? method.group(1).toUpperCase(Locale.ROOT) : "";
    }

    /** Returns the additional header fields, in the order of their addition. */
    public Map<String, List<String>> headers() {
        return Collections.unmodifiableMap(headers);
    }

    /** Returns the attachments. */
    public List<Attachment> attachments() {
        return List.copyOf(attachments);
    }

    /**
     * Returns the envelope: the return path, and all mailboxes of To, Cc and Bcc.
     *
     * @throws IllegalArgumentException when there is no recipient, NEVER is combined with other notifications, or VERP is requested with
     *     the null sender or with delimiters that are not two characters
     */
    public Envelope envelope() {
        Envelope envelope = Envelope.of(
                        returnPath,
                        Stream.of(to, cc, bcc)
                                .flatMap(List::stream)
                                .flatMap(addressee -> addressee.mailboxes().stream())
                                .map(mailbox -> new Recipient(mailbox.address(), notifyOn, ""))
                                .toList())
                .withReturn(ret)
                .withEnvelopeId(envelopeId);
        Envelope returned = verp ? envelope.withVerp(verpDelimiters) : envelope;
        return requireTls ? returned.withRequireTls() : returned;
    }

    private Mail add(List<Addressee> list, String what, String... addressees) {
        List<Addressee> checked = Arrays.stream(LineText.requireGiven(what, addressees))
                .map(text -> AddressText.addressee(what, text))
                .toList();
        list.addAll(checked);
        return this;
    }

    private Mail add(List<Addressee> list, String what, Mailbox... mailboxes) {
        for (Mailbox mailbox : LineText.requireGiven(what, mailboxes)) {
            LineText.requireGiven(what, mailbox);
        }
        list.addAll(List.of(mailboxes));
        return this;
    }
}
