/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.courier.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import jakarta.mail.Address;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.URLName;
import jakarta.mail.event.TransportAdapter;
import jakarta.mail.event.TransportEvent;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.NewsAddress;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Properties;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postchaise.api.Recipient;
import org.postchaise.api.SubmissionOptions;
import org.postchaise.api.SubmissionOptions.Priority;

class PostchaiseTransportTest {
    private final Properties properties = new Properties();
    private final Session session = Session.getInstance(properties);
    private final RecordingMailer mailer = new RecordingMailer();
    private final PostchaiseTransport transport = transport("postchaise");
    private final BlockingQueue<TransportEvent> events = new LinkedBlockingQueue<>();

    @Test
    void theProtocolIsFoundByItsName() throws Exception {
        assertThat(session.getTransport("postchaise")).isInstanceOf(PostchaiseTransport.class);
    }

    @Test
    void thePropertiesOfTheReadmeChooseItForGetTransportAndForTransportSend() throws Exception {
        properties.setProperty("mail.transport.protocol", "postchaise");
        properties.setProperty("mail.transport.protocol.rfc822", "postchaise");
        assertThat(session.getTransport()).isInstanceOf(PostchaiseTransport.class);
        assertThat(session.getTransport(new InternetAddress("ann@example.com")))
                .isInstanceOf(PostchaiseTransport.class);
    }

    @Test
    void codeThatAsksForSmtpByNameGetsItByMailSmtpClass() throws Exception {
        properties.setProperty("mail.smtp.class", PostchaiseTransport.class.getName());
        assertThat(session.getTransport("smtp")).isInstanceOf(PostchaiseTransport.class);
    }

    @Test
    void sessionsThatSayNothingStaySmtp() throws Exception {
        assertThat(session.getTransport(new InternetAddress("ann@example.com")))
                .isNotInstanceOf(PostchaiseTransport.class);
    }

    @Test
    void outsideOfAContainerItSaysWhatIsMissing() {
        properties.setProperty("mail.transport.protocol.rfc822", "postchaise");
        assertThatExceptionOfType(MessagingException.class)
                .isThrownBy(() -> Transport.send(message(), addresses("bob@example.net")))
                .withMessageStartingWith("protocol postchaise needs an application with CDI in a Jakarta EE server");
    }

    @Test
    void aMessageIsQueuedOnceForAllItsRecipients() throws Exception {
        MimeMessage message = message();

        send(message, "bob@example.net", "cy@example.org");

        assertThat(mailer.envelope().sender()).isEqualTo("ann@example.com");
        assertThat(mailer.envelope().recipients())
                .containsExactly(Recipient.of("bob@example.net"), Recipient.of("cy@example.org"));
        assertThat(mailer.content())
                .contains("Message-ID: " + message.getMessageID())
                .endsWith("\r\n\r\nhello");
        assertThat(transport.queuedId()).contains("ID1");
    }

    @Test
    void eachCallQueuesOneMail() throws Exception {
        transport.connect();
        for (int i = 0; i < 3; i++) {
            transport.sendMessage(message(), InternetAddress.parse("bob@example.net"));
        }
        assertThat(mailer.envelopes()).hasSize(3);
        assertThat(transport.queuedId()).contains("ID3");
    }

    @Test
    void bccAndContentLengthDoNotLeave() throws Exception {
        MimeMessage message = message();
        message.setRecipients(Message.RecipientType.BCC, "eve@example.net");
        message.setHeader("Content-Length", "5");

        send(message, "bob@example.net", "eve@example.net");

        assertThat(mailer.content()).doesNotContain("eve@", "Content-Length");
        assertThat(mailer.envelope().recipients()).contains(Recipient.of("eve@example.net"));
    }

    @Test
    void aReceivedMessageLeavesAsItIsEvenWithBrokenParts() throws Exception {
        String text = String.join(
                "\r\n",
                "Message-ID: <1@example.com>",
                "From: ann@example.com",
                "Subject:odd",
                "\tfolded",
                "Content-Type: multipart/mixed; boundary=nowhere",
                "",
                ".",
                "\u00e9",
                "");
        send(new MimeMessage(session, new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1))));
        assertThat(mailer.content()).isEqualTo(text);
    }

    @Test
    void aReceivedMessageWithoutAnIdKeepsPreambleAndEpilogue() throws Exception {
        String text =
                "From: ann@example.com\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\nbefore\r\n--b\r\n\r\none\r\n--b--\r\nafter\r\n";
        send(new MimeMessage(session, new ByteArrayInputStream(text.getBytes(StandardCharsets.US_ASCII))));
        assertThat(mailer.content()).startsWith("Message-ID: <").endsWith(text);
    }

    @Test
    void hostUserAndPasswordAreWithoutEffect() throws Exception {
        transport.connect("mail.example.com", 587, "ann", "secret");
        transport.sendMessage(message(), InternetAddress.parse("bob@example.net"));
        assertThat(mailer.envelopes()).hasSize(1);
    }

    @Test
    void itHasToBeConnectedAsAnyTransport() throws Exception {
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> transport.sendMessage(message(), InternetAddress.parse("bob@example.net")))
                .withMessage("Not connected");
        transport.connect();
        transport.close();
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> transport.sendMessage(message(), InternetAddress.parse("bob@example.net")));
    }

    @Test
    void membersOfAGroupAreRecipients() throws Exception {
        transport.connect();
        transport.sendMessage(
                message(), InternetAddress.parseHeader("team: bob@example.net, cy@example.org;, di@example.net", true));
        assertThat(mailer.envelope().recipients())
                .extracting(Recipient::address)
                .containsExactly("bob@example.net", "cy@example.org", "di@example.net");
    }

    @ParameterizedTest
    @CsvSource({
        "bob,has no domain",
        "bob@,has no domain",
        "@example.net,has no local part",
        "bo b@example.net,has a malformed local part",
        "bob@exa_mple..net,has a malformed domain"
    })
    void oneBadAddressAndNothingIsQueued(String bad, String why) throws Exception {
        transport.addTransportListener(new Collector());
        transport.connect();
        Address[] addresses = addresses("bob@example.net", bad, "cy@example.org");

        SendFailedException failure =
                catchThrowableOfType(SendFailedException.class, () -> transport.sendMessage(message(), addresses));

        assertThat(failure)
                .hasMessage("not queued: 1 of 3 recipients refused: recipient address \"" + bad + "\" " + why
                        + "; expected local-part@domain");
        assertThat(failure.getInvalidAddresses()).containsExactly(addresses[1]);
        assertThat(failure.getValidUnsentAddresses()).containsExactly(addresses[0], addresses[2]);
        assertThat(failure.getValidSentAddresses()).isEmpty();
        assertThat(mailer.envelopes()).isEmpty();
        TransportEvent event = event();
        assertThat(event.getType()).isEqualTo(TransportEvent.MESSAGE_NOT_DELIVERED);
        assertThat(event.getInvalidAddresses()).containsExactly(addresses[1]);
        assertThat(event.getValidUnsentAddresses()).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"mail.postchaise.sendpartial", "mail.smtp.sendpartial"})
    void withSendpartialTheOthersGetItAndTheCallerIsToldOfTheBadOne(String property) throws Exception {
        properties.setProperty(property, "true");
        transport.addTransportListener(new Collector());
        transport.connect();
        Address[] addresses = addresses("bob@example.net", "nobody", "no\r\none@example.net");

        SendFailedException failure =
                catchThrowableOfType(SendFailedException.class, () -> transport.sendMessage(message(), addresses));

        assertThat(failure)
                .hasMessage("queued as ID1, but 2 of 3 recipients refused: recipient address \"nobody\" has no domain; "
                        + "expected local-part@domain");
        assertThat(failure.getNextException().getMessage()).contains("nobody");
        assertThat(((MessagingException) failure.getNextException()).getNextException())
                .hasMessageContaining("holds CR");
        assertThat(failure.getValidSentAddresses()).containsExactly(addresses[0]);
        assertThat(failure.getInvalidAddresses()).containsExactly(addresses[1], addresses[2]);
        assertThat(failure.getValidUnsentAddresses()).isEmpty();
        assertThat(mailer.envelope().recipients()).containsExactly(Recipient.of("bob@example.net"));
        assertThat(event().getType()).isEqualTo(TransportEvent.MESSAGE_PARTIALLY_DELIVERED);
    }

    @Test
    void sendpartialDoesNotHelpWhereNoAddressIsGood() {
        properties.setProperty("mail.postchaise.sendpartial", "true");
        assertThatExceptionOfType(SendFailedException.class)
                .isThrownBy(() -> send(message(), "bob", "cy"))
                .withMessageStartingWith("not queued: 2 of 2 recipients refused: ");
        assertThat(mailer.envelopes()).isEmpty();
    }

    @Test
    void ourPropertyWinsOverThatOfSmtp() {
        properties.setProperty("mail.smtp.sendpartial", "true");
        properties.setProperty("mail.postchaise.sendpartial", "false");
        assertThatExceptionOfType(SendFailedException.class)
                .isThrownBy(() -> send(message(), "bob", "cy@example.org"))
                .withMessageStartingWith("not queued: ");
    }

    @Test
    void nobodyToSendToIsAnError() throws Exception {
        transport.connect();
        for (Address[] nobody : new Address[][] {{}, InternetAddress.parseHeader("nobody:;", true)}) {
            assertThatExceptionOfType(SendFailedException.class)
                    .isThrownBy(() -> transport.sendMessage(message(), nobody))
                    .withMessage("No recipient addresses");
        }
    }

    @Test
    void anAddressOfNewsIsNone() throws Exception {
        transport.connect();
        assertThatExceptionOfType(MessagingException.class)
                .isThrownBy(() -> transport.sendMessage(message(), new Address[] {new NewsAddress("comp.mail")}))
                .withMessageContaining("NewsAddress");
    }

    @Test
    void whatTheMailerSaysIsWhatTheCallerHears() throws Exception {
        transport.addTransportListener(new Collector());
        mailer.failWith("mail of 30000 octets is larger than message_size_limit, 20000");
        assertThatExceptionOfType(MessagingException.class)
                .isThrownBy(() -> send(message(), "bob@example.net"))
                .withMessage("mail of 30000 octets is larger than message_size_limit, 20000");
        assertThat(event().getType()).isEqualTo(TransportEvent.MESSAGE_NOT_DELIVERED);
        assertThat(transport.queuedId()).isEmpty();
    }

    @Test
    void listenersHearOfAQueuedMail() throws Exception {
        transport.addTransportListener(new Collector());
        send(message(), "bob@example.net");
        TransportEvent event = event();
        assertThat(event.getType()).isEqualTo(TransportEvent.MESSAGE_DELIVERED);
        assertThat(event.getValidSentAddresses()).containsExactly(new InternetAddress("bob@example.net"));
    }

    @Test
    void withMailDebugTheIdIsPrinted() throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        session.setDebug(true);
        session.setDebugOut(new PrintStream(out, true, StandardCharsets.UTF_8));
        send(message(), "bob@example.net");
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("queued as ID1");
    }

    @Test
    void whatTheMessageAsksOfTheQueueGoesWithIt() throws Exception {
        MimeMessage message = message();
        message.setHeader("X-Postchaise-Priority", "urgent");
        properties.setProperty("mail.postchaise.deliver_by", "2026-01-31T12:00:00Z");

        send(message, "bob@example.net");

        assertThat(mailer.options())
                .isEqualTo(SubmissionOptions.NONE
                        .withPriority(Priority.URGENT)
                        .withDeliverBy(Instant.parse("2026-01-31T12:00:00Z")));
        assertThat(mailer.content()).doesNotContain("X-Postchaise");
    }

    @Test
    void theSessionNamesTheMailer() throws Exception {
        properties.setProperty("mail.postchaise.mailer", "bulk");
        transport.connect();
        assertThat(mailer.names()).containsExactly("bulk");
    }

    private PostchaiseTransport transport(String protocol) {
        return new PostchaiseTransport(
                session, new URLName(protocol, null, -1, null, null, null), name -> mailer.named(name));
    }

    private void send(MimeMessage message, String... to) throws Exception {
        transport.connect();
        transport.sendMessage(message, addresses(to.length == 0 ? new String[] {"bob@example.net"} : to));
    }

    private static Address[] addresses(String... texts) {
        return Arrays.stream(texts)
                .map(text -> {
                    InternetAddress address = new InternetAddress();
                    address.setAddress(text);
                    return address;
                })
                .toArray(Address[]::new);
    }

    private MimeMessage message() throws MessagingException {
        MimeMessage message = new MimeMessage(session);
        message.setFrom("ann@example.com");
        message.setSubject("hello");
        message.setText("hello");
        message.saveChanges();
        return message;
    }

    private TransportEvent event() throws InterruptedException {
        TransportEvent event = events.poll(30, TimeUnit.SECONDS);
        assertThat(event).isNotNull();
        return event;
    }

    private final class Collector extends TransportAdapter {
        @Override
        public void messageDelivered(TransportEvent event) {
            events.add(event);
        }

        @Override
        public void messageNotDelivered(TransportEvent event) {
            events.add(event);
        }

        @Override
        public void messagePartiallyDelivered(TransportEvent event) {
            events.add(event);
        }
    }
}
