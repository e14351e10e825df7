/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.client.transaction;

import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import org.postchaise.api.Envelope;
import org.postchaise.api.Recipient;
import org.postchaise.engine.address.LocalPart;
import org.postchaise.engine.client.session.Session;
import org.postchaise.engine.content.mime.Conversion;
import org.postchaise.engine.content.outgoing.ContentOptions;
import org.postchaise.engine.content.outgoing.ContentPlan;
import org.postchaise.engine.content.outgoing.DeliveryFlag;
import org.postchaise.engine.dns.Idna;
import org.postchaise.engine.log.LineLog;
import org.postchaise.engine.wire.Capabilities;
import org.postchaise.engine.wire.Command;

/**
 * A mail in the form for one server: addresses rewritten by the generic maps, content converted to the server's
 * capabilities.
 *
 * @param terms the terms of the transaction
 * @param sender the sender as sent
 * @param recipients the recipients as sent, in the order of the envelope
 * @param form the form of the addresses, quoted or bare
 * @param content the content before dot-stuffing
 */
record Outgoing(Terms terms, String sender, List<String> recipients, Command.PathForm form, InputStream content) {
    private static final System.Logger LOG = LineLog.of(Outgoing.class.getName());

    /**
     * Returns the mail for this session.
     *
     * @throws IOException when the content can't be read; a {@link org.postchaise.engine.content.ContentException} when
     *     the content can't be converted as the settings require
     */
    static Outgoing of(DeliveryRequest mail, Session session, TransactionSettings settings) throws IOException {
        Envelope envelope = mail.envelope();
        ContentPlan plan = settings.content();
        Capabilities offered = session.capabilities();
        Conversion conversion =
                offered.offers(Capabilities.EIGHT_BIT_MIME) || envelope.body() == Envelope.Body.SEVEN_BIT
                        ? Conversion.NONE
                        : plan.without8BitMime();
        boolean utf8Header =
                envelope.smtpUtf8() && !offered.offers(Capabilities.SMTPUTF8) && hasInternationalHeader(mail, plan);
        boolean aLabels = !envelope.smtpUtf8() && !offered.offers(Capabilities.SMTPUTF8);
        String sender = written(envelope.sender(), settings, aLabels);
        List<String> recipients = new ArrayList<>();
        for (Recipient recipient : envelope.recipients()) {
            recipients.add(written(recipient.address(), settings, aLabels));
        }
        Terms terms = new Terms(
                session.peer(),
                offered,
                mail.message().size(),
                conversion == Conversion.TO_7BIT,
                utf8Header,
                settings.chunking() && offered.offers(Capabilities.CHUNKING),
                settings.namesLogin() && session.isLoggedIn(),
                envelope.requireTls() && session.offersRequireTls(),
                settings.sendsXforward());
        ContentOptions options = new ContentOptions(conversion, traceHeaders(mail), Outgoing::note);
        Command.PathForm form = settings.quotes() ? Command.PathForm.QUOTED : Command.PathForm.BARE;
        return new Outgoing(
                terms, sender, recipients, form, plan.open(mail.message().open(), options));
    }

    private static String written(String address, TransactionSettings settings, boolean aLabels) throws IOException {
        String rewritten = settings.content().genericMap().rewriteMailbox(address, Outgoing::note);
        String plain = aLabels ? withALabel(rewritten) : rewritten;
        return settings.quotes() ? LocalPart.quoted(plain) : LocalPart.unquoted(plain);
    }

    /** Returns {@code address} with its domain in A-labels, if the local part is US-ASCII. */
    static String withALabel(String address) {
        int at = address.lastIndexOf('@');
        return at < 0 || !LocalPart.isAscii(address)
                ? address
                : address.substring(0, at + 1) + Idna.IDNA2008.toAscii(address.substring(at + 1));
    }

    private static boolean hasInternationalHeader(DeliveryRequest mail, ContentPlan plan) throws IOException {
        try (InputStream message = mail.message().open()) {
            return plan.inspect(message).internationalHeader();
        }
    }

    /**
     * Returns the header fields to add. As in Postfix they name one recipient; a transport with such flags has a recipient
     * limit of 1.
     */
    private static List<String> traceHeaders(DeliveryRequest mail) {
        Recipient recipient = mail.envelope().recipients().get(0);
        String address = LocalPart.quoted(recipient.address());
        return DeliveryFlag.headers(mail.flags(), mail.envelope().sender(), address, address);
    }

    private static void note(String text) {
        LOG.log(Level.INFO, text);
    }
}
