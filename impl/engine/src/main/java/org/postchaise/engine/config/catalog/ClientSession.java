/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.config.catalog;

import java.util.List;
import org.postchaise.engine.config.Parameter;

/** The parameters of sessions of the SMTP and LMTP client that code does not read yet, or never will. */
final class ClientSession {
    private static final List<Parameter<?>> ROWS = Table.parse("""
            ignore_mx_lookup_error | bool | - | factory | planned
              Whether a failed MX lookup makes the client look for an address of the domain itself, instead of trying later.
              no
            smtp_always_send_ehlo | bool | - | factory | planned
              Whether to begin with EHLO also where the greeting does not say ESMTP.
              yes
            smtp_never_send_ehlo | bool | - | factory | planned
              Whether to begin with HELO and so to do without any SMTP extension.
              no
            smtp_cname_overrides_servername | bool | = | factory | planned
              Whether the target of a CNAME takes the place of the server's name when security is looked up and names are verified.
              no
            smtp_defer_if_no_mx_address_found | bool | = | factory | planned
              Whether mail is deferred, not returned, when no MX host of its domain has an address.
              no
            smtp_line_length_limit | int:0:2147483647 | = | factory | planned
              The longest line of content that is sent in one piece; longer ones are folded. 0: no limit.
              998
            smtp_pix_workaround_delay_time | time:s:1 | = | factory | planned
              How long to wait before the final dot is sent to a firewall with the CISCO PIX fault.
              10s
            smtp_pix_workaround_threshold_time | time:s:0 | = | factory | planned
              How old a mail must be before the work-arounds for the CISCO PIX fault are used.
              500s
            smtp_quote_rfc821_envelope | bool | = | factory | planned
              Whether addresses in MAIL FROM and RCPT TO are quoted as the standard asks.
              yes
            smtp_skip_5xx_greeting | bool | = | factory | planned
              Whether the next host is tried when one greets with a 5xx reply.
              yes
            smtp_skip_quit_response | bool | lmtp_skip_quit_response=no | factory | planned
              Whether to hang up after QUIT without waiting for the reply.
              yes
            smtp_skip_4xx_greeting | bool | - | factory | ignored always done since Postfix 2.0, here too
              Whether the next host was tried when one greeted with a 4xx reply.
              yes
            smtp_discard_ehlo_keyword_address_maps | list | lmtp_discard_lhlo_keyword_address_maps= | factory | planned
              Tables by server address with the EHLO keywords of that server that are to be overlooked.
            smtp_discard_ehlo_keywords | list | lmtp_discard_lhlo_keywords= | factory | planned
              EHLO keywords that are overlooked in the reply of any server.
            smtp_destination_concurrency_limit | int:0:2147483647 | = | factory | planned
              How many deliveries to one destination may run at once.
              $default_destination_concurrency_limit
            smtp_destination_recipient_limit | int:0:2147483647 | = | factory | planned
              How many recipients one delivery to the same destination may have.
              $default_destination_recipient_limit
            smtp_xforward_timeout | time:s:1 | = | factory | planned
              Time limit for sending XFORWARD and receiving the reply.
              300s
            smtp_mx_address_limit | int:0:2147483647 | = | factory | planned
              How many addresses of MX hosts are considered; 0: all.
              5
            smtp_mx_session_limit | int:0:2147483647 | = | factory | planned
              How many sessions, counted from the greeting, are tried per delivery; 0: no limit.
              2
            smtp_connection_cache_destinations | match:string | = | factory | planned
              Destinations whose sessions are always kept for reuse.
            smtp_connection_cache_on_demand | bool | = | factory | planned
              Whether sessions are kept for reuse while many mails go to the same destination.
              yes
            smtp_connection_cache_reuse_limit | int:0:2147483647 | - | factory | obsolete smtp_connection_reuse_count_limit
              How often a session was used again.
              10
            smtp_connection_cache_time_limit | time:s:1 | = | factory | planned
              How long an unused session is kept open.
              2s
            best_mx_transport | text | - | factory | planned
              How mail is delivered when this machine itself is the best MX host; empty: report a loop.
            disable_dns_lookups | bool | - | factory | planned
              Whether hosts are looked up without DNS.
              no
            fallback_relay | list | - | factory | obsolete smtp_fallback_relay
              Hosts for mail that can't be delivered otherwise.
            smtp_bind_address | text | = | factory | planned
              The local IPv4 address to connect from.
            smtp_bind_address6 | text | = | factory | planned
              The local IPv6 address to connect from.
            smtp_host_lookup | words:dns|native | = | factory | planned
              Whether hosts are looked up by DNS, by the operating system, or both in order.
              dns
            smtp_randomize_addresses | bool | = | factory | planned
              Whether addresses of equal preference are tried in random order.
              yes
            smtp_pix_workarounds | words:disable_esmtp|delay_dotcrlf | = | factory | planned
              The work-arounds for the CISCO PIX fault.
              disable_esmtp,delay_dotcrlf
            smtp_pix_workaround_maps | list | = | factory | planned
              Tables by server address with work-arounds for the CISCO PIX fault.
            smtp_reply_filter | text | = | factory | planned
              Tables that rewrite each line of a server's replies before they are read.
            send_cyrus_sasl_authzid | bool | - | factory | planned
              Whether the AUTH command names an authorization identity of its own.
              no
            smtp_dns_resolver_options | words:res_defnames|res_dnsrch | = | factory | planned
              Options of DNS lookups: res_defnames and res_dnsrch.
            smtp_per_record_deadline | enum:|yes|no | - | factory | obsolete smtp_per_request_deadline
              Whether the time limits count for a whole record, not for each read and write.
            smtp_send_dummy_mail_auth | bool | = | factory | planned
              Whether MAIL FROM says AUTH=<> to servers that announce AUTH.
              no
            smtp_dns_support_level | enum:|disabled|enabled|dnssec | = | factory | planned
              How far DNS is used: disabled, enabled or dnssec; empty: as disable_dns_lookups says.
            smtp_delivery_status_filter | list | = | factory | planned
              Tables that replace the status code and text of a delivery's outcome.
              $default_delivery_status_filter
            smtp_dns_reply_filter | list | = | factory | planned
              Tables of patterns that act on the records that DNS returned.
            smtp_balance_inet_protocols | bool | = | factory | planned
              Whether a limit on addresses leaves room for both IPv4 and IPv6.
              yes
            dnssec_probe | text | - | factory | planned
              The DNS query that finds out whether the resolver validates with DNSSEC; empty: don't ask.
              ns:.
            lmtp_cache_connection | bool | - | factory | obsolete lmtp_connection_cache_on_demand
              LMTP: whether sessions are kept for reuse.
              yes
            connection_cache_protocol_timeout | time:s:1 | - | factory | n/a the connection pool is in the same process
              Time limit for requests to the process that keeps sessions.
              5s
            smtp_connection_reuse_count_limit | int:0:2147483647 | = | factory | planned
              How often a session may be used again; 0: no limit.
              0
            delay_logging_resolution_limit | int:0:2147483647 | - | factory | planned
              The number of decimals in logged delays below one second.
              2
            lmtp_assume_final | bool | - | factory | planned
              LMTP: whether an LMTP server is taken to be the final delivery, for status notifications.
              no
            smtp_address_preference | enum:any|ipv4|ipv6 | = | factory | planned
              Whether IPv4 or IPv6 is tried first.
              any
            smtp_fallback_relay | list | lmtp_fallback_relay= | factory | planned
              Hosts for mail whose destination is not found or can't be reached.
              $fallback_relay
            smtp_address_verify_target | enum:rcpt|data | = | factory | planned
              The command, rcpt or data, up to which an address probe goes.
              rcpt
            smtp_tcp_port | text | lmtp_tcp_port=24 | factory | planned
              The port, when the next hop names none.
              smtp
            service_name | text | - | factory | n/a set by Postfix itself, never by main.cf
              The service's name in master.cf; read-only.
            info_log_address_format | enum:external|internal | - | factory | planned
              Whether logged addresses are quoted as in SMTP (external) or bare (internal).
              external
            known_tcp_ports | list | - | factory | planned
              Names of ports that are known without asking the operating system.
              lmtp=24, smtp=25, smtps=submissions=465, submission=587
            smtp_per_request_deadline | bool | = | factory | planned
              Whether the client's time limits count for a whole request, not for each read and write.
              ${smtp_per_record_deadline?{$smtp_per_record_deadline}:{no}}
            smtp_min_data_rate | int:1:2147483647 | = | factory | planned
              The least rate of content, in octets per second, when smtp_per_request_deadline is on.
              500
            """);

    private ClientSession() {}

    /** All rows of this topic; the form of the table is that of {@link Table}. */
    static List<Parameter<?>> rows() {
        return ROWS;
    }
}
