/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.server.intake;

import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import org.postchaise.api.Recipient;
import org.postchaise.engine.config.Settings;
import org.postchaise.engine.config.catalog.Notices;
import org.postchaise.engine.config.catalog.SmtpClient;
import org.postchaise.engine.server.view.ClientIdentity;
import org.postchaise.engine.server.view.MailFacts;
import org.postchaise.engine.server.view.SessionView;

/** The Received field of a message (RFC 5321, section 4.4), as smtpd(8) writes it. Immutable. */
final class ReceivedField {
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("EEE, ppd MMM yyyy HH:mm:ss xx (zzz)", Locale.US);

    /** The characters of a client's name that would change the meaning of the field. */
    private static final String UNSAFE = " <>()\\\";@";

    private static volatile Formatted formatted;

    private final String hostName;
    private final String mailName;

    /** A date and its text. */
    private record Formatted(ZonedDateTime second, String text) {}

    ReceivedField(Settings settings) {
        this.hostName = settings.get(SmtpClient.MYHOSTNAME);
        this.mailName = settings.get(Notices.MAIL_NAME);
    }

    /** Returns the date in the form of a header field; the text of a second is made once. */
    static String date(ZonedDateTime time) {
        ZonedDateTime second = time.truncatedTo(ChronoUnit.SECONDS);
        Formatted last = formatted;
        if (last == null || !last.second().equals(second)) {
            last = new Formatted(second, DATE.format(second));
            formatted = last;
        }
        return last.text();
    }

    /** Returns the field of a message with the given queue id, in lines that end in LF, but for the last. */
    String text(SessionView session, String queueId, ZonedDateTime time) {
        ClientIdentity client = session.client();
        List<Recipient> recipients = session.recipients();
        StringBuilder field = new StringBuilder(200)
                .append("Received: from ")
                .append(session.heloName().map(ReceivedField::neutral).orElse(client.name()))
                .append(" (")
                .append(client.name())
                .append(" [")
                .append(client.ipv6() ? "IPv6:" : "")
                .append(client.address())
                .append("])\n\tby ")
                .append(hostName)
                .append(" (")
                .append(mailName)
                .append(") with ")
                .append(protocol(session))
                .append(" id ")
                .append(queueId);
        if (recipients.size() == 1) {
            field.append("\n\tfor <").append(recipients.get(0).address()).append(">; ");
        } else {
            field.append(";\n\t");
        }
        return field.append(date(time)).toString();
    }

    /** Returns the keyword of the protocol: with S for TLS and A for a login (RFC 3848), and UTF8 for internationalized mail (RFC 6531). */
    private static String protocol(SessionView session) {
        String protocol = session.protocol();
        if (protocol.equals("SMTP")) {
            return protocol;
        }
        boolean utf8 = session.mail()
                .map(MailFacts::options)
                .orElse(MailFacts.Options.NONE)
                .smtpUtf8();
        return (utf8 && protocol.equals("ESMTP") ? "UTF8SMTP" : protocol)
                + (session.tls().isPresent() ? "S" : "")
                + (session.sasl().isPresent() ? "A" : "");
    }

    private static String neutral(String helo) {
        StringBuilder text = new StringBuilder(helo.length());
        helo.chars().forEach(c -> text.append(c < ' ' || c == 0x7f || UNSAFE.indexOf(c) >= 0 ? '?' : (char) c));
        return text.toString();
    }
}
