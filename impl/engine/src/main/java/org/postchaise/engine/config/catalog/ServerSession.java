/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.config.catalog;

import java.util.List;
import org.postchaise.engine.config.Parameter;

/** The parameters of sessions of the SMTP server that code does not read yet, or never will. */
final class ServerSession {
    private static final List<Parameter<?>> ROWS = Table.parse("""
            broken_sasl_auth_clients | bool | - | listener | planned
              Announces AUTH= too, for old clients that need it.
              no
            disable_vrfy_command | bool | - | listener | planned
              Refuses VRFY.
              no
            smtpd_noop_commands | match:string | - | listener | planned
              Commands that are answered with "250 Ok" and have no effect.
            strict_rfc821_envelopes | bool | - | listener | planned
              Requires addresses in MAIL FROM and RCPT TO to be in <> and without comments.
              no
            resolve_null_domain | bool | - | listener | planned
              Treats "user@" as an address of this system.
              no
            smtpd_reject_unlisted_sender | bool | - | listener | planned
              Refuses unknown senders of own domains even without a restriction that says so.
              no
            smtpd_sasl_exceptions_networks | match:host | - | listener | planned
              Networks whose clients are not offered AUTH.
            smtpd_discard_ehlo_keyword_address_maps | list | - | listener | planned
              Tables by client address with EHLO keywords that are not announced to that client.
            smtpd_discard_ehlo_keywords | list | - | listener | planned
              EHLO keywords that are not announced.
            smtpd_delay_open_until_valid_rcpt | bool | - | listener | planned
              Starts a mail transaction only at the first valid recipient.
              yes
            smtpd_tls_always_issue_session_ids | bool | - | listener | n/a Java decides about session identifiers
              Issues identifiers for TLS sessions even where sessions are not cached.
              yes
            smtpd_command_filter | text | - | listener | planned
              Tables of patterns that rewrite a client's command lines before they are read.
            smtpd_per_record_deadline | enum:|yes|no | - | listener | obsolete smtpd_per_request_deadline
              Applies the server's time limits to a whole record.
            receive_override_options | words:no_unknown_recipient_checks|no_address_mappings|no_header_body_checks|no_milters | - | listener | planned
              Parts of the processing of received mail to leave out: recipient checks, address mappings, milters and the like.
            local_header_rewrite_clients | list | - | listener | planned
              Clients in whose mail incomplete header addresses are completed with this site's domain.
              permit_inet_interfaces
            authorized_verp_clients | match:host | - | listener | obsolete smtpd_authorized_verp_clients
              Clients that may ask for VERP.
              $mynetworks
            smtpd_authorized_verp_clients | match:host | - | listener | planned
              Clients that may ask for return addresses that name the recipient (XVERP).
              $authorized_verp_clients
            smtpd_reject_footer | raw | - | listener | planned
              Text that is added to every 4xx and 5xx reply.
            smtpd_authorized_xclient_hosts | match:host | - | listener | planned
              Clients that may use XCLIENT to appear as another client.
            queue_minfree | int:0:9223372036854775807 | - | listener | planned
              The free space that the file system of the queue must have before mail is accepted, in octets; 0: not checked.
              0
            smtpd_recipient_limit | int:1:2147483647 | - | listener | planned
              The maximum number of recipients of one mail from a client.
              1000
            smtpd_timeout | time:s:1 | - | listener | planned
              Time limit for receiving a command and for sending a reply.
              ${stress?{10}:{300}}s
            smtpd_history_flush_threshold | int:1:2147483647 | - | listener | planned
              The maximum number of commands of a session that are remembered for error reports.
              100
            smtpd_peername_lookup | bool | - | listener | planned
              Looks up and verifies a client's name by DNS.
              yes
            smtpd_client_connection_count_limit | int:0:2147483647 | - | listener | planned
              The maximum number of simultaneous connections of one client; 0: no limit.
              50
            smtpd_client_connection_rate_limit | int:0:2147483647 | - | listener | planned
              The maximum number of connections of one client per anvil_rate_time_unit; 0: no limit.
              0
            smtpd_client_message_rate_limit | int:0:2147483647 | - | listener | planned
              The maximum number of mails from one client per anvil_rate_time_unit; 0: no limit.
              0
            smtpd_client_recipient_rate_limit | int:0:2147483647 | - | listener | planned
              The maximum number of recipients from one client per anvil_rate_time_unit; 0: no limit.
              0
            smtpd_client_event_limit_exceptions | match:host | - | listener | planned
              Clients without limits on connections and rates.
              ${smtpd_client_connection_limit_exceptions:$mynetworks}
            smtpd_client_new_tls_session_rate_limit | int:0:2147483647 | - | listener | planned
              The maximum number of new TLS sessions of one client per anvil_rate_time_unit; 0: no limit.
              0
            smtpd_error_sleep_time | time:s:0 | - | listener | planned
              The delay of replies to a client that made more than smtpd_soft_error_limit errors.
              1s
            smtpd_soft_error_limit | int:1:2147483647 | - | listener | planned
              The number of errors of a client after which replies are delayed.
              10
            smtpd_hard_error_limit | int:1:2147483647 | - | listener | planned
              The number of errors of a client after which it is disconnected.
              ${stress?{1}:{20}}
            smtpd_junk_command_limit | int:1:2147483647 | - | listener | planned
              The number of commands without mail (NOOP, VRFY, RSET, ETRN) after which more of them count as errors.
              ${stress?{1}:{100}}
            smtpd_recipient_overshoot_limit | int:1:2147483647 | - | listener | planned
              The number of recipients beyond smtpd_recipient_limit after which each further one counts as an error.
              1000
            smtpd_banner | text! | - | listener | planned
              The text after 220 in the greeting.
              $myhostname ESMTP $mail_name
            smtpd_forbidden_commands | match:string | - | listener | planned
              Commands that end the session at once, since no mail client sends them.
              CONNECT GET POST regexp:{{/^[^A-Z]/ Bogus}}
            smtpd_client_port_logging | bool | - | listener | planned
              Logs the client's port too.
              no
            smtpd_per_request_deadline | bool | - | listener | planned
              Applies the server's time limits to a whole request instead of to each read and write.
              ${smtpd_per_record_deadline?{$smtpd_per_record_deadline}:{${stress?{yes}:{no}}}}
            smtpd_min_data_rate | int:1:2147483647 | - | listener | planned
              The least rate of content, in octets per second, when smtpd_per_request_deadline is on.
              500
            smtpd_relay_restrictions | list | - | listener | planned
              Restrictions to apply to RCPT TO that decide who may send through this system.
              ${{$compatibility_level} <level {1} ? {} : {permit_mynetworks, permit_sasl_authenticated, defer_unauth_destination}}
            smtpd_forbid_bare_newline | text! | - | listener | planned
              The treatment of lines that end with LF alone, which permit SMTP smuggling.
              no
            smtpd_forbid_unauth_pipelining | bool | - | listener | planned
              Disconnects a client that sends ahead where it must wait.
              no
            smtpd_sasl_service | text! | - | listener | planned
              The service name for the SASL library.
              smtp
            smtpd_dns_reply_filter | list | - | listener | planned
              Tables of patterns that act on the records that DNS returned to the server.
            smtpd_client_auth_rate_limit | int:0:2147483647 | - | listener | planned
              The maximum number of AUTH commands from one client per anvil_rate_time_unit; 0: no limit.
              0
            smtpd_client_ipv4_prefix_length | int:0:32 | - | listener | planned
              The number of leading bits of an IPv4 address that identify a client for limits.
              32
            smtpd_client_ipv6_prefix_length | int:0:2147483647 | - | listener | planned
              The number of leading bits of an IPv6 address that identify a client for limits.
              84
            smtpd_upstream_proxy_protocol | enum:|haproxy | - | listener | planned
              The protocol by which a proxy in front tells who the client is; empty: there is none.
            smtpd_upstream_proxy_timeout | time:s:1 | - | listener | planned
              Time limit for that message of the proxy.
              5s
            stress | text | - | listener | planned
              Not empty while all server processes are busy, which makes limits tighter.
            smtpd_client_connection_limit_exceptions | match:host | - | listener | obsolete smtpd_client_event_limit_exceptions
              Clients without limits on connections.
            anvil_rate_time_unit | time:s:1 | - | listener | planned
              The time over which rates of clients are counted.
              60s
            """);

    private ServerSession() {}

    /** Returns all rows of this topic, parsed by {@link Table}. */
    static List<Parameter<?>> rows() {
        return ROWS;
    }
}
