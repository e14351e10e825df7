/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postchaise.api.Envelope;
import org.postchaise.api.Recipient;
import org.postchaise.engine.address.Verp.Returned;
import org.postchaise.engine.config.SettingsException;
import org.postchaise.engine.config.catalog.Catalog;

class VerpTest {
    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
    private static final Verp PLAIN = Verp.from(Catalog.settings(Map.of()));

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "owner@origin.test, user@domain.test",
        "owner-list@origin.test, User.Name+x@my-domain.test",
        "owner@origin.test, a=b@domain.test",
        "owner@origin.test, '\"a b\"@domain.test'",
        "owner@origin.test, '\"a@b\"@domain.test'",
        "owner, user@domain.test"
    })
    void whatIsFormedIsReadBack(String sender, String recipient) {
        assertThat(PLAIN.decode(path(PLAIN, sender, "", recipient), NOW))
                .hasValue(new Returned(sender, recipient, false));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "@",
                "owner@origin.test",
                "owner+@origin.test",
                "+user=domain.test@o",
                "o+user@o",
                "o+=d@o",
                "o+user=@o",
                "=+@"
            })
    void anyOtherAddressNamesNobody(String address) {
        assertThat(PLAIN.decode(address, NOW)).isEmpty();
    }

    @Test
    void aTagOfOursProvesTheRecipientWithAnyDelimiters() throws Exception {
        Verp keyed = keyed("0123456789abcdef");
        for (String delimiters : new String[] {"", "-=", "--", "=+", "=="}) {
            String path = path(keyed, "owner-list@origin.test", delimiters, "a-b=c+d@my-domain.test");
            Returned returned = new Returned("owner-list@origin.test", "a-b=c+d@my-domain.test", true);
            assertThat(keyed.decode(path, NOW)).as(path).hasValue(returned);
            assertThat(keyed.decode(path.toUpperCase(Locale.ROOT), NOW)
                            .orElseThrow()
                            .proven())
                    .isTrue();
        }
    }

    @Test
    void aTagIsOfOneRecipientOneKeyAndSomeDays() throws Exception {
        Verp keyed = keyed("0123456789abcdef");
        String path = path(keyed, "owner@origin.test", "", "user@domain.test");
        assertThat(path).matches("owner\\+[0-9]{3}[a-z2-7]{8}\\+user=domain\\.test@origin\\.test");

        Returned unproven = new Returned("owner@origin.test", "user@domain.test", false);
        assertThat(keyed("fedcba9876543210").decode(path, NOW)).hasValue(unproven);
        assertThat(PLAIN.decode(path, NOW)).hasValue(unproven);
        assertThat(keyed.decode(path.replace("user", "other"), NOW)
                        .orElseThrow()
                        .proven())
                .isFalse();
        assertThat(keyed.decode(path, NOW.plus(Duration.ofDays(VerpKeys.DAYS)))
                        .orElseThrow()
                        .proven())
                .isTrue();
        assertThat(keyed.decode(path, NOW.plus(Duration.ofDays(VerpKeys.DAYS + 1L)))
                        .orElseThrow()
                        .proven())
                .isFalse();
        assertThat(keyed.decode(path, NOW.minus(Duration.ofDays(1)))
                        .orElseThrow()
                        .proven())
                .as("of a node whose clock is ahead")
                .isTrue();
        assertThat(keyed.decode(path, NOW.minus(Duration.ofDays(2)))
                        .orElseThrow()
                        .proven())
                .isFalse();
    }

    @Test
    void anOldKeyIsKnownAndMakesNoTags() throws Exception {
        String path = path(keyed("0123456789abcdef"), "owner@origin.test", "", "user@domain.test");
        Verp after = keyed("# since today", "fedcba9876543210", "", "0123456789abcdef");
        assertThat(after.decode(path, NOW).orElseThrow().proven()).isTrue();
        assertThat(path(after, "owner@origin.test", "", "user@domain.test")).isNotEqualTo(path);
    }

    @Test
    void anAddressMadeToCostMuchIsReadInNoTime() throws Exception {
        Verp keyed = keyed("0123456789abcdef");
        assertThat(keyed.decode("o" + "+000aaaaaaaa".repeat(40) + "+" + "-=".repeat(8) + "@o", NOW))
                .isEmpty();
        assertThat(keyed.decode("o+".repeat(100_000) + "u=d@o", NOW)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ab", "@=", "+\"", "\u00fc=", "  "})
    void delimitersThatTheFilterHasNotAreRefused(String delimiters) {
        Envelope envelope = Envelope.of("owner@origin.test", "user@domain.test").withVerp(delimiters);
        assertThatThrownBy(() -> PLAIN.resolved(envelope))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("VERP delimiters are \"" + delimiters
                        + "\"; expected two characters of \"-=+\" (verp_delimiter_filter)");
    }

    @Test
    void theUsualDelimitersAreOfTheFilter() {
        assertThat(PLAIN.resolved(Envelope.of("o@o.test", "u@d.test").withVerp())
                        .verp())
                .hasValue("+=");
        assertThatThrownBy(() -> Verp.from(Catalog.settings(Map.of("default_verp_delimiters", "#="))))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("parameter default_verp_delimiters")
                .hasMessageContaining("expected two characters of");
    }

    @Test
    void aMistakeInTheKeyFileIsNamedAndNoKeyIs() throws Exception {
        assertThatThrownBy(() -> keyed("# none")).hasMessageContaining("has no key; expected one on a line");
        assertThatThrownBy(() -> keyed("", "secret"))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("line 2: the key has 6 characters; expected 16 at least")
                .hasMessageNotContaining("secret");
        assertThatThrownBy(() -> Verp.from(Catalog.settings(Map.of("verp_key_file", folder + "/none"))))
                .hasMessageContaining("can't be read");
    }

    private Verp keyed(String... lines) throws Exception {
        Path file = Files.write(folder.resolve("keys"), List.of(lines));
        return Verp.from(Catalog.settings(Map.of("verp_key_file", file.toString())));
    }

    private static String path(Verp verp, String sender, String delimiters, String recipient) {
        Recipient to = Recipient.of(recipient);
        return verp.returnPath(Envelope.unchecked(sender, List.of(to)).withVerp(delimiters), to, NOW);
    }
}
