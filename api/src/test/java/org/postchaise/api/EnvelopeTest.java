/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.List;
import org.junit.jupiter.api.Test;

class EnvelopeTest {

    @Test
    void keepsEqualRecipientsOnceInTheirOrder() {
        assertThat(Envelope.of("a@b", "c@d", "e@f", "c@d").recipients())
                .containsExactly(Recipient.of("c@d"), Recipient.of("e@f"));
    }

    /** What Postfix 3.7.11 made of the same arguments of sendmail(1): one copy of each. */
    @Test
    void recipientsThatCleanupFoldsGetOneCopy() {
        assertThat(Envelope.of("a@b", "Ann@New.test", "ann@new.test", "ann@NEW.TEST", "\"ann\"@new.test")
                        .recipients())
                .containsExactly(Recipient.of("Ann@New.test"));
        assertThat(Envelope.of("a@b", "\"a..b\"@new.test", "a..b@new.test", "STRASSE@x", "stra\u00dfe@x")
                        .recipients())
                .hasSize(2);
        Recipient told = Recipient.of("ann@NEW.test").withNotify(Recipient.Notify.SUCCESS);
        assertThat(Envelope.of("a@b", List.of(Recipient.of("ann@new.test"), told))
                        .recipients())
                .hasSize(2);
    }

    @Test
    void takesTheNullSender() {
        assertThat(Envelope.of("", "c@d").sender()).isEmpty();
    }

    @Test
    void refusesABadSenderAndAnEmptyList() {
        assertThatThrownBy(() -> Envelope.of("a", "c@d")).hasMessageStartingWith("sender address \"a\" has no domain");
        assertThatThrownBy(() -> Envelope.of("a@b", List.of())).hasMessageContaining("no recipient");
        assertThatThrownBy(() -> Envelope.unchecked("a\r\n", List.of(Recipient.of("c@d"))))
                .hasMessageContaining("holds CR");
    }

    @Test
    void survivesSerialization() throws Exception {
        Envelope envelope = Envelope.of("a@b", "c@d")
                .withBody(Envelope.Body.EIGHT_BIT_MIME)
                .withReturn(Envelope.Return.HDRS)
                .withEnvelopeId("id");
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(envelope);
        }
        Envelope copy = (Envelope) new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray())).readObject();
        assertThat(copy).usingRecursiveComparison().isEqualTo(envelope);
    }

    @Test
    void anEnvelopeIdIsXtextOfAtMost100Characters() {
        for (String good : new String[] {"", "QQ+3D1", "x".repeat(100)}) {
            assertThat(Envelope.of("a@b", "c@d").withEnvelopeId(good).envelopeId())
                    .isEqualTo(good);
        }
        for (String bad : new String[] {"a b", "a=b", "a+0d", "a+", "\u00e4", "a\r\nb", "x".repeat(101)}) {
            assertThatThrownBy(() -> Envelope.of("a@b", "c@d").withEnvelopeId(bad))
                    .as(bad)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("envelope id \"");
        }
    }
}
