/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.config.catalog;

import java.util.List;
import java.util.stream.Stream;
import org.postchaise.engine.config.Grammars;
import org.postchaise.engine.config.MatchPatterns;
import org.postchaise.engine.config.Parameter;
import org.postchaise.engine.config.Scope;

/** The parameters of restrictions on clients, and of their replies. */
public final class ServerAccess {
    /** The match lists whose domains match subdomains too ({@code parent_domain_matches_subdomains}). */
    public static final Parameter<MatchPatterns> PARENT_DOMAIN_MATCHES_SUBDOMAINS = Parameter.implemented(
            "parent_domain_matches_subdomains",
            Grammars.matchList(MatchPatterns.Subject.STRING),
            "debug_peer_list,fast_flush_domains,mynetworks,permit_mx_backup_networks,qmqpd_authorized_clients,"
                    + "relay_domains,smtpd_access_maps",
            Scope.LISTENER,
            "The lists in which a domain also means its subdomains, without a dot before it.");

    private static final List<Parameter<?>> ROWS = Table.parse("""
            smtpd_policy_service_max_idle | time:s:1 | - | listener | planned
              The maximum time for which an idle connection to a policy service is kept.
              300s
            smtpd_policy_service_max_ttl | time:s:1 | - | listener | planned
              The maximum time for which a connection to a policy service is used.
              1000s
            smtpd_policy_service_timeout | time:s:1 | - | listener | planned
              Time limit for connecting to a policy service and for each exchange.
              100s
            smtpd_delay_reject | bool | - | listener | planned
              Evaluates the restrictions on client, HELO and sender only at RCPT TO or ETRN.
              yes
            smtpd_client_restrictions | list | - | listener | planned
              Restrictions to apply when a client connects.
            smtpd_helo_required | bool | - | listener | planned
              Requires HELO or EHLO from a client first.
              no
            smtpd_helo_restrictions | list | - | listener | planned
              Restrictions to apply to HELO and EHLO.
            smtpd_sender_restrictions | list | - | listener | planned
              Restrictions to apply to MAIL FROM.
            smtpd_recipient_restrictions | list | - | listener | planned
              Restrictions to apply to RCPT TO, after smtpd_relay_restrictions.
            smtpd_etrn_restrictions | list | - | listener | planned
              Restrictions to apply to ETRN.
            allow_untrusted_routing | bool | - | listener | planned
              Forwards mail to addresses that contain a route (user%host@domain) for any client.
              no
            smtpd_restriction_classes | list | - | listener | planned
              Names of restriction lists of the administrator's own.
            smtpd_null_access_lookup_key | text | - | listener | planned
              The lookup key of the null sender in access tables.
              <>
            permit_mx_backup_networks | match:host | - | listener | planned
              Networks of the primary MX hosts for which permit_mx_backup accepts mail.
            smtpd_data_restrictions | list | - | listener | planned
              Restrictions to apply to DATA.
            smtpd_expansion_filter | raw | - | listener | planned
              The characters that may stand in values put into reply templates; others become underscores.
              \\t\\40!"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\\\]^_`abcdefghijklmnopqrstuvwxyz{|}~
            smtpd_reject_unlisted_recipient | bool | - | listener | planned
              Refuses unknown recipients even without a restriction that says so.
              yes
            smtpd_end_of_data_restrictions | list | - | listener | planned
              Restrictions to apply at the end of the content.
            access_map_reject_code | int:0:2147483647 | - | listener | planned
              The reply code of REJECT in an access table.
              554
            defer_code | int:0:2147483647 | - | listener | planned
              The reply code of restriction defer.
              450
            invalid_hostname_reject_code | int:0:2147483647 | - | listener | planned
              The reply code of restriction reject_invalid_helo_hostname.
              501
            maps_rbl_reject_code | int:0:2147483647 | - | listener | planned
              The reply code of restrictions that ask a DNS block list.
              554
            non_fqdn_reject_code | int:0:2147483647 | - | listener | planned
              The reply code of restrictions that ask for fully-qualified names.
              504
            plaintext_reject_code | int:0:2147483647 | - | listener | planned
              The reply code of restriction reject_plaintext_session.
              450
            reject_code | int:0:2147483647 | - | listener | planned
              The reply code of restriction reject.
              554
            relay_domains_reject_code | int:0:2147483647 | - | listener | planned
              The reply code of restriction reject_unauth_destination.
              554
            unknown_address_reject_code | int:0:2147483647 | - | listener | planned
              The reply code for a sender or recipient domain without MX and address.
              450
            unknown_client_reject_code | int:0:2147483647 | - | listener | planned
              The reply code for a client without a valid name.
              450
            unknown_hostname_reject_code | int:0:2147483647 | - | listener | planned
              The reply code for a HELO name without MX and address.
              450
            default_rbl_reply | raw | - | listener | planned
              The template of replies about clients on a DNS block list.
              $rbl_code Service unavailable; $rbl_class [$rbl_what] blocked using $rbl_domain${rbl_reason?; $rbl_reason}
            multi_recipient_bounce_reject_code | int:0:2147483647 | - | listener | planned
              The reply code of restriction reject_multi_recipient_bounce.
              550
            rbl_reply_maps | list | - | listener | planned
              Tables by block list with templates of the reply.
            access_map_defer_code | int:0:2147483647 | - | listener | planned
              The reply code of DEFER in an access table.
              450
            reject_tempfail_action | text! | - | listener | planned
              The action of a reject restriction when a lookup that it needs fails temporarily.
              defer_if_permit
            unknown_helo_hostname_tempfail_action | text! | - | listener | planned
              The action when the lookup of a HELO name fails temporarily.
              $reject_tempfail_action
            unknown_address_tempfail_action | text! | - | listener | planned
              The action when the lookup of a sender or recipient domain fails temporarily.
              $reject_tempfail_action
            smtpd_policy_service_default_action | text! | - | listener | planned
              The action when a policy service is not available or fails.
              451 4.3.5 Server configuration problem
            smtpd_policy_service_request_limit | int:0:2147483647 | - | listener | planned
              The maximum number of requests on one connection to a policy service; 0: no limit.
              0
            smtpd_policy_service_retry_delay | time:s:1 | - | listener | planned
              The pause before a request to a policy service is tried again.
              1s
            smtpd_policy_service_try_limit | int:1:2147483647 | - | listener | planned
              The maximum number of attempts at a request to a policy service.
              2
            smtpd_policy_service_policy_context | text | - | listener | planned
              Text that tells a policy service which list a request comes from.
            """);

    private ServerAccess() {}

    /** Returns all rows of this topic, parsed by {@link Table}. */
    static List<Parameter<?>> rows() {
        return Stream.concat(Stream.of(PARENT_DOMAIN_MATCHES_SUBDOMAINS), ROWS.stream())
                .toList();
    }
}
