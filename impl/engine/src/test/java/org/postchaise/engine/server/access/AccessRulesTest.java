/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.server.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.postchaise.engine.config.MainCf;
import org.postchaise.engine.config.Settings;
import org.postchaise.engine.config.SettingsException;
import org.postchaise.engine.config.catalog.Catalog;
import org.postchaise.engine.dns.HostAnswer;
import org.postchaise.engine.server.resolve.Resolver;
import org.postchaise.engine.server.view.SampleSession;
import org.postchaise.engine.server.view.Verdict;
import org.postchaise.engine.table.TableRegistry;

/** The default lists of restrictions, and their algebra; each answer is one of Postfix 3.7.11. */
class AccessRulesTest {
    private static final Map<String, String> BASE = Map.ofEntries(
            Map.entry("compatibility_level", "3.6"),
            Map.entry("myhostname", "mail.example.test"),
            Map.entry("mydomain", "example.test"),
            Map.entry("inet_interfaces", "127.0.0.1"),
            Map.entry("mynetworks", "127.0.0.1/32"),
            Map.entry("mydestination", "example.test, mail.example.test"),
            Map.entry("local_recipient_maps", "inline:{user=x,other=x}"),
            Map.entry("relay_domains", "relay.test"),
            Map.entry("virtual_mailbox_domains", "virtual.test"),
            Map.entry("virtual_mailbox_maps", "inline:{v@virtual.test=x}"),
            Map.entry("virtual_alias_domains", "alias.test"),
            Map.entry("virtual_alias_maps", "inline:{al@alias.test=user@example.test}"));

    private final List<String> log = new ArrayList<>();

    private AccessRules rules(Settings settings) {
        TableRegistry tables = TableRegistry.ofAllTypes(log::add);
        Resolver resolver = Resolver.from(settings, tables, name -> new HostAnswer.NotFound("no host " + name));
        return AccessRules.from(settings, tables, resolver, log::add);
    }

    private static Settings with(String... more) {
        Map<String, String> settings = new HashMap<>(BASE);
        for (int i = 0; i < more.length; i += 2) {
            settings.put(more[i], more[i + 1]);
        }
        StringBuilder file = new StringBuilder();
        settings.forEach(
                (name, value) -> file.append(name).append(" = ").append(value).append('\n'));
        return Catalog.settings(MainCf.parse("main.cf", file.toString()));
    }

    private static String text(Verdict verdict) {
        return verdict instanceof Verdict.Reject reject ? reject.reply().toString() : "Ok";
    }

    private String recipient(String recipient, String... more) {
        return answers("a@b.test", List.of(recipient), more).get(0);
    }

    private List<String> answers(String sender, List<String> recipients, String... more) {
        Settings settings = with(more);
        AccessControl access = rules(settings).forSession(new SampleSession(settings).from(sender));
        return recipients.stream().map(one -> text(access.recipient(one))).toList();
    }

    @Test
    void answersAsPostfixByDefault() {
        assertThat(recipient("user@example.test")).isEqualTo("Ok");
        assertThat(recipient("User")).isEqualTo("Ok");
        assertThat(recipient("postmaster")).isEqualTo("Ok");
        assertThat(recipient("x@relay.test")).isEqualTo("Ok");
        assertThat(recipient("al@alias.test")).isEqualTo("Ok");
        assertThat(recipient("v@virtual.test")).isEqualTo("Ok");
        assertThat(recipient("x@b.test")).isEqualTo("454 4.7.1 <x@b.test>: Relay access denied");
        assertThat(recipient("\"a b\"@b.test")).isEqualTo("454 4.7.1 <a b@b.test>: Relay access denied");
        assertThat(recipient("b.test!u@relay.test")).isEqualTo("454 4.7.1 <b.test!u@relay.test>: Relay access denied");
        assertThat(recipient("nobody"))
                .isEqualTo("550 5.1.1 <nobody>: Recipient address rejected: User unknown in local recipient table");
        assertThat(recipient("x@virtual.test"))
                .isEqualTo(
                        "550 5.1.1 <x@virtual.test>: Recipient address rejected: User unknown in virtual mailbox table");
        assertThat(recipient("x@alias.test"))
                .isEqualTo("550 5.1.1 <x@alias.test>: Recipient address rejected: User unknown in virtual alias table");
    }

    @Test
    void permitsTrustedNetworksToRelay() {
        assertThat(recipient("x@b.test", "mynetworks", "127.0.0.0/8")).isEqualTo("Ok");
        assertThat(recipient("nobody@example.test", "mynetworks", "127.0.0.0/8"))
                .startsWith("550 5.1.1 <nobody@example.test>");
    }

    @Test
    void usesTheCodesOfTheSettings() {
        assertThat(recipient(
                        "nobody", "unknown_local_recipient_reject_code", "450", "show_user_unknown_table_name", "no"))
                .isEqualTo("450 4.1.1 <nobody>: Recipient address rejected: User unknown");
        assertThat(recipient("x@b.test", "smtpd_relay_restrictions", "reject_unauth_destination"))
                .isEqualTo("554 5.7.1 <x@b.test>: Relay access denied");
    }

    @Test
    void refusesByAnyCodeThatTheSettingsGive() {
        for (String code : List.of("0", "100", "250", "999")) {
            assertThat(recipient("x@b.test", "relay_domains_reject_code", code))
                    .as(code)
                    .startsWith("450 4.7.1 <x@b.test>");
            assertThat(recipient("user", "smtpd_client_restrictions", "reject", "reject_code", code))
                    .startsWith("450 4.7.1 ");
            assertThat(recipient(
                            "user",
                            "smtpd_client_restrictions",
                            "reject_plaintext_session",
                            "plaintext_reject_code",
                            code))
                    .isEqualTo("450 4.7.1 Session encryption is required");
        }
    }

    @Test
    void defersMailWhenATableIsUnavailable() {
        assertThat(recipient("user@example.test", "mydestination", "fail:x"))
                .isEqualTo("451 4.3.0 <user@example.test>: Temporary lookup failure");
        assertThat(recipient("user@example.test", "local_recipient_maps", "fail:x"))
                .isEqualTo("451 4.3.0 <user@example.test>: Temporary lookup failure");
        assertThat(recipient("x@b.test", "mynetworks", "fail:x"))
                .isEqualTo("451 4.3.0 <x@b.test>: Temporary lookup failure");
    }

    @Test
    void refusesByTransportError() {
        String maps = "inline:{ {err.test=error:5.1.2 gone}, {user@example.test=error:4.2.1 later},"
                + " {other@example.test=retry:4.2.1 later}, {x@err3.test=error:} }";
        String[] settings = {"transport_maps", maps, "mynetworks", "127.0.0.0/8", "smtpd_reject_unlisted_sender", "yes"
        };

        assertThat(answers(
                        "a@b.test",
                        List.of("u@err.test", "user@example.test", "other@example.test", "x@err3.test"),
                        settings))
                .containsExactly(
                        "550 5.1.2 <u@err.test>: Recipient address rejected: gone",
                        "550 5.2.1 <user@example.test>: Recipient address rejected: later",
                        "450 4.2.1 <other@example.test>: Recipient address rejected: later",
                        "550 5.1.1 <x@err3.test>: Recipient address rejected: Address is undeliverable");
        assertThat(answers("u@err.test", List.of("v@virtual.test"), settings))
                .containsExactly("550 5.1.8 <u@err.test>: Sender address rejected: gone");
    }

    @Test
    void refusesUnlistedSendersIfAsked() {
        assertThat(answers("nobody@example.test", List.of("user"), "smtpd_reject_unlisted_sender", "yes"))
                .containsExactly(
                        "550 5.1.0 <nobody@example.test>: Sender address rejected: User unknown in local recipient table");
    }

    @Test
    void answersUnknownRestrictionsAsConfigurationErrors() {
        assertThat(answers(
                        "a@b.test",
                        List.of("user@example.test", "x@b.test"),
                        "smtpd_recipient_restrictions",
                        "no_such_thing"))
                .containsExactly("451 4.3.5 Server configuration error", "454 4.7.1 <x@b.test>: Relay access denied");
        assertThat(log).containsOnly("warning: unknown smtpd restriction: \"no_such_thing\"");
    }

    @Test
    void warnsInsteadOfRejecting() {
        assertThat(recipient("user@example.test", "smtpd_recipient_restrictions", "warn_if_reject reject, permit"))
                .isEqualTo("Ok");
        assertThat(log)
                .containsExactly("NOQUEUE: reject_warning: RCPT from client5.test[127.0.0.5]: 554 5.7.1"
                        + " <user@example.test>: Recipient address rejected: Access denied; from=<a@b.test>"
                        + " to=<user@example.test> proto=ESMTP helo=<foo.test>");
    }

    @Test
    void warnsWithinARestrictionClass() {
        assertThat(recipient(
                        "user@example.test",
                        "smtpd_restriction_classes",
                        "strict",
                        "strict",
                        "reject_unlisted_recipient, defer",
                        "smtpd_recipient_restrictions",
                        "warn_if_reject strict, permit"))
                .isEqualTo("Ok");
        assertThat(log).hasSize(1).first().asString().contains("450 4.3.2 <user@example.test>: Recipient address");
    }

    @Test
    void defersWhatWouldBePermittedOrRejected() {
        assertThat(recipient("user", "smtpd_recipient_restrictions", "defer_if_permit, permit"))
                .isEqualTo("450 4.7.0 <user>: Recipient address rejected: defer_if_permit requested");
        assertThat(recipient("user", "smtpd_recipient_restrictions", "defer_if_permit, reject"))
                .isEqualTo("554 5.7.1 <user>: Recipient address rejected: Access denied");
        assertThat(recipient("user", "smtpd_recipient_restrictions", "defer_if_reject, reject"))
                .isEqualTo("450 4.7.0 <user>: Recipient address rejected: defer_if_reject requested");
        assertThat(answers("a@b.test", List.of("user", "nobody"), "smtpd_sender_restrictions", "defer_if_reject"))
                .containsExactly(
                        "Ok", "550 5.1.1 <nobody>: Recipient address rejected: User unknown in local recipient table");
        assertThat(answers("a@b.test", List.of("user", "other"), "smtpd_sender_restrictions", "defer_if_permit"))
                .containsExactly(
                        "450 4.7.0 <a@b.test>: Sender address rejected: defer_if_permit requested",
                        "450 4.7.0 <a@b.test>: Sender address rejected: defer_if_permit requested");
    }

    @Test
    void judgesClientHeloAndSenderAtTheRecipientIfDelayed() {
        assertThat(recipient("user", "smtpd_client_restrictions", "reject"))
                .isEqualTo("554 5.7.1 <client5.test[127.0.0.5]>: Client host rejected: Access denied");
        assertThat(recipient("user", "smtpd_helo_restrictions", "reject"))
                .isEqualTo("554 5.7.1 <foo.test>: Helo command rejected: Access denied");
        assertThat(recipient("user", "smtpd_sender_restrictions", "reject"))
                .isEqualTo("554 5.7.1 <a@b.test>: Sender address rejected: Access denied");
    }

    @Test
    void judgesEachStageAtItsCommandIfNotDelayed() {
        Settings settings = with(
                "smtpd_delay_reject",
                "no",
                "smtpd_client_restrictions",
                "defer",
                "smtpd_helo_restrictions",
                "reject",
                "smtpd_sender_restrictions",
                "reject");
        AccessControl access = rules(settings).forSession(new SampleSession(settings));

        assertThat(text(access.client()))
                .isEqualTo("450 4.3.2 <client5.test[127.0.0.5]>: Client host rejected: Try again later");
        assertThat(text(access.helo("foo"))).isEqualTo("554 5.7.1 <foo>: Helo command rejected: Access denied");
        assertThat(text(access.sender("\"x y\"@b.test")))
                .isEqualTo("554 5.7.1 <x y@b.test>: Sender address rejected: Access denied");
        assertThat(text(access.recipient("user"))).isEqualTo("Ok");
    }

    @Test
    void judgesEtrnDataAndTheEndOfData() {
        Settings settings = with(
                "smtpd_etrn_restrictions",
                "reject",
                "smtpd_data_restrictions",
                "reject",
                "smtpd_end_of_data_restrictions",
                "reject");
        AccessControl access = rules(settings)
                .forSession(new SampleSession(settings).from("a@b.test").to("user"));

        assertThat(text(access.etrn("relay.test")))
                .isEqualTo("554 5.7.1 <relay.test>: Etrn command rejected: Access denied");
        assertThat(text(access.data())).isEqualTo("554 5.7.1 <DATA>: Data command rejected: Access denied");
        assertThat(text(access.endOfData()))
                .isEqualTo("554 5.7.1 <END-OF-MESSAGE>: End-of-data rejected: Access denied");
    }

    @Test
    void refusesToStartAsAnOpenRelay() {
        for (String list : List.of("", "permit_mynetworks", "permit, reject", "warn_if_reject reject")) {
            assertThatThrownBy(() -> rules(with("smtpd_relay_restrictions", list)))
                    .as(list)
                    .isInstanceOf(SettingsException.class)
                    .hasMessageContaining("specify at least one working instance of: reject_unauth_destination");
        }
    }

    @Test
    void followsTheActionsOfAccessTables() {
        Map<String, String> answers = Map.ofEntries(
                Map.entry("OK", "Ok"),
                Map.entry("12345", "Ok"),
                Map.entry("DUNNO", "Ok"),
                Map.entry("reject", "554 5.7.1 <client5.test[127.0.0.5]>: Client host rejected: Access denied"),
                Map.entry("REJECT with text", "554 5.7.1 <client5.test[127.0.0.5]>: Client host rejected: with text"),
                Map.entry("REJECT 5.7.9 x", "554 5.7.9 <client5.test[127.0.0.5]>: Client host rejected: x"),
                Map.entry("550 plain", "550 5.7.1 <client5.test[127.0.0.5]>: Client host rejected: plain"),
                Map.entry("554 5.7.9 special", "554 5.7.9 <client5.test[127.0.0.5]>: Client host rejected: special"),
                Map.entry("421 4.7.0 closing", "421 4.7.0 <client5.test[127.0.0.5]>: Client host rejected: closing"),
                Map.entry("DEFER", "450 4.7.1 <client5.test[127.0.0.5]>: Client host rejected: Access denied"),
                Map.entry("DEFER later", "450 4.7.1 <client5.test[127.0.0.5]>: Client host rejected: later"),
                Map.entry("DEFER_IF_PERMIT hmm", "450 4.7.1 <client5.test[127.0.0.5]>: Client host rejected: hmm"),
                Map.entry("DEFER_IF_REJECT hmm", "Ok"),
                Map.entry("INFO note", "Ok"),
                Map.entry("BANG", "451 4.3.5 Server configuration error"),
                Map.entry("HOLD", "451 4.3.5 Server configuration error"),
                Map.entry("strict", "554 5.7.1 <user@example.test>: Recipient address rejected: Access denied"),
                Map.entry("reject_unauth_destination", "Ok"));
        answers.forEach((action, answer) -> assertThat(recipient(
                        "user@example.test",
                        "smtpd_restriction_classes",
                        "strict",
                        "strict",
                        "reject",
                        "smtpd_recipient_restrictions",
                        "check_client_access inline:{ {127.0.0.5=" + action + "} }"))
                .as(action)
                .isEqualTo(answer));
        assertThat(log)
                .contains(
                        "NOQUEUE: info: RCPT from client5.test[127.0.0.5]: <client5.test[127.0.0.5]>: Client host note;"
                                + " from=<a@b.test> to=<user@example.test> proto=ESMTP helo=<foo.test>");
    }

    @Test
    void looksUpNamesAndAddressesInAccessTables() {
        for (String restriction : List.of(
                "check_client_access inline:{client5.test=reject}",
                "check_client_access inline:{test=reject}",
                "check_client_access inline:{127.0=reject}",
                "check_reverse_client_hostname_access inline:{client5.test=reject}",
                "check_helo_access inline:{foo.test=reject}",
                "check_sender_access inline:{a@b.test=reject}",
                "check_sender_access inline:{b.test=reject}",
                "check_sender_access inline:{a@=reject}",
                "check_recipient_access inline:{user@=reject}")) {
            assertThat(recipient("user@example.test", "smtpd_recipient_restrictions", restriction))
                    .as(restriction)
                    .startsWith("554 5.7.1 ");
        }
        assertThat(recipient(
                        "user@example.test",
                        "smtpd_recipient_restrictions",
                        "check_client_access inline:{.test=reject}"))
                .isEqualTo("Ok");
        assertThat(answers(
                        "", List.of("user"), "smtpd_recipient_restrictions", "check_sender_access inline:{<>=reject}"))
                .containsExactly("554 5.7.1 <>: Sender address rejected: Access denied");
        assertThat(recipient("user@example.test", "smtpd_recipient_restrictions", "check_client_access fail:x"))
                .isEqualTo("451 4.3.0 <user@example.test>: Temporary lookup failure");
    }

    @Test
    void defersWhereAnAccessTableNamesItselfWithoutEnd() {
        assertThat(recipient(
                        "user@example.test",
                        "smtpd_restriction_classes",
                        "again",
                        "again",
                        "check_client_access inline:{127.0.0.5=again}",
                        "smtpd_recipient_restrictions",
                        "check_client_access inline:{127.0.0.5=again}"))
                .isEqualTo("451 4.3.5 Server configuration error");
        assertThat(log).contains("warning: access table entry again causes unreasonable recursion");
    }

    @Test
    void judgesTheOnlyRecipientAtDataButNoneOfSeveral() {
        Settings settings = with(
                "smtpd_data_restrictions",
                "check_recipient_access inline:{user@example.test=reject}",
                "smtpd_end_of_data_restrictions",
                "check_recipient_access inline:{ {user@example.test=450 later} }");
        SampleSession one = new SampleSession(settings).from("a@b.test").to("user@example.test");
        AccessControl access = rules(settings).forSession(one);
        assertThat(text(access.data()))
                .isEqualTo("554 5.7.1 <user@example.test>: Recipient address rejected: Access denied");
        assertThat(text(access.endOfData()))
                .isEqualTo("450 4.7.1 <user@example.test>: Recipient address rejected: later");
        one.to("user@example.test");
        assertThat(text(access.data())).isEqualTo("Ok");
        assertThat(text(access.endOfData())).isEqualTo("Ok");
    }

    @Test
    void namesALongAddressInFull() {
        String address = "u".repeat(600) + "@b.test";

        assertThat(recipient(address)).isEqualTo("454 4.7.1 <" + address + ">: Relay access denied");
    }
}
