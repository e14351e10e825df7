/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecipientTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a@b",
                "ann.lee+x@mail.example.net",
                "\"a b\"@example.net",
                "\"a\\\"b@c\"@example.net",
                "a@[127.0.0.1]",
                "a@[IPv6:::1]",
                "j\u00f6rg@b\u00fccher.example",
                "a_b@my_host.example",
                "a..b@example.net",
                ".a.@example.net",
                "a\u200cb@example.net"
            })
    void takesMailboxes(String address) {
        assertThat(Recipient.of(address)).hasToString(address);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "bob              | has no domain",
                "bob@             | has no domain",
                "@example.net     | has no local part",
                "a b@example.net  | has a malformed local part",
                "a@b@example.net  | has a malformed local part",
                "\"a@example.net  | has a malformed local part",
                "\"a\"b\"@example.net | has a malformed local part",
                "a>@example.net   | has a malformed local part",
                "a@exa mple       | has a malformed domain",
                "a@.example       | has a malformed domain",
                "a@-example       | has a malformed domain",
                "a@[1            | has a malformed domain"
            })
    void namesTheAddressAndWhatIsWrongWithIt(String address, String why) {
        assertThatThrownBy(() -> Recipient.of(address))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("recipient address \"" + address)
                .hasMessageContaining(why)
                .hasMessageContaining("expected local-part@domain");
    }

    @Test
    void refusesALocalPartOf400Octets() {
        assertThatThrownBy(() -> Recipient.of("x".repeat(400) + "@example.net"))
                .hasMessageContaining("has a local part of 400 octets, more than 64");
        assertThatThrownBy(() -> Recipient.of("a@" + "x".repeat(256)))
                .hasMessageContaining("has a domain of 256 octets, more than 255");
    }

    @ParameterizedTest
    @CsvSource({"a\\r@b,CR", "a\\n@b,LF", "a\\0@b,NUL", "\"a\\r\\n\"@b,CR", "a@b\\n,LF"})
    void refusesLineBreaksAndNulEverywhere(String escaped, String name) {
        String address = escaped.replace("\\r", "\r").replace("\\n", "\n").replace("\\0", "\0");
        assertThatThrownBy(() -> Recipient.of(address))
                .hasMessageContaining("holds " + name + " at position")
                .hasMessageNotContaining("\n");
        assertThatThrownBy(() -> new Recipient(address, Set.of(), "")).hasMessageContaining("holds " + name);
        assertThatThrownBy(() -> new Recipient("a@b", Set.of(), address)).hasMessageContaining("holds " + name);
    }

    @Test
    void theConstructorTakesWhatPostfixsQueueWould() {
        assertThat(new Recipient("postmaster", Set.of(), "").domain()).isEmpty();
        assertThat(new Recipient("x".repeat(400) + "@b", Set.of(), "").domain()).isEqualTo("b");
    }

    @Test
    void neverExcludesOtherNotifications() {
        assertThat(Recipient.of("a@b").withNotify(Recipient.Notify.NEVER).notifyOn())
                .containsExactly(Recipient.Notify.NEVER);
        assertThatThrownBy(() -> Recipient.of("a@b").withNotify(Recipient.Notify.NEVER, Recipient.Notify.FAILURE))
                .hasMessageContaining("NOTIFY=NEVER");
    }

    @Test
    void anOriginalRecipientIsTypedXtextOfAtMost500Characters() {
        for (String good : new String[] {
            "",
            "rfc822;a+2Bb@x",
            "x400;/c+3Dno",
            "x400;/c=no",
            "utf-8;\u00e4@x",
            "utf-8;\\x{E4}@x",
            "rfc822;" + "x".repeat(493)
        }) {
            assertThat(new Recipient("a@b", Set.of(), good).originalRecipient()).isEqualTo(good);
        }
        for (String bad : new String[] {
            "rfc822",
            "rfc822;",
            ";a@b",
            "rfc822;a b",
            "rfc822;a+2",
            "rfc822;a+zz",
            "rfc822;a\u202eb",
            "rfc822;\ud800",
            "rfc822;a\u0007",
            "rfc822;" + "x".repeat(494)
        }) {
            assertThatThrownBy(() -> new Recipient("a@b", Set.of(), bad))
                    .as(bad)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("of address-type;xtext (RFC 3461, section 4.2)");
        }
    }

    @Test
    void anAddressHasNoCharactersThatHideOthers() {
        for (String hidden : new String[] {"a\u202eb@x.test", "a\ud800@x.test", "a@\u2066x.test", "a\udc00b@x.test"}) {
            assertThatThrownBy(() -> Recipient.of(hidden))
                    .hasMessageContaining("which can't stand in an address")
                    .hasMessageContaining("\\u");
        }
        assertThat(Recipient.of("\ud83d\ude00@x.test").domain()).isEqualTo("x.test");
    }
}
