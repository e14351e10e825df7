/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.config.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postchaise.engine.Postfix;
import org.postchaise.engine.config.Parameter;
import org.postchaise.engine.config.Postconf;
import org.postchaise.engine.config.Settings;
import org.postchaise.engine.config.Status;

class CatalogTest {
    private static final List<Class<?>> TYPED = List.of(
            SmtpClient.class,
            SmtpSession.class,
            SmtpRoute.class,
            NameLookup.class,
            TransactionSupport.class,
            SmtpSasl.class,
            SmtpTls.class,
            SmtpTlsPolicy.class,
            Transports.class,
            Content.class,
            Queue.class,
            Notices.class,
            Scheduling.class,
            Cleanup.class,
            Delivery.class,
            Routing.class,
            ServerAccess.class,
            ServerMilter.class,
            ServerSession.class);

    /** Ours differ from Postfix's in these, on purpose. */
    private static final Map<String, String> OTHER_DEFAULTS = Map.of(
            "compatibility_level", "without a main.cf file nothing old is to be compatible with",
            "mydomain", "depends on the machine",
            "myhostname", "depends on the machine",
            "mynetworks", "depends on the machine",
            "process_id", "set by Postfix",
            "process_name", "set by Postfix",
            "mail_version", "the installed release",
            "smtp_skip_4xx_greeting", "gone from Postfix",
            "smtpd_forbid_bare_newline", "Postfix 3.9 changed the default, against SMTP smuggling");

    @Test
    void everyNameOfTheManualPagesIsThere() throws IOException {
        assertThat(names()).containsAll(manualNames());
    }

    @Test
    void whatIsThereBesidesIsAnLmtpNameOrUsedByADefault() throws IOException {
        Set<String> besides = new TreeSet<>(names());
        besides.removeAll(manualNames());
        besides.removeIf(name -> name.startsWith("lmtp_"));
        assertThat(besides)
                .containsExactlyInAnyOrder(
                        "allow_percent_hack",
                        "allow_srv_lookup_fallback",
                        "always_bcc",
                        "anvil_rate_time_unit",
                        "body_checks",
                        "canonical_classes",
                        "cleanup_replace_stray_cr_lf",
                        "compatibility_level",
                        "daemon_directory",
                        "data_directory",
                        "default_process_limit",
                        "detect_8bit_encoding_header",
                        "disable_mime_input_processing",
                        "disable_verp_bounces",
                        "dns_name_servers",
                        "dns_query_attempts",
                        "dns_query_timeout",
                        "dnssec_trust_anchor_file",
                        "drain_time",
                        "duplicate_filter_limit",
                        "empty_address_default_transport_maps_lookup_key",
                        "empty_address_relayhost_maps_lookup_key",
                        "enable_long_queue_ids",
                        "enable_original_recipient",
                        "enable_threaded_bounces",
                        "header_checks",
                        "header_from_format",
                        "idempotency_key_lifetime",
                        "ignore_srv_lookup_error",
                        "in_flow_delay",
                        "intake_memory",
                        "mail_version",
                        "masquerade_classes",
                        "masquerade_domains",
                        "masquerade_exceptions",
                        "max_sessions",
                        "memory_limit",
                        "message_reject_characters",
                        "message_strip_characters",
                        "milter_macro_defaults",
                        "mime_header_checks",
                        "multi_instance_name",
                        "outbox_directory",
                        "outbox_process_limit",
                        "postscreen_greet_action",
                        "postscreen_greet_banner",
                        "postscreen_greet_wait",
                        "propagate_unmatched_extensions",
                        "recipient_bcc_maps",
                        "recipient_canonical_classes",
                        "relay_clientcerts",
                        "relocated_maps",
                        "remote_header_rewrite_domain",
                        "requiretls_enable",
                        "resolve_dequoted_address",
                        "resolve_numeric_domain",
                        "sender_bcc_maps",
                        "sender_canonical_classes",
                        "sender_canonical_maps",
                        "session_threads",
                        "smtp_bind_address_enforce",
                        "smtp_chunking_enable",
                        "smtp_requiretls_policy",
                        "smtp_reset_ahead",
                        "smtp_sasl_scram_minimum_iterations",
                        "smtp_sasl_token_maps",
                        "smtp_tls_mta_sts_enable",
                        "smtp_tls_mta_sts_timeout",
                        "smtp_tlsrpt_enable",
                        "smtp_tlsrpt_skip_reused_handshakes",
                        "smtpd_client_connection_limit_exceptions",
                        "smtpd_forbid_bare_newline_exclusions",
                        "smtpd_forbid_bare_newline_reject_code",
                        "smtpd_hide_client_session",
                        "smtpd_log_access_permit_actions",
                        "smtpd_reject_footer_maps",
                        "smtpd_relay_before_recipient_restrictions",
                        "smtpd_sasl_mechanism_filter",
                        "smtpd_sasl_response_limit",
                        "smtpd_service_name",
                        "spool_directory",
                        "stress",
                        "strict_7bit_headers",
                        "strict_8bitmime",
                        "strict_8bitmime_body",
                        "strict_mime_encoding_domain",
                        "strict_smtputf8",
                        "tls_required_enable",
                        "transaction_hold_limit",
                        "transaction_hold_time_limit",
                        "transaction_mode",
                        "transport_destination_concurrency_failed_cohort_limit",
                        "transport_destination_concurrency_negative_feedback",
                        "transport_destination_concurrency_positive_feedback",
                        "transport_destination_rate_delay",
                        "transport_initial_destination_concurrency",
                        "undisclosed_recipients_header",
                        "use_srv_lookup",
                        "verp_key_file",
                        "virtual_alias_address_length_limit",
                        "virtual_alias_expansion_limit",
                        "virtual_alias_recursion_limit",
                        "virtual_maps");
    }

    @Test
    void everyDefaultIsAGoodValueForBothClients() {
        Settings lmtp = Catalog.defaults().lmtp();
        Catalog.rows().forEach(row -> {
            assertThat(Catalog.defaults().get(row)).as(row.name()).isNotNull();
            assertThat(lmtp.get(row)).as(row.name()).isNotNull();
        });
    }

    @Test
    void everyRowHasOneSentence() {
        assertThat(Catalog.rows())
                .allSatisfy(row -> assertThat(row.summary()).endsWith(".").doesNotContain("\n"));
    }

    @Test
    void whatIsReadIsImplementedAndWhatIsImplementedIsRead() throws Exception {
        String sources = sources();
        Set<String> implemented = new HashSet<>();
        for (Class<?> topic : TYPED) {
            for (Field field : topic.getFields()) {
                if (Modifier.isStatic(field.getModifiers()) && field.get(null) instanceof Parameter<?> row) {
                    assertThat(Catalog.rows()).as(row.name() + " is declared").contains(row);
                    boolean read = Pattern.compile("\\b" + topic.getSimpleName() + "\\." + field.getName() + "\\b")
                                    .matcher(sources)
                                    .find()
                            || isReferredTo(row.name());
                    if (read) {
                        implemented.add(row.name());
                    }
                }
            }
        }
        assertThat(Catalog.rows().stream()
                        .filter(row -> row.status().equals(Status.IMPLEMENTED))
                        .map(Parameter::name))
                .as("rows that say implemented")
                .containsExactlyInAnyOrderElementsOf(implemented);
    }

    @Test
    void defaultsAreThoseOfPostfix() {
        Postconf.assumeInstalled();
        Map<String, String> theirs = Postconf.values(List.of("-d"));
        Map<String, String> different = new TreeMap<>();
        int compared = 0;
        for (String name : names()) {
            String ours = Catalog.defaults().text(name);
            if (theirs.containsKey(name) && !OTHER_DEFAULTS.containsKey(name)) {
                compared++;
                if (!theirs.get(name).equals(ours)) {
                    different.put(name, ours + " but Postfix has " + theirs.get(name));
                }
            }
        }
        System.out.println(
                "defaults equal to those of postconf -d: " + (compared - different.size()) + " of " + compared);
        assertThat(different).isEmpty();
    }

    @Test
    void limitsOfTransportsHaveTheDefaultsOfPostfix(@TempDir Path directory) {
        Postfix postfix = Postfix.in(directory).assumeInstalled();
        StringBuilder services = new StringBuilder();
        for (String service : List.of("smtp", "lmtp", "relay", "local", "virtual", "error", "retry", "slow")) {
            services.append(service).append(" unix - - n - - smtp\n");
        }
        postfix.write("master.cf", services.toString());
        Settings defaults = Catalog.defaults();
        Map<String, String> different = new TreeMap<>();
        int compared = 0;
        for (String line : postfix.postconf("-d").out().lines().toList()) {
            String name = line.replaceFirst(" =.*", "");
            if (name.matches("(smtp|lmtp|relay|local|virtual|error|retry|slow)_(initial_)?destination_.*")) {
                compared++;
                if (!line.equals(name + " = " + defaults.text(name))) {
                    different.put(name, defaults.text(name) + " but Postfix has " + line);
                }
            }
        }
        System.out.println("limits of transports equal to those of postconf -d: " + compared);
        assertThat(different).isEmpty();
        assertThat(compared).isGreaterThanOrEqualTo(50);
    }

    private static boolean isReferredTo(String name) {
        return Catalog.rows().stream()
                .filter(row -> row.status().equals(Status.IMPLEMENTED))
                .anyMatch(row -> row.defaultText().contains("$" + name));
    }

    private static Set<String> names() {
        Set<String> names = new TreeSet<>();
        Catalog.rows().forEach(row -> {
            names.add(row.name());
            row.lmtp().ifPresent(mirror -> names.add(mirror.name()));
        });
        return names;
    }

    private static List<String> manualNames() throws IOException {
        try (InputStream in = CatalogTest.class.getResourceAsStream("names.txt")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        }
    }

    /** What may read a parameter: all modules' code but the catalog itself. */
    private static String sources() throws IOException {
        List<String> texts = new ArrayList<>();
        try (Stream<Path> files = Files.walk(Path.of(".."), 20)) {
            for (Path file : files.filter(one -> one.toString().contains("src/main/java"))
                    .filter(one -> one.toString().endsWith(".java"))
                    .filter(one -> !one.toString().contains("engine/config"))
                    .toList()) {
                texts.add(Files.readString(file));
            }
        }
        return String.join("\n", texts);
    }
}
