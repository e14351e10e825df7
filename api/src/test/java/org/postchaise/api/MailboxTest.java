/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MailboxTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "ann@example.net                         | ~~              | ann@example.net",
                "<ann@example.net>                       | ~~              | ann@example.net",
                "The Shop <shop@example.com>             | The Shop        | shop@example.com",
                "The Shop<shop@example.com>              | The Shop        | shop@example.com",
                "J\u00f6rg M\u00fcller <j@example.net>   | J\u00f6rg M\u00fcller | j@example.net",
                "\"Lee, Ann\" <ann@example.net>          | Lee, Ann        | ann@example.net",
                "Lee, Ann <ann@example.net>              | Lee, Ann        | ann@example.net",
                "Shop, Inc. (EU) <shop@example.com>      | Shop, Inc. (EU) | shop@example.com",
                "\"Ann \\\"A\\\" \\\\ Lee\" <a@b>        | Ann \"A\" \\ Lee | a@b",
                "\"Ann\" \"Lee\" <a@b>                   | Ann Lee         | a@b",
                "O\"Brien <o@b>                          | O\"Brien        | o@b",
                "ann@example.net (Ann Lee)               | Ann Lee         | ann@example.net",
                "\"a <x@y>\" <\"b <c>\"@example.net>     | a <x@y>         | \"b <c>\"@example.net",
                "\"x <evil@example.org>\"@example.net    | ~~              | \"x <evil@example.org>\"@example.net"
            })
    void nameAndAddressAreReadAsPeopleWriteThem(String text, String name, String address) {
        assertThat(Mailbox.parse(text)).isEqualTo(new Mailbox(name, address));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "The Shop                        | has no domain",
                "The Shop <shop>                 | has no domain",
                "The Shop <>                     | has no domain",
                "shop@example.com>               | has > without <",
                "Ann <a@b>, Bob <b@c>            | holds more than one address",
                "a@b, Bob <b@c>                  | holds more than one address",
                "a@b, b@c                        | malformed local part",
                "Ann a@b                         | malformed local part",
                "Ann <a@b> Lee                   | malformed"
            })
    void whatIsNoMailboxIsRefusedWithTheReason(String text, String why) {
        assertThatThrownBy(() -> Mailbox.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("mailbox \"")
                .hasMessageContaining(why)
                .hasMessageContaining("expected local-part@domain");
    }

    @Test
    void aGroupHoldsMailboxesOrNone() {
        assertThat(Addressee.parse("to", "Team: ann@b, \"Lee, Bob\" <bob@c>;"))
                .isEqualTo(
                        new MailboxGroup("Team", List.of(new Mailbox("", "ann@b"), new Mailbox("Lee, Bob", "bob@c"))));
        assertThat(Addressee.parse("to", "undisclosed-recipients:;").mailboxes())
                .isEmpty();
        assertThatThrownBy(() -> Addressee.parse("to", ":a@b;")).hasMessageContaining("is a group without a name");
    }

    @Test
    void aListHasCommasBetweenItsEntries() {
        assertThat(Addressee.parseList("Sender", "a@b, \"x, y\" <c@d>, Team: e@f, g@h;, i@j"))
                .extracting(Addressee::name)
                .containsExactly("", "x, y", "Team", "");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\u202eb", "a\u2066b", "a\ud800b", "a\udc00", "a\u001bb", "a\r\nb", "a\0b"})
    void aNameThatShowsAnotherTextThanItHoldsIsRefused(String name) {
        assertThatThrownBy(() -> Mailbox.parse("x" + name + " <a@b>")).hasMessageStartingWith("mailbox \"");
        assertThatThrownBy(() -> new Mailbox(name, "a@b")).hasMessageStartingWith("display name \"");
    }

    @ParameterizedTest
    @ValueSource(ints = {0x202e, 0x200b, 0x2028, 0xfffd, 0x85, 0xa0, 0xd800, 0xfeff})
    void anAddressWithWhatNobodySeesIsRefused(int character) {
        String address = "a" + Character.toString(character) + "b@example.net";
        assertThatThrownBy(() -> Recipient.of(address))
                .hasMessageContaining(String.format("holds U+%04X, which can't stand in an address", character));
    }
}
