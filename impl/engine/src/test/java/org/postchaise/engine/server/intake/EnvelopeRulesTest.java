/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.server.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.postchaise.api.Recipient;
import org.postchaise.api.Recipient.Notify;
import org.postchaise.engine.server.view.ClientIdentity;
import org.postchaise.engine.server.view.ServerReply;

/** The envelope of received mail, as Postfix 3.7.11 passes it on. */
class EnvelopeRulesTest {
    private static final String ALIASES = "inline:{ {al@alias.test=user@example.test},"
            + " {two@alias.test=user@example.test, x@relay.test}, {self@alias.test=self@alias.test, user@example.test},"
            + " {last@alias.test=user@example.test, last@alias.test}, {l1@alias.test=l2@alias.test},"
            + " {l2@alias.test=l1@alias.test}, {n1@alias.test=n2}, {n2@mail.example.test=user},"
            + " {ext@alias.test=extended@relay.test}, {@alias.test=catch@relay.test} }";

    private static IntakeFixture fixture(String... more) {
        List<String> settings = new ArrayList<>(
                List.of("virtual_alias_maps", ALIASES, "recipient_delimiter", "+", "myorigin", "$myhostname"));
        settings.addAll(List.of(more));
        return new IntakeFixture(settings.toArray(String[]::new));
    }

    private static List<String> recipients(IntakeFixture fixture, String... recipients) {
        fixture.session.from("s@b.test");
        List.of(recipients).forEach(fixture.session::to);
        assertThat(fixture.reply("\r\n")).startsWith("250 ");
        return fixture.accepted.get(fixture.accepted.size() - 1).envelope().recipients().stream()
                .map(one -> one.address() + " " + one.originalRecipient())
                .toList();
    }

    @Test
    void expandsVirtualAliases() {
        assertThat(recipients(fixture(), "al@alias.test", "ext+foo@alias.test", "zz+foo@alias.test", "n1@alias.test"))
                .containsExactly(
                        "user@example.test rfc822;al@alias.test",
                        "extended+foo@relay.test rfc822;ext+2Bfoo@alias.test",
                        "catch@relay.test rfc822;zz+2Bfoo@alias.test",
                        "user@mail.example.test rfc822;n1@alias.test");
    }

    @Test
    void takesTheAddressOfTheMailSystemForTheNullSender() {
        IntakeFixture fixture = fixture();
        fixture.session.from("mailer-daemon").to("user@relay.test");
        assertThat(fixture.reply("\r\n")).startsWith("250 ");
        assertThat(fixture.accepted.get(0).envelope().sender()).isEmpty();
    }

    @Test
    void keepsAnAddressThatExpandsToItself() {
        assertThat(recipients(fixture(), "self@alias.test"))
                .containsExactly("self@alias.test rfc822;self@alias.test", "user@example.test rfc822;self@alias.test");
        assertThat(recipients(fixture(), "last@alias.test"))
                .containsExactly("user@example.test rfc822;last@alias.test", "last@alias.test rfc822;last@alias.test");
    }

    @Test
    void defersMailWhoseAliasesExceedALimit() {
        assertThat(refusal(fixture(), "l1@alias.test"))
                .endsWith("unreasonable virtual_alias_maps map nesting for"
                        + " l1@alias.test -- message not accepted, try again later");
        assertThat(refusal(fixture("virtual_alias_recursion_limit", "1"), "n1@alias.test"))
                .contains("map nesting for");
        assertThat(refusal(fixture("virtual_alias_expansion_limit", "1"), "two@alias.test"))
                .contains("map expansion size for two@alias.test");
        assertThat(refusal(fixture("virtual_alias_address_length_limit", "10"), "ext@alias.test"))
                .contains("unreasonable virtual_alias_maps result extended@relay.test...");
    }

    private static String refusal(IntakeFixture fixture, String recipient) {
        fixture.session.from("s@b.test").to(recipient);
        assertThat(fixture.reply("\r\n")).isEqualTo("451 4.6.0 Alias expansion error");
        assertThat(fixture.accepted).isEmpty();
        return fixture.log.get(fixture.log.size() - 1);
    }

    @Test
    void defersMailWhenATableIsUnavailable() {
        IntakeFixture fixture = fixture("recipient_canonical_maps", "fail:x");

        assertThat(fixture.reply("\r\n")).isEqualTo("451 4.3.0 Error: queue file write error");
        assertThat(fixture.log.get(fixture.log.size() - 1))
                .startsWith("warning: ")
                .contains("recipient_canonical_maps");
    }

    @Test
    void givesMailForAnEmptyAddressToTheMailSystem() {
        assertThat(recipients(
                        fixture("recipient_canonical_maps", "inline:{ {user@example.test=\"\"} }"),
                        "user@example.test"))
                .containsExactly("MAILER-DAEMON@mail.example.test rfc822;user@example.test");
    }

    @Test
    void dropsDuplicates() {
        assertThat(recipients(
                        fixture(), "user@example.test", "USER@example.test", "user@example.test", "al@alias.test"))
                .containsExactly(
                        "user@example.test rfc822;user@example.test", "user@example.test rfc822;al@alias.test");
    }

    @Test
    void completesAddressesAndFollowsRoutes() {
        IntakeFixture fixture = fixture();

        assertThat(recipients(fixture, "user", "a@b.test.", "a%b.test@example.test", "\"x@c.test\"@relay.test"))
                .containsExactly(
                        "user@mail.example.test rfc822;user",
                        "a@b.test rfc822;a@b.test.",
                        "a@b.test rfc822;a%b.test@example.test",
                        "\"x@c.test\"@relay.test rfc822;\"x@c.test\"@relay.test");
        fixture.session.from("a").to("user");
        fixture.reply("\r\n");
        assertThat(fixture.accepted.get(1).envelope().sender()).isEqualTo("a@mail.example.test");
    }

    @Test
    void replacesAndMasqueradesAddresses() {
        IntakeFixture fixture = fixture(
                "sender_canonical_maps",
                "inline:{s@b.test=mask@host.example.test}",
                "canonical_maps",
                "inline:{old@relay.test=new@relay.test, @d.test=@relay.test}",
                "masquerade_domains",
                "!keep.example.test example.test");

        assertThat(recipients(fixture, "old+x@relay.test", "y@d.test", "z@host.example.test"))
                .extracting(one -> one.split(" ", 2)[0])
                .containsExactly("new+x@relay.test", "y@relay.test", "z@host.example.test");
        assertThat(fixture.accepted.get(0).envelope().sender()).isEqualTo("mask@example.test");
    }

    @Test
    void addsRecipientsOfCopiesWhoseFateNobodyHearsOf() {
        IntakeFixture fixture = fixture(
                "always_bcc",
                "other@example.test",
                "recipient_bcc_maps",
                "inline:{user@example.test=al@alias.test}",
                "sender_bcc_maps",
                "inline:{s@b.test=copy@relay.test}");

        assertThat(recipients(fixture, "user@example.test"))
                .containsExactly(
                        "user@example.test rfc822;user@example.test",
                        "other@example.test rfc822;other@example.test",
                        "copy@relay.test rfc822;copy@relay.test",
                        "user@example.test rfc822;al@alias.test");
        assertThat(fixture.accepted.get(0).envelope().recipients().subList(1, 4))
                .extracting(Recipient::notifyOn)
                .containsOnly(Set.of(Notify.NEVER));
    }

    @Test
    void leavesAddressesAloneWithoutAddressMappings() {
        IntakeFixture fixture =
                fixture("receive_override_options", "no_address_mappings", "always_bcc", "other@example.test");

        assertThat(recipients(fixture, "al@alias.test")).containsExactly("al@alias.test rfc822;al@alias.test");
    }

    @Test
    void boundsTheRecipientsThatAllAliasesOfAMailAdd() {
        IntakeFixture fixture = new IntakeFixture(
                "virtual_alias_expansion_limit",
                "3",
                "virtual_alias_maps",
                "inline:{ {two@alias.test=a@relay.test, b@relay.test} }");
        fixture.session.from("s@b.test");
        for (int i = 0; i < 60; i++) {
            fixture.session.to(new Recipient("two@alias.test", Set.of(), "rfc822;" + i));
        }
        assertThat(fixture.reply("\r\n")).startsWith("250 ");
        fixture.session.to(new Recipient("two@alias.test", Set.of(), "rfc822;60"));
        assertThat(fixture.reply("\r\n")).isEqualTo("451 4.6.0 Alias expansion error");
        assertThat(fixture.log.get(fixture.log.size() - 1))
                .contains("expansion size of all recipients up to two@alias.test");
    }

    @Test
    void repliesToEqualCommandsAlikeAndTemporarilyWhereAMemberIsDeferred() {
        IntakeFixture fixture = fixture();
        fixture.session
                .from("s@b.test")
                .to("two@alias.test")
                .to("other@relay.test")
                .to("two@alias.test");
        fixture.answer = message -> List.of(
                ServerReply.of(452, "4.2.2", "full"),
                ServerReply.of(550, "5.1.1", "unknown"),
                ServerReply.of(250, "2.0.0", "Ok"));

        assertThat(fixture.reply("\r\n")).isEqualTo("[452 4.2.2 full, 250 2.0.0 Ok, 452 4.2.2 full]");
    }

    @Test
    void copiesMailToAnAddressThatIsTooLongForAnOriginalRecipient() {
        String archive = "\u8a18".repeat(80) + "@relay.test";
        IntakeFixture fixture = fixture("always_bcc", archive);

        assertThat(recipients(fixture, "user@example.test")).contains(archive + " ");
    }

    @Test
    void replacesNoHeaderAddressesWithoutAddressMappings() {
        IntakeFixture fixture = fixture(
                "receive_override_options", "no_address_mappings", "canonical_maps", "inline:{a@b.test=c@d.test}");
        fixture.session.from("a@b.test").to("user@example.test");
        fixture.session.client(ClientIdentity.unnamed("127.0.0.1", 1, new ClientIdentity.ServerEnd("127.0.0.1", 25)));
        fixture.reply("From: a@b.test\r\nTo: a@b.test (x), other\r\n\r\n");

        assertThat(fixture.afterReceived()).contains("From: a@b.test\r\nTo: a@b.test (x), other@mail.example.test\r\n");
    }
}
