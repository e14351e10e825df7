/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.config.catalog;

import java.util.List;
import org.postchaise.engine.config.Grammars;
import org.postchaise.engine.config.Parameter;
import org.postchaise.engine.config.Scope;

/** The parameters of routing: next hops, DNS, addresses. */
public final class SmtpRoute {
    /** The mechanisms of host lookup ({@code smtp_host_lookup}). */
    public static final Parameter<List<String>> HOST_LOOKUP = Parameter.implemented(
                    "smtp_host_lookup",
                    Grammars.words(List.of("dns", "native")),
                    "dns",
                    Scope.FACTORY,
                    "The methods of host lookup, in order: dns, native (the operating system), or both.")
            .mirroredAs("lmtp_host_lookup", "dns");

    /** The level of DNS support ({@code smtp_dns_support_level}). */
    public static final Parameter<String> DNS_SUPPORT_LEVEL = Parameter.implemented(
                    "smtp_dns_support_level",
                    Grammars.word(List.of("", "disabled", "enabled", "dnssec")),
                    "",
                    Scope.FACTORY,
                    "The level of DNS support: disabled, enabled or dnssec; empty: as disable_dns_lookups says.")
            .mirroredAs("lmtp_dns_support_level", "");

    /** The switch that disables DNS lookups ({@code disable_dns_lookups}). */
    public static final Parameter<Boolean> DISABLE_DNS_LOOKUPS = Parameter.implemented(
            "disable_dns_lookups", Grammars.bool(), "no", Scope.FACTORY, "Looks up hosts without DNS.");

    /** The options of DNS lookups ({@code smtp_dns_resolver_options}). */
    public static final Parameter<List<String>> DNS_RESOLVER_OPTIONS = Parameter.implemented(
                    "smtp_dns_resolver_options",
                    Grammars.words(List.of("res_defnames", "res_dnsrch")),
                    "",
                    Scope.FACTORY,
                    "Options of DNS lookups: res_defnames and res_dnsrch.")
            .mirroredAs("lmtp_dns_resolver_options", "");

    /** The tables of patterns that act on DNS records ({@code smtp_dns_reply_filter}). */
    public static final Parameter<List<String>> DNS_REPLY_FILTER = Parameter.implemented(
                    "smtp_dns_reply_filter",
                    Grammars.list(),
                    "",
                    Scope.FACTORY,
                    "Tables of patterns that act on the records that DNS returned.")
            .mirroredAs("lmtp_dns_reply_filter", "");

    /** The switch that uses address records after a failed MX lookup ({@code ignore_mx_lookup_error}). */
    public static final Parameter<Boolean> IGNORE_MX_LOOKUP_ERROR = Parameter.implemented(
            "ignore_mx_lookup_error",
            Grammars.bool(),
            "no",
            Scope.FACTORY,
            "Looks up an address of the domain itself after a failed MX lookup instead of trying later.");

    /** The switch that defers mail where no MX host has an address ({@code smtp_defer_if_no_mx_address_found}). */
    public static final Parameter<Boolean> DEFER_IF_NO_MX_ADDRESS_FOUND = Parameter.implemented(
                    "smtp_defer_if_no_mx_address_found",
                    Grammars.bool(),
                    "no",
                    Scope.FACTORY,
                    "Defers mail instead of returning it when no MX host of its domain has an address.")
            .mirroredAs("lmtp_defer_if_no_mx_address_found", "no");

    /** The maximum number of MX host addresses that are tried; 0: no limit ({@code smtp_mx_address_limit}). */
    public static final Parameter<Long> MX_ADDRESS_LIMIT = Parameter.implemented(
                    "smtp_mx_address_limit",
                    Grammars.integer(0, 2147483647),
                    "5",
                    Scope.FACTORY,
                    "The maximum number of addresses of MX hosts that are considered; 0: all.")
            .mirroredAs("lmtp_mx_address_limit", "5");

    /** The switch for a random order of addresses with equal preference ({@code smtp_randomize_addresses}). */
    public static final Parameter<Boolean> RANDOMIZE_ADDRESSES = Parameter.implemented(
                    "smtp_randomize_addresses",
                    Grammars.bool(),
                    "yes",
                    Scope.FACTORY,
                    "Tries addresses of equal preference in random order.")
            .mirroredAs("lmtp_randomize_addresses", "yes");

    /** The address family that is tried first ({@code smtp_address_preference}). */
    public static final Parameter<String> ADDRESS_PREFERENCE = Parameter.implemented(
                    "smtp_address_preference",
                    Grammars.word(List.of("any", "ipv4", "ipv6")),
                    "any",
                    Scope.FACTORY,
                    "The address family that is tried first: ipv4, ipv6 or any.")
            .mirroredAs("lmtp_address_preference", "any");

    /** The switch that keeps both address families among the addresses to try ({@code smtp_balance_inet_protocols}). */
    public static final Parameter<Boolean> BALANCE_INET_PROTOCOLS = Parameter.implemented(
                    "smtp_balance_inet_protocols",
                    Grammars.bool(),
                    "yes",
                    Scope.FACTORY,
                    "Leaves room for both IPv4 and IPv6 where the number of addresses is limited.")
            .mirroredAs("lmtp_balance_inet_protocols", "yes");

    /** The relay hosts for mail whose destination can't be reached ({@code smtp_fallback_relay}). */
    public static final Parameter<List<String>> FALLBACK_RELAY = Parameter.implemented(
                    "smtp_fallback_relay",
                    Grammars.list(),
                    "$fallback_relay",
                    Scope.FACTORY,
                    "Hosts for mail whose destination is not found or can't be reached.")
            .mirroredAs("lmtp_fallback_relay", "");

    /** The default port ({@code smtp_tcp_port}). */
    public static final Parameter<String> TCP_PORT = Parameter.implemented(
                    "smtp_tcp_port",
                    Grammars.text("text on one line"),
                    "smtp",
                    Scope.FACTORY,
                    "The port, when the next hop names none.")
            .mirroredAs("lmtp_tcp_port", "24");

    /** The numbers of named ports ({@code known_tcp_ports}). */
    public static final Parameter<List<String>> KNOWN_TCP_PORTS = Parameter.implemented(
            "known_tcp_ports",
            Grammars.list(),
            "lmtp=24, smtp=25, smtps=submissions=465, submission=587",
            Scope.FACTORY,
            "Names of ports that are known without asking the operating system.");

    /** The switch that uses a CNAME target as the server's name ({@code smtp_cname_overrides_servername}). */
    public static final Parameter<Boolean> CNAME_OVERRIDES_SERVERNAME = Parameter.implemented(
                    "smtp_cname_overrides_servername",
                    Grammars.bool(),
                    "no",
                    Scope.FACTORY,
                    "Uses the target of a CNAME as the server's name to look up logins and TLS policies and to verify"
                            + " names.")
            .mirroredAs("lmtp_cname_overrides_servername", "no");

    /** The DNS query that detects a validating resolver ({@code dnssec_probe}). */
    public static final Parameter<String> DNSSEC_PROBE = Parameter.implemented(
            "dnssec_probe",
            Grammars.text("a record type and a name, such as ns:., or nothing"),
            "ns:.",
            Scope.FACTORY,
            "The DNS query that finds out whether the resolver validates with DNSSEC; empty: don't ask.");

    /** The switch for IDNA2003 conversion of domain names ({@code enable_idna2003_compatibility}). */
    public static final Parameter<Boolean> IDNA2003 = Parameter.implemented(
            "enable_idna2003_compatibility",
            Grammars.bool(),
            "no",
            Scope.FACTORY,
            "Converts domain names to ASCII by the rules of IDNA2003.");

    /** The address families in use ({@code inet_protocols}). */
    public static final Parameter<List<String>> INET_PROTOCOLS = Parameter.implemented(
            "inet_protocols",
            Grammars.words(List.of("all", "ipv4", "ipv6")),
            "all",
            Scope.ADAPTER,
            "The address families in use: ipv4, ipv6 or all.");

    /** The local addresses of this mail system ({@code inet_interfaces}). */
    public static final Parameter<List<String>> INET_INTERFACES = Parameter.implemented(
            "inet_interfaces",
            Grammars.list(),
            "all",
            Scope.ADAPTER,
            "The local addresses that mail is received on, and sent from when there is only one of a kind.");

    /** The addresses of this mail system behind a proxy or NAT ({@code proxy_interfaces}). */
    public static final Parameter<List<String>> PROXY_INTERFACES = Parameter.implemented(
            "proxy_interfaces",
            Grammars.list(),
            "",
            Scope.ADAPTER,
            "Addresses by which others reach this system through a proxy or address translator, for loop detection.");

    /** The local address of IPv4 connections ({@code smtp_bind_address}). */
    public static final Parameter<String> BIND_ADDRESS = Parameter.implemented(
                    "smtp_bind_address",
                    Grammars.text("an IPv4 address, or nothing"),
                    "",
                    Scope.FACTORY,
                    "The local IPv4 address to connect from.")
            .mirroredAs("lmtp_bind_address", "");

    /** The local address of IPv6 connections ({@code smtp_bind_address6}). */
    public static final Parameter<String> BIND_ADDRESS6 = Parameter.implemented(
                    "smtp_bind_address6",
                    Grammars.text("an IPv6 address, or nothing"),
                    "",
                    Scope.FACTORY,
                    "The local IPv6 address to connect from.")
            .mirroredAs("lmtp_bind_address6", "");

    /** The switch that defers mail where the local address can't be used ({@code smtp_bind_address_enforce}). */
    public static final Parameter<Boolean> BIND_ADDRESS_ENFORCE = Parameter.implemented(
                    "smtp_bind_address_enforce",
                    Grammars.bool(),
                    "no",
                    Scope.FACTORY,
                    "Defers mail when this system does not have the address to connect from.")
            .mirroredAs("lmtp_bind_address_enforce", "no");

    /** The services for which SRV records are looked up ({@code use_srv_lookup}). */
    public static final Parameter<List<String>> USE_SRV_LOOKUP = Parameter.implemented(
            "use_srv_lookup",
            Grammars.list(),
            "",
            Scope.FACTORY,
            "The services, such as submission, whose servers are found by SRV records (Postfix 3.8).");

    /** The switch that uses MX or address records where there is no SRV record ({@code allow_srv_lookup_fallback}). */
    public static final Parameter<Boolean> ALLOW_SRV_LOOKUP_FALLBACK = Parameter.implemented(
            "allow_srv_lookup_fallback",
            Grammars.bool(),
            "no",
            Scope.FACTORY,
            "Falls back to MX or address records where SRV records yield no usable host (Postfix 3.8).");

    /** The switch that uses MX or address records after a failed SRV lookup ({@code ignore_srv_lookup_error}). */
    public static final Parameter<Boolean> IGNORE_SRV_LOOKUP_ERROR = Parameter.implemented(
            "ignore_srv_lookup_error",
            Grammars.bool(),
            "no",
            Scope.FACTORY,
            "Falls back to MX or address records when the SRV lookup fails (Postfix 3.8).");

    private SmtpRoute() {}

    /** Returns all rows of this topic. */
    static List<Parameter<?>> rows() {
        return List.of(
                HOST_LOOKUP,
                DNS_SUPPORT_LEVEL,
                DISABLE_DNS_LOOKUPS,
                DNS_RESOLVER_OPTIONS,
                DNS_REPLY_FILTER,
                IGNORE_MX_LOOKUP_ERROR,
                DEFER_IF_NO_MX_ADDRESS_FOUND,
                MX_ADDRESS_LIMIT,
                RANDOMIZE_ADDRESSES,
                ADDRESS_PREFERENCE,
                BALANCE_INET_PROTOCOLS,
                FALLBACK_RELAY,
                TCP_PORT,
                KNOWN_TCP_PORTS,
                CNAME_OVERRIDES_SERVERNAME,
                DNSSEC_PROBE,
                IDNA2003,
                INET_PROTOCOLS,
                INET_INTERFACES,
                PROXY_INTERFACES,
                BIND_ADDRESS,
                BIND_ADDRESS6,
                BIND_ADDRESS_ENFORCE,
                USE_SRV_LOOKUP,
                ALLOW_SRV_LOOKUP_FALLBACK,
                IGNORE_SRV_LOOKUP_ERROR);
    }
}
