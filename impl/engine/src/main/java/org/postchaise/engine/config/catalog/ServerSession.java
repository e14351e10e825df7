/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.config.catalog;

import java.time.Duration;
import java.util.List;
import org.postchaise.engine.config.MatchPatterns;
import org.postchaise.engine.config.Parameter;

/** The parameters of sessions of the SMTP server. */
public final class ServerSession {
    private static final Table ROWS = Table.of("""
            broken_sasl_auth_clients | bool | - | listener | planned
              Announces AUTH= too, for old clients that need it.
              no
            disable_vrfy_command | bool | - | listener | implemented
              Refuses VRFY.
              no
            smtpd_noop_commands | match:string | - | listener | implemented
              Commands that are answered with "250 Ok" and have no effect.
            strict_rfc821_envelopes | bool | - | listener | implemented
              Requires addresses in MAIL FROM and RCPT TO to be in <> and without comments.
              no
            resolve_null_domain | bool | - | listener | implemented
              Treats "user@" as an address of this system.
              no
            smtpd_reject_unlisted_sender | bool | - | listener | implemented
              Refuses unknown senders of own domains even without a restriction that says so.
              no
            smtpd_sasl_exceptions_networks | match:host | - | listener | planned
              Networks whose clients are not offered AUTH.
            smtpd_discard_ehlo_keyword_address_maps | list | - | listener | implemented
              Tables by client address with EHLO keywords that are not announced to that client.
            smtpd_discard_ehlo_keywords | list | - | listener | implemented
              EHLO keywords that are not announced.
            smtpd_delay_open_until_valid_rcpt | bool | - | listener | implemented
              Starts a mail transaction only at the first valid recipient.
              yes
            smtpd_tls_always_issue_session_ids | bool | - | listener | n/a Java decides about session identifiers
              Issues identifiers for TLS sessions even where sessions are not cached.
              yes
            smtpd_command_filter | list | - | listener | implemented
              Tables of patterns that rewrite a client's command lines before they are read.
            smtpd_per_record_deadline | enum:|yes|no | - | listener | obsolete smtpd_per_request_deadline
              Applies the server's time limits to a whole record.
            receive_override_options | words:no_unknown_recipient_checks|no_address_mappings|no_header_body_checks|no_milters | - | listener | implemented
              Parts of the processing of received mail to leave out: recipient checks, address mappings, milters and the like.
            local_header_rewrite_clients | list | - | listener | implemented
              Clients in whose mail incomplete header addresses are completed with this site's domain.
              permit_inet_interfaces
            authorized_verp_clients | match:host | - | listener | obsolete smtpd_authorized_verp_clients
              Clients that may ask for VERP.
            smtpd_authorized_verp_clients | match:host | - | listener | implemented
              Clients that may ask for return addresses that name the recipient (XVERP).
              $authorized_verp_clients
            smtpd_reject_footer | raw | - | listener | implemented
              Text that is added to every 4xx and 5xx reply.
            smtpd_authorized_xclient_hosts | match:host | - | listener | implemented
              Clients that may use XCLIENT to appear as another client.
            queue_minfree | int:0:9223372036854775807 | - | listener | implemented
              The free space that the file system of the queue must have before mail is accepted, in octets; 0: not checked.
              0
            smtpd_recipient_limit | int:1:2147483647 | - | listener | implemented
              The maximum number of recipients of one mail from a client.
              1000
            smtpd_timeout | time:s:1 | - | listener | implemented
              Time limit for receiving a command and for sending a reply.
              ${stress?{10}:{300}}s
            smtpd_history_flush_threshold | int:1:2147483647 | - | listener | planned
              The maximum number of commands of a session that are remembered for error reports.
              100
            smtpd_peername_lookup | bool | - | listener | implemented
              Looks up and verifies a client's name by DNS.
              yes
            smtpd_client_connection_count_limit | int:0:2147483647 | - | listener | implemented
              The maximum number of simultaneous connections of one client; 0: no limit.
              50
            smtpd_client_connection_rate_limit | int:0:2147483647 | - | listener | implemented
              The maximum number of connections of one client per anvil_rate_time_unit; 0: no limit.
              0
            smtpd_client_message_rate_limit | int:0:2147483647 | - | listener | implemented
              The maximum number of mails from one client per anvil_rate_time_unit; 0: no limit.
              0
            smtpd_client_recipient_rate_limit | int:0:2147483647 | - | listener | implemented
              The maximum number of recipients from one client per anvil_rate_time_unit; 0: no limit.
              0
            smtpd_client_event_limit_exceptions | match:host | - | listener | implemented
              Clients without limits on connections and rates.
              ${smtpd_client_connection_limit_exceptions:$mynetworks}
            smtpd_client_new_tls_session_rate_limit | int:0:2147483647 | - | listener | implemented
              The maximum number of new TLS sessions of one client per anvil_rate_time_unit; 0: no limit.
              0
            smtpd_error_sleep_time | time:s:0 | - | listener | implemented
              The delay of replies to a client that made more than smtpd_soft_error_limit errors.
              1s
            smtpd_soft_error_limit | int:1:2147483647 | - | listener | implemented
              The number of errors of a client after which replies are delayed.
              10
            smtpd_hard_error_limit | int:1:2147483647 | - | listener | implemented
              The number of errors of a client after which it is disconnected.
              ${stress?{1}:{20}}
            smtpd_junk_command_limit | int:1:2147483647 | - | listener | implemented
              The number of commands without mail (NOOP, VRFY, RSET, ETRN) after which more of them count as errors.
              ${stress?{1}:{100}}
            smtpd_recipient_overshoot_limit | int:1:2147483647 | - | listener | implemented
              The number of recipients beyond smtpd_recipient_limit after which each further one counts as an error.
              1000
            smtpd_banner | text! | - | listener | implemented
              The text after 220 in the greeting.
              $myhostname ESMTP $mail_name
            smtpd_forbidden_commands | match:string | - | listener | implemented
              Commands that end the session at once, since no mail client sends them.
              CONNECT GET POST regexp:{{/^[^A-Z]/ Bogus}}
            smtpd_client_port_logging | bool | - | listener | implemented
              Logs the client's port too.
              no
            smtpd_per_request_deadline | bool | - | listener | implemented
              Applies the server's time limits to a whole request instead of to each read and write.
              ${smtpd_per_record_deadline?{$smtpd_per_record_deadline}:{${stress?{yes}:{no}}}}
            smtpd_min_data_rate | int:1:2147483647 | - | listener | implemented
              The least rate of content, in octets per second, when smtpd_per_request_deadline is on.
              500
            smtpd_relay_restrictions | list | - | listener | implemented
              Restrictions to apply to RCPT TO that decide who may send through this system.
              ${{$compatibility_level} <level {1} ? {} : {permit_mynetworks, permit_sasl_authenticated, defer_unauth_destination}}
            smtpd_forbid_bare_newline | enum:no|yes|normalize|reject|note | - | listener | implemented
              The treatment of lines that end with LF alone, which permit SMTP smuggling; yes is normalize.
              normalize
            smtpd_forbid_unauth_pipelining | bool | - | listener | implemented
              Disconnects a client that sends ahead where it must wait.
              no
            smtpd_sasl_service | text! | - | listener | planned
              The service name for the SASL library.
              smtp
            smtpd_dns_reply_filter | list | - | listener | planned
              Tables of patterns that act on the records that DNS returned to the server.
            smtpd_client_auth_rate_limit | int:0:2147483647 | - | listener | implemented
              The maximum number of AUTH commands from one client per anvil_rate_time_unit; 0: no limit.
              0
            smtpd_client_ipv4_prefix_length | int:0:32 | - | listener | implemented
              The number of leading bits of an IPv4 address that identify a client for limits.
              32
            smtpd_client_ipv6_prefix_length | int:0:2147483647 | - | listener | implemented
              The number of leading bits of an IPv6 address that identify a client for limits.
              84
            smtpd_upstream_proxy_protocol | enum:|haproxy | - | listener | implemented
              The protocol by which a proxy in front tells who the client is; empty: there is none.
            smtpd_upstream_proxy_timeout | time:s:1 | - | listener | implemented
              Time limit for that message of the proxy.
              5s
            stress | text | - | listener | planned
              Not empty while all server processes are busy, which makes limits tighter.
            smtpd_client_connection_limit_exceptions | match:host | - | listener | obsolete smtpd_client_event_limit_exceptions
              Clients without limits on connections.
            anvil_rate_time_unit | time:s:1 | - | listener | implemented
              The time over which rates of clients are counted.
              60s
            smtpd_forbid_bare_newline_exclusions | match:host | - | listener | implemented
              Clients whose lines may end with LF alone.
              $mynetworks
            smtpd_forbid_bare_newline_reject_code | int:400:599 | - | listener | implemented
              The reply code of smtpd_forbid_bare_newline = reject.
              550
            smtpd_reject_footer_maps | list | - | listener | implemented
              Tables by reply with the text that is added to that reply; they come before smtpd_reject_footer.
            smtpd_log_access_permit_actions | match:string | - | listener | planned
              The access table actions, of those that permit, that are logged.
            smtpd_sasl_mechanism_filter | match:string | - | listener | planned
              The login mechanisms that may be offered.
              !external, static:rest
            smtpd_sasl_response_limit | int:1:2147483647 | - | listener | planned
              The maximum length of a client's response in a login, in octets.
              12288
            smtpd_hide_client_session | bool | - | listener | planned
              Leaves name and address of the client out of the Received header.
              no
            enable_long_queue_ids | bool | - | listener | implemented
              Makes queue ids that are never used again, with the time in them.
              no
            postscreen_greet_wait | time:s:1 | - | listener | implemented
              The time for which a client must not speak before its greeting; the test is made only if this is set.
              ${stress?{2}:{6}}s
            postscreen_greet_action | enum:ignore|enforce|drop | - | listener | implemented
              The action on a client that speaks before its greeting: ignore logs it, the others disconnect it.
              ignore
            postscreen_greet_banner | text | - | listener | implemented
              The first line of the greeting, for the time of postscreen_greet_wait; empty: none.
              $smtpd_banner
            default_process_limit | int:1:2147483647 | - | adapter | implemented
              The number of threads of a listener's sessions, where session_threads does not say otherwise.
              100
            max_sessions | int:1:2147483647 | - | adapter | implemented
              The maximum number of open sessions of all listeners; further clients hear 421.
              10000
            session_threads | int:1:2147483647 | - | adapter | implemented
              The number of threads for the sessions of all listeners; sessions that wait for their clients need none.
              $default_process_limit
            drain_time | time:s:0 | - | adapter | implemented
              The time that open mail transactions have to end when a listener stops.
              20s
            intake_memory | int:1:9223372036854775807 | - | adapter | implemented
              The maximum number of octets of mail in memory of all sessions together.
              67108864
            memory_limit | int:0:2147483647 | - | listener | implemented
              The number of octets of one mail that stay in memory; more go to a file.
              65536
            spool_directory | text | - | listener | implemented
              The directory of the unnamed files that hold large mail; empty: the directory for temporary files.
            in_flow_delay | time:s:0 | - | listener | ignored mail is handed on at once, so there is no queue to slow down
              The pause for each mail while mail arrives faster than it leaves.
              1s
            smtpd_service_name | text! | - | listener | n/a there are no Postfix processes to name
              The name of the service behind postscreen.
              smtpd
            """);

    /** The switch {@code broken_sasl_auth_clients}: announces AUTH= too, for old clients that need it. */
    public static final Parameter<Boolean> BROKEN_SASL_AUTH_CLIENTS = ROWS.bool("broken_sasl_auth_clients");

    /** The switch {@code disable_vrfy_command}: refuses VRFY. */
    public static final Parameter<Boolean> DISABLE_VRFY_COMMAND = ROWS.bool("disable_vrfy_command");

    /** The match list {@code smtpd_noop_commands}: commands that are answered with "250 Ok" and have no effect. */
    public static final Parameter<MatchPatterns> SMTPD_NOOP_COMMANDS = ROWS.matchList("smtpd_noop_commands");

    /**
     * The switch {@code strict_rfc821_envelopes}: requires addresses in MAIL FROM and RCPT TO to be in <> and without
     * comments.
     */
    public static final Parameter<Boolean> STRICT_RFC821_ENVELOPES = ROWS.bool("strict_rfc821_envelopes");

    /** The switch {@code resolve_null_domain}: treats "user@" as an address of this system. */
    public static final Parameter<Boolean> RESOLVE_NULL_DOMAIN = ROWS.bool("resolve_null_domain");

    /**
     * The switch {@code smtpd_reject_unlisted_sender}: refuses unknown senders of own domains even without a
     * restriction that says so.
     */
    public static final Parameter<Boolean> SMTPD_REJECT_UNLISTED_SENDER = ROWS.bool("smtpd_reject_unlisted_sender");

    /** The match list {@code smtpd_sasl_exceptions_networks}: networks whose clients are not offered AUTH. */
    public static final Parameter<MatchPatterns> SMTPD_SASL_EXCEPTIONS_NETWORKS =
            ROWS.matchList("smtpd_sasl_exceptions_networks");

    /**
     * The list {@code smtpd_discard_ehlo_keyword_address_maps}: tables by client address with EHLO keywords that are
     * not announced to that client.
     */
    public static final Parameter<List<String>> SMTPD_DISCARD_EHLO_KEYWORD_ADDRESS_MAPS =
            ROWS.list("smtpd_discard_ehlo_keyword_address_maps");

    /** The list {@code smtpd_discard_ehlo_keywords}: EHLO keywords that are not announced. */
    public static final Parameter<List<String>> SMTPD_DISCARD_EHLO_KEYWORDS = ROWS.list("smtpd_discard_ehlo_keywords");

    /**
     * The switch {@code smtpd_delay_open_until_valid_rcpt}: starts a mail transaction only at the first valid
     * recipient.
     */
    public static final Parameter<Boolean> SMTPD_DELAY_OPEN_UNTIL_VALID_RCPT =
            ROWS.bool("smtpd_delay_open_until_valid_rcpt");

    /**
     * The list {@code smtpd_command_filter}: tables of patterns that rewrite a client's command lines before they are
     * read.
     */
    public static final Parameter<List<String>> SMTPD_COMMAND_FILTER = ROWS.list("smtpd_command_filter");

    /**
     * The list {@code receive_override_options}: parts of the processing of received mail to leave out: recipient
     * checks, address mappings, milters and the like.
     */
    public static final Parameter<List<String>> RECEIVE_OVERRIDE_OPTIONS = ROWS.list("receive_override_options");

    /**
     * The list {@code local_header_rewrite_clients}: clients in whose mail incomplete header addresses are completed
     * with this site's domain.
     */
    public static final Parameter<List<String>> LOCAL_HEADER_REWRITE_CLIENTS =
            ROWS.list("local_header_rewrite_clients");

    /**
     * The match list {@code smtpd_authorized_verp_clients}: clients that may ask for return addresses that name the
     * recipient (XVERP).
     */
    public static final Parameter<MatchPatterns> SMTPD_AUTHORIZED_VERP_CLIENTS =
            ROWS.matchList("smtpd_authorized_verp_clients");

    /** The text {@code smtpd_reject_footer}: text that is added to every 4xx and 5xx reply. */
    public static final Parameter<String> SMTPD_REJECT_FOOTER = ROWS.text("smtpd_reject_footer");

    /**
     * The match list {@code smtpd_authorized_xclient_hosts}: clients that may use XCLIENT to appear as another
     * client.
     */
    public static final Parameter<MatchPatterns> SMTPD_AUTHORIZED_XCLIENT_HOSTS =
            ROWS.matchList("smtpd_authorized_xclient_hosts");

    /**
     * The number {@code queue_minfree}: the free space that the file system of the queue must have before mail is
     * accepted, in octets; 0: not checked.
     */
    public static final Parameter<Long> QUEUE_MINFREE = ROWS.number("queue_minfree");

    /** The number {@code smtpd_recipient_limit}: the maximum number of recipients of one mail from a client. */
    public static final Parameter<Long> SMTPD_RECIPIENT_LIMIT = ROWS.number("smtpd_recipient_limit");

    /** The time {@code smtpd_timeout}: time limit for receiving a command and for sending a reply. */
    public static final Parameter<Duration> SMTPD_TIMEOUT = ROWS.time("smtpd_timeout");

    /** The switch {@code smtpd_peername_lookup}: looks up and verifies a client's name by DNS. */
    public static final Parameter<Boolean> SMTPD_PEERNAME_LOOKUP = ROWS.bool("smtpd_peername_lookup");

    /**
     * The number {@code smtpd_client_connection_count_limit}: the maximum number of simultaneous connections of one
     * client; 0: no limit.
     */
    public static final Parameter<Long> SMTPD_CLIENT_CONNECTION_COUNT_LIMIT =
            ROWS.number("smtpd_client_connection_count_limit");

    /**
     * The number {@code smtpd_client_connection_rate_limit}: the maximum number of connections of one client per
     * anvil_rate_time_unit; 0: no limit.
     */
    public static final Parameter<Long> SMTPD_CLIENT_CONNECTION_RATE_LIMIT =
            ROWS.number("smtpd_client_connection_rate_limit");

    /**
     * The number {@code smtpd_client_message_rate_limit}: the maximum number of mails from one client per
     * anvil_rate_time_unit; 0: no limit.
     */
    public static final Parameter<Long> SMTPD_CLIENT_MESSAGE_RATE_LIMIT =
            ROWS.number("smtpd_client_message_rate_limit");

    /**
     * The number {@code smtpd_client_recipient_rate_limit}: the maximum number of recipients from one client per
     * anvil_rate_time_unit; 0: no limit.
     */
    public static final Parameter<Long> SMTPD_CLIENT_RECIPIENT_RATE_LIMIT =
            ROWS.number("smtpd_client_recipient_rate_limit");

    /** The match list {@code smtpd_client_event_limit_exceptions}: clients without limits on connections and rates. */
    public static final Parameter<MatchPatterns> SMTPD_CLIENT_EVENT_LIMIT_EXCEPTIONS =
            ROWS.matchList("smtpd_client_event_limit_exceptions");

    /**
     * The number {@code smtpd_client_new_tls_session_rate_limit}: the maximum number of new TLS sessions of one
     * client per anvil_rate_time_unit; 0: no limit.
     */
    public static final Parameter<Long> SMTPD_CLIENT_NEW_TLS_SESSION_RATE_LIMIT =
            ROWS.number("smtpd_client_new_tls_session_rate_limit");

    /**
     * The time {@code smtpd_error_sleep_time}: the delay of replies to a client that made more than
     * smtpd_soft_error_limit errors.
     */
    public static final Parameter<Duration> SMTPD_ERROR_SLEEP_TIME = ROWS.time("smtpd_error_sleep_time");

    /** The number {@code smtpd_soft_error_limit}: the number of errors of a client after which replies are delayed. */
    public static final Parameter<Long> SMTPD_SOFT_ERROR_LIMIT = ROWS.number("smtpd_soft_error_limit");

    /** The number {@code smtpd_hard_error_limit}: the number of errors of a client after which it is disconnected. */
    public static final Parameter<Long> SMTPD_HARD_ERROR_LIMIT = ROWS.number("smtpd_hard_error_limit");

    /**
     * The number {@code smtpd_junk_command_limit}: the number of commands without mail (NOOP, VRFY, RSET, ETRN) after
     * which more of them count as errors.
     */
    public static final Parameter<Long> SMTPD_JUNK_COMMAND_LIMIT = ROWS.number("smtpd_junk_command_limit");

    /**
     * The number {@code smtpd_recipient_overshoot_limit}: the number of recipients beyond smtpd_recipient_limit after
     * which each further one counts as an error.
     */
    public static final Parameter<Long> SMTPD_RECIPIENT_OVERSHOOT_LIMIT =
            ROWS.number("smtpd_recipient_overshoot_limit");

    /** The text {@code smtpd_banner}: the text after 220 in the greeting. */
    public static final Parameter<String> SMTPD_BANNER = ROWS.text("smtpd_banner");

    /**
     * The match list {@code smtpd_forbidden_commands}: commands that end the session at once, since no mail client
     * sends them.
     */
    public static final Parameter<MatchPatterns> SMTPD_FORBIDDEN_COMMANDS = ROWS.matchList("smtpd_forbidden_commands");

    /** The switch {@code smtpd_client_port_logging}: logs the client's port too. */
    public static final Parameter<Boolean> SMTPD_CLIENT_PORT_LOGGING = ROWS.bool("smtpd_client_port_logging");

    /**
     * The switch {@code smtpd_per_request_deadline}: applies the server's time limits to a whole request instead of
     * to each read and write.
     */
    public static final Parameter<Boolean> SMTPD_PER_REQUEST_DEADLINE = ROWS.bool("smtpd_per_request_deadline");

    /**
     * The number {@code smtpd_min_data_rate}: the least rate of content, in octets per second, when
     * smtpd_per_request_deadline is on.
     */
    public static final Parameter<Long> SMTPD_MIN_DATA_RATE = ROWS.number("smtpd_min_data_rate");

    /**
     * The list {@code smtpd_relay_restrictions}: restrictions to apply to RCPT TO that decide who may send through
     * this system.
     */
    public static final Parameter<List<String>> SMTPD_RELAY_RESTRICTIONS = ROWS.list("smtpd_relay_restrictions");

    /**
     * The text {@code smtpd_forbid_bare_newline}: the treatment of lines that end with LF alone, which permit SMTP
     * smuggling.
     */
    public static final Parameter<String> SMTPD_FORBID_BARE_NEWLINE = ROWS.text("smtpd_forbid_bare_newline");

    /** The switch {@code smtpd_forbid_unauth_pipelining}: disconnects a client that sends ahead where it must wait. */
    public static final Parameter<Boolean> SMTPD_FORBID_UNAUTH_PIPELINING = ROWS.bool("smtpd_forbid_unauth_pipelining");

    /** The text {@code smtpd_sasl_service}: the service name for the SASL library. */
    public static final Parameter<String> SMTPD_SASL_SERVICE = ROWS.text("smtpd_sasl_service");

    /**
     * The list {@code smtpd_dns_reply_filter}: tables of patterns that act on the records that DNS returned to the
     * server.
     */
    public static final Parameter<List<String>> SMTPD_DNS_REPLY_FILTER = ROWS.list("smtpd_dns_reply_filter");

    /**
     * The number {@code smtpd_client_auth_rate_limit}: the maximum number of AUTH commands from one client per
     * anvil_rate_time_unit; 0: no limit.
     */
    public static final Parameter<Long> SMTPD_CLIENT_AUTH_RATE_LIMIT = ROWS.number("smtpd_client_auth_rate_limit");

    /**
     * The number {@code smtpd_client_ipv4_prefix_length}: the number of leading bits of an IPv4 address that identify
     * a client for limits.
     */
    public static final Parameter<Long> SMTPD_CLIENT_IPV4_PREFIX_LENGTH =
            ROWS.number("smtpd_client_ipv4_prefix_length");

    /**
     * The number {@code smtpd_client_ipv6_prefix_length}: the number of leading bits of an IPv6 address that identify
     * a client for limits.
     */
    public static final Parameter<Long> SMTPD_CLIENT_IPV6_PREFIX_LENGTH =
            ROWS.number("smtpd_client_ipv6_prefix_length");

    /**
     * The choice {@code smtpd_upstream_proxy_protocol}: the protocol by which a proxy in front tells who the client
     * is; empty: there is none.
     */
    public static final Parameter<String> SMTPD_UPSTREAM_PROXY_PROTOCOL = ROWS.text("smtpd_upstream_proxy_protocol");

    /** The time {@code smtpd_upstream_proxy_timeout}: time limit for that message of the proxy. */
    public static final Parameter<Duration> SMTPD_UPSTREAM_PROXY_TIMEOUT = ROWS.time("smtpd_upstream_proxy_timeout");

    /** The text {@code stress}: not empty while all server processes are busy, which makes limits tighter. */
    public static final Parameter<String> STRESS = ROWS.text("stress");

    /** The time {@code anvil_rate_time_unit}: the time over which rates of clients are counted. */
    public static final Parameter<Duration> ANVIL_RATE_TIME_UNIT = ROWS.time("anvil_rate_time_unit");

    /** The match list {@code smtpd_forbid_bare_newline_exclusions}: clients whose lines may end with LF alone. */
    public static final Parameter<MatchPatterns> SMTPD_FORBID_BARE_NEWLINE_EXCLUSIONS =
            ROWS.matchList("smtpd_forbid_bare_newline_exclusions");

    /**
     * The number {@code smtpd_forbid_bare_newline_reject_code}: the reply code of smtpd_forbid_bare_newline = reject.
     */
    public static final Parameter<Long> SMTPD_FORBID_BARE_NEWLINE_REJECT_CODE =
            ROWS.number("smtpd_forbid_bare_newline_reject_code");

    /**
     * The list {@code smtpd_reject_footer_maps}: tables by reply with the text that is added to that reply; they come
     * before smtpd_reject_footer.
     */
    public static final Parameter<List<String>> SMTPD_REJECT_FOOTER_MAPS = ROWS.list("smtpd_reject_footer_maps");

    /**
     * The match list {@code smtpd_log_access_permit_actions}: the access table actions, of those that permit, that
     * are logged.
     */
    public static final Parameter<MatchPatterns> SMTPD_LOG_ACCESS_PERMIT_ACTIONS =
            ROWS.matchList("smtpd_log_access_permit_actions");

    /** The match list {@code smtpd_sasl_mechanism_filter}: the login mechanisms that may be offered. */
    public static final Parameter<MatchPatterns> SMTPD_SASL_MECHANISM_FILTER =
            ROWS.matchList("smtpd_sasl_mechanism_filter");

    /**
     * The number {@code smtpd_sasl_response_limit}: the maximum length of a client's response in a login, in octets.
     */
    public static final Parameter<Long> SMTPD_SASL_RESPONSE_LIMIT = ROWS.number("smtpd_sasl_response_limit");

    /**
     * The switch {@code smtpd_hide_client_session}: leaves name and address of the client out of the Received header.
     */
    public static final Parameter<Boolean> SMTPD_HIDE_CLIENT_SESSION = ROWS.bool("smtpd_hide_client_session");

    /** The switch {@code enable_long_queue_ids}: makes queue ids that are never used again, with the time in them. */
    public static final Parameter<Boolean> ENABLE_LONG_QUEUE_IDS = ROWS.bool("enable_long_queue_ids");

    /** The time {@code postscreen_greet_wait}: the time for which a client must not speak before its greeting. */
    public static final Parameter<Duration> POSTSCREEN_GREET_WAIT = ROWS.time("postscreen_greet_wait");

    /** The choice {@code postscreen_greet_action}: the action on a client that speaks before its greeting. */
    public static final Parameter<String> POSTSCREEN_GREET_ACTION = ROWS.text("postscreen_greet_action");

    /** The text {@code postscreen_greet_banner}: the first line of the greeting, for the time of postscreen_greet_wait. */
    public static final Parameter<String> POSTSCREEN_GREET_BANNER = ROWS.text("postscreen_greet_banner");

    /**
     * The number {@code default_process_limit}: the number of threads of a listener's sessions, where session_threads
     * does not say otherwise.
     */
    public static final Parameter<Long> DEFAULT_PROCESS_LIMIT = ROWS.number("default_process_limit");

    /**
     * The number {@code max_sessions}: the maximum number of open sessions of all listeners; further clients hear
     * 421.
     */
    public static final Parameter<Long> MAX_SESSIONS = ROWS.number("max_sessions");

    /**
     * The number {@code session_threads}: the number of threads for the sessions of all listeners; sessions that wait
     * for their clients need none.
     */
    public static final Parameter<Long> SESSION_THREADS = ROWS.number("session_threads");

    /** The time {@code drain_time}: the time that open mail transactions have to end when a listener stops. */
    public static final Parameter<Duration> DRAIN_TIME = ROWS.time("drain_time");

    /** The number {@code intake_memory}: the maximum number of octets of mail in memory of all sessions together. */
    public static final Parameter<Long> INTAKE_MEMORY = ROWS.number("intake_memory");

    /** The number {@code memory_limit}: the number of octets of one mail that stay in memory; more go to a file. */
    public static final Parameter<Long> MEMORY_LIMIT = ROWS.number("memory_limit");

    /**
     * The text {@code spool_directory}: the directory of the unnamed files that hold large mail; empty: the directory
     * for temporary files.
     */
    public static final Parameter<String> SPOOL_DIRECTORY = ROWS.text("spool_directory");

    private ServerSession() {}

    /** Returns all rows of this topic, parsed by {@link Table}. */
    static List<Parameter<?>> rows() {
        return ROWS.rows();
    }
}
