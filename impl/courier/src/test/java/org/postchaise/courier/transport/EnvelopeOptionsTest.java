/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.courier.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.Session;
import jakarta.mail.URLName;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.util.Properties;
import org.eclipse.angus.mail.smtp.SMTPMessage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postchaise.api.Envelope;
import org.postchaise.api.Envelope.Body;
import org.postchaise.api.Envelope.Return;
import org.postchaise.api.Recipient.Notify;

/** What becomes the envelope; by a transport, as an application sees it. */
class EnvelopeOptionsTest {
    private final Properties properties = new Properties();
    private final Session session = Session.getInstance(properties);
    private final RecordingMailer mailer = new RecordingMailer();

    @Test
    void theSenderIsTheFirstAuthor() throws Exception {
        MimeMessage message = message();
        message.setHeader("From", "Ann <ann@example.com>, bob@example.com");
        assertThat(sent(message).sender()).isEqualTo("ann@example.com");
    }

    @Test
    void withoutAnAuthorItIsTheFieldSender() throws Exception {
        MimeMessage message = message();
        message.removeHeader("From");
        message.setSender(new InternetAddress("sec@example.com"));
        assertThat(sent(message).sender()).isEqualTo("sec@example.com");
    }

    @Test
    void withoutEitherItIsTheLocalAddress() throws Exception {
        properties.setProperty("mail.from", "app@example.com");
        MimeMessage message = message();
        message.removeHeader("From");
        assertThat(sent(message).sender()).isEqualTo("app@example.com");
    }

    @Test
    void propertiesWinOverTheMessageAndOursOverThatOfSmtp() throws Exception {
        properties.setProperty("mail.smtp.from", "bounces@example.com");
        assertThat(sent(message()).sender()).isEqualTo("bounces@example.com");
        properties.setProperty("mail.postchaise.from", "<>");
        assertThat(sentAgain(message()).sender()).isEmpty();
    }

    @Test
    void anSmtpMessagesOwnSettingsWinOverAll() throws Exception {
        properties.setProperty("mail.postchaise.from", "bounces@example.com");
        properties.setProperty("mail.postchaise.dsn.notify", "never");
        properties.setProperty("mail.postchaise.dsn.ret", "full");
        SMTPMessage message = new OwnMessage(message());
        message.setEnvelopeFrom("<own@example.com>");
        message.setNotifyOptions(SMTPMessage.NOTIFY_SUCCESS | SMTPMessage.NOTIFY_DELAY);
        message.setReturnOption(SMTPMessage.RETURN_HDRS);
        message.setMailExtension("ENVID=QQ+2B314 requiretls xverp=-=");

        Envelope envelope = sent(message);

        assertThat(envelope.sender()).isEqualTo("own@example.com");
        assertThat(envelope.recipients())
                .allSatisfy(one -> assertThat(one.notifyOn()).containsExactlyInAnyOrder(Notify.SUCCESS, Notify.DELAY));
        assertThat(envelope.ret()).isEqualTo(Return.HDRS);
        assertThat(envelope.envelopeId()).isEqualTo("QQ+2B314");
        assertThat(envelope.requireTls()).isTrue();
        assertThat(envelope.verp()).hasValue("-=");
    }

    @Test
    void anSmtpMessageThatSaysNothingLeavesItToTheProperties() throws Exception {
        properties.setProperty("mail.smtp.dsn.notify", "SUCCESS,FAILURE");
        properties.setProperty("mail.smtp.dsn.ret", "HDRS");
        Envelope envelope = sent(new SMTPMessage(message()));
        assertThat(envelope.sender()).isEqualTo("ann@example.com");
        assertThat(envelope.recipients().get(0).notifyOn()).containsExactlyInAnyOrder(Notify.SUCCESS, Notify.FAILURE);
        assertThat(envelope.ret()).isEqualTo(Return.HDRS);
    }

    @Test
    void anSmtpMessageCanAskForNoNoticeAndForPartialSending() throws Exception {
        SMTPMessage message = new SMTPMessage(message());
        message.setNotifyOptions(SMTPMessage.NOTIFY_NEVER);
        message.setSendPartial(true);
        assertThatExceptionOfType(SendFailedException.class)
                .isThrownBy(() -> send(message, "bob@example.net", "nobody"))
                .withMessageStartingWith("queued as ID1, but 1 of 2 recipients refused");
        assertThat(mailer.envelope().recipients().get(0).notifyOn()).containsExactly(Notify.NEVER);
    }

    @Test
    void nothingIsAskedForByDefault() throws Exception {
        Envelope envelope = sent(message());
        assertThat(envelope.recipients().get(0).notifyOn()).isEmpty();
        assertThat(envelope.ret()).isEqualTo(Return.UNSPECIFIED);
        assertThat(envelope.body()).isEqualTo(Body.UNSPECIFIED);
        assertThat(envelope.smtpUtf8()).isFalse();
        assertThat(envelope.requireTls()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "dsn.notify|SUCCESS,SOON|expected NEVER, or some of SUCCESS, FAILURE, DELAY",
                "dsn.notify|NEVER,DELAY|expected NEVER, or some of SUCCESS, FAILURE, DELAY",
                "dsn.ret|BODY|expected FULL or HDRS",
                "mailextension|TRANSID=<1>|expected RET=, ENVID=, BODY=, SMTPUTF8, REQUIRETLS, HOLDFOR=, HOLDUNTIL=, BY=, MT-PRIORITY=, XVERP, XVERP=",
                "mailextension|RET|expected FULL or HDRS",
                "mailextension|ENVID=a+b|expected ENVID= and 1 to 100 characters of xtext",
                "mailextension|BODY=9BIT|expected BODY=7BIT or BODY=8BITMIME"
            })
    void aBadValueIsNamedAndNothingIsQueued(String name, String value, String expected) throws Exception {
        MimeMessage message = message();
        properties.setProperty("mail.smtp." + name, value);
        assertThatExceptionOfType(MessagingException.class)
                .isThrownBy(() -> sent(message))
                .withMessage("not queued: property mail.smtp." + name + " is \"" + value + "\"; " + expected);
        assertThat(mailer.envelopes()).isEmpty();
    }

    @Test
    void aBadSenderIsNamedAndAllRecipientsAreUnsent() throws Exception {
        properties.setProperty("mail.postchaise.from", "webmaster");
        MimeMessage message = message();
        assertThatExceptionOfType(SendFailedException.class)
                .isThrownBy(() -> sent(message))
                .withMessage("not queued: sender address \"webmaster\" has no domain; expected local-part@domain")
                .satisfies(
                        failure -> assertThat(failure.getValidUnsentAddresses()).hasSize(1));
        assertThat(mailer.envelopes()).isEmpty();
    }

    @Test
    void anAddressBeyondAsciiNeedsSmtputf8() throws Exception {
        send(message(), "\u00fcser@example.net");
        assertThat(mailer.envelope().smtpUtf8()).isTrue();
    }

    @Test
    void aHeaderThatIsWrittenInUtf8NeedsSmtputf8() throws Exception {
        properties.setProperty("mail.mime.allowutf8", "true");
        Session utf8 = Session.getInstance(properties);
        MimeMessage message = new MimeMessage(utf8);
        message.setHeader("From", "J\u00f6rg <joerg@example.com>");
        message.setText("hello");
        message.saveChanges();
        assertThat(sent(message).smtpUtf8()).isTrue();
        assertThat(mailer.content()).contains("J\u00c3\u00b6rg");
    }

    @ParameterizedTest
    @ValueSource(strings = {"8bit", "8BIT", "binary"})
    void anInnerPartOfEightBitsIsAnnounced(String encoding) throws Exception {
        MimeBodyPart part = new MimeBodyPart();
        part.setText("gr\u00fc\u00dfe", "UTF-8");
        part.setHeader("Content-Transfer-Encoding", encoding);
        MimeMessage forwarded = message();
        forwarded.setContent(new MimeMultipart(new MimeBodyPart(), part));
        ((MimeMultipart) forwarded.getContent()).getBodyPart(0).setText("plain");
        forwarded.saveChanges();
        MimeBodyPart attached = new MimeBodyPart();
        attached.setContent(forwarded, "message/rfc822");
        MimeMessage message = message();
        message.setContent(new MimeMultipart(attached));
        message.saveChanges();

        assertThat(sent(message).body()).isEqualTo(Body.EIGHT_BIT_MIME);
    }

    @Test
    void theCallersBodyParameterIsKept() throws Exception {
        properties.setProperty("mail.smtp.mailextension", "BODY=7BIT SIZE=100");
        MimeMessage message = message();
        message.setHeader("Content-Transfer-Encoding", "8bit");
        assertThat(sent(message).body()).isEqualTo(Body.SEVEN_BIT);
    }

    private Envelope sentAgain(MimeMessage message) throws MessagingException {
        mailer.envelopes().clear();
        return sent(message);
    }

    private Envelope sent(MimeMessage message) throws MessagingException {
        send(message, "bob@example.net");
        return mailer.envelope();
    }

    private void send(MimeMessage message, String... to) throws MessagingException {
        PostchaiseTransport transport =
                new PostchaiseTransport(session, new URLName("postchaise", null, -1, null, null, null), name -> mailer);
        transport.connect();
        InternetAddress[] addresses = new InternetAddress[to.length];
        for (int i = 0; i < to.length; i++) {
            addresses[i] = new InternetAddress();
            addresses[i].setAddress(to[i]);
        }
        transport.sendMessage(message, addresses);
    }

    private MimeMessage message() throws MessagingException {
        MimeMessage message = new MimeMessage(session);
        message.setFrom("ann@example.com");
        message.setText("hello");
        message.saveChanges();
        return message;
    }

    /** As an application may derive its own. */
    private static final class OwnMessage extends SMTPMessage {
        OwnMessage(MimeMessage source) throws MessagingException {
            super(source);
        }
    }
}
