/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.config.catalog;

import java.util.List;
import org.postchaise.engine.config.Parameter;

/** The parameters of domains, recipients and transports that code does not read yet, or never will. */
final class Routing {
    private static final List<Parameter<?>> ROWS = Table.parse("""
            show_user_unknown_table_name | bool | - | adapter | planned
              Names the table in "User unknown" replies.
              yes
            canonical_maps | list | - | adapter | planned
              Tables that replace addresses in envelopes and headers.
            recipient_canonical_maps | list | - | adapter | planned
              Tables that replace recipient addresses.
            local_recipient_maps | list | - | adapter | planned
              Tables with the names of all local recipients; empty: any name is accepted.
              proxy:unix:passwd.byname $alias_maps
            unknown_local_recipient_reject_code | int:0:2147483647 | - | adapter | planned
              The reply code for an unknown local recipient.
              550
            relay_domains | match:domain | - | adapter | planned
              Domains for which mail is accepted and passed on.
              ${{$compatibility_level} <level {2} ? {$mydestination} : {}}
            relay_recipient_maps | list | - | adapter | planned
              Tables with all recipients in relay_domains; empty: any is accepted.
            unknown_relay_recipient_reject_code | int:0:2147483647 | - | adapter | planned
              The reply code for an unknown recipient in relay_domains.
              550
            virtual_alias_domains | match:string | - | adapter | planned
              Domains all of whose addresses are aliases for other addresses.
              $virtual_alias_maps
            virtual_alias_maps | list | - | adapter | planned
              Tables that replace recipients by one or more others.
              $virtual_maps
            unknown_virtual_alias_reject_code | int:0:2147483647 | - | adapter | planned
              The reply code for an unknown recipient in virtual_alias_domains.
              550
            virtual_mailbox_domains | match:string | - | adapter | planned
              Domains whose mail is delivered by virtual_transport.
              $virtual_mailbox_maps
            virtual_mailbox_maps | list | - | adapter | planned
              Tables with all recipients in virtual_mailbox_domains.
            unknown_virtual_mailbox_reject_code | int:0:2147483647 | - | adapter | planned
              The reply code for an unknown recipient in virtual_mailbox_domains.
              550
            mynetworks | match:host | - | adapter | planned
              Networks whose clients are trusted.
              127.0.0.0/8 [::1]/128
            mynetworks_style | enum:class|subnet|host | - | adapter | planned
              The method that derives mynetworks when that is not set: class, subnet or host.
              ${{$compatibility_level} <level {2} ? {subnet} : {host}}
            alias_maps | list | - | adapter | planned
              Tables with the aliases of local recipients.
              hash:/etc/aliases, nis:mail.aliases
            virtual_transport | text | - | adapter | planned
              The transport, and next hop, of mail to virtual_mailbox_domains.
              virtual
            local_transport | text | - | adapter | planned
              The transport, and next hop, of mail to mydestination.
              local:$myhostname
            relay_transport | text | - | adapter | planned
              The transport, and next hop, of mail to relay_domains.
              relay
            swap_bangpath | bool | - | adapter | planned
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
            sender_canonical_maps | list | - | adapter | planned
              Tables that replace sender addresses.
            relocated_maps | list | - | adapter | planned
              Tables with the new addresses of recipients who moved.
            """);

    private Routing() {}

    /** Returns all rows of this topic, parsed by {@link Table}. */
    static List<Parameter<?>> rows() {
        return ROWS;
    }
}
