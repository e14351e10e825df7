/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postchaise.engine.config.catalog.Catalog;

/** The services of a master.cf file (master(5)). */
class MasterCfTest {
    @TempDir
    Path directory;

    @Test
    void aServiceHasItsCommandLimitAndOptions() {
        MasterCf file = MasterCf.parse("master.cf", """
                # service type  private unpriv  chroot  wakeup  maxproc command
                smtp      inet  n       -       y       -       -       smtpd
                  -o smtpd_tls_auth_only=yes
                pickup    unix  n       -       y       60?     1       pickup

                slow      unix  -       -       n       -       2       smtp -v
                # of its own
                  -o smtp_helo_name=slow.example -osmtp_bind_address=127.0.0.2
                  -o { smtp_header_checks = inline:{ {/^A: b/ = IGNORE} } }
                store     unix  -       -       n       -       0       lmtp
                uucp      unix  -       n       n       -       -       pipe
                  flags=Fqhu user=uucp argv=uux -r -n -z -a$sender - $nexthop!rmail ($recipient)
                """);
        assertThat(file.services())
                .containsOnlyKeys("pickup", "slow", "store", "uucp")
                .containsEntry(
                        "slow",
                        new MasterCf.Service(
                                "master.cf, line 6: service slow",
                                "smtp",
                                2,
                                Map.of(
                                        "smtp_helo_name",
                                        "slow.example",
                                        "smtp_bind_address",
                                        "127.0.0.2",
                                        "smtp_header_checks",
                                        "inline:{ {/^A: b/ = IGNORE} }")));
        assertThat(file.services().get("uucp").command()).isEqualTo("pipe");
        assertThat(file.listeners())
                .containsOnly(Map.entry(
                        "smtp",
                        new MasterCf.Service(
                                "master.cf, line 2: service smtp", "smtpd", 0, Map.of("smtpd_tls_auth_only", "yes"))));
        assertThat(file.warnings()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "slow unix - - n - smtp|: line \"slow unix - - n - smtp\" is malformed; expected name type private unpriv chroot wakeup maxproc command",
                "slow linux - - n - - smtp|: service slow: type \"linux\"; expected inet, unix, unix-dgram, fifo or pass",
                "slow unix - - maybe - - smtp|: service slow: chroot \"maybe\"; expected y, n or -",
                "slow unix - - n soon - smtp|: service slow: wakeup \"soon\"; expected -, or a whole number with or without ?",
                "slow unix - - n - many smtp|: service slow: maxproc \"many\"; expected - or a whole number",
                "slow unix - - n - - smtp -o|: service slow: option -o \"\"; expected -o name=value or -o { name = value }",
                "slow unix - - n - - smtp -o smtp_helo_name|: service slow: option -o \"smtp_helo_name\"; expected -o name=value or -o { name = value }",
                "slow unix - - n - - smtp -o a = b|: service slow: option -o \"a\"; expected -o name=value or -o { name = value }",
                "slow unix - - n - - smtp frob|: service slow: argument \"frob\"; expected -o name=value or -o { name = value }",
                "slow unix - - n - - smtp -o { a = b|: a \"{\" without its \"}\"; expected -o { name = value }"
            })
    void aBadLineIsNamedWithWhatWasExpected(String line, String message) {
        assertThatThrownBy(() -> MasterCf.parse("master.cf", "# c\n" + line + "\n"))
                .isInstanceOf(SettingsException.class)
                .hasMessage("master.cf, line 2" + message);
    }

    @Test
    void aFileThatIsNotThereIsNamed() throws IOException {
        Path none = directory.resolve("master.cf");
        assertThatThrownBy(() -> MasterCf.read(none))
                .hasMessage(none + ": there is no such file; expected a file with master.cf lines");
        Files.writeString(none, "slow unix - - n - - smtp\n");
        assertThat(MasterCf.read(none).services()).containsOnlyKeys("slow");
    }

    @Test
    void ofTwoServicesOfOneNameTheLastCounts() {
        MasterCf file = MasterCf.parse("master.cf", "slow unix - - n - 1 smtp\nslow unix - - n - 2 smtp\n");
        assertThat(file.services().get("slow").processLimit()).isEqualTo(2);
        assertThat(file.warnings())
                .containsExactly("master.cf, line 1: service slow has no effect; line 2 has it again");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "syslog_name=x|parameter syslog_name has no effect for one transport",
                "relayhost=[a.example]|parameter relayhost has no effect for one transport",
                "qmgr_message_active_limit=1|parameter qmgr_message_active_limit has no effect here",
                "smtp_hello_name=x|unknown parameter smtp_hello_name; expected a name of the reference, of which smtp_helo_name is the nearest",
            })
    void anOptionThatChangesNothingIsToldOnceAndLeftOut(String option, String message) {
        Settings settings =
                Catalog.defaults().with(MasterCf.parse("master.cf", "slow unix - - n - - smtp -o " + option + "\n"));
        assertThat(settings.warnings()).containsExactly("master.cf, line 1: service slow: " + message);
        assertThat(settings.master().services().get("slow").settings()).isEmpty();
    }

    @Test
    void aBadValueOfAnOptionStopsWithItsLine() {
        MasterCf file = MasterCf.parse("master.cf", "slow unix - - n - - smtp -o smtp_connect_timeout=soon\n");
        assertThatThrownBy(() -> Catalog.defaults().with(file))
                .isInstanceOf(SettingsException.class)
                .hasMessageStartingWith(
                        "master.cf, line 1: service slow: parameter smtp_connect_timeout: bad value \"soon\"");
    }

    @Test
    void settingsWithAndWithoutServicesDiffer() {
        Settings plain = Catalog.defaults();
        String line = "slow unix - - n - - smtp\n";
        assertThat(plain.with(MasterCf.parse("master.cf", line)))
                .isNotEqualTo(plain)
                .isEqualTo(plain.with(MasterCf.parse("master.cf", line)));
        assertThat(plain.with(MasterCf.parse("master.cf", line))
                        .with(Map.of("relayhost", "[a.example]"))
                        .master()
                        .services())
                .containsKey("slow");
    }
}
