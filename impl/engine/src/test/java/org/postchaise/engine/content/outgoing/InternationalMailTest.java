/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.content.outgoing;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postchaise.api.Envelope;
import org.postchaise.api.MessageSource;
import org.postchaise.engine.config.Settings;
import org.postchaise.engine.config.catalog.Catalog;

class InternationalMailTest {
    private static final Settings DEFAULTS = Settings.defaults(Catalog.rows());
    private static final Envelope PLAIN = Envelope.of("shop@example.com", "ann@example.net");
    private static final MessageSource ASCII = message("Subject: x\n\nhi\n");

    @ParameterizedTest
    @CsvSource({
        "shop@example.com, ann@example.net, false",
        "shop@example.com, j\u00f6rg@example.net, true",
        "j\u00f6rg@example.com, ann@example.net, true",
        "shop@example.com, ann@b\u00fccher.example, false",
        "shop@example.com, \"j\u00f6rg l\"@example.net, true"
    })
    void aLocalPartBeyondAsciiNeedsSmtputf8(String sender, String recipient, boolean needed) throws Exception {
        assertThat(named(DEFAULTS, Envelope.of(sender, recipient), ASCII)).isEqualTo(needed);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Subject: gr\u00fc\u00dfe\n\nhi\n",
                "X-A: b\n c\u00e9\n\nhi\n",
                "Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Disposition: attachment; filename=\u00e9\n\nhi\n--b--\n"
            })
    void aHeaderFieldBeyondAsciiNeedsSmtputf8(String message) throws Exception {
        assertThat(named(DEFAULTS, PLAIN, message(message))).isTrue();
    }

    @Test
    void aBodyBeyondAsciiDoesNot() throws Exception {
        assertThat(named(DEFAULTS, PLAIN, message("Subject: x\n\ngr\u00fc\u00dfe\n")))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "smtputf8_autodetect_classes, smtpd, false",
        "smtputf8_autodetect_classes, '', false",
        "smtputf8_autodetect_classes, all, true",
        "smtputf8_enable, no, false",
        "smtputf8_enable, yes, true"
    })
    void detectionIsForTheClassesOfTheParameter(String name, String value, boolean detected) throws Exception {
        Envelope envelope = Envelope.of("", "j\u00f6rg@example.net");
        assertThat(named(DEFAULTS.with(Map.of(name, value)), envelope, ASCII)).isEqualTo(detected);
        assertThat(named(DEFAULTS.with(Map.of(name, value)), envelope.withSmtpUtf8(), ASCII))
                .isTrue();
    }

    private static boolean named(Settings settings, Envelope envelope, MessageSource message) throws Exception {
        return InternationalMail.from(settings).named(envelope, message).smtpUtf8();
    }

    private static MessageSource message(String text) {
        return MessageSource.of(text.getBytes(StandardCharsets.UTF_8));
    }
}
