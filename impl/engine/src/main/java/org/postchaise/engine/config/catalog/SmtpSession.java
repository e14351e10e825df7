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

/** The rules of an SMTP or LMTP client's dialogue, smtp(8). */
public final class SmtpSession {
    /** Greeting with 5xx. */
    public static final Parameter<Boolean> SKIP_5XX_GREETING =
            yesNo("smtp_skip_5xx_greeting", "yes", "Whether the next host is tried when one greets with a 5xx reply.");

    /** EHLO without an invitation. */
    public static final Parameter<Boolean> ALWAYS_SEND_EHLO = Parameter.implemented(
            "smtp_always_send_ehlo",
            Grammars.bool(),
            "yes",
            Scope.FACTORY,
            "Whether to begin with EHLO also where the greeting does not say ESMTP.");

    /** HELO only. */
    public static final Parameter<Boolean> NEVER_SEND_EHLO = Parameter.implemented(
            "smtp_never_send_ehlo",
            Grammars.bool(),
            "no",
            Scope.FACTORY,
            "Whether to begin with HELO and so to do without any SMTP extension.");

    /** Overlooked keywords. */
    public static final Parameter<List<String>> DISCARD_EHLO_KEYWORDS = Parameter.implemented(
                    "smtp_discard_ehlo_keywords",
                    Grammars.list(),
                    "",
                    Scope.FACTORY,
                    "EHLO keywords that are overlooked in the reply of any server.")
            .mirroredAs("lmtp_discard_lhlo_keywords", "");

    /** Overlooked keywords by server. */
    public static final Parameter<List<String>> DISCARD_EHLO_KEYWORD_ADDRESS_MAPS = Parameter.implemented(
                    "smtp_discard_ehlo_keyword_address_maps",
                    Grammars.list(),
                    "",
                    Scope.FACTORY,
                    "Tables by server address with the EHLO keywords of that server that are to be overlooked.")
            .mirroredAs("lmtp_discard_lhlo_keyword_address_maps", "");

    /** Replies rewritten. */
    public static final Parameter<String> REPLY_FILTER = mirrored(
            "smtp_reply_filter",
            Grammars.text("type:table"),
            "",
            "Tables that rewrite each line of a server's replies before they are read.");

    /** PIX: which. */
    public static final Parameter<List<String>> PIX_WORKAROUNDS = mirrored(
            "smtp_pix_workarounds",
            Grammars.words(List.of("disable_esmtp", "delay_dotcrlf")),
            "disable_esmtp,delay_dotcrlf",
            "The work-arounds for the CISCO PIX fault.");

    /** PIX: which, by server. */
    public static final Parameter<List<String>> PIX_WORKAROUND_MAPS = mirrored(
            "smtp_pix_workaround_maps",
            Grammars.list(),
            "",
            "Tables by server address with work-arounds for the CISCO PIX fault.");

    /** PIX: from when on. */
    public static final Parameter<Duration> PIX_WORKAROUND_THRESHOLD_TIME = mirrored(
            "smtp_pix_workaround_threshold_time",
            Grammars.time("s", ZERO),
            "500s",
            "How old a mail must be before the work-arounds for the CISCO PIX fault are used.");

    /** PIX: how long. */
    public static final Parameter<Duration> PIX_WORKAROUND_DELAY_TIME = mirrored(
            "smtp_pix_workaround_delay_time",
            Grammars.time("s", ofSeconds(1)),
            "10s",
            "How long to wait before the final dot is sent to a firewall with the CISCO PIX fault.");

    /** Local parts. */
    public static final Parameter<Boolean> QUOTE_RFC821_ENVELOPE = yesNo(
            "smtp_quote_rfc821_envelope",
            "yes",
            "Whether addresses in MAIL FROM and RCPT TO are quoted as the standard asks.");

    /** BDAT; ours. */
    public static final Parameter<Boolean> CHUNKING_ENABLE = yesNo(
            "smtp_chunking_enable",
            "no",
            "Whether content is sent with BDAT (RFC 3030) to a server that announces CHUNKING.");

    /** RSET of a session that is used again; ours. */
    public static final Parameter<Boolean> RESET_AHEAD = yesNo(
            "smtp_reset_ahead",
            "no",
            "Whether the RSET that begins another mail on a session goes out together with its MAIL FROM, to a server that announces PIPELINING.");

    /** XFORWARD. */
    public static final Parameter<Boolean> SEND_XFORWARD_COMMAND = yesNo(
            "smtp_send_xforward_command",
            "no",
            "Whether the original client's name and address are sent on with XFORWARD to a server that announces it.");

    /** XFORWARD. */
    public static final Parameter<Duration> XFORWARD_TIMEOUT = mirrored(
            "smtp_xforward_timeout",
            Grammars.time("s", ofSeconds(1)),
            "300s",
            "Time limit for sending XFORWARD and receiving the reply.");

    /** QUIT. */
    public static final Parameter<Boolean> SKIP_QUIT_RESPONSE = Parameter.implemented(
                    "smtp_skip_quit_response",
                    Grammars.bool(),
                    "yes",
                    Scope.FACTORY,
                    "Whether to hang up after QUIT without waiting for the reply.")
            .mirroredAs("lmtp_skip_quit_response", "no");

    /** Reuse. */
    public static final Parameter<Long> REUSE_COUNT_LIMIT = mirrored(
            "smtp_connection_reuse_count_limit",
            Grammars.integer(0, Integer.MAX_VALUE),
            "0",
            "How often a session may be used again; 0: no limit.");

    /** Reuse: when there is more mail. */
    public static final Parameter<Boolean> CACHE_ON_DEMAND = Parameter.implemented(
                    "smtp_connection_cache_on_demand",
                    Grammars.bool(),
                    "yes",
                    Scope.FACTORY,
                    "Whether sessions of any destination are kept for its next mail.")
            .mirroredAs("lmtp_connection_cache_on_demand", "yes");

    /** Reuse: always. */
    public static final Parameter<MatchPatterns> CACHE_DESTINATIONS = mirrored(
            "smtp_connection_cache_destinations",
            Grammars.matchList(MatchPatterns.Subject.STRING),
            "",
            "Destinations whose sessions are kept for reuse even without smtp_connection_cache_on_demand.");

    /** Reuse: how long. */
    public static final Parameter<Duration> CACHE_TIME_LIMIT = mirrored(
            "smtp_connection_cache_time_limit",
            Grammars.time("s", ofSeconds(1)),
            "2s",
            "How long an unused session is kept open.");

    /** Deadlines. */
    public static final Parameter<Boolean> PER_REQUEST_DEADLINE = yesNo(
            "smtp_per_request_deadline",
            "${smtp_per_record_deadline?{$smtp_per_record_deadline}:{no}}",
            "Whether the client's time limits count for a whole request, not for each read and write.");

    /** Deadlines. */
    public static final Parameter<Long> MIN_DATA_RATE = mirrored(
            "smtp_min_data_rate",
            Grammars.integer(1, Integer.MAX_VALUE),
            "500",
            "The least rate of content, in octets per second, when smtp_per_request_deadline is on.");

    /** Outcomes rewritten. */
    public static final Parameter<List<String>> DELIVERY_STATUS_FILTER = mirrored(
            "smtp_delivery_status_filter",
            Grammars.list(),
            "$default_delivery_status_filter",
            "Tables that replace the status code and text of a delivery's outcome.");

    /** Recipients of a transaction. */
    public static final Parameter<Long> DESTINATION_RECIPIENT_LIMIT = mirrored(
            "smtp_destination_recipient_limit",
            Grammars.integer(0, Integer.MAX_VALUE),
            "$default_destination_recipient_limit",
            "How many recipients one delivery to the same destination may have.");

    /** Hosts. */
    public static final Parameter<Long> MX_SESSION_LIMIT = mirrored(
            "smtp_mx_session_limit",
            Grammars.integer(0, Integer.MAX_VALUE),
            "2",
            "How many sessions, counted from the greeting, are tried per delivery; 0: no limit.");

    /** LMTP: who is the last. */
    public static final Parameter<Boolean> LMTP_ASSUME_FINAL = Parameter.implemented(
            "lmtp_assume_final",
            Grammars.bool(),
            "no",
            Scope.FACTORY,
            "LMTP: whether a server that announces no DSN is taken to be the final delivery, for status notifications.");

    /** Nothing bounces. */
    public static final Parameter<Boolean> SOFT_BOUNCE = Parameter.implemented(
            "soft_bounce",
            Grammars.bool(),
            "no",
            Scope.ADAPTER,
            "Whether permanent failures are treated as temporary ones: a safety net while a configuration is tested.");

    private SmtpSession() {}

    /** All rows of this topic. */
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
