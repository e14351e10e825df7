/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.config.catalog;

import static java.time.Duration.ZERO;
import static java.time.Duration.ofSeconds;

import java.time.Duration;
import java.util.List;
import org.postchaise.engine.config.Grammar;
import org.postchaise.engine.config.Grammars;
import org.postchaise.engine.config.MatchPatterns;
import org.postchaise.engine.config.Parameter;
import org.postchaise.engine.config.Scope;

/** The parameters of the dialogue of the SMTP and LMTP client, smtp(8). */
public final class SmtpSession {
    /** The switch that tries the next host after a 5xx greeting ({@code smtp_skip_5xx_greeting}). */
    public static final Parameter<Boolean> SKIP_5XX_GREETING =
            yesNo("smtp_skip_5xx_greeting", "yes", "Tries the next host after a 5xx greeting.");

    /** The switch that sends EHLO even where the greeting does not announce ESMTP ({@code smtp_always_send_ehlo}). */
    public static final Parameter<Boolean> ALWAYS_SEND_EHLO = Parameter.implemented(
            "smtp_always_send_ehlo",
            Grammars.bool(),
            "yes",
            Scope.FACTORY,
            "Begins with EHLO even where the greeting does not say ESMTP.");

    /** The switch that sends HELO only ({@code smtp_never_send_ehlo}). */
    public static final Parameter<Boolean> NEVER_SEND_EHLO = Parameter.implemented(
            "smtp_never_send_ehlo",
            Grammars.bool(),
            "no",
            Scope.FACTORY,
            "Begins with HELO, and so uses no SMTP extension.");

    /** The EHLO keywords that are ignored ({@code smtp_discard_ehlo_keywords}). */
    public static final Parameter<List<String>> DISCARD_EHLO_KEYWORDS = Parameter.implemented(
                    "smtp_discard_ehlo_keywords",
                    Grammars.list(),
                    "",
                    Scope.FACTORY,
                    "EHLO keywords that are overlooked in the reply of any server.")
            .mirroredAs("lmtp_discard_lhlo_keywords", "");

    /** The tables of ignored EHLO keywords by server address ({@code smtp_discard_ehlo_keyword_address_maps}). */
    public static final Parameter<List<String>> DISCARD_EHLO_KEYWORD_ADDRESS_MAPS = Parameter.implemented(
                    "smtp_discard_ehlo_keyword_address_maps",
                    Grammars.list(),
                    "",
                    Scope.FACTORY,
                    "Tables by server address with the EHLO keywords of that server that are to be overlooked.")
            .mirroredAs("lmtp_discard_lhlo_keyword_address_maps", "");

    /** The tables that rewrite replies ({@code smtp_reply_filter}). */
    public static final Parameter<String> REPLY_FILTER = mirrored(
            "smtp_reply_filter",
            Grammars.text("type:table"),
            "",
            "Tables that rewrite each line of a server's replies before they are read.");

    /** The work-arounds for the CISCO PIX fault ({@code smtp_pix_workarounds}). */
    public static final Parameter<List<String>> PIX_WORKAROUNDS = mirrored(
            "smtp_pix_workarounds",
            Grammars.words(List.of("disable_esmtp", "delay_dotcrlf")),
            "disable_esmtp,delay_dotcrlf",
            "The work-arounds for the CISCO PIX fault.");

    /** The tables of work-arounds for the CISCO PIX fault by server address ({@code smtp_pix_workaround_maps}). */
    public static final Parameter<List<String>> PIX_WORKAROUND_MAPS = mirrored(
            "smtp_pix_workaround_maps",
            Grammars.list(),
            "",
            "Tables by server address with work-arounds for the CISCO PIX fault.");

    /**
     * The age of a mail from which the work-arounds for the CISCO PIX fault are used
     * ({@code smtp_pix_workaround_threshold_time}).
     */
    public static final Parameter<Duration> PIX_WORKAROUND_THRESHOLD_TIME = mirrored(
            "smtp_pix_workaround_threshold_time",
            Grammars.time("s", ZERO),
            "500s",
            "The minimum age of a mail for the work-arounds for the CISCO PIX fault.");

    /** The delay before the final dot to a server with the CISCO PIX fault ({@code smtp_pix_workaround_delay_time}). */
    public static final Parameter<Duration> PIX_WORKAROUND_DELAY_TIME = mirrored(
            "smtp_pix_workaround_delay_time",
            Grammars.time("s", ofSeconds(1)),
            "10s",
            "The pause before the final dot is sent to a firewall with the CISCO PIX fault.");

    /** The switch that quotes local parts in MAIL FROM and RCPT TO ({@code smtp_quote_rfc821_envelope}). */
    public static final Parameter<Boolean> QUOTE_RFC821_ENVELOPE = yesNo(
            "smtp_quote_rfc821_envelope", "yes", "Quotes addresses in MAIL FROM and RCPT TO as the standard requires.");

    /** The switch for content in BDAT (RFC 3030), a parameter of this product ({@code smtp_chunking_enable}). */
    public static final Parameter<Boolean> CHUNKING_ENABLE = yesNo(
            "smtp_chunking_enable", "no", "Sends content with BDAT (RFC 3030) to a server that announces CHUNKING.");

    /**
     * The switch that pipelines RSET with the next MAIL FROM, a parameter of this product ({@code smtp_reset_ahead}).
     */
    public static final Parameter<Boolean> RESET_AHEAD = yesNo(
            "smtp_reset_ahead",
            "no",
            "Sends RSET together with the next MAIL FROM on a reused session to a server that announces PIPELINING.");

    /** The switch for XFORWARD ({@code smtp_send_xforward_command}). */
    public static final Parameter<Boolean> SEND_XFORWARD_COMMAND = yesNo(
            "smtp_send_xforward_command",
            "no",
            "Forwards the original client's name and address with XFORWARD to a server that announces it.");

    /** The time limit of XFORWARD ({@code smtp_xforward_timeout}). */
    public static final Parameter<Duration> XFORWARD_TIMEOUT = mirrored(
            "smtp_xforward_timeout",
            Grammars.time("s", ofSeconds(1)),
            "300s",
            "Time limit for sending XFORWARD and receiving the reply.");

    /** The switch that closes the connection without the reply to QUIT ({@code smtp_skip_quit_response}). */
    public static final Parameter<Boolean> SKIP_QUIT_RESPONSE = Parameter.implemented(
                    "smtp_skip_quit_response",
                    Grammars.bool(),
                    "yes",
                    Scope.FACTORY,
                    "Closes the connection after QUIT without waiting for the reply.")
            .mirroredAs("lmtp_skip_quit_response", "no");

    /** The maximum number of reuses of a session; 0: no limit ({@code smtp_connection_reuse_count_limit}). */
    public static final Parameter<Long> REUSE_COUNT_LIMIT = mirrored(
            "smtp_connection_reuse_count_limit",
            Grammars.integer(0, Integer.MAX_VALUE),
            "0",
            "The maximum number of reuses of a session; 0: no limit.");

    /**
     * The switch that keeps sessions of any destination for its next mail ({@code smtp_connection_cache_on_demand}).
     */
    public static final Parameter<Boolean> CACHE_ON_DEMAND = Parameter.implemented(
                    "smtp_connection_cache_on_demand",
                    Grammars.bool(),
                    "yes",
                    Scope.FACTORY,
                    "Keeps sessions of any destination open for its next mail.")
            .mirroredAs("lmtp_connection_cache_on_demand", "yes");

    /** The destinations whose sessions are always kept for reuse ({@code smtp_connection_cache_destinations}). */
    public static final Parameter<MatchPatterns> CACHE_DESTINATIONS = mirrored(
            "smtp_connection_cache_destinations",
            Grammars.matchList(MatchPatterns.Subject.STRING),
            "",
            "Destinations whose sessions are kept for reuse even without smtp_connection_cache_on_demand.");

    /** The time for which an unused session is kept open ({@code smtp_connection_cache_time_limit}). */
    public static final Parameter<Duration> CACHE_TIME_LIMIT = mirrored(
            "smtp_connection_cache_time_limit",
            Grammars.time("s", ofSeconds(1)),
            "2s",
            "The time for which an unused session is kept open.");

    /** The switch that applies time limits to a whole request ({@code smtp_per_request_deadline}). */
    public static final Parameter<Boolean> PER_REQUEST_DEADLINE = yesNo(
            "smtp_per_request_deadline",
            "${smtp_per_record_deadline?{$smtp_per_record_deadline}:{no}}",
            "Applies the client's time limits to a whole request instead of to each read and write.");

    /** The minimum rate of content in octets per second with a deadline per request ({@code smtp_min_data_rate}). */
    public static final Parameter<Long> MIN_DATA_RATE = mirrored(
            "smtp_min_data_rate",
            Grammars.integer(1, Integer.MAX_VALUE),
            "500",
            "The least rate of content, in octets per second, when smtp_per_request_deadline is on.");

    /** The tables that replace status code and text of an outcome ({@code smtp_delivery_status_filter}). */
    public static final Parameter<List<String>> DELIVERY_STATUS_FILTER = mirrored(
            "smtp_delivery_status_filter",
            Grammars.list(),
            "$default_delivery_status_filter",
            "Tables that replace the status code and text of a delivery's outcome.");

    /** The maximum number of recipients of a delivery ({@code smtp_destination_recipient_limit}). */
    public static final Parameter<Long> DESTINATION_RECIPIENT_LIMIT = mirrored(
            "smtp_destination_recipient_limit",
            Grammars.integer(0, Integer.MAX_VALUE),
            "$default_destination_recipient_limit",
            "The maximum number of recipients of one delivery to the same destination.");

    /** The maximum number of sessions of a delivery; 0: no limit ({@code smtp_mx_session_limit}). */
    public static final Parameter<Long> MX_SESSION_LIMIT = mirrored(
            "smtp_mx_session_limit",
            Grammars.integer(0, Integer.MAX_VALUE),
            "2",
            "The maximum number of sessions, counted from the greeting, per delivery; 0: no limit.");

    /** The switch that takes an LMTP server without DSN for the final delivery ({@code lmtp_assume_final}). */
    public static final Parameter<Boolean> LMTP_ASSUME_FINAL = Parameter.implemented(
            "lmtp_assume_final",
            Grammars.bool(),
            "no",
            Scope.FACTORY,
            "LMTP: takes a server that announces no DSN for the final delivery, in status notifications.");

    /** The switch that treats permanent failures as temporary ({@code soft_bounce}). */
    public static final Parameter<Boolean> SOFT_BOUNCE = Parameter.implemented(
            "soft_bounce",
            Grammars.bool(),
            "no",
            Scope.ADAPTER,
            "Treats permanent failures as temporary ones, a safety net while a configuration is tested.");

    private SmtpSession() {}

    /** Returns all rows of this topic. */
    public static List<Parameter<?>> rows() {
        return List.of(
                SKIP_5XX_GREETING,
                ALWAYS_SEND_EHLO,
                NEVER_SEND_EHLO,
                DISCARD_EHLO_KEYWORDS,
                DISCARD_EHLO_KEYWORD_ADDRESS_MAPS,
                REPLY_FILTER,
                PIX_WORKAROUNDS,
                PIX_WORKAROUND_MAPS,
                PIX_WORKAROUND_THRESHOLD_TIME,
                PIX_WORKAROUND_DELAY_TIME,
                QUOTE_RFC821_ENVELOPE,
                CHUNKING_ENABLE,
                RESET_AHEAD,
                SEND_XFORWARD_COMMAND,
                XFORWARD_TIMEOUT,
                SKIP_QUIT_RESPONSE,
                REUSE_COUNT_LIMIT,
                CACHE_ON_DEMAND,
                CACHE_DESTINATIONS,
                CACHE_TIME_LIMIT,
                PER_REQUEST_DEADLINE,
                MIN_DATA_RATE,
                DELIVERY_STATUS_FILTER,
                DESTINATION_RECIPIENT_LIMIT,
                MX_SESSION_LIMIT,
                LMTP_ASSUME_FINAL,
                SOFT_BOUNCE);
    }

    private static Parameter<Boolean> yesNo(String name, String defaultText, String summary) {
        return mirrored(name, Grammars.bool(), defaultText, summary);
    }

    private static <T> Parameter<T> mirrored(String name, Grammar<T> grammar, String defaultText, String summary) {
        return Parameter.implemented(name, grammar, defaultText, Scope.FACTORY, summary)
                .mirroredAs(name.replace("smtp_", "lmtp_"), defaultText.replace("smtp_", "lmtp_"));
    }
}
