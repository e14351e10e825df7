/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.courier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.BytesMessage;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postchaise.api.Envelope;
import org.postchaise.api.Recipient;
import org.postchaise.api.Recipient.Notify;
import org.postchaise.api.SubmissionOptions;
import org.postchaise.api.SubmissionOptions.Priority;
import org.postchaise.engine.log.Printable;

class EnvelopePropertiesTest {
    private static final String SENDER = "postchaise_sender";
    private static final String TO = "postchaise_recipients";

    @Test
    void senderAndRecipientsAreEnough() throws Exception {
        QueuedMail mail = QueuedMailCodec.read(FakeMessages.bytes(SENDER, "shop@example.com", TO, "ann@example.net"));

        assertThat(mail.envelope().sender()).isEqualTo("shop@example.com");
        assertThat(mail.envelope().recipients()).containsExactly(Recipient.of("ann@example.net"));
        assertThat(mail.submitted()).isEqualTo(Outcomes.NOON);
        assertThat(mail.options()).isEqualTo(SubmissionOptions.NONE);
        assertThat(mail.id()).matches("[0-9A-F]{32}");
    }

    @Test
    void messageThatComesAgainIsTheSameMail() throws Exception {
        BytesMessage message = FakeMessages.bytes(SENDER, "", TO, "ann@example.net");

        assertThat(QueuedMailCodec.read(message).id())
                .isEqualTo(QueuedMailCodec.read(message).id());
    }

    @Test
    void verpIsAskedForWithDelimitersOrWithout() throws Exception {
        for (String[] one : new String[][] {{"true", ""}, {"-=", "-="}}) {
            assertThat(QueuedMailCodec.read(FakeMessages.bytes(
                                    SENDER, "shop@example.com", TO, "ann@example.net", "postchaise_verp", one[0]))
                            .envelope()
                            .verp())
                    .hasValue(one[1]);
        }
        assertThat(QueuedMailCodec.read(FakeMessages.bytes(
                                SENDER, "shop@example.com", TO, "ann@example.net", "postchaise_verp", "false"))
                        .envelope()
                        .verp())
                .isEmpty();
        assertThatThrownBy(() -> QueuedMailCodec.read(
                        FakeMessages.bytes(SENDER, "", TO, "ann@example.net", "postchaise_verp", "true")))
                .isInstanceOf(PoisonMessageException.class)
                .hasMessage("VERP is asked for mail of the null sender; expected an address");
    }

    @Test
    void everythingThatTheMailerTakesCanBeSaid() throws Exception {
        QueuedMail mail = QueuedMailCodec.read(FakeMessages.bytes(
                SENDER,
                "",
                TO,
                " ann@example.net,\n\"b,\\\" c\"@example.net\n",
                "postchaise_id",
                "ORDER17",
                "postchaise_notify",
                "failure, DELAY",
                "postchaise_ret",
                "hdrs",
                "postchaise_envid",
                "QQ314159",
                "postchaise_body",
                "8bitmime",
                "postchaise_smtputf8",
                "true",
                "postchaise_requiretls",
                "TRUE",
                "postchaise_subject",
                "Your order",
                "postchaise_priority",
                "non-urgent",
                "postchaise_hold_until",
                "1767355200000",
                "postchaise_deliver_by",
                "2026-01-03T12:00:00Z",
                "postchaise_idempotency_key",
                "17"));

        assertThat(mail.origin().mailId())
                .as("what the mailer returns for that key")
                .isEqualTo(SubmissionKeys.mailId("17"));

        assertThat(mail.subject()).isEqualTo("Your order");
        Envelope envelope = mail.envelope();
        assertThat(envelope.sender()).isEmpty();
        assertThat(envelope.recipients())
                .containsExactly(
                        new Recipient("ann@example.net", Set.of(Notify.FAILURE, Notify.DELAY), ""),
                        new Recipient("\"b,\\\" c\"@example.net", Set.of(Notify.FAILURE, Notify.DELAY), ""));
        assertThat(envelope.ret()).isEqualTo(Envelope.Return.HDRS);
        assertThat(envelope.envelopeId()).isEqualTo("QQ314159");
        assertThat(envelope.body()).isEqualTo(Envelope.Body.EIGHT_BIT_MIME);
        assertThat(envelope.smtpUtf8()).isTrue();
        assertThat(envelope.requireTls()).isTrue();
        assertThat(mail.options())
                .isEqualTo(new SubmissionOptions(
                        Optional.of(Instant.parse("2026-01-02T12:00:00Z")),
                        Optional.of(Instant.parse("2026-01-03T12:00:00Z")),
                        Priority.NON_URGENT,
                        "17"));
    }

    @Test
    void mailerStaysWithTheMailWhateverItsState() throws Exception {
        BytesMessage message =
                FakeMessages.bytes(SENDER, "", TO, "ann@example.net", "postchaise_mailer", "bulk", "other", "1");
        BytesMessage again = FakeMessages.bytes();
        QueuedMailCodec.write(QueuedMailCodec.read(message), again);
        QueuedMailCodec.keep(message, again);

        assertThat(again.getStringProperty("postchaise_mailer")).isEqualTo("bulk");
        assertThat(again.propertyExists("other")).isFalse();
    }

    @Test
    void clientsIdIsLabelBesideTheQueuesOwnId() throws Exception {
        QueuedMail mail = QueuedMailCodec.read(
                FakeMessages.bytes(SENDER, "shop@example.com", TO, "ann@example.net", "postchaise_id", "ORDER17"));

        assertThat(mail.id()).isEqualTo(EnvelopeProperties.idOf("ID:7"));
        assertThat(mail.status(Optional.empty()).mailId()).isEqualTo("ORDER17");
        assertThat(mail.status(Optional.empty()).origin().queueId()).isEqualTo(mail.id());
    }

    @Test
    void stateThatTheCourierWroteIsMoreThanWhatTheClientAskedFor() throws Exception {
        BytesMessage message = FakeMessages.bytes(SENDER, "shop@example.com", TO, "ann@example.net");
        QueuedMailCodec.write(Outcomes.mail("bob@example.net"), message);

        assertThat(QueuedMailCodec.read(message).id()).isEqualTo("ID1");
    }

    @Test
    void textMessageIsNoMailWhateverItsPropertiesSay() {
        assertThatThrownBy(() -> QueuedMailCodec.read(FakeMessages.text()))
                .isInstanceOf(PoisonMessageException.class)
                .hasMessage("not a bytes message");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            nullValues = "null",
            value = {
                "null | a@x.org | postchaise_ret | FULL | no property postchaise_sender",
                "s@x.org | null | postchaise_ret | FULL | no recipient in property postchaise_recipients",
                "s@x.org | ` , ` | postchaise_ret | FULL | no recipient in property postchaise_recipients",
                "s@x.org | nobody | postchaise_ret | FULL | recipient address \"nobody\"",
                "s@x.org | a@x.org,\"b | postchaise_ret | FULL | recipient address \"\"b\"",
                "no body | a@x.org | postchaise_ret | FULL | sender address \"no body\"",
                "s@x.org | a@x.org | postchaise_ret | SOME | property postchaise_ret is \"SOME\"; expected FULL or HDRS",
                "s@x.org | a@x.org | postchaise_body | BINARY | property postchaise_body is \"BINARY\"; expected 7BIT or 8BITMIME",
                "s@x.org | a@x.org | postchaise_notify | NEVER,DELAY | NOTIFY=NEVER excludes other values",
                "s@x.org | a@x.org | postchaise_notify | SOMETIMES | property postchaise_notify is \"SOMETIMES\"; expected NEVER or",
                "s@x.org | a@x.org | postchaise_smtputf8 | yes | property postchaise_smtputf8 is \"yes\"; expected true or false",
                "s@x.org | a@x.org | postchaise_priority | 9 | expected URGENT or NORMAL or NON_URGENT",
                "s@x.org | a@x.org | postchaise_mailer | ../bulk | mailer \"../bulk\" is no name; expected 1 to 64 letters",
                "s@x.org | a@x.org | postchaise_hold_until | tomorrow | property postchaise_hold_until is \"tomorrow\"; expected milliseconds",
                "s@x.org | a@x.org | postchaise_deliver_by | 99999999999999999999 | expected milliseconds",
                "s@x.org | a@x.org | postchaise_recipient | b@x.org | property postchaise_recipient is unknown; expected some of postchaise_sender",
            })
    void whatIsWrongIsNamed(String sender, String recipients, String name, String value, String reason)
            throws Exception {
        BytesMessage message = FakeMessages.bytes(name, value);
        if (sender != null) {
            message.setStringProperty(SENDER, sender);
        }
        if (recipients != null) {
            message.setStringProperty(TO, recipients);
        }

        assertThatThrownBy(() -> QueuedMailCodec.read(message))
                .isInstanceOf(PoisonMessageException.class)
                .hasMessageContaining(reason);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "postchaise_id",
                "postchaise_ret",
                "postchaise_envid",
                "postchaise_notify",
                "postchaise_body",
                "postchaise_smtputf8",
                "postchaise_requiretls",
                "postchaise_verp",
                "postchaise_priority",
                "postchaise_hold_until",
                "postchaise_deliver_by",
                "postchaise_idempotency_key",
                "postchaise_mailer",
                "postchaise_sender",
                "postchaise_recipients"
            })
    void noPropertyForgesALogLine(String name) throws Exception {
        for (String bad : List.of(
                "A1\r\nB2: removed",
                "A1\nB2@example.net",
                "a\u0085b@example.net",
                "a\u202eb@example.net",
                "a\ud800@example.net",
                "a\u2028b@example.net",
                "a\u001b[2J@example.net")) {
            BytesMessage message = FakeMessages.bytes(SENDER, "shop@example.com", TO, "ann@example.net");
            message.setStringProperty(name, bad);

            assertThatThrownBy(() -> QueuedMailCodec.read(message))
                    .as(name + " " + bad)
                    .isInstanceOf(PoisonMessageException.class)
                    .satisfies(e -> assertThat(Printable.isLine(e.getMessage())).isTrue());
        }
    }

    @Test
    void aNameOfAPropertyForgesNoLogLine() throws Exception {
        BytesMessage message = FakeMessages.bytes(SENDER, "", TO, "ann@example.net", "postchaise_a\nb", "c");

        assertThatThrownBy(() -> QueuedMailCodec.read(message))
                .hasMessageStartingWith("property postchaise_a?b is unknown");
    }

    @Test
    void aSubjectWithLineBreaksIsShownOnOneLine() throws Exception {
        assertThat(QueuedMailCodec.read(FakeMessages.bytes(
                                SENDER, "", TO, "ann@example.net", "postchaise_subject", "a\r\nb\u202e"))
                        .subject())
                .isEqualTo("a??b?");
    }

    @Test
    void anEnvelopeIdIsXtextOfAtMost100Characters() throws Exception {
        for (String bad : List.of("a b", "a=b", "a+1", "a+0d", "\u00e4", "x".repeat(101))) {
            assertThatThrownBy(() -> QueuedMailCodec.read(
                            FakeMessages.bytes(SENDER, "", TO, "ann@example.net", "postchaise_envid", bad)))
                    .as(bad)
                    .isInstanceOf(PoisonMessageException.class)
                    .hasMessageStartingWith("envelope id \"");
        }
    }

    @Test
    void theIdInAStateIsOneLine() {
        String state = QueuedMailCodec.encode(Outcomes.mail("a@example.com"))
                .replaceFirst("\"id\":\"[^\"]*\"", "\"id\":\"A\\\\nB\"");

        assertThatThrownBy(() -> QueuedMailCodec.decode(state))
                .hasMessage("state has the id \"A?B\"; expected one line of text");
    }
}
