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
 * or show another text than it holds is refused where it is set, with the name of the argument.
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
     * A mail whose author, and envelope sender unless {@link #returnPath} says otherwise, is {@code mailbox}.
     *
     * @param mailbox an address, or a name and an address as in {@code The Shop <shop@example.com>}; see {@link Mailbox#parse}
     * @throws IllegalArgumentException when it is no mailbox
     */
    public static Mail from(String mailbox) {
        return new Mail(AddressText.mailbox("from address", mailbox));
    }

    /**
     * As {@link #from(String)}, with the name apart.
     *
     * @param name as it is to be read; empty for none
     * @throws IllegalArgumentException when the address is no mailbox, or the name holds what {@link Mailbox} refuses
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
     * @throws IllegalArgumentException when one is none
     */
    public Mail to(String... addressees) {
        return add(to, "to address", addressees);
    }

    /** As {@link #to(String...)}, with the names apart. */
    public Mail to(Mailbox... mailboxes) {
        return add(to, "to address", mailboxes);
    }

    /**
     * Adds recipients named in the header field Cc.
     *
     * @param addressees as those of {@link #to(String...)}
     * @throws IllegalArgumentException when one is none
     */
    public Mail cc(String... addressees) {
        return add(cc, "cc address", addressees);
    }

    /** As {@link #cc(String...)}, with the names apart. */
    public Mail cc(Mailbox... mailboxes) {
        return add(cc, "cc address", mailboxes);
    }

    /**
     * Adds recipients that no header field names.
     *
     * @param addressees as those of {@link #to(String...)}
     * @throws IllegalArgumentException when one is none
     */
    public Mail bcc(String... addressees) {
        return add(bcc, "bcc address", addressees);
    }

    /** As {@link #bcc(String...)}, with the names apart. */
    public Mail bcc(Mailbox... mailboxes) {
        return add(bcc, "bcc address", mailboxes);
    }

    /**
     * Adds addresses for replies.
     *
     * @param addressees as those of {@link #to(String...)}
     * @throws IllegalArgumentException when one is none
     */
    public Mail replyTo(String... addressees) {
        return add(replyTo, "reply-to address", addressees);
    }

    /** As {@link #replyTo(String...)}, with the names apart. */
    public Mail replyTo(Mailbox... mailboxes) {
        return add(replyTo, "reply-to address", mailboxes);
    }

    /**
     * Sets the envelope sender; the empty string is the null sender.
     *
     * @throws IllegalArgumentException when it is neither empty nor a mailbox
     */
    public Mail returnPath(String address) {
        boolean none = LineText.requireGiven("return path", address).isEmpty();
        returnPath = none ? "" : MailboxSyntax.requireMailbox("return path", address);
        return this;
    }

    /**
     * Sets the subject.
     *
     * @throws IllegalArgumentException when it is null, or holds a control character, half of a surrogate pair or a bidirectional
     *     control character
     */
    public Mail subject(String value) {
        subject = LineText.require("subject", value);
        return this;
    }

    /**
     * Sets the plain text. With HTML too the two are alternatives (RFC 2046, section 5.1.4).
     *
     * @throws IllegalArgumentException when it is null
     */
    public Mail text(String value) {
        text = LineText.requireGiven("text", value);
        return this;
    }

    /**
     * Sets the HTML text. It shows an image that was attached with {@link #inline} as {@code cid:id}.
     *
     * @throws IllegalArgumentException when it is null
     */
    public Mail html(String value) {
        html = LineText.requireGiven("html", value);
        return this;
    }

    /**
     * Sets an invitation, or another message of a calendar, as a further alternative to the text (RFC 6047).
     *
     * @param value iCalendar (RFC 5545) with a line {@code METHOD:}, which the type repeats: {@code text/calendar; method=REQUEST}
     * @throws IllegalArgumentException when it is null or has no such line
     */
    public Mail calendar(String value) {
        if (!METHOD.matcher(LineText.requireGiven("calendar", value)).find()) {
            throw new IllegalArgumentException("calendar has no line METHOD:; expected one such as METHOD:REQUEST");
        }
        calendar = value;
        return this;
    }

    /**
     * Says how a reader leaves the list that the mail is for: the fields List-Unsubscribe (RFC 2369) and List-Unsubscribe-Post (RFC 8058).
     * Receivers take the second only where a DKIM signature covers both.
     *
     * @param oneClick an https URI that takes a POST with the body {@code List-Unsubscribe=One-Click}
     * @param more other URIs, such as {@code mailto:leave@example.com}
     * @throws IllegalArgumentException when one is no URI, or the first is none of https
     */
    public Mail listUnsubscribe(String oneClick, String... more) {
        headers.put("List-Unsubscribe", List.of(Unsubscription.field(oneClick, more)));
        headers.put("List-Unsubscribe-Post", List.of("List-Unsubscribe=One-Click"));
        return this;
    }

    /** Asks that only servers get it that are known by their certificates (RFC 8689); see {@link Envelope#withRequireTls}. */
    public Mail requireTls() {
        requireTls = true;
        return this;
    }

    /** Says when the sender is told of the mail's fate, for all of its recipients (RFC 3461, NOTIFY); else of its failure and its delay. */
    public Mail notifyOn(Notify first, Notify... more) {
        notifyOn = EnumSet.of(LineText.requireGiven("notifyOn", first), more);
        return this;
    }

    /** Says how much of the mail a notification returns (RFC 3461, RET). */
    public Mail ret(Envelope.Return value) {
        ret = LineText.requireGiven("ret", value);
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
        verpDelimiters = LineText.requireGiven("VERP delimiters", delimiters);
        verp = true;
        return this;
    }

    /**
     * Adds a header field. Text beyond US-ASCII goes as encoded words (RFC 2047); in a field of addresses, such as Sender, these are the names,
     * never the addresses.
     *
     * @param name printable ASCII without a colon (RFC 5322, section 2.2); not a field that this class has a method for
     * @throws IllegalArgumentException when the name is none, or the value is null, or holds a control character, half of a surrogate pair or a
     *     bidirectional control character
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
     * Adds a file from memory; its octets arrive as they are.
     *
     * @throws IllegalArgumentException as {@link Attachment#of(String, String, byte[])}
     */
    public Mail attach(String fileName, String contentType, byte[] content) {
        return attach(Attachment.of(fileName, contentType, content));
    }

    /** Adds a file from another place: {@code attach(Attachment.of(path))}. */
    public Mail attach(Attachment attachment) {
        attachments.add(LineText.requireGiven("attachment", attachment));
        return this;
    }

    /**
     * Adds an image, or the like, that the HTML text shows as {@code cid:id}.
     *
     * @throws IllegalArgumentException as {@link Attachment#inline}
     */
    public Mail inline(String id, Attachment attachment) {
        return attach(LineText.requireGiven("attachment", attachment).inline(id));
    }

    /** The author. */
    public Mailbox from() {
        return from;
    }

    /** Who is named in To. */
    public List<Addressee> to() {
        return List.copyOf(to);
    }

    /** Who is named in Cc. */
    public List<Addressee> cc() {
        return List.copyOf(cc);
    }

    /** The recipients that no header field names. */
    public List<Addressee> bcc() {
        return List.copyOf(bcc);
    }

    /** The addresses for replies. */
    public List<Addressee> replyTo() {
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

    /** The invitation; empty when there is none. */
    public String calendar() {
        return calendar;
    }

    /** The method of the invitation, such as {@code REQUEST}; empty when there is no invitation. */
    public String calendarMethod() {
        Matcher method = METHOD.matcher(calendar);
        return method.find() ? method.group(1).toUpperCase(Locale.ROOT) : "";
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
