/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.config.catalog;

import java.time.Duration;
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

    private static final Table ROWS = Table.of("""
            smtpd_policy_service_max_idle | time:s:1 | - | listener | planned
              The maximum time for which an idle connection to a policy service is kept.
              300s
            smtpd_policy_service_max_ttl | time:s:1 | - | listener | planned
              The maximum time for which a connection to a policy service is used.
              1000s
            smtpd_policy_service_timeout | time:s:1 | - | listener | planned
              Time limit for connecting to a policy service and for each exchange.
              100s
            smtpd_delay_reject | bool | - | listener | implemented
              Evaluates the restrictions on client, HELO and sender only at RCPT TO or ETRN.
              yes
            smtpd_client_restrictions | list | - | listener | implemented
              Restrictions to apply when a client connects.
            smtpd_helo_required | bool | - | listener | implemented
              Requires HELO or EHLO from a client first.
              no
            smtpd_helo_restrictions | list | - | listener | implemented
              Restrictions to apply to HELO and EHLO.
            smtpd_sender_restrictions | list | - | listener | implemented
              Restrictions to apply to MAIL FROM.
            smtpd_recipient_restrictions | list | - | listener | implemented
              Restrictions to apply to RCPT TO, after smtpd_relay_restrictions.
            smtpd_etrn_restrictions | list | - | listener | implemented
              Restrictions to apply to ETRN.
            allow_untrusted_routing | bool | - | listener | implemented
              Forwards mail to addresses that contain a route (user%host@domain) for any client.
              no
            smtpd_restriction_classes | list | - | listener | implemented
              Names of restriction lists of the administrator's own.
            smtpd_null_access_lookup_key | text | - | listener | implemented
              The lookup key of the null sender in access tables.
              <>
            permit_mx_backup_networks | match:host | - | listener | planned
              Networks of the primary MX hosts for which permit_mx_backup accepts mail.
            smtpd_data_restrictions | list | - | listener | implemented
              Restrictions to apply to DATA.
            smtpd_expansion_filter | raw | - | listener | implemented
              The characters that may stand in values put into reply templates; others become underscores.
              \\t\\40!"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\\\]^_`abcdefghijklmnopqrstuvwxyz{|}~
            smtpd_reject_unlisted_recipient | bool | - | listener | implemented
              Refuses unknown recipients even without a restriction that says so.
              yes
            smtpd_end_of_data_restrictions | list | - | listener | implemented
              Restrictions to apply at the end of the content.
            access_map_reject_code | int:0:2147483647 | - | listener | implemented
              The reply code of REJECT in an access table.
              554
            defer_code | int:0:2147483647 | - | listener | implemented
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
            plaintext_reject_code | int:0:2147483647 | - | listener | implemented
              The reply code of restriction reject_plaintext_session.
              450
            reject_code | int:0:2147483647 | - | listener | implemented
              The reply code of restriction reject.
              554
            relay_domains_reject_code | int:0:2147483647 | - | listener | implemented
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
            multi_recipient_bounce_reject_code | int:0:2147483647 | - | listener | implemented
              The reply code of restriction reject_multi_recipient_bounce.
              550
            rbl_reply_maps | list | - | listener | planned
              Tables by block list with templates of the reply.
            access_map_defer_code | int:0:2147483647 | - | listener | implemented
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
            smtpd_relay_before_recipient_restrictions | bool | - | listener | implemented
              Applies smtpd_relay_restrictions before smtpd_recipient_restrictions.
              ${{$compatibility_level} <level {3.6} ? {no} : {yes}}
            relay_clientcerts | list | - | listener | planned
              Tables with the fingerprints of certificates for permit_tls_clientcerts.
            """);

    /**
     * The time {@code smtpd_policy_service_max_idle}: the maximum time for which an idle connection to a policy
     * service is kept.
     */
    public static final Parameter<Duration> SMTPD_POLICY_SERVICE_MAX_IDLE = ROWS.time("smtpd_policy_service_max_idle");

    /**
     * The time {@code smtpd_policy_service_max_ttl}: the maximum time for which a connection to a policy service is
     * used.
     */
    public static final Parameter<Duration> SMTPD_POLICY_SERVICE_MAX_TTL = ROWS.time("smtpd_policy_service_max_ttl");

    /**
     * The time {@code smtpd_policy_service_timeout}: time limit for connecting to a policy service and for each
     * exchange.
     */
    public static final Parameter<Duration> SMTPD_POLICY_SERVICE_TIMEOUT = ROWS.time("smtpd_policy_service_timeout");

    /**
     * The switch {@code smtpd_delay_reject}: evaluates the restrictions on client, HELO and sender only at RCPT TO or
     * ETRN.
     */
    public static final Parameter<Boolean> SMTPD_DELAY_REJECT = ROWS.bool("smtpd_delay_reject");

    /** The list {@code smtpd_client_restrictions}: restrictions to apply when a client connects. */
    public static final Parameter<List<String>> SMTPD_CLIENT_RESTRICTIONS = ROWS.list("smtpd_client_restrictions");

    /** The switch {@code smtpd_helo_required}: requires HELO or EHLO from a client first. */
    public static final Parameter<Boolean> SMTPD_HELO_REQUIRED = ROWS.bool("smtpd_helo_required");

    /** The list {@code smtpd_helo_restrictions}: restrictions to apply to HELO and EHLO. */
    public static final Parameter<List<String>> SMTPD_HELO_RESTRICTIONS = ROWS.list("smtpd_helo_restrictions");

    /** The list {@code smtpd_sender_restrictions}: restrictions to apply to MAIL FROM. */
    public static final Parameter<List<String>> SMTPD_SENDER_RESTRICTIONS = ROWS.list("smtpd_sender_restrictions");

    /**
     * The list {@code smtpd_recipient_restrictions}: restrictions to apply to RCPT TO, after
     * smtpd_relay_restrictions.
     */
    public static final Parameter<List<String>> SMTPD_RECIPIENT_RESTRICTIONS =
            ROWS.list("smtpd_recipient_restrictions");

    /** The list {@code smtpd_etrn_restrictions}: restrictions to apply to ETRN. */
    public static final Parameter<List<String>> SMTPD_ETRN_RESTRICTIONS = ROWS.list("smtpd_etrn_restrictions");

    /**
     * The switch {@code allow_untrusted_routing}: forwards mail to addresses that contain a route (user%host@domain)
     * for any client.
     */
    public static final Parameter<Boolean> ALLOW_UNTRUSTED_ROUTING = ROWS.bool("allow_untrusted_routing");

    /** The list {@code smtpd_restriction_classes}: names of restriction lists of the administrator's own. */
    public static final Parameter<List<String>> SMTPD_RESTRICTION_CLASSES = ROWS.list("smtpd_restriction_classes");

    /** The text {@code smtpd_null_access_lookup_key}: the lookup key of the null sender in access tables. */
    public static final Parameter<String> SMTPD_NULL_ACCESS_LOOKUP_KEY = ROWS.text("smtpd_null_access_lookup_key");

    /**
     * The match list {@code permit_mx_backup_networks}: networks of the primary MX hosts for which permit_mx_backup
     * accepts mail.
     */
    public static final Parameter<MatchPatterns> PERMIT_MX_BACKUP_NETWORKS =
            ROWS.matchList("permit_mx_backup_networks");

    /** The list {@code smtpd_data_restrictions}: restrictions to apply to DATA. */
    public static final Parameter<List<String>> SMTPD_DATA_RESTRICTIONS = ROWS.list("smtpd_data_restrictions");

    /**
     * The text {@code smtpd_expansion_filter}: the characters that may stand in values put into reply templates;
     * others become underscores.
     */
    public static final Parameter<String> SMTPD_EXPANSION_FILTER = ROWS.text("smtpd_expansion_filter");

    /**
     * The switch {@code smtpd_reject_unlisted_recipient}: refuses unknown recipients even without a restriction that
     * says so.
     */
    public static final Parameter<Boolean> SMTPD_REJECT_UNLISTED_RECIPIENT =
            ROWS.bool("smtpd_reject_unlisted_recipient");

    /** The list {@code smtpd_end_of_data_restrictions}: restrictions to apply at the end of the content. */
    public static final Parameter<List<String>> SMTPD_END_OF_DATA_RESTRICTIONS =
            ROWS.list("smtpd_end_of_data_restrictions");

    /** The number {@code access_map_reject_code}: the reply code of REJECT in an access table. */
    public static final Parameter<Long> ACCESS_MAP_REJECT_CODE = ROWS.number("access_map_reject_code");

    /** The number {@code defer_code}: the reply code of restriction defer. */
    public static final Parameter<Long> DEFER_CODE = ROWS.number("defer_code");

    /** The number {@code invalid_hostname_reject_code}: the reply code of restriction reject_invalid_helo_hostname. */
    public static final Parameter<Long> INVALID_HOSTNAME_REJECT_CODE = ROWS.number("invalid_hostname_reject_code");

    /** The number {@code maps_rbl_reject_code}: the reply code of restrictions that ask a DNS block list. */
    public static final Parameter<Long> MAPS_RBL_REJECT_CODE = ROWS.number("maps_rbl_reject_code");

    /** The number {@code non_fqdn_reject_code}: the reply code of restrictions that ask for fully-qualified names. */
    public static final Parameter<Long> NON_FQDN_REJECT_CODE = ROWS.number("non_fqdn_reject_code");

    /** The number {@code plaintext_reject_code}: the reply code of restriction reject_plaintext_session. */
    public static final Parameter<Long> PLAINTEXT_REJECT_CODE = ROWS.number("plaintext_reject_code");

    /** The number {@code reject_code}: the reply code of restriction reject. */
    public static final Parameter<Long> REJECT_CODE = ROWS.number("reject_code");

    /** The number {@code relay_domains_reject_code}: the reply code of restriction reject_unauth_destination. */
    public static final Parameter<Long> RELAY_DOMAINS_REJECT_CODE = ROWS.number("relay_domains_reject_code");

    /**
     * The number {@code unknown_address_reject_code}: the reply code for a sender or recipient domain without MX and
     * address.
     */
    public static final Parameter<Long> UNKNOWN_ADDRESS_REJECT_CODE = ROWS.number("unknown_address_reject_code");

    /** The number {@code unknown_client_reject_code}: the reply code for a client without a valid name. */
    public static final Parameter<Long> UNKNOWN_CLIENT_REJECT_CODE = ROWS.number("unknown_client_reject_code");

    /** The number {@code unknown_hostname_reject_code}: the reply code for a HELO name without MX and address. */
    public static final Parameter<Long> UNKNOWN_HOSTNAME_REJECT_CODE = ROWS.number("unknown_hostname_reject_code");

    /** The text {@code default_rbl_reply}: the template of replies about clients on a DNS block list. */
    public static final Parameter<String> DEFAULT_RBL_REPLY = ROWS.text("default_rbl_reply");

    /**
     * The number {@code multi_recipient_bounce_reject_code}: the reply code of restriction
     * reject_multi_recipient_bounce.
     */
    public static final Parameter<Long> MULTI_RECIPIENT_BOUNCE_REJECT_CODE =
            ROWS.number("multi_recipient_bounce_reject_code");

    /** The list {@code rbl_reply_maps}: tables by block list with templates of the reply. */
    public static final Parameter<List<String>> RBL_REPLY_MAPS = ROWS.list("rbl_reply_maps");

    /** The number {@code access_map_defer_code}: the reply code of DEFER in an access table. */
    public static final Parameter<Long> ACCESS_MAP_DEFER_CODE = ROWS.number("access_map_defer_code");

    /**
     * The text {@code reject_tempfail_action}: the action of a reject restriction when a lookup that it needs fails
     * temporarily.
     */
    public static final Parameter<String> REJECT_TEMPFAIL_ACTION = ROWS.text("reject_tempfail_action");

    /**
     * The text {@code unknown_helo_hostname_tempfail_action}: the action when the lookup of a HELO name fails
     * temporarily.
     */
    public static final Parameter<String> UNKNOWN_HELO_HOSTNAME_TEMPFAIL_ACTION =
            ROWS.text("unknown_helo_hostname_tempfail_action");

    /**
     * The text {@code unknown_address_tempfail_action}: the action when the lookup of a sender or recipient domain
     * fails temporarily.
     */
    public static final Parameter<String> UNKNOWN_ADDRESS_TEMPFAIL_ACTION =
            ROWS.text("unknown_address_tempfail_action");

    /**
     * The text {@code smtpd_policy_service_default_action}: the action when a policy service is not available or
     * fails.
     */
    public static final Parameter<String> SMTPD_POLICY_SERVICE_DEFAULT_ACTION =
            ROWS.text("smtpd_policy_service_default_action");

    /**
     * The number {@code smtpd_policy_service_request_limit}: the maximum number of requests on one connection to a
     * policy service; 0: no limit.
     */
    public static final Parameter<Long> SMTPD_POLICY_SERVICE_REQUEST_LIMIT =
            ROWS.number("smtpd_policy_service_request_limit");

    /**
     * The time {@code smtpd_policy_service_retry_delay}: the pause before a request to a policy service is tried
     * again.
     */
    public static final Parameter<Duration> SMTPD_POLICY_SERVICE_RETRY_DELAY =
            ROWS.time("smtpd_policy_service_retry_delay");

    /**
     * The number {@code smtpd_policy_service_try_limit}: the maximum number of attempts at a request to a policy
     * service.
     */
    public static final Parameter<Long> SMTPD_POLICY_SERVICE_TRY_LIMIT = ROWS.number("smtpd_policy_service_try_limit");

    /**
     * The text {@code smtpd_policy_service_policy_context}: text that tells a policy service which list a request
     * comes from.
     */
    public static final Parameter<String> SMTPD_POLICY_SERVICE_POLICY_CONTEXT =
            ROWS.text("smtpd_policy_service_policy_context");

    /**
     * The switch {@code smtpd_relay_before_recipient_restrictions}: applies smtpd_relay_restrictions before
     * smtpd_recipient_restrictions.
     */
    public static final Parameter<Boolean> SMTPD_RELAY_BEFORE_RECIPIENT_RESTRICTIONS =
            ROWS.bool("smtpd_relay_before_recipient_restrictions");

    /** The list {@code relay_clientcerts}: tables with the fingerprints of certificates for permit_tls_clientcerts. */
    public static final Parameter<List<String>> RELAY_CLIENTCERTS = ROWS.list("relay_clientcerts");

    private ServerAccess() {}

    /** Returns all rows of this topic, parsed by {@link Table}. */
    static List<Parameter<?>> rows() {
        return Stream.concat(Stream.of(PARENT_DOMAIN_MATCHES_SUBDOMAINS), ROWS.rows().stream())
                .toList();
    }
}
