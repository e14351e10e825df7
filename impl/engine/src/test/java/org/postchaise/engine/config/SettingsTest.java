/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postchaise.engine.config.catalog.Catalog;
import org.postchaise.engine.config.catalog.Queue;
import org.postchaise.engine.config.catalog.SmtpClient;

class SettingsTest {

    @Test
    void everyDefaultParsesAndIsFinite() {
        Catalog.rows().forEach(row -> assertThat(Catalog.defaults().get(row)).isNotNull());
        assertThat(Catalog.defaults().get(SmtpClient.CONNECT_TIMEOUT)).isEqualTo(Duration.ofSeconds(30));
        assertThat(Catalog.defaults().get(SmtpClient.DATA_DONE_TIMEOUT)).isEqualTo(Duration.ofMinutes(10));
    }

    @Test
    void everyNameIsThereOnce() {
        Set<String> names = new HashSet<>();
        Catalog.rows()
                .forEach(row -> assertThat(names.add(row.name())).as(row.name()).isTrue());
    }

    @ParameterizedTest
    @ValueSource(strings = {"smtp_host_lookup", "mynetworks", "smtp_helo_name", "transport_maps", "message_size_limit"})
    void noValueHoldsNul(String name) {
        assertThatThrownBy(() -> Catalog.settings(Map.of(name, "a\0b")))
                .isInstanceOf(SettingsException.class)
                .hasMessage("parameter " + name + ": bad value \"a?b\", it holds NUL; expected text without NUL");
    }

    @ParameterizedTest
    @CsvSource({"30,30", "30s,30", "5m,300", "1h,3600", "1d,86400", "1w,604800", "' 7s ',7"})
    void readsTimesWithUnits(String text, long seconds) {
        assertThat(Catalog.settings(Map.of("smtp_connect_timeout", text)).get(SmtpClient.CONNECT_TIMEOUT))
                .isEqualTo(Duration.ofSeconds(seconds));
    }

    @Test
    void theQueueLifetimeCountsDaysWithoutAUnit() {
        assertThat(Catalog.settings(Map.of("maximal_queue_lifetime", "2")).get(Queue.MAXIMAL_QUEUE_LIFETIME))
                .isEqualTo(Duration.ofDays(2));
    }

    @ParameterizedTest
    @CsvSource({
        "smtp_connect_timeout,soon",
        "smtp_connect_timeout,5x",
        "smtp_connect_timeout,-1",
        "smtp_mail_timeout,0",
        "smtp_connect_timeout,''",
        "smtp_connect_timeout,99999999999999999999",
        "message_size_limit,big",
        "message_size_limit,-5"
    })
    void aBadValueNamesTheParameterTheValueAndWhatWasExpected(String name, String value) {
        assertThatThrownBy(() -> Catalog.settings(Map.of(name, value)))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining(name)
                .hasMessageContaining("\"" + value + "\"")
                .hasMessageContaining("expected");
    }

    @Test
    void anUnknownNameIsRefused() {
        assertThatThrownBy(() -> Catalog.settings(Map.of("smtp_conect_timeout", "30s")))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("unknown parameter smtp_conect_timeout")
                .hasMessageContaining("smtp_connect_timeout");
    }

    @Test
    void settingsAreEqualByContent() {
        Settings settings = Catalog.settings(Map.of("relayhost", "[a]:25"));
        assertThat(settings)
                .isEqualTo(Catalog.settings(Map.of("relayhost", "[a]:25")))
                .hasSameHashCodeAs(Catalog.settings(Map.of("relayhost", "[a]:25")))
                .isNotEqualTo(Catalog.settings(Map.of("relayhost", "[b]:25")));
    }

    @Test
    void propertyNamesAreBeanNames() {
        assertThat(SmtpClient.DATA_XFER_TIMEOUT.propertyName()).isEqualTo("smtpDataXferTimeout");
    }

    @Test
    void layersLieOverEachOtherAndReferencesSeeTheTopmost() {
        Settings file =
                Catalog.settings(MainCf.parse("main.cf", "relayhost = [mx.$mydomain]\nmydomain = example.com\n"));
        Settings factory = file.with(Map.of("mydomain", "example.net"));
        assertThat(file.get(SmtpClient.RELAYHOST)).isEqualTo("[mx.example.com]");
        assertThat(factory.get(SmtpClient.RELAYHOST)).isEqualTo("[mx.example.net]");
        assertThat(factory.text("relayhost")).isEqualTo("[mx.$mydomain]");
        assertThat(factory.expanded("relayhost")).isEqualTo("[mx.example.net]");
        assertThat(factory.isSet("relayhost")).isTrue();
        assertThat(factory.isSet("smtp_helo_name")).isFalse();
    }

    @Test
    void aHostNameWithoutADomainGetsOne() {
        assertThat(SystemNames.myhostname("vm", false)).isEqualTo("vm.localdomain");
        assertThat(SystemNames.myhostname("vm", true)).isEqualTo("vm.$mydomain");
        assertThat(SystemNames.myhostname("vm.corp.example", true)).isEqualTo("vm.corp.example");
        Settings unset = Catalog.settings(Map.of());
        assertThat(unset.get(SmtpClient.HELO_NAME)).contains(".").doesNotContain("$");
        assertThat(unset.expanded("mydomain")).isNotEmpty();
    }

    @Test
    void mydomainAloneCompletesTheHostName() {
        Settings set = Catalog.settings(Map.of("mydomain", "example.org"));
        String own = Catalog.settings(Map.of()).text("myhostname");
        if (own.endsWith(".localdomain")) {
            assertThat(set.get(SmtpClient.HELO_NAME)).isEqualTo(own.replace(".localdomain", ".example.org"));
        }
        assertThat(set.expanded("mydomain")).isEqualTo("example.org");
    }

    @Test
    void theClientNameFollowsTheHostName() {
        assertThat(Catalog.settings(Map.of("myhostname", "mail.example.com")).get(SmtpClient.HELO_NAME))
                .isEqualTo("mail.example.com");
        assertThat(Catalog.settings(Map.of("myhostname", "mail.example.com")).expanded("mydomain"))
                .isEqualTo("example.com");
        assertThat(Catalog.settings(Map.of("myhostname", "")).get(SmtpClient.HELO_NAME))
                .isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "relayhost = $a|a = $b|b = $a|a loop: $a -> $b -> $a",
                "relayhost = $relayhost|a = 1|b = 2|a loop: $relayhost -> $relayhost",
                "myhostname = a.$mydomain|a = 1|b = 2|mydomain is not set",
                "myhostname = a.$|a = 1|b = 2|parameter myhostname: bad value \"a.$\", $ without a name",
                "relayhost = ${a|a = 1|b = 2|has no closing }",
                "relayhost = $|a = 1|b = 2|$ without a name",
                "relayhost = ${{1} ~ {2}}|a = 1|b = 2|expected one of == != < <= >= >",
                "relayhost = ${a-b}|a = 1|b = 2|expected a name of letters, digits and _",
                "smtp_connect_timeout = $a|a = soon|b = 2|bad value \"$a\", which is \"soon\""
            })
    void aBadReferenceIsNamedWithFileAndLine(String first, String second, String third, String message) {
        assertThatThrownBy(() -> Catalog.settings(MainCf.parse("main.cf", second + "\n" + third + "\n" + first + "\n")))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("main.cf, line ")
                .hasMessageContaining(message);
    }

    @Test
    void aValueThatDoublesAndDoublesIsRefusedSoon() {
        StringBuilder file = new StringBuilder("relayhost = $a0\n");
        for (int i = 0; i < 60; i++) {
            file.append("a%d = $a%d$a%d\n".formatted(i, i + 1, i + 1));
        }
        assertThatThrownBy(() -> Catalog.settings(MainCf.parse("main.cf", file + "a60 = x\n")))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("longer than");
        assertThatThrownBy(() -> Catalog.settings(MainCf.parse("main.cf", file + "a60 =\n")))
                .isInstanceOf(SettingsException.class);
    }

    @Test
    void theLmtpClientReadsItsOwnNames() {
        Settings settings = Catalog.settings(
                Map.of("smtp_connect_timeout", "1s", "lmtp_connect_timeout", "2s", "lmtp_lhlo_name", "lmtp.example"));
        assertThat(settings.get(SmtpClient.CONNECT_TIMEOUT)).isEqualTo(Duration.ofSeconds(1));
        assertThat(settings.lmtp().get(SmtpClient.CONNECT_TIMEOUT)).isEqualTo(Duration.ofSeconds(2));
        assertThat(settings.lmtp().get(SmtpClient.HELO_NAME)).isEqualTo("lmtp.example");
        assertThat(settings.lmtp()).isNotEqualTo(settings);
        assertThat(Catalog.settings(Map.of("lmtp_sasl_security_options", "noactive"))
                        .expanded("lmtp_sasl_tls_security_options"))
                .isEqualTo("noactive");
    }

    @ParameterizedTest
    @CsvSource({
        "smtp_use_tls = yes,smtp_tls_security_level,may",
        "smtp_enforce_tls = yes,smtp_tls_security_level,verify",
        "smtpd_enforce_tls = yes,smtpd_tls_security_level,encrypt",
        "smtp_use_tls = no,smtp_tls_security_level,''",
        "fallback_relay = [b.example],smtp_fallback_relay,[b.example]",
        "smtp_connection_cache_reuse_limit = 7,smtp_connection_reuse_count_limit,7",
        "smtp_per_record_deadline = yes,smtp_per_request_deadline,yes"
    })
    void anObsoleteNameMeansItsSuccessorAndWarns(String line, String successor, String value) {
        Settings settings = Catalog.settings(MainCf.parse("main.cf", line + "\n"));
        assertThat(settings.expanded(successor)).isEqualTo(value);
        assertThat(settings.warnings())
                .singleElement()
                .asString()
                .startsWith("main.cf, line 1: parameter " + line.split(" ", 2)[0])
                .contains("is obsolete; use smtp");
        assertThat(settings.with(Map.of(successor, settings.text(successor).isEmpty() ? "" : value))
                        .expanded(successor))
                .isEqualTo(value);
    }

    @Test
    void aFileMayDefineNamesAndOneThatNothingUsesGivesAWarning() {
        Settings settings = Catalog.settings(MainCf.parse(
                "main.cf",
                "my_relay = [r.example]\nrelayhost = $my_relay\nsmtp_conect_timeout = 3s\nmailbox_command = x\n"));
        assertThat(settings.get(SmtpClient.RELAYHOST)).isEqualTo("[r.example]");
        assertThat(settings.warnings())
                .containsExactly(
                        "main.cf, line 3: unknown parameter smtp_conect_timeout, which nothing uses; the nearest known name"
                                + " is smtp_connect_timeout",
                        "main.cf, line 4: parameter mailbox_command belongs to a Postfix program that is not replaced"
                                + " here");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "smtp_address_verify_target = data|parameter smtp_address_verify_target has no effect yet (planned)",
                "smtp_use_tls = yes|parameter smtp_use_tls is obsolete; use smtp_tls_security_level = may",
                "smtpd_use_tls = yes|parameter smtpd_use_tls is obsolete; use smtpd_tls_security_level = may, which has no effect yet",
                "config_directory = /x|parameter config_directory is accepted and ignored: "
            })
    void aParameterThatChangesNothingGivesAWarningInEveryLayer(String line, String warning) {
        String name = line.split(" = ", 2)[0];
        assertThat(Catalog.settings(MainCf.parse("main.cf", "\n" + line + "\n")).warnings())
                .singleElement()
                .asString()
                .startsWith("main.cf, line 2: " + warning);
        Settings settings = Catalog.defaults().with(Map.of(name, line.split(" = ", 2)[1]));
        assertThat(settings.warnings()).singleElement().asString().startsWith(warning);
        assertThat(settings.with(Map.of("relayhost", "[a]")).warnings()).isEqualTo(settings.warnings());
    }

    @Test
    void aParameterThatDoesNotApplyGivesOneLineForAFile() {
        String file = "daemon_timeout = 7s\nipc_timeout = 7s\nmax_use = 7\nmax_idle = 100s\nalias_database = x\n";
        assertThat(Catalog.settings(MainCf.parse("main.cf", file)).warnings())
                .containsExactly(
                        "main.cf: 4 parameters change nothing here or are obsolete: alias_database, daemon_timeout,"
                                + " ipc_timeout, max_use; \"postchaise config --check FILE -v\" says why");
        assertThat(Catalog.settings(Map.of("max_use", "7")).warnings())
                .singleElement()
                .asString()
                .startsWith("parameter max_use is not applicable: ");
    }

    @Test
    void aDefaultThatIsSetAndAValueThatAnImplementedParameterRefersToGiveNoWarning() {
        assertThat(Catalog.settings(Map.of("smtp_tls_loglevel", "0")).warnings())
                .isEmpty();
        assertThat(Catalog.settings(Map.of("milter_macro_daemon_name", "example.com"))
                        .warnings())
                .containsExactly("parameter milter_macro_daemon_name has no effect yet (planned)");
        assertThat(Catalog.settings(Map.of(
                                "milter_macro_daemon_name",
                                "example.com",
                                "relayhost",
                                "[mx.$milter_macro_daemon_name]"))
                        .warnings())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "policy_time_limit = 3600",
                "policyd-spf_time_limit = 3600s",
                "spamassassin_recipient_limit = 1",
                "my_pipe_delivery_slot_cost = 5",
                "amavis_transport_rate_delay = 1s",
                "mine = 1\nrelayhost = [h$mine.example]",
                "smtpd_restriction_classes = insiders\ninsiders = permit_sasl_authenticated, reject"
            })
    void namesThatPostfixTakesAreNotUnknown(String lines) {
        assertThat(Catalog.settings(MainCf.parse("main.cf", lines + "\n")).warnings())
                .noneMatch(warning -> warning.contains("unknown"));
    }

    @ParameterizedTest
    @CsvSource({
        "smtp_conect_timeout,smtp_connect_timeout",
        "relayhosts,relayhost",
        "smtp_tls_cafile,smtp_tls_CAfile",
        "frob,",
        "colour_of_the_sky,",
        "mail,"
    })
    void onlyANearNameIsSuggested(String name, String near) {
        String warning = Catalog.settings(MainCf.parse("main.cf", name + " = 1\n"))
                .warnings()
                .get(0);
        assertThat(warning)
                .isEqualTo("main.cf, line 1: unknown parameter " + name + ", which nothing uses"
                        + (near == null ? "" : "; the nearest known name is " + near));
        assertThatThrownBy(() -> Catalog.settings(Map.of(name, "1")))
                .hasMessageEndingWith("expected a name of the reference"
                        + (near == null ? "" : ", of which " + near + " is the nearest"));
    }

    @Test
    void aTransportHasItsOwnLimits() {
        Parameter<?> limit = row("transport_destination_concurrency_limit");
        Settings settings = Catalog.settings(Map.of("slow_destination_concurrency_limit", "1"));
        assertThat(settings.get(limit, new TransportName("slow"))).isEqualTo(1L);
        assertThat(settings.get(limit, new TransportName("fast"))).isEqualTo(20L);
        assertThat(settings.get(limit, new TransportName("local"))).isEqualTo(2L);
    }

    @Test
    void everyLimitOfATransportCanBeSetInAFileAndAsAPropertyAndElseIsTheDefault() {
        int rows = 0;
        for (Parameter<?> row : Catalog.rows()) {
            if (!row.name().startsWith("transport_") || row.name().equals("transport_maps")) {
                continue;
            }
            rows++;
            String suffix = row.name().substring("transport".length());
            String unit = row.name().contains("rate_delay") ? "s" : "";
            String own = row.name().contains("feedback") ? "0.7" : "7" + unit;
            String common = row.name().contains("feedback") ? "0.3" : "3" + unit;
            for (String transport : List.of("slow", "my-own2", "smtp", "lmtp", "relay", "local", "virtual")) {
                String name = transport + suffix;
                TransportName key = new TransportName(transport);
                Object expected = row.grammar().parse(own);
                Settings file = Catalog.settings(MainCf.parse("main.cf", name + " = " + own + "\n"));
                assertThat(file.get(row, key)).as(name).isEqualTo(expected);
                assertThat(file.warnings()).as(name).noneMatch(warning -> warning.contains("unknown"));
                assertThat(Catalog.settings(Map.of(name, own)).get(row, key))
                        .as(name)
                        .isEqualTo(expected);
                String general = row.defaultText().substring(1);
                if (!Catalog.defaults().text(name).matches("[12]")) {
                    assertThat(Catalog.settings(Map.of(general, common)).get(row, key))
                            .as(name)
                            .isEqualTo(row.grammar().parse(common));
                }
                assertThatThrownBy(() -> Catalog.settings(Map.of(name, "many")))
                        .hasMessageContaining("parameter " + name);
            }
        }
        assertThat(rows).isEqualTo(7);
    }

    private static Parameter<?> row(String name) {
        return Catalog.rows().stream()
                .filter(row -> row.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void limitsThatDependOnStressHaveTwoValues() {
        Settings settings = Catalog.settings(Map.of("smtpd_error_sleep_time", "${stress?{0}:{5}}s"));
        assertThat(settings.get(row("smtpd_timeout"))).isEqualTo(Duration.ofMinutes(5));
        assertThat(settings.stressed().get(row("smtpd_timeout"))).isEqualTo(Duration.ofSeconds(10));
        assertThat(settings.get(row("smtpd_error_sleep_time"))).isEqualTo(Duration.ofSeconds(5));
        assertThat(settings.stressed().get(row("smtpd_error_sleep_time"))).isEqualTo(Duration.ZERO);
        assertThat(settings.stressed().get(row("smtpd_hard_error_limit"))).isEqualTo(1L);
        assertThat(settings.stressed().get(row("smtpd_per_request_deadline"))).isEqualTo(true);
        assertThatThrownBy(() -> Catalog.settings(Map.of("smtpd_timeout", "${stress?{x}:{300}}s"))
                        .stressed())
                .hasMessageContaining("parameter smtpd_timeout");
    }

    @Test
    void aFileWithoutALevelIsOneOfOldPostfix() {
        assertThat(Catalog.defaults().expanded("smtp_tls_fingerprint_digest")).isEqualTo("sha256");
        assertThat(Catalog.settings(MainCf.parse("main.cf", "")).expanded("smtp_tls_fingerprint_digest"))
                .isEqualTo("md5");
        assertThat(Catalog.settings(MainCf.parse("main.cf", "compatibility_level = 3.6\n"))
                        .expanded("smtp_tls_fingerprint_digest"))
                .isEqualTo("sha256");
    }

    @Test
    void theMainCfOfDebianLoads() {
        Path file = Path.of("/etc/postfix/main.cf");
        Assumptions.assumeTrue(Files.isReadable(file), "no " + file);
        assertThat(Catalog.settings(MainCf.read(file)).warnings())
                .allSatisfy(warning -> assertThat(warning).contains(" no effect "));
    }
}
