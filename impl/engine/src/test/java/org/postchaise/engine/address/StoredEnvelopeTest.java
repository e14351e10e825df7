/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.address;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postchaise.api.Envelope;
import org.postchaise.api.Recipient;

class StoredEnvelopeTest {
    private static final Envelope MAIL = Envelope.of("me@example.com", List.of(Recipient.of("ann@example.net")));

    @ParameterizedTest
    @CsvSource({
        "rfc822;ann@example.net, rfc822;ann@example.net",
        "rfc822;ann=1@example.net, rfc822;ann=1@example.net",
        "rfc822;ann+new@example.net, rfc822;ann+2Bnew@example.net",
        "rfc822;ann b@example.net, rfc822;ann+20b@example.net",
        "ann@example.net, ''",
    })
    void originalRecipientOfAnEarlierReleaseLosesNoMail(String stored, String read) {
        Recipient recipient = StoredEnvelope.recipient("ann@example.net", Set.of(), stored);

        assertThat(recipient.originalRecipient()).isEqualTo(read);
        assertThat(recipient.address()).isEqualTo("ann@example.net");
    }

    @Test
    void envelopeIdOfAnEarlierReleaseLosesNoMail() {
        assertThat(StoredEnvelope.withEnvelopeId(MAIL, "QQ314159").envelopeId()).isEqualTo("QQ314159");
        assertThat(StoredEnvelope.withEnvelopeId(MAIL, "a=b c").envelopeId()).isEqualTo("a+3Db+20c");
        assertThat(StoredEnvelope.withEnvelopeId(MAIL, "x".repeat(101)).envelopeId())
                .isEmpty();
    }
}
