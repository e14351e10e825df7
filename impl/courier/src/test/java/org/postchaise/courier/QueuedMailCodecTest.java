/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.courier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.BytesMessage;
import jakarta.jms.JMSException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postchaise.api.Envelope;
import org.postchaise.api.MailStatus.RecipientStatus;
import org.postchaise.api.Recipient;
import org.postchaise.api.Recipient.Notify;
import org.postchaise.api.SubmissionException;
import org.postchaise.api.SubmissionOptions;
import org.postchaise.api.SubmissionOptions.Priority;
import org.postchaise.engine.queue.MailState;

class QueuedMailCodecTest {

    @Test
    void wholeStateComesBack() throws Exception {
        Envelope envelope = Envelope.of(
                        "shop@example.com",
                        List.of(
                                new Recipient("a@example.com", Set.of(Notify.FAILURE, Notify.DELAY), "rfc822;a+2Bb@x"),
                                Recipient.of("\"b \\\"c\"@example.com")))
                .withBody(Envelope.Body.EIGHT_BIT_MIME)
                .withReturn(Envelope.Return.HDRS)
                .withEnvelopeId("QQ314159")
                .withVerp("-=");
        QueuedMail tried = QueuedMail.submit("ID1", envelope, "Grüße \"Ann\" \ud83d\ude00", Outcomes.NOON)
                .defer("4.3.0", "a \\ \"reason\"\u0001")
                .deferredUntil(Outcomes.NOON.plusSeconds(7));
        QueuedMail mail = tried.with(tried.state().withDelayNotice(Outcomes.NOON.plusSeconds(5)))
                .orderExpiry()
                .withOptions(new SubmissionOptions(
                        Optional.of(Outcomes.NOON.plusSeconds(1)),
                        Optional.of(Outcomes.NOON.plusSeconds(9)),
                        Priority.URGENT,
                        "order 17"));
        BytesMessage message = FakeMessages.bytes();
        QueuedMailCodec.write(mail, message);
        QueuedMail read = QueuedMailCodec.read(message);

        assertThat(read).usingRecursiveComparison().isEqualTo(mail);
        assertThat(message.getStringProperty(QueuedMailCodec.ID)).isEqualTo("ID1");
        assertThat(QueuedMailCodec.priority(message)).isEqualTo(Priority.URGENT);
    }

    @Test
    void stateOfAnEarlierReleaseIsOfAMailOfWhoseDelayNobodyWasTold() throws Exception {
        QueuedMail read = QueuedMailCodec.decode("{\"v\":1,\"id\":\"I\",\"sender\":\"s@x\",\"submitted\":"
                + "\"2026-01-02T12:00:00Z\",\"attempts\":3,\"recipients\":[{\"to\":\"a@x\",\"state\":\"QUEUED\"}]}");

        assertThat(read.options()).isEqualTo(SubmissionOptions.NONE);
        assertThat(read.progress()).isEqualTo(new MailState.Progress(3, Optional.empty(), Optional.empty(), false));
    }

    @Test
    void whatTheSenderAsksOfServersComesBack() throws Exception {
        Envelope plain = Envelope.of("shop@example.com", "a@example.com");
        for (Envelope envelope :
                List.of(plain, plain.withRequireTls(), plain.withSmtpUtf8().withRequireTls())) {
            Envelope read = QueuedMailCodec.decode(
                            QueuedMailCodec.encode(QueuedMail.submit("ID1", envelope, "", Outcomes.NOON)))
                    .envelope();
            assertThat(read.requireTls()).isEqualTo(envelope.requireTls());
            assertThat(read.smtpUtf8()).isEqualTo(envelope.smtpUtf8());
        }
    }

    @Test
    void propertyNamesAreJavaIdentifiers() {
        assertThat(Stream.of(QueuedMailCodec.STATE, QueuedMailCodec.ID, MailQueue.REASON))
                .allMatch(name -> name.chars().allMatch(Character::isJavaIdentifierPart));
    }

    @Test
    void textMessageIsPoison() {
        assertThatThrownBy(() -> QueuedMailCodec.read(FakeMessages.text()))
                .isInstanceOf(PoisonMessageException.class)
                .hasMessage("not a bytes message");
    }

    @Test
    void messageWithoutStateIsPoison() {
        assertThatThrownBy(() -> QueuedMailCodec.read(FakeMessages.bytes()))
                .isInstanceOf(PoisonMessageException.class)
                .hasMessage("no property postchaise_state, and no postchaise_sender");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "not json | malformed",
                "[] | malformed",
                "{\"v\":1 | malformed",
                "{} | lacks a member",
                "{\"v\":2} | version 2; expected 1",
                "{\"v\":\"1\"} | malformed",
                "{\"v\":1,\"id\":\"I\",\"sender\":\"s@x\",\"submitted\":\"2026-01-02T12:00:00Z\",\"attempts\":0} | lacks",
                "{\"v\":1,\"id\":\"I\",\"sender\":\"s@x\",\"submitted\":\"2026-01-02T12:00:00Z\",\"attempts\":0,\"recipients\":[]} | no recipient",
                "{\"v\":1,\"id\":\"I\",\"sender\":\"s@x\",\"submitted\":\"noon\",\"attempts\":0,\"recipients\":[{\"to\":\"a@x\",\"state\":\"QUEUED\"}]} | noon",
                "{\"v\":1,\"id\":\"I\",\"sender\":\"s@x\",\"submitted\":\"2026-01-02T12:00:00Z\",\"attempts\":-1,\"recipients\":[{\"to\":\"a@x\",\"state\":\"QUEUED\"}]} | attempts is -1",
                "{\"v\":1,\"id\":\"I\",\"sender\":\"s\\r\\nx\",\"submitted\":\"2026-01-02T12:00:00Z\",\"attempts\":0,\"recipients\":[{\"to\":\"a@x\",\"state\":\"QUEUED\"}]} | holds CR",
                "{\"v\":1,\"id\":\"I\",\"sender\":\"s@x\",\"submitted\":\"2026-01-02T12:00:00Z\",\"attempts\":0,\"recipients\":[{\"to\":\"a@x\",\"state\":\"LOST\"}]} | LOST",
                "{\"v\":1,\"id\":\"I\",\"sender\":\"s@x\",\"submitted\":\"2026-01-02T12:00:00Z\",\"attempts\":0,\"recipients\":[{\"to\":\"a@x\",\"state\":\"QUEUED\"},{\"to\":\"a@x\",\"state\":\"QUEUED\"}]} | do not match",
                "{\"v\":1,\"id\":\"I\",\"sender\":\"s@x\",\"submitted\":\"2026-01-02T12:00:00Z\",\"attempts\":0,\"recipients\":[7]} | malformed",
            })
    void malformedStateIsPoison(String state, String reason) throws JMSException {
        BytesMessage message = FakeMessages.bytes();
        message.setStringProperty(QueuedMailCodec.STATE, state);

        assertThatThrownBy(() -> QueuedMailCodec.read(message))
                .isInstanceOf(PoisonMessageException.class)
                .hasMessageContaining(reason);
    }

    @Test
    void replyTextsAreCutWhereThereAreManyRecipients() throws Exception {
        QueuedMail mail = Outcomes.mail(addresses(500));
        String state = QueuedMailCodec.encode(mail.defer("4.3.0", "é".repeat(2000)));

        assertThat(state.getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(QueuedMailCodec.STATE_LIMIT);
        assertThat(QueuedMailCodec.decode(state).recipients())
                .hasSize(500)
                .extracting(RecipientStatus::text)
                .allMatch(text -> text.startsWith("éé"));
    }

    private static QueuedMail submitted(String... recipients) {
        MailOrigin origin = new MailOrigin("OWN", "KEY", 1, 1, false);
        return QueuedMail.submit(origin, Outcomes.mail(recipients).envelope(), "Your order", Outcomes.NOON);
    }

    @Test
    void mailToManyHasPartsWithEveryRecipientOnce() throws Exception {
        QueuedMail mail = submitted(addresses(20_000));
        List<QueuedMail> parts = QueuedMailCodec.parts(mail);

        assertThat(parts).hasSizeBetween(30, 60);
        assertThat(parts.stream().flatMap(part -> part.recipients().stream()).toList())
                .isEqualTo(mail.recipients());
        assertThat(parts.stream().map(QueuedMail::id)).doesNotHaveDuplicates().startsWith("OWN-1", "OWN-2");
        for (QueuedMail part : parts) {
            String grown = QueuedMailCodec.encode(part.with(part.state()
                    .defer("4.3.0", "x".repeat(500))
                    .deferredUntil(Outcomes.NOON)
                    .withDelayNotice(Outcomes.NOON)
                    .orderExpiry()));
            assertThat(grown.getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(QueuedMailCodec.STATE_LIMIT);
            assertThat(QueuedMailCodec.decode(grown).origin()).isEqualTo(part.origin());
            assertThat(QueuedMailCodec.parts(part)).as("no part is split again").containsExactly(part);
            assertThat(part.status(Optional.empty()).mailId()).isEqualTo("KEY");
        }
    }

    @Test
    void stateThatNotEvenOneRecipientFitsIsRefused() {
        MailOrigin origin = new MailOrigin("OWN", "OWN", 1, 1, false);
        Envelope envelope = Envelope.unchecked("s".repeat(60_000), List.of(Recipient.of("a@example.com")));

        assertThatThrownBy(() -> QueuedMailCodec.parts(QueuedMail.submit(origin, envelope, "", Outcomes.NOON)))
                .isInstanceOf(SubmissionException.class)
                .hasMessageMatching("mail needs 60\\d{3} octets for the state of one recipient, more than 60000");
    }

    @Test
    void clientsIdInStateOfEarlierReleaseIsLabel() throws Exception {
        String state = "{\"v\":1,\"id\":\"%s\",\"sender\":\"s@x\",\"submitted\":"
                + "\"2026-01-02T12:00:00Z\",\"attempts\":3,\"recipients\":[{\"to\":\"a@x\",\"state\":\"QUEUED\"}]}";
        String ours = "0B8033131F4F479185CA7D1A7C976B73";

        assertThat(QueuedMailCodec.decode(state.formatted(ours), "OWN").origin())
                .isEqualTo(MailOrigin.of(ours));
        assertThat(QueuedMailCodec.decode(state.formatted("ORDER-17"), "OWN").origin())
                .isEqualTo(new MailOrigin("OWN", "ORDER-17", 1, 1, true));
    }

    private static String[] addresses(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "recipient" + i + "@example.com")
                .toArray(String[]::new);
    }
}
