/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.config.catalog;

import java.util.List;
import org.postchaise.engine.config.MatchPatterns;
import org.postchaise.engine.config.Parameter;

/** The parameters of domains, recipients and transports. */
public final class Routing {
    private static final Table ROWS = Table.of("""
            show_user_unknown_table_name | bool | - | adapter | implemented
              Names the table in "User unknown" replies.
              yes
            canonical_maps | list | - | adapter | implemented
              Tables that replace addresses in envelopes and headers.
            recipient_canonical_maps | list | - | adapter | implemented
              Tables that replace recipient addresses.
            local_recipient_maps | list | - | adapter | implemented
              Tables with the names of all local recipients; empty: any name is accepted.
              proxy:unix:passwd.byname $alias_maps
            unknown_local_recipient_reject_code | int:0:2147483647 | - | adapter | implemented
              The reply code for an unknown local recipient.
              550
            relay_domains | match:domain | - | adapter | implemented
              Domains for which mail is accepted and passed on.
              ${{$compatibility_level} <level {2} ? {$mydestination} : {}}
            relay_recipient_maps | list | - | adapter | implemented
              Tables with all recipients in relay_domains; empty: any is accepted.
            unknown_relay_recipient_reject_code | int:0:2147483647 | - | adapter | implemented
              The reply code for an unknown recipient in relay_domains.
              550
            virtual_alias_domains | match:string | - | adapter | implemented
              Domains all of whose addresses are aliases for other addresses.
              $virtual_alias_maps
            virtual_alias_maps | list | - | adapter | implemented
              Tables that replace recipients by one or more others.
              $virtual_maps
            unknown_virtual_alias_reject_code | int:0:2147483647 | - | adapter | implemented
              The reply code for an unknown recipient in virtual_alias_domains.
              550
            virtual_mailbox_domains | match:string | - | adapter | implemented
              Domains whose mail is delivered by virtual_transport.
              $virtual_mailbox_maps
            virtual_mailbox_maps | list | - | adapter | implemented
              Tables with all recipients in virtual_mailbox_domains.
            unknown_virtual_mailbox_reject_code | int:0:2147483647 | - | adapter | implemented
              The reply code for an unknown recipient in virtual_mailbox_domains.
              550
            mynetworks | match:host | - | adapter | implemented
              Networks whose clients are trusted.
              127.0.0.0/8 [::1]/128
            mynetworks_style | enum:class|subnet|host | - | adapter | planned
              The method that derives mynetworks when that is not set: class, subnet or host.
              ${{$compatibility_level} <level {2} ? {subnet} : {host}}
            alias_maps | list | - | adapter | implemented
              Tables with the aliases of local recipients.
              hash:/etc/aliases, nis:mail.aliases
            virtual_transport | text | - | adapter | implemented
              The transport, and next hop, of mail to virtual_mailbox_domains.
              virtual
            local_transport | text | - | adapter | implemented
              The transport, and next hop, of mail to mydestination.
              local:$myhostname
            relay_transport | text | - | adapter | implemented
              The transport, and next hop, of mail to relay_domains.
              relay
            swap_bangpath | bool | - | adapter | implemented
              Rewrites host!user to user@host.
              yes
            default_filter_nexthop | text | - | adapter | planned
              The next hop of a filter transport named without one.
            proxy_read_maps | list | - | adapter | ignored proxy: opens the table directly; there is no proxymap process
              Tables that may be read through the proxy map service.
              $local_recipient_maps $mydestination $virtual_alias_maps $virtual_alias_domains $virtual_mailbox_maps $virtual_mailbox_domains $relay_recipient_maps $relay_domains $canonical_maps $sender_canonical_maps $recipient_canonical_maps $relocated_maps $transport_maps $mynetworks $smtpd_sender_login_maps $sender_bcc_maps $recipient_bcc_maps $smtp_generic_maps $lmtp_generic_maps $alias_maps $smtpd_client_restrictions $smtpd_helo_restrictions $smtpd_sender_restrictions $smtpd_relay_restrictions $smtpd_recipient_restrictions $address_verify_sender_dependent_default_transport_maps $address_verify_sender_dependent_relayhost_maps $address_verify_transport_maps $fallback_transport_maps $lmtp_discard_lhlo_keyword_address_maps $lmtp_pix_workaround_maps $lmtp_sasl_password_maps $lmtp_tls_policy_maps $mailbox_command_maps $mailbox_transport_maps $postscreen_discard_ehlo_keyword_address_maps $rbl_reply_maps $sender_dependent_default_transport_maps $sender_dependent_relayhost_maps $smtp_discard_ehlo_keyword_address_maps $smtp_pix_workaround_maps $smtp_sasl_password_maps $smtp_tls_policy_maps $smtpd_discard_ehlo_keyword_address_maps $smtpd_milter_maps $virtual_gid_maps $virtual_uid_maps $local_login_sender_maps $postscreen_reject_footer_maps $smtpd_reject_footer_maps $tls_server_sni_maps $tlsproxy_client_policy_maps $default_delivery_status_filter $lmtp_delivery_status_filter $lmtp_dns_reply_filter $lmtp_reply_filter $local_delivery_status_filter $pipe_delivery_status_filter $postscreen_command_filter $smtp_delivery_status_filter $smtp_dns_reply_filter $smtp_reply_filter $smtpd_command_filter $smtpd_dns_reply_filter $virtual_delivery_status_filter $body_checks $header_checks $lmtp_body_checks $lmtp_header_checks $lmtp_mime_header_checks $lmtp_nested_header_checks $milter_header_checks $mime_header_checks $nested_header_checks $smtp_body_checks $smtp_header_checks $smtp_mime_header_checks $smtp_nested_header_checks
            default_delivery_status_filter | list | - | adapter | planned
              Tables that replace status code and text of any delivery's outcome, where a transport says nothing else.
            virtual_maps | list | - | adapter | obsolete virtual_alias_maps
              Tables that replace recipients.
            sender_canonical_maps | list | - | adapter | implemented
              Tables that replace sender addresses.
            relocated_maps | list | - | adapter | implemented
              Tables with the new addresses of recipients who moved.
            masquerade_domains | list | - | adapter | implemented
              Domains whose subdomains are cut off in addresses.
            masquerade_classes | words:envelope_sender|envelope_recipient|header_sender|header_recipient | - | adapter | implemented
              The addresses to which masquerade_domains applies.
              envelope_sender, header_sender, header_recipient
            masquerade_exceptions | match:string | - | adapter | implemented
              User names whose addresses are not masqueraded.
            canonical_classes | words:envelope_sender|envelope_recipient|header_sender|header_recipient | - | adapter | implemented
              The addresses to which canonical_maps applies.
              envelope_sender, envelope_recipient, header_sender, header_recipient
            sender_canonical_classes | words:envelope_sender|header_sender | - | adapter | implemented
              The addresses to which sender_canonical_maps applies.
              envelope_sender, header_sender
            recipient_canonical_classes | words:envelope_recipient|header_recipient | - | adapter | implemented
              The addresses to which recipient_canonical_maps applies.
              envelope_recipient, header_recipient
            allow_percent_hack | bool | - | adapter | implemented
              Rewrites user%domain to user@domain.
              yes
            resolve_numeric_domain | bool | - | adapter | implemented
              Treats user@ipaddress as user@[ipaddress].
              no
            resolve_dequoted_address | bool | - | adapter | implemented
              Reads the local part of an address without its quotes for routes (user%domain).
              yes
            virtual_alias_expansion_limit | int:1:2147483647 | - | adapter | implemented
              The maximum number of recipients that one recipient becomes by virtual_alias_maps.
              1000
            virtual_alias_recursion_limit | int:1:2147483647 | - | adapter | implemented
              The maximum nesting depth of virtual_alias_maps.
              1000
            virtual_alias_address_length_limit | int:1:2147483647 | - | adapter | implemented
              The maximum length of an address from virtual_alias_maps.
              1000
            """);

    /** The switch {@code show_user_unknown_table_name}: names the table in "User unknown" replies. */
    public static final Parameter<Boolean> SHOW_USER_UNKNOWN_TABLE_NAME = ROWS.bool("show_user_unknown_table_name");

    /** The list {@code canonical_maps}: tables that replace addresses in envelopes and headers. */
    public static final Parameter<List<String>> CANONICAL_MAPS = ROWS.list("canonical_maps");

    /** The list {@code recipient_canonical_maps}: tables that replace recipient addresses. */
    public static final Parameter<List<String>> RECIPIENT_CANONICAL_MAPS = ROWS.list("recipient_canonical_maps");

    /**
     * The list {@code local_recipient_maps}: tables with the names of all local recipients; empty: any name is
     * accepted.
     */
    public static final Parameter<List<String>> LOCAL_RECIPIENT_MAPS = ROWS.list("local_recipient_maps");

    /** The number {@code unknown_local_recipient_reject_code}: the reply code for an unknown local recipient. */
    public static final Parameter<Long> UNKNOWN_LOCAL_RECIPIENT_REJECT_CODE =
            ROWS.number("unknown_local_recipient_reject_code");

    /** The match list {@code relay_domains}: domains for which mail is accepted and passed on. */
    public static final Parameter<MatchPatterns> RELAY_DOMAINS = ROWS.matchList("relay_domains");

    /** The list {@code relay_recipient_maps}: tables with all recipients in relay_domains; empty: any is accepted. */
    public static final Parameter<List<String>> RELAY_RECIPIENT_MAPS = ROWS.list("relay_recipient_maps");

    /**
     * The number {@code unknown_relay_recipient_reject_code}: the reply code for an unknown recipient in
     * relay_domains.
     */
    public static final Parameter<Long> UNKNOWN_RELAY_RECIPIENT_REJECT_CODE =
            ROWS.number("unknown_relay_recipient_reject_code");

    /** The match list {@code virtual_alias_domains}: domains all of whose addresses are aliases for other addresses. */
    public static final Parameter<MatchPatterns> VIRTUAL_ALIAS_DOMAINS = ROWS.matchList("virtual_alias_domains");

    /** The list {@code virtual_alias_maps}: tables that replace recipients by one or more others. */
    public static final Parameter<List<String>> VIRTUAL_ALIAS_MAPS = ROWS.list("virtual_alias_maps");

    /**
     * The number {@code unknown_virtual_alias_reject_code}: the reply code for an unknown recipient in
     * virtual_alias_domains.
     */
    public static final Parameter<Long> UNKNOWN_VIRTUAL_ALIAS_REJECT_CODE =
            ROWS.number("unknown_virtual_alias_reject_code");

    /** The match list {@code virtual_mailbox_domains}: domains whose mail is delivered by virtual_transport. */
    public static final Parameter<MatchPatterns> VIRTUAL_MAILBOX_DOMAINS = ROWS.matchList("virtual_mailbox_domains");

    /** The list {@code virtual_mailbox_maps}: tables with all recipients in virtual_mailbox_domains. */
    public static final Parameter<List<String>> VIRTUAL_MAILBOX_MAPS = ROWS.list("virtual_mailbox_maps");

    /**
     * The number {@code unknown_virtual_mailbox_reject_code}: the reply code for an unknown recipient in
     * virtual_mailbox_domains.
     */
    public static final Parameter<Long> UNKNOWN_VIRTUAL_MAILBOX_REJECT_CODE =
            ROWS.number("unknown_virtual_mailbox_reject_code");

    /** The match list {@code mynetworks}: networks whose clients are trusted. */
    public static final Parameter<MatchPatterns> MYNETWORKS = ROWS.matchList("mynetworks");

    /**
     * The choice {@code mynetworks_style}: the method that derives mynetworks when that is not set: class, subnet or
     * host.
     */
    public static final Parameter<String> MYNETWORKS_STYLE = ROWS.text("mynetworks_style");

    /** The list {@code alias_maps}: tables with the aliases of local recipients. */
    public static final Parameter<List<String>> ALIAS_MAPS = ROWS.list("alias_maps");

    /** The text {@code virtual_transport}: the transport, and next hop, of mail to virtual_mailbox_domains. */
    public static final Parameter<String> VIRTUAL_TRANSPORT = ROWS.text("virtual_transport");

    /** The text {@code local_transport}: the transport, and next hop, of mail to mydestination. */
    public static final Parameter<String> LOCAL_TRANSPORT = ROWS.text("local_transport");

    /** The text {@code relay_transport}: the transport, and next hop, of mail to relay_domains. */
    public static final Parameter<String> RELAY_TRANSPORT = ROWS.text("relay_transport");

    /** The switch {@code swap_bangpath}: rewrites host!user to user@host. */
    public static final Parameter<Boolean> SWAP_BANGPATH = ROWS.bool("swap_bangpath");

    /** The text {@code default_filter_nexthop}: the next hop of a filter transport named without one. */
    public static final Parameter<String> DEFAULT_FILTER_NEXTHOP = ROWS.text("default_filter_nexthop");

    /** The list {@code sender_canonical_maps}: tables that replace sender addresses. */
    public static final Parameter<List<String>> SENDER_CANONICAL_MAPS = ROWS.list("sender_canonical_maps");

    /** The list {@code relocated_maps}: tables with the new addresses of recipients who moved. */
    public static final Parameter<List<String>> RELOCATED_MAPS = ROWS.list("relocated_maps");

    /** The list {@code masquerade_domains}: domains whose subdomains are cut off in addresses. */
    public static final Parameter<List<String>> MASQUERADE_DOMAINS = ROWS.list("masquerade_domains");

    /** The list {@code masquerade_classes}: the addresses to which masquerade_domains applies. */
    public static final Parameter<List<String>> MASQUERADE_CLASSES = ROWS.list("masquerade_classes");

    /** The match list {@code masquerade_exceptions}: user names whose addresses are not masqueraded. */
    public static final Parameter<MatchPatterns> MASQUERADE_EXCEPTIONS = ROWS.matchList("masquerade_exceptions");

    /** The list {@code canonical_classes}: the addresses to which canonical_maps applies. */
    public static final Parameter<List<String>> CANONICAL_CLASSES = ROWS.list("canonical_classes");

    /** The list {@code sender_canonical_classes}: the addresses to which sender_canonical_maps applies. */
    public static final Parameter<List<String>> SENDER_CANONICAL_CLASSES = ROWS.list("sender_canonical_classes");

    /** The list {@code recipient_canonical_classes}: the addresses to which recipient_canonical_maps applies. */
    public static final Parameter<List<String>> RECIPIENT_CANONICAL_CLASSES = ROWS.list("recipient_canonical_classes");

    /** The switch {@code allow_percent_hack}: rewrites user%domain to user@domain. */
    public static final Parameter<Boolean> ALLOW_PERCENT_HACK = ROWS.bool("allow_percent_hack");

    /** The switch {@code resolve_numeric_domain}: treats user@ipaddress as user@[ipaddress]. */
    public static final Parameter<Boolean> RESOLVE_NUMERIC_DOMAIN = ROWS.bool("resolve_numeric_domain");

    /**
     * The switch {@code resolve_dequoted_address}: reads the local part of an address without its quotes for routes
     * (user%domain).
     */
    public static final Parameter<Boolean> RESOLVE_DEQUOTED_ADDRESS = ROWS.bool("resolve_dequoted_address");

    /**
     * The number {@code virtual_alias_expansion_limit}: the maximum number of recipients that one recipient becomes
     * by virtual_alias_maps.
     */
    public static final Parameter<Long> VIRTUAL_ALIAS_EXPANSION_LIMIT = ROWS.number("virtual_alias_expansion_limit");

    /** The number {@code virtual_alias_recursion_limit}: the maximum nesting depth of virtual_alias_maps. */
    public static final Parameter<Long> VIRTUAL_ALIAS_RECURSION_LIMIT = ROWS.number("virtual_alias_recursion_limit");

    /**
     * The number {@code virtual_alias_address_length_limit}: the maximum length of an address from
     * virtual_alias_maps.
     */
    public static final Parameter<Long> VIRTUAL_ALIAS_ADDRESS_LENGTH_LIMIT =
            ROWS.number("virtual_alias_address_length_limit");

    private Routing() {}

    /** Returns all rows of this topic, parsed by {@link Table}. */
    static List<Parameter<?>> rows() {
        return ROWS.rows();
    }
}
