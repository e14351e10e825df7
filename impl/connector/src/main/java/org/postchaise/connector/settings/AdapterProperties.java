/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.connector.settings;

import jakarta.resource.spi.ConfigProperty;

/**
 * The properties of the adapter: those of its factories, as their defaults, and the others.
 *
 * <p>Written by GeneratedPropertiesTest from the catalog; not to be changed by hand.
 */
public abstract class AdapterProperties extends FactoryProperties {
    private static final long serialVersionUID = 1L;

    /** All properties empty. */
    protected AdapterProperties() {}

    public String getNotifyClasses() {
        return value("notify_classes");
    }

    @ConfigProperty(
            description =
                    "The kinds of trouble that are reported: bounce, 2bounce and delay by mail to the postmaster, protocol in the log; the others have no effect yet. Postfix parameter notify_classes, default: resource, software.")
    public void setNotifyClasses(String text) {
        set("notify_classes", text);
    }

    public String getSoftBounce() {
        return value("soft_bounce");
    }

    @ConfigProperty(
            description =
                    "Whether permanent failures are treated as temporary ones: a safety net while a configuration is tested. Postfix parameter soft_bounce, default: no.")
    public void setSoftBounce(String text) {
        set("soft_bounce", text);
    }

    public String getInetProtocols() {
        return value("inet_protocols");
    }

    @ConfigProperty(
            description = "Whether IPv4, IPv6 or both are used. Postfix parameter inet_protocols, default: all.")
    public void setInetProtocols(String text) {
        set("inet_protocols", text);
    }

    public String getInetInterfaces() {
        return value("inet_interfaces");
    }

    @ConfigProperty(
            description =
                    "The local addresses that mail is received on, and sent from when there is only one of a kind. Postfix parameter inet_interfaces, default: all.")
    public void setInetInterfaces(String text) {
        set("inet_interfaces", text);
    }

    public String getProxyInterfaces() {
        return value("proxy_interfaces");
    }

    @ConfigProperty(
            description =
                    "Addresses by which others reach this system through a proxy or address translator, for loop detection. Postfix parameter proxy_interfaces, default: empty.")
    public void setProxyInterfaces(String text) {
        set("proxy_interfaces", text);
    }

    public String getDnsNameServers() {
        return value("dns_name_servers");
    }

    @ConfigProperty(
            description =
                    "The recursive name servers, each as address, address:port or [address]:port; empty: those of /etc/resolv.conf. Postfix parameter dns_name_servers, default: empty.")
    public void setDnsNameServers(String text) {
        set("dns_name_servers", text);
    }

    public String getDnsQueryTimeout() {
        return value("dns_query_timeout");
    }

    @ConfigProperty(
            description =
                    "How long to wait for the reply of one name server; 0: as /etc/resolv.conf says, or 5 seconds. Postfix parameter dns_query_timeout, default: 0s.")
    public void setDnsQueryTimeout(String text) {
        set("dns_query_timeout", text);
    }

    public String getDnsQueryAttempts() {
        return value("dns_query_attempts");
    }

    @ConfigProperty(
            description =
                    "How often to go through the name servers; 0: as /etc/resolv.conf says, or twice. Postfix parameter dns_query_attempts, default: 0.")
    public void setDnsQueryAttempts(String text) {
        set("dns_query_attempts", text);
    }

    public String getDnssecTrustAnchorFile() {
        return value("dnssec_trust_anchor_file");
    }

    @ConfigProperty(
            description =
                    "A file of DS or DNSKEY records from which DNSSEC is validated here; empty: the name servers are trusted to do it (AD bit). Postfix parameter dnssec_trust_anchor_file, default: empty.")
    public void setDnssecTrustAnchorFile(String text) {
        set("dnssec_trust_anchor_file", text);
    }

    public String getTlsHighCipherlist() {
        return value("tls_high_cipherlist");
    }

    @ConfigProperty(
            description =
                    "The OpenSSL cipher list of grade high. Postfix parameter tls_high_cipherlist, default: aNULL:-aNULL:HIGH:@STRENGTH.")
    public void setTlsHighCipherlist(String text) {
        set("tls_high_cipherlist", text);
    }

    public String getTlsMediumCipherlist() {
        return value("tls_medium_cipherlist");
    }

    @ConfigProperty(
            description =
                    "The OpenSSL cipher list of grade medium. Postfix parameter tls_medium_cipherlist, default: aNULL:-aNULL:HIGH:MEDIUM:+RC4:@STRENGTH.")
    public void setTlsMediumCipherlist(String text) {
        set("tls_medium_cipherlist", text);
    }

    public String getTlsLowCipherlist() {
        return value("tls_low_cipherlist");
    }

    @ConfigProperty(
            description =
                    "The OpenSSL cipher list of grade low. Postfix parameter tls_low_cipherlist, default: aNULL:-aNULL:HIGH:MEDIUM:LOW:+RC4:@STRENGTH.")
    public void setTlsLowCipherlist(String text) {
        set("tls_low_cipherlist", text);
    }

    public String getTlsExportCipherlist() {
        return value("tls_export_cipherlist");
    }

    @ConfigProperty(
            description =
                    "The OpenSSL cipher list of grade export. Postfix parameter tls_export_cipherlist, default: aNULL:-aNULL:HIGH:MEDIUM:LOW:EXPORT:+RC4:@STRENGTH.")
    public void setTlsExportCipherlist(String text) {
        set("tls_export_cipherlist", text);
    }

    public String getTlsNullCipherlist() {
        return value("tls_null_cipherlist");
    }

    @ConfigProperty(
            description =
                    "The OpenSSL cipher list of grade null, authentication without encryption. Postfix parameter tls_null_cipherlist, default: eNULL:!aNULL.")
    public void setTlsNullCipherlist(String text) {
        set("tls_null_cipherlist", text);
    }

    public String getTlsDaneDigests() {
        return value("tls_dane_digests");
    }

    @ConfigProperty(
            description =
                    "The digests of DANE records, the strongest first. Postfix parameter tls_dane_digests, default: sha512 sha256.")
    public void setTlsDaneDigests(String text) {
        set("tls_dane_digests", text);
    }

    public String getTlsAppendDefaultCA() {
        return value("tls_append_default_CA");
    }

    @ConfigProperty(
            description =
                    "Whether the operating system's authorities are trusted besides the configured ones. Postfix parameter tls_append_default_CA, default: no.")
    public void setTlsAppendDefaultCA(String text) {
        set("tls_append_default_CA", text);
    }

    public String getTlsFastShutdownEnable() {
        return value("tls_fast_shutdown_enable");
    }

    @ConfigProperty(
            description =
                    "Whether TLS is closed without waiting for the peer's closing message. Postfix parameter tls_fast_shutdown_enable, default: yes.")
    public void setTlsFastShutdownEnable(String text) {
        set("tls_fast_shutdown_enable", text);
    }

    public String getTlsPreemptCipherlist() {
        return value("tls_preempt_cipherlist");
    }

    @ConfigProperty(
            description =
                    "Whether the server's order of ciphers counts, not the client's. Postfix parameter tls_preempt_cipherlist, default: no. (planned: no effect yet)")
    public void setTlsPreemptCipherlist(String text) {
        set("tls_preempt_cipherlist", text);
    }

    public String getTlsServerSniMaps() {
        return value("tls_server_sni_maps");
    }

    @ConfigProperty(
            description =
                    "Tables by the name that a client asks for (SNI) with keys and certificates. Postfix parameter tls_server_sni_maps, default: empty. (planned: no effect yet)")
    public void setTlsServerSniMaps(String text) {
        set("tls_server_sni_maps", text);
    }

    public String getSmtpdSaslAuthEnable() {
        return value("smtpd_sasl_auth_enable");
    }

    @ConfigProperty(
            description =
                    "Whether clients may log in (AUTH). Postfix parameter smtpd_sasl_auth_enable, default: no. (planned: no effect yet)")
    public void setSmtpdSaslAuthEnable(String text) {
        set("smtpd_sasl_auth_enable", text);
    }

    public String getSmtpdSaslLocalDomain() {
        return value("smtpd_sasl_local_domain");
    }

    @ConfigProperty(
            description =
                    "The realm of logins. Postfix parameter smtpd_sasl_local_domain, default: empty. (planned: no effect yet)")
    public void setSmtpdSaslLocalDomain(String text) {
        set("smtpd_sasl_local_domain", text);
    }

    public String getSmtpdSaslSecurityOptions() {
        return value("smtpd_sasl_security_options");
    }

    @ConfigProperty(
            description =
                    "Properties that offered login mechanisms must not lack on connections without TLS. Postfix parameter smtpd_sasl_security_options, default: noanonymous. (planned: no effect yet)")
    public void setSmtpdSaslSecurityOptions(String text) {
        set("smtpd_sasl_security_options", text);
    }

    public String getSmtpdSenderLoginMaps() {
        return value("smtpd_sender_login_maps");
    }

    @ConfigProperty(
            description =
                    "Tables with the logins that may use a sender address. Postfix parameter smtpd_sender_login_maps, default: empty. (planned: no effect yet)")
    public void setSmtpdSenderLoginMaps(String text) {
        set("smtpd_sender_login_maps", text);
    }

    public String getSmtpdSaslAuthenticatedHeader() {
        return value("smtpd_sasl_authenticated_header");
    }

    @ConfigProperty(
            description =
                    "Whether the Received header names the login. Postfix parameter smtpd_sasl_authenticated_header, default: no. (planned: no effect yet)")
    public void setSmtpdSaslAuthenticatedHeader(String text) {
        set("smtpd_sasl_authenticated_header", text);
    }

    public String getSmtpdSaslPath() {
        return value("smtpd_sasl_path");
    }

    @ConfigProperty(
            description =
                    "What the SASL implementation needs to know, such as a file name or a socket. Postfix parameter smtpd_sasl_path, default: smtpd. (planned: no effect yet)")
    public void setSmtpdSaslPath(String text) {
        set("smtpd_sasl_path", text);
    }

    public String getSmtpdSaslType() {
        return value("smtpd_sasl_type");
    }

    @ConfigProperty(
            description =
                    "The SASL implementation. Postfix parameter smtpd_sasl_type, default: cyrus. (planned: no effect yet)")
    public void setSmtpdSaslType(String text) {
        set("smtpd_sasl_type", text);
    }

    public String getLineLengthLimit() {
        return value("line_length_limit");
    }

    @ConfigProperty(
            description =
                    "The longest line that is handled in one piece. Postfix parameter line_length_limit, default: 2048.")
    public void setLineLengthLimit(String text) {
        set("line_length_limit", text);
    }

    public String getRecipientDelimiter() {
        return value("recipient_delimiter");
    }

    @ConfigProperty(
            description =
                    "The characters that separate a user name from its extension. Postfix parameter recipient_delimiter, default: empty.")
    public void setRecipientDelimiter(String text) {
        set("recipient_delimiter", text);
    }

    public String getPropagateUnmatchedExtensions() {
        return value("propagate_unmatched_extensions");
    }

    @ConfigProperty(
            description =
                    "The kinds of tables that pass an address extension on to the address they give; here, generic. Postfix parameter propagate_unmatched_extensions, default: canonical, virtual.")
    public void setPropagateUnmatchedExtensions(String text) {
        set("propagate_unmatched_extensions", text);
    }

    public String getMydomain() {
        return value("mydomain");
    }

    @ConfigProperty(
            description =
                    "This system's domain; empty: the part of myhostname after its first dot. Postfix parameter mydomain, default: empty.")
    public void setMydomain(String text) {
        set("mydomain", text);
    }

    public String getMydestination() {
        return value("mydestination");
    }

    @ConfigProperty(
            description =
                    "Domains whose mail is delivered on this system. Postfix parameter mydestination, default: $myhostname, localhost.$mydomain, localhost.")
    public void setMydestination(String text) {
        set("mydestination", text);
    }

    public String getMyorigin() {
        return value("myorigin");
    }

    @ConfigProperty(
            description = "The domain of addresses that have none. Postfix parameter myorigin, default: $myhostname.")
    public void setMyorigin(String text) {
        set("myorigin", text);
    }

    public String getAppendAtMyorigin() {
        return value("append_at_myorigin");
    }

    @ConfigProperty(
            description =
                    "Whether an address without a domain is completed with myorigin. Postfix parameter append_at_myorigin, default: yes.")
    public void setAppendAtMyorigin(String text) {
        set("append_at_myorigin", text);
    }

    public String getAppendDotMydomain() {
        return value("append_dot_mydomain");
    }

    @ConfigProperty(
            description =
                    "Whether user@host without a domain is completed with mydomain. Postfix parameter append_dot_mydomain, default: ${{$compatibility_level} <level {1} ? {yes} : {no}}.")
    public void setAppendDotMydomain(String text) {
        set("append_dot_mydomain", text);
    }

    public String getMinimalBackoffTime() {
        return value("minimal_backoff_time");
    }

    @ConfigProperty(
            description =
                    "The minimal time between attempts to deliver a deferred mail, and how long a dead destination is left alone. Postfix parameter minimal_backoff_time, default: 300s.")
    public void setMinimalBackoffTime(String text) {
        set("minimal_backoff_time", text);
    }

    public String getMaximalBackoffTime() {
        return value("maximal_backoff_time");
    }

    @ConfigProperty(
            description =
                    "The maximal time between attempts to deliver a deferred mail. Postfix parameter maximal_backoff_time, default: 4000s.")
    public void setMaximalBackoffTime(String text) {
        set("maximal_backoff_time", text);
    }

    public String getMaximalQueueLifetime() {
        return value("maximal_queue_lifetime");
    }

    @ConfigProperty(
            description =
                    "How long a mail with temporary errors stays in the queue before it is given up. Postfix parameter maximal_queue_lifetime, default: 5d.")
    public void setMaximalQueueLifetime(String text) {
        set("maximal_queue_lifetime", text);
    }

    public String getBounceQueueLifetime() {
        return value("bounce_queue_lifetime");
    }

    @ConfigProperty(
            description =
                    "How long a mail from the null sender stays in the queue before it is given up. Postfix parameter bounce_queue_lifetime, default: 5d.")
    public void setBounceQueueLifetime(String text) {
        set("bounce_queue_lifetime", text);
    }

    public String getMessageSizeLimit() {
        return value("message_size_limit");
    }

    @ConfigProperty(
            description =
                    "The largest mail accepted for the queue, in octets; 0: no limit. Postfix parameter message_size_limit, default: 10240000.")
    public void setMessageSizeLimit(String text) {
        set("message_size_limit", text);
    }

    public String getDelayLoggingResolutionLimit() {
        return value("delay_logging_resolution_limit");
    }

    @ConfigProperty(
            description =
                    "The largest number of decimals in logged delays. Postfix parameter delay_logging_resolution_limit, default: 2.")
    public void setDelayLoggingResolutionLimit(String text) {
        set("delay_logging_resolution_limit", text);
    }

    public String getDelayWarningTime() {
        return value("delay_warning_time");
    }

    @ConfigProperty(
            description =
                    "After how long the sender is told that a mail is still waiting; 0: never. Postfix parameter delay_warning_time, default: 0h.")
    public void setDelayWarningTime(String text) {
        set("delay_warning_time", text);
    }

    public String getConfirmDelayCleared() {
        return value("confirm_delay_cleared");
    }

    @ConfigProperty(
            description =
                    "Whether the sender is told that a mail was delivered after a delay notice. Postfix parameter confirm_delay_cleared, default: no.")
    public void setConfirmDelayCleared(String text) {
        set("confirm_delay_cleared", text);
    }

    public String getBounceSizeLimit() {
        return value("bounce_size_limit");
    }

    @ConfigProperty(
            description =
                    "The largest mail that is returned whole with a failure notice, in octets; of a larger one the header is. Postfix parameter bounce_size_limit, default: 50000.")
    public void setBounceSizeLimit(String text) {
        set("bounce_size_limit", text);
    }

    public String getBounceTemplateFile() {
        return value("bounce_template_file");
    }

    @ConfigProperty(
            description =
                    "The file with texts of notices; empty: those that are built in. Postfix parameter bounce_template_file, default: empty.")
    public void setBounceTemplateFile(String text) {
        set("bounce_template_file", text);
    }

    public String getHeaderFromFormat() {
        return value("header_from_format");
    }

    @ConfigProperty(
            description =
                    "How From of a notice is written: a name and the address in angle brackets, or the address and a comment. Postfix parameter header_from_format, default: standard.")
    public void setHeaderFromFormat(String text) {
        set("header_from_format", text);
    }

    public String getEnableThreadedBounces() {
        return value("enable_threaded_bounces");
    }

    @ConfigProperty(
            description =
                    "Whether a notice refers to the mail it is about by the headers References and In-Reply-To. Postfix parameter enable_threaded_bounces, default: no.")
    public void setEnableThreadedBounces(String text) {
        set("enable_threaded_bounces", text);
    }

    public String get2bounceNoticeRecipient() {
        return value("2bounce_notice_recipient");
    }

    @ConfigProperty(
            description =
                    "Who receives mail whose notice could not be delivered either. Postfix parameter 2bounce_notice_recipient, default: postmaster.")
    public void set2bounceNoticeRecipient(String text) {
        set("2bounce_notice_recipient", text);
    }

    public String getBounceNoticeRecipient() {
        return value("bounce_notice_recipient");
    }

    @ConfigProperty(
            description =
                    "Who receives copies of failure notices, without content. Postfix parameter bounce_notice_recipient, default: postmaster.")
    public void setBounceNoticeRecipient(String text) {
        set("bounce_notice_recipient", text);
    }

    public String getDelayNoticeRecipient() {
        return value("delay_notice_recipient");
    }

    @ConfigProperty(
            description =
                    "Who receives copies of delay notices, without content. Postfix parameter delay_notice_recipient, default: postmaster.")
    public void setDelayNoticeRecipient(String text) {
        set("delay_notice_recipient", text);
    }

    public String getDoubleBounceSender() {
        return value("double_bounce_sender");
    }

    @ConfigProperty(
            description =
                    "The local part of the sender of notices that must not cause further ones. Postfix parameter double_bounce_sender, default: double-bounce.")
    public void setDoubleBounceSender(String text) {
        set("double_bounce_sender", text);
    }

    public String getMailName() {
        return value("mail_name");
    }

    @ConfigProperty(
            description =
                    "The name of the mail system in greetings, Received headers and notices. Postfix parameter mail_name, default: Postfix.")
    public void setMailName(String text) {
        set("mail_name", text);
    }

    public String getDefaultVerpDelimiters() {
        return value("default_verp_delimiters");
    }

    @ConfigProperty(
            description =
                    "The delimiters of return paths that name the recipient (VERP), where they are asked for without saying which. Postfix parameter default_verp_delimiters, default: +=.")
    public void setDefaultVerpDelimiters(String text) {
        set("default_verp_delimiters", text);
    }

    public String getVerpDelimiterFilter() {
        return value("verp_delimiter_filter");
    }

    @ConfigProperty(
            description =
                    "The characters that may be VERP delimiters. Postfix parameter verp_delimiter_filter, default: -=+.")
    public void setVerpDelimiterFilter(String text) {
        set("verp_delimiter_filter", text);
    }

    public String getDisableVerpBounces() {
        return value("disable_verp_bounces");
    }

    @ConfigProperty(
            description =
                    "Whether the failures of a VERP mail are told in one notice to its sender, instead of one to each recipient's return path. Postfix parameter disable_verp_bounces, default: no.")
    public void setDisableVerpBounces(String text) {
        set("disable_verp_bounces", text);
    }

    public String getVerpKeyFile() {
        return value("verp_key_file");
    }

    @ConfigProperty(
            description =
                    "The file with keys, one a line, by which VERP return paths are marked as this system's (the first) and known again (all); empty: they are not. Postfix parameter verp_key_file, default: empty.")
    public void setVerpKeyFile(String text) {
        set("verp_key_file", text);
    }

    public String getShowUserUnknownTableName() {
        return value("show_user_unknown_table_name");
    }

    @ConfigProperty(
            description =
                    "Whether \"User unknown\" replies name the table. Postfix parameter show_user_unknown_table_name, default: yes. (planned: no effect yet)")
    public void setShowUserUnknownTableName(String text) {
        set("show_user_unknown_table_name", text);
    }

    public String getCanonicalMaps() {
        return value("canonical_maps");
    }

    @ConfigProperty(
            description =
                    "Tables that replace addresses in envelopes and headers. Postfix parameter canonical_maps, default: empty. (planned: no effect yet)")
    public void setCanonicalMaps(String text) {
        set("canonical_maps", text);
    }

    public String getRecipientCanonicalMaps() {
        return value("recipient_canonical_maps");
    }

    @ConfigProperty(
            description =
                    "Tables that replace recipient addresses. Postfix parameter recipient_canonical_maps, default: empty. (planned: no effect yet)")
    public void setRecipientCanonicalMaps(String text) {
        set("recipient_canonical_maps", text);
    }

    public String getLocalRecipientMaps() {
        return value("local_recipient_maps");
    }

    @ConfigProperty(
            description =
                    "Tables with the names of all local recipients; empty: any name is accepted. Postfix parameter local_recipient_maps, default: proxy:unix:passwd.byname $alias_maps. (planned: no effect yet)")
    public void setLocalRecipientMaps(String text) {
        set("local_recipient_maps", text);
    }

    public String getUnknownLocalRecipientRejectCode() {
        return value("unknown_local_recipient_reject_code");
    }

    @ConfigProperty(
            description =
                    "The reply code for an unknown local recipient. Postfix parameter unknown_local_recipient_reject_code, default: 550. (planned: no effect yet)")
    public void setUnknownLocalRecipientRejectCode(String text) {
        set("unknown_local_recipient_reject_code", text);
    }

    public String getRelayDomains() {
        return value("relay_domains");
    }

    @ConfigProperty(
            description =
                    "Domains for which mail is accepted and passed on. Postfix parameter relay_domains, default: ${{$compatibility_level} <level {2} ? {$mydestination} : {}}. (planned: no effect yet)")
    public void setRelayDomains(String text) {
        set("relay_domains", text);
    }

    public String getRelayRecipientMaps() {
        return value("relay_recipient_maps");
    }

    @ConfigProperty(
            description =
                    "Tables with all recipients in relay_domains; empty: any is accepted. Postfix parameter relay_recipient_maps, default: empty. (planned: no effect yet)")
    public void setRelayRecipientMaps(String text) {
        set("relay_recipient_maps", text);
    }

    public String getUnknownRelayRecipientRejectCode() {
        return value("unknown_relay_recipient_reject_code");
    }

    @ConfigProperty(
            description =
                    "The reply code for an unknown recipient in relay_domains. Postfix parameter unknown_relay_recipient_reject_code, default: 550. (planned: no effect yet)")
    public void setUnknownRelayRecipientRejectCode(String text) {
        set("unknown_relay_recipient_reject_code", text);
    }

    public String getVirtualAliasDomains() {
        return value("virtual_alias_domains");
    }

    @ConfigProperty(
            description =
                    "Domains all of whose addresses are aliases for other addresses. Postfix parameter virtual_alias_domains, default: $virtual_alias_maps. (planned: no effect yet)")
    public void setVirtualAliasDomains(String text) {
        set("virtual_alias_domains", text);
    }

    public String getVirtualAliasMaps() {
        return value("virtual_alias_maps");
    }

    @ConfigProperty(
            description =
                    "Tables that replace recipients by one or more others. Postfix parameter virtual_alias_maps, default: $virtual_maps. (planned: no effect yet)")
    public void setVirtualAliasMaps(String text) {
        set("virtual_alias_maps", text);
    }

    public String getUnknownVirtualAliasRejectCode() {
        return value("unknown_virtual_alias_reject_code");
    }

    @ConfigProperty(
            description =
                    "The reply code for an unknown recipient in virtual_alias_domains. Postfix parameter unknown_virtual_alias_reject_code, default: 550. (planned: no effect yet)")
    public void setUnknownVirtualAliasRejectCode(String text) {
        set("unknown_virtual_alias_reject_code", text);
    }

    public String getVirtualMailboxDomains() {
        return value("virtual_mailbox_domains");
    }

    @ConfigProperty(
            description =
                    "Domains whose mail is delivered by virtual_transport. Postfix parameter virtual_mailbox_domains, default: $virtual_mailbox_maps. (planned: no effect yet)")
    public void setVirtualMailboxDomains(String text) {
        set("virtual_mailbox_domains", text);
    }

    public String getVirtualMailboxMaps() {
        return value("virtual_mailbox_maps");
    }

    @ConfigProperty(
            description =
                    "Tables with all recipients in virtual_mailbox_domains. Postfix parameter virtual_mailbox_maps, default: empty. (planned: no effect yet)")
    public void setVirtualMailboxMaps(String text) {
        set("virtual_mailbox_maps", text);
    }

    public String getUnknownVirtualMailboxRejectCode() {
        return value("unknown_virtual_mailbox_reject_code");
    }

    @ConfigProperty(
            description =
                    "The reply code for an unknown recipient in virtual_mailbox_domains. Postfix parameter unknown_virtual_mailbox_reject_code, default: 550. (planned: no effect yet)")
    public void setUnknownVirtualMailboxRejectCode(String text) {
        set("unknown_virtual_mailbox_reject_code", text);
    }

    public String getMynetworks() {
        return value("mynetworks");
    }

    @ConfigProperty(
            description =
                    "Networks whose clients are trusted. Postfix parameter mynetworks, default: 127.0.0.0/8 [::1]/128. (planned: no effect yet)")
    public void setMynetworks(String text) {
        set("mynetworks", text);
    }

    public String getMynetworksStyle() {
        return value("mynetworks_style");
    }

    @ConfigProperty(
            description =
                    "How mynetworks is made when it is not set: class, subnet or host. Postfix parameter mynetworks_style, default: ${{$compatibility_level} <level {2} ? {subnet} : {host}}. (planned: no effect yet)")
    public void setMynetworksStyle(String text) {
        set("mynetworks_style", text);
    }

    public String getAliasMaps() {
        return value("alias_maps");
    }

    @ConfigProperty(
            description =
                    "Tables with the aliases of local recipients. Postfix parameter alias_maps, default: hash:/etc/aliases, nis:mail.aliases. (planned: no effect yet)")
    public void setAliasMaps(String text) {
        set("alias_maps", text);
    }

    public String getVirtualTransport() {
        return value("virtual_transport");
    }

    @ConfigProperty(
            description =
                    "The transport, and next hop, of mail to virtual_mailbox_domains. Postfix parameter virtual_transport, default: virtual. (planned: no effect yet)")
    public void setVirtualTransport(String text) {
        set("virtual_transport", text);
    }

    public String getLocalTransport() {
        return value("local_transport");
    }

    @ConfigProperty(
            description =
                    "The transport, and next hop, of mail to mydestination. Postfix parameter local_transport, default: local:$myhostname. (planned: no effect yet)")
    public void setLocalTransport(String text) {
        set("local_transport", text);
    }

    public String getRelayTransport() {
        return value("relay_transport");
    }

    @ConfigProperty(
            description =
                    "The transport, and next hop, of mail to relay_domains. Postfix parameter relay_transport, default: relay. (planned: no effect yet)")
    public void setRelayTransport(String text) {
        set("relay_transport", text);
    }

    public String getSwapBangpath() {
        return value("swap_bangpath");
    }

    @ConfigProperty(
            description =
                    "Whether host!user is read as user@host. Postfix parameter swap_bangpath, default: yes. (planned: no effect yet)")
    public void setSwapBangpath(String text) {
        set("swap_bangpath", text);
    }

    public String getDefaultFilterNexthop() {
        return value("default_filter_nexthop");
    }

    @ConfigProperty(
            description =
                    "The next hop of a filter transport named without one. Postfix parameter default_filter_nexthop, default: empty. (planned: no effect yet)")
    public void setDefaultFilterNexthop(String text) {
        set("default_filter_nexthop", text);
    }

    public String getDefaultDeliveryStatusFilter() {
        return value("default_delivery_status_filter");
    }

    @ConfigProperty(
            description =
                    "Tables that replace status code and text of any delivery's outcome, where a transport says nothing else. Postfix parameter default_delivery_status_filter, default: empty. (planned: no effect yet)")
    public void setDefaultDeliveryStatusFilter(String text) {
        set("default_delivery_status_filter", text);
    }

    public String getSenderCanonicalMaps() {
        return value("sender_canonical_maps");
    }

    @ConfigProperty(
            description =
                    "Tables that replace sender addresses. Postfix parameter sender_canonical_maps, default: empty. (planned: no effect yet)")
    public void setSenderCanonicalMaps(String text) {
        set("sender_canonical_maps", text);
    }

    public String getRelocatedMaps() {
        return value("relocated_maps");
    }

    @ConfigProperty(
            description =
                    "Tables with the new addresses of recipients who moved. Postfix parameter relocated_maps, default: empty. (planned: no effect yet)")
    public void setRelocatedMaps(String text) {
        set("relocated_maps", text);
    }

    public String getAddressVerifyPollCount() {
        return value("address_verify_poll_count");
    }

    @ConfigProperty(
            description =
                    "How often to look whether an address probe is done. Postfix parameter address_verify_poll_count, default: ${stress?{1}:{3}}. (planned: no effect yet)")
    public void setAddressVerifyPollCount(String text) {
        set("address_verify_poll_count", text);
    }

    public String getAddressVerifyPollDelay() {
        return value("address_verify_poll_delay");
    }

    @ConfigProperty(
            description =
                    "How long to wait between two such looks. Postfix parameter address_verify_poll_delay, default: 3s. (planned: no effect yet)")
    public void setAddressVerifyPollDelay(String text) {
        set("address_verify_poll_delay", text);
    }

    public String getAddressVerifySender() {
        return value("address_verify_sender");
    }

    @ConfigProperty(
            description =
                    "The sender of address probes. Postfix parameter address_verify_sender, default: $double_bounce_sender. (planned: no effect yet)")
    public void setAddressVerifySender(String text) {
        set("address_verify_sender", text);
    }

    public String getUnverifiedSenderRejectCode() {
        return value("unverified_sender_reject_code");
    }

    @ConfigProperty(
            description =
                    "The reply code when the probe of a sender was refused. Postfix parameter unverified_sender_reject_code, default: 450. (planned: no effect yet)")
    public void setUnverifiedSenderRejectCode(String text) {
        set("unverified_sender_reject_code", text);
    }

    public String getUnverifiedRecipientRejectCode() {
        return value("unverified_recipient_reject_code");
    }

    @ConfigProperty(
            description =
                    "The reply code when the probe of a recipient was refused. Postfix parameter unverified_recipient_reject_code, default: 450. (planned: no effect yet)")
    public void setUnverifiedRecipientRejectCode(String text) {
        set("unverified_recipient_reject_code", text);
    }

    public String getUnverifiedSenderDeferCode() {
        return value("unverified_sender_defer_code");
    }

    @ConfigProperty(
            description =
                    "The reply code when the probe of a sender failed for now. Postfix parameter unverified_sender_defer_code, default: 450. (planned: no effect yet)")
    public void setUnverifiedSenderDeferCode(String text) {
        set("unverified_sender_defer_code", text);
    }

    public String getUnverifiedRecipientDeferCode() {
        return value("unverified_recipient_defer_code");
    }

    @ConfigProperty(
            description =
                    "The reply code when the probe of a recipient failed for now. Postfix parameter unverified_recipient_defer_code, default: 450. (planned: no effect yet)")
    public void setUnverifiedRecipientDeferCode(String text) {
        set("unverified_recipient_defer_code", text);
    }

    public String getUnverifiedSenderRejectReason() {
        return value("unverified_sender_reject_reason");
    }

    @ConfigProperty(
            description =
                    "The reply text when the probe of a sender was refused; empty: what the probe found. Postfix parameter unverified_sender_reject_reason, default: empty. (planned: no effect yet)")
    public void setUnverifiedSenderRejectReason(String text) {
        set("unverified_sender_reject_reason", text);
    }

    public String getUnverifiedRecipientRejectReason() {
        return value("unverified_recipient_reject_reason");
    }

    @ConfigProperty(
            description =
                    "The reply text when the probe of a recipient was refused; empty: what the probe found. Postfix parameter unverified_recipient_reject_reason, default: empty. (planned: no effect yet)")
    public void setUnverifiedRecipientRejectReason(String text) {
        set("unverified_recipient_reject_reason", text);
    }

    public String getUnverifiedSenderTempfailAction() {
        return value("unverified_sender_tempfail_action");
    }

    @ConfigProperty(
            description =
                    "What to do when the probe of a sender failed for now. Postfix parameter unverified_sender_tempfail_action, default: $reject_tempfail_action. (planned: no effect yet)")
    public void setUnverifiedSenderTempfailAction(String text) {
        set("unverified_sender_tempfail_action", text);
    }

    public String getUnverifiedRecipientTempfailAction() {
        return value("unverified_recipient_tempfail_action");
    }

    @ConfigProperty(
            description =
                    "What to do when the probe of a recipient failed for now. Postfix parameter unverified_recipient_tempfail_action, default: $reject_tempfail_action. (planned: no effect yet)")
    public void setUnverifiedRecipientTempfailAction(String text) {
        set("unverified_recipient_tempfail_action", text);
    }

    public String getAddressVerifySenderTtl() {
        return value("address_verify_sender_ttl");
    }

    @ConfigProperty(
            description =
                    "How long a sender of address probes is used before its time-dependent part changes; 0: it has none. Postfix parameter address_verify_sender_ttl, default: 0s. (planned: no effect yet)")
    public void setAddressVerifySenderTtl(String text) {
        set("address_verify_sender_ttl", text);
    }

    public String getAddressVerifyMap() {
        return value("address_verify_map");
    }

    @ConfigProperty(
            description =
                    "The table that keeps the results of address probes. Postfix parameter address_verify_map, default: btree:$data_directory/verify_cache. (planned: no effect yet)")
    public void setAddressVerifyMap(String text) {
        set("address_verify_map", text);
    }

    public String getAddressVerifyPositiveExpireTime() {
        return value("address_verify_positive_expire_time");
    }

    @ConfigProperty(
            description =
                    "How long a good result of an address probe is kept. Postfix parameter address_verify_positive_expire_time, default: 31d. (planned: no effect yet)")
    public void setAddressVerifyPositiveExpireTime(String text) {
        set("address_verify_positive_expire_time", text);
    }

    public String getAddressVerifyNegativeExpireTime() {
        return value("address_verify_negative_expire_time");
    }

    @ConfigProperty(
            description =
                    "How long a bad result of an address probe is kept. Postfix parameter address_verify_negative_expire_time, default: 3d. (planned: no effect yet)")
    public void setAddressVerifyNegativeExpireTime(String text) {
        set("address_verify_negative_expire_time", text);
    }

    public String getAddressVerifyNegativeCache() {
        return value("address_verify_negative_cache");
    }

    @ConfigProperty(
            description =
                    "Whether bad results of address probes are kept too. Postfix parameter address_verify_negative_cache, default: yes. (planned: no effect yet)")
    public void setAddressVerifyNegativeCache(String text) {
        set("address_verify_negative_cache", text);
    }

    public String getBrokenSaslAuthClients() {
        return value("broken_sasl_auth_clients");
    }

    @ConfigProperty(
            description =
                    "Whether AUTH= is announced too, for old clients that need it. Postfix parameter broken_sasl_auth_clients, default: no. (planned: no effect yet)")
    public void setBrokenSaslAuthClients(String text) {
        set("broken_sasl_auth_clients", text);
    }

    public String getDisableVrfyCommand() {
        return value("disable_vrfy_command");
    }

    @ConfigProperty(
            description =
                    "Whether VRFY is refused. Postfix parameter disable_vrfy_command, default: no. (planned: no effect yet)")
    public void setDisableVrfyCommand(String text) {
        set("disable_vrfy_command", text);
    }

    public String getSmtpdNoopCommands() {
        return value("smtpd_noop_commands");
    }

    @ConfigProperty(
            description =
                    "Commands that are answered with \"250 Ok\" and have no effect. Postfix parameter smtpd_noop_commands, default: empty. (planned: no effect yet)")
    public void setSmtpdNoopCommands(String text) {
        set("smtpd_noop_commands", text);
    }

    public String getStrictRfc821Envelopes() {
        return value("strict_rfc821_envelopes");
    }

    @ConfigProperty(
            description =
                    "Whether addresses in MAIL FROM and RCPT TO must be in <> and without comments. Postfix parameter strict_rfc821_envelopes, default: no. (planned: no effect yet)")
    public void setStrictRfc821Envelopes(String text) {
        set("strict_rfc821_envelopes", text);
    }

    public String getResolveNullDomain() {
        return value("resolve_null_domain");
    }

    @ConfigProperty(
            description =
                    "Whether \"user@\" counts as an address of this system. Postfix parameter resolve_null_domain, default: no. (planned: no effect yet)")
    public void setResolveNullDomain(String text) {
        set("resolve_null_domain", text);
    }

    public String getSmtpdRejectUnlistedSender() {
        return value("smtpd_reject_unlisted_sender");
    }

    @ConfigProperty(
            description =
                    "Whether unknown senders of own domains are refused, also without a restriction that says so. Postfix parameter smtpd_reject_unlisted_sender, default: no. (planned: no effect yet)")
    public void setSmtpdRejectUnlistedSender(String text) {
        set("smtpd_reject_unlisted_sender", text);
    }

    public String getSmtpdSaslExceptionsNetworks() {
        return value("smtpd_sasl_exceptions_networks");
    }

    @ConfigProperty(
            description =
                    "Networks whose clients are not offered AUTH. Postfix parameter smtpd_sasl_exceptions_networks, default: empty. (planned: no effect yet)")
    public void setSmtpdSaslExceptionsNetworks(String text) {
        set("smtpd_sasl_exceptions_networks", text);
    }

    public String getSmtpdDiscardEhloKeywordAddressMaps() {
        return value("smtpd_discard_ehlo_keyword_address_maps");
    }

    @ConfigProperty(
            description =
                    "Tables by client address with EHLO keywords that are not announced to that client. Postfix parameter smtpd_discard_ehlo_keyword_address_maps, default: empty. (planned: no effect yet)")
    public void setSmtpdDiscardEhloKeywordAddressMaps(String text) {
        set("smtpd_discard_ehlo_keyword_address_maps", text);
    }

    public String getSmtpdDiscardEhloKeywords() {
        return value("smtpd_discard_ehlo_keywords");
    }

    @ConfigProperty(
            description =
                    "EHLO keywords that are not announced. Postfix parameter smtpd_discard_ehlo_keywords, default: empty. (planned: no effect yet)")
    public void setSmtpdDiscardEhloKeywords(String text) {
        set("smtpd_discard_ehlo_keywords", text);
    }

    public String getSmtpdDelayOpenUntilValidRcpt() {
        return value("smtpd_delay_open_until_valid_rcpt");
    }

    @ConfigProperty(
            description =
                    "Whether a mail begins only with its first valid recipient. Postfix parameter smtpd_delay_open_until_valid_rcpt, default: yes. (planned: no effect yet)")
    public void setSmtpdDelayOpenUntilValidRcpt(String text) {
        set("smtpd_delay_open_until_valid_rcpt", text);
    }

    public String getSmtpdCommandFilter() {
        return value("smtpd_command_filter");
    }

    @ConfigProperty(
            description =
                    "Tables of patterns that rewrite a client's command lines before they are read. Postfix parameter smtpd_command_filter, default: empty. (planned: no effect yet)")
    public void setSmtpdCommandFilter(String text) {
        set("smtpd_command_filter", text);
    }

    public String getReceiveOverrideOptions() {
        return value("receive_override_options");
    }

    @ConfigProperty(
            description =
                    "Parts of the processing of received mail to leave out: recipient checks, address mappings, milters and the like. Postfix parameter receive_override_options, default: empty. (planned: no effect yet)")
    public void setReceiveOverrideOptions(String text) {
        set("receive_override_options", text);
    }

    public String getLocalHeaderRewriteClients() {
        return value("local_header_rewrite_clients");
    }

    @ConfigProperty(
            description =
                    "Clients in whose mail incomplete header addresses are completed with this site's domain. Postfix parameter local_header_rewrite_clients, default: permit_inet_interfaces. (planned: no effect yet)")
    public void setLocalHeaderRewriteClients(String text) {
        set("local_header_rewrite_clients", text);
    }

    public String getSmtpdAuthorizedVerpClients() {
        return value("smtpd_authorized_verp_clients");
    }

    @ConfigProperty(
            description =
                    "Clients that may ask for return addresses that name the recipient (XVERP). Postfix parameter smtpd_authorized_verp_clients, default: $authorized_verp_clients. (planned: no effect yet)")
    public void setSmtpdAuthorizedVerpClients(String text) {
        set("smtpd_authorized_verp_clients", text);
    }

    public String getSmtpdRejectFooter() {
        return value("smtpd_reject_footer");
    }

    @ConfigProperty(
            description =
                    "Text that is added to every 4xx and 5xx reply. Postfix parameter smtpd_reject_footer, default: empty. (planned: no effect yet)")
    public void setSmtpdRejectFooter(String text) {
        set("smtpd_reject_footer", text);
    }

    public String getSmtpdAuthorizedXclientHosts() {
        return value("smtpd_authorized_xclient_hosts");
    }

    @ConfigProperty(
            description =
                    "Clients that may use XCLIENT to appear as another client. Postfix parameter smtpd_authorized_xclient_hosts, default: empty. (planned: no effect yet)")
    public void setSmtpdAuthorizedXclientHosts(String text) {
        set("smtpd_authorized_xclient_hosts", text);
    }

    public String getQueueMinfree() {
        return value("queue_minfree");
    }

    @ConfigProperty(
            description =
                    "The free space that the file system of the queue must have before mail is accepted, in octets; 0: not checked. Postfix parameter queue_minfree, default: 0. (planned: no effect yet)")
    public void setQueueMinfree(String text) {
        set("queue_minfree", text);
    }

    public String getSmtpdRecipientLimit() {
        return value("smtpd_recipient_limit");
    }

    @ConfigProperty(
            description =
                    "How many recipients a client may give for one mail. Postfix parameter smtpd_recipient_limit, default: 1000. (planned: no effect yet)")
    public void setSmtpdRecipientLimit(String text) {
        set("smtpd_recipient_limit", text);
    }

    public String getSmtpdTimeout() {
        return value("smtpd_timeout");
    }

    @ConfigProperty(
            description =
                    "Time limit for receiving a command and for sending a reply. Postfix parameter smtpd_timeout, default: ${stress?{10}:{300}}s. (planned: no effect yet)")
    public void setSmtpdTimeout(String text) {
        set("smtpd_timeout", text);
    }

    public String getSmtpdHistoryFlushThreshold() {
        return value("smtpd_history_flush_threshold");
    }

    @ConfigProperty(
            description =
                    "How many commands of a session are remembered for error reports. Postfix parameter smtpd_history_flush_threshold, default: 100. (planned: no effect yet)")
    public void setSmtpdHistoryFlushThreshold(String text) {
        set("smtpd_history_flush_threshold", text);
    }

    public String getSmtpdPeernameLookup() {
        return value("smtpd_peername_lookup");
    }

    @ConfigProperty(
            description =
                    "Whether a client's name is looked up and verified by DNS. Postfix parameter smtpd_peername_lookup, default: yes. (planned: no effect yet)")
    public void setSmtpdPeernameLookup(String text) {
        set("smtpd_peername_lookup", text);
    }

    public String getSmtpdClientConnectionCountLimit() {
        return value("smtpd_client_connection_count_limit");
    }

    @ConfigProperty(
            description =
                    "How many connections one client may have at once; 0: no limit. Postfix parameter smtpd_client_connection_count_limit, default: 50. (planned: no effect yet)")
    public void setSmtpdClientConnectionCountLimit(String text) {
        set("smtpd_client_connection_count_limit", text);
    }

    public String getSmtpdClientConnectionRateLimit() {
        return value("smtpd_client_connection_rate_limit");
    }

    @ConfigProperty(
            description =
                    "How many connections one client may open per anvil_rate_time_unit; 0: no limit. Postfix parameter smtpd_client_connection_rate_limit, default: 0. (planned: no effect yet)")
    public void setSmtpdClientConnectionRateLimit(String text) {
        set("smtpd_client_connection_rate_limit", text);
    }

    public String getSmtpdClientMessageRateLimit() {
        return value("smtpd_client_message_rate_limit");
    }

    @ConfigProperty(
            description =
                    "How many mails one client may send per anvil_rate_time_unit; 0: no limit. Postfix parameter smtpd_client_message_rate_limit, default: 0. (planned: no effect yet)")
    public void setSmtpdClientMessageRateLimit(String text) {
        set("smtpd_client_message_rate_limit", text);
    }

    public String getSmtpdClientRecipientRateLimit() {
        return value("smtpd_client_recipient_rate_limit");
    }

    @ConfigProperty(
            description =
                    "How many recipients one client may name per anvil_rate_time_unit; 0: no limit. Postfix parameter smtpd_client_recipient_rate_limit, default: 0. (planned: no effect yet)")
    public void setSmtpdClientRecipientRateLimit(String text) {
        set("smtpd_client_recipient_rate_limit", text);
    }

    public String getSmtpdClientEventLimitExceptions() {
        return value("smtpd_client_event_limit_exceptions");
    }

    @ConfigProperty(
            description =
                    "Clients without limits on connections and rates. Postfix parameter smtpd_client_event_limit_exceptions, default: ${smtpd_client_connection_limit_exceptions:$mynetworks}. (planned: no effect yet)")
    public void setSmtpdClientEventLimitExceptions(String text) {
        set("smtpd_client_event_limit_exceptions", text);
    }

    public String getSmtpdClientNewTlsSessionRateLimit() {
        return value("smtpd_client_new_tls_session_rate_limit");
    }

    @ConfigProperty(
            description =
                    "How many TLS sessions one client may negotiate anew per anvil_rate_time_unit; 0: no limit. Postfix parameter smtpd_client_new_tls_session_rate_limit, default: 0. (planned: no effect yet)")
    public void setSmtpdClientNewTlsSessionRateLimit(String text) {
        set("smtpd_client_new_tls_session_rate_limit", text);
    }

    public String getSmtpdErrorSleepTime() {
        return value("smtpd_error_sleep_time");
    }

    @ConfigProperty(
            description =
                    "How long a reply is held back when a client made more than smtpd_soft_error_limit errors. Postfix parameter smtpd_error_sleep_time, default: 1s. (planned: no effect yet)")
    public void setSmtpdErrorSleepTime(String text) {
        set("smtpd_error_sleep_time", text);
    }

    public String getSmtpdSoftErrorLimit() {
        return value("smtpd_soft_error_limit");
    }

    @ConfigProperty(
            description =
                    "How many errors a client may make before replies are held back. Postfix parameter smtpd_soft_error_limit, default: 10. (planned: no effect yet)")
    public void setSmtpdSoftErrorLimit(String text) {
        set("smtpd_soft_error_limit", text);
    }

    public String getSmtpdHardErrorLimit() {
        return value("smtpd_hard_error_limit");
    }

    @ConfigProperty(
            description =
                    "How many errors a client may make before it is disconnected. Postfix parameter smtpd_hard_error_limit, default: ${stress?{1}:{20}}. (planned: no effect yet)")
    public void setSmtpdHardErrorLimit(String text) {
        set("smtpd_hard_error_limit", text);
    }

    public String getSmtpdJunkCommandLimit() {
        return value("smtpd_junk_command_limit");
    }

    @ConfigProperty(
            description =
                    "How many commands that bring no mail (NOOP, VRFY, RSET, ETRN) a client may send before they count as errors. Postfix parameter smtpd_junk_command_limit, default: ${stress?{1}:{100}}. (planned: no effect yet)")
    public void setSmtpdJunkCommandLimit(String text) {
        set("smtpd_junk_command_limit", text);
    }

    public String getSmtpdRecipientOvershootLimit() {
        return value("smtpd_recipient_overshoot_limit");
    }

    @ConfigProperty(
            description =
                    "How many recipients beyond smtpd_recipient_limit are refused before each counts as an error. Postfix parameter smtpd_recipient_overshoot_limit, default: 1000. (planned: no effect yet)")
    public void setSmtpdRecipientOvershootLimit(String text) {
        set("smtpd_recipient_overshoot_limit", text);
    }

    public String getSmtpdBanner() {
        return value("smtpd_banner");
    }

    @ConfigProperty(
            description =
                    "The text after 220 in the greeting. Postfix parameter smtpd_banner, default: $myhostname ESMTP $mail_name. (planned: no effect yet)")
    public void setSmtpdBanner(String text) {
        set("smtpd_banner", text);
    }

    public String getSmtpdForbiddenCommands() {
        return value("smtpd_forbidden_commands");
    }

    @ConfigProperty(
            description =
                    "Commands that end the session at once, since no mail client sends them. Postfix parameter smtpd_forbidden_commands, default: CONNECT GET POST regexp:{{/^[^A-Z]/ Bogus}}. (planned: no effect yet)")
    public void setSmtpdForbiddenCommands(String text) {
        set("smtpd_forbidden_commands", text);
    }

    public String getSmtpdClientPortLogging() {
        return value("smtpd_client_port_logging");
    }

    @ConfigProperty(
            description =
                    "Whether the log names the client's port. Postfix parameter smtpd_client_port_logging, default: no. (planned: no effect yet)")
    public void setSmtpdClientPortLogging(String text) {
        set("smtpd_client_port_logging", text);
    }

    public String getSmtpdPerRequestDeadline() {
        return value("smtpd_per_request_deadline");
    }

    @ConfigProperty(
            description =
                    "Whether the server's time limits count for a whole request, not for each read and write. Postfix parameter smtpd_per_request_deadline, default: ${smtpd_per_record_deadline?{$smtpd_per_record_deadline}:{${stress?{yes}:{no}}}}. (planned: no effect yet)")
    public void setSmtpdPerRequestDeadline(String text) {
        set("smtpd_per_request_deadline", text);
    }

    public String getSmtpdMinDataRate() {
        return value("smtpd_min_data_rate");
    }

    @ConfigProperty(
            description =
                    "The least rate of content, in octets per second, when smtpd_per_request_deadline is on. Postfix parameter smtpd_min_data_rate, default: 500. (planned: no effect yet)")
    public void setSmtpdMinDataRate(String text) {
        set("smtpd_min_data_rate", text);
    }

    public String getSmtpdRelayRestrictions() {
        return value("smtpd_relay_restrictions");
    }

    @ConfigProperty(
            description =
                    "Restrictions to apply to RCPT TO that decide who may send through this system. Postfix parameter smtpd_relay_restrictions, default: ${{$compatibility_level} <level {1} ? {} : {permit_mynetworks, permit_sasl_authenticated, defer_unauth_destination}}. (planned: no effect yet)")
    public void setSmtpdRelayRestrictions(String text) {
        set("smtpd_relay_restrictions", text);
    }

    public String getSmtpdForbidBareNewline() {
        return value("smtpd_forbid_bare_newline");
    }

    @ConfigProperty(
            description =
                    "Whether lines that end with LF alone are refused, which prevents SMTP smuggling. Postfix parameter smtpd_forbid_bare_newline, default: no. (planned: no effect yet)")
    public void setSmtpdForbidBareNewline(String text) {
        set("smtpd_forbid_bare_newline", text);
    }

    public String getSmtpdForbidUnauthPipelining() {
        return value("smtpd_forbid_unauth_pipelining");
    }

    @ConfigProperty(
            description =
                    "Whether a client that sends ahead where it must wait is disconnected. Postfix parameter smtpd_forbid_unauth_pipelining, default: no. (planned: no effect yet)")
    public void setSmtpdForbidUnauthPipelining(String text) {
        set("smtpd_forbid_unauth_pipelining", text);
    }

    public String getSmtpdSaslService() {
        return value("smtpd_sasl_service");
    }

    @ConfigProperty(
            description =
                    "The service name for the SASL library. Postfix parameter smtpd_sasl_service, default: smtp. (planned: no effect yet)")
    public void setSmtpdSaslService(String text) {
        set("smtpd_sasl_service", text);
    }

    public String getSmtpdDnsReplyFilter() {
        return value("smtpd_dns_reply_filter");
    }

    @ConfigProperty(
            description =
                    "Tables of patterns that act on the records that DNS returned to the server. Postfix parameter smtpd_dns_reply_filter, default: empty. (planned: no effect yet)")
    public void setSmtpdDnsReplyFilter(String text) {
        set("smtpd_dns_reply_filter", text);
    }

    public String getSmtpdClientAuthRateLimit() {
        return value("smtpd_client_auth_rate_limit");
    }

    @ConfigProperty(
            description =
                    "How many AUTH commands one client may send per anvil_rate_time_unit; 0: no limit. Postfix parameter smtpd_client_auth_rate_limit, default: 0. (planned: no effect yet)")
    public void setSmtpdClientAuthRateLimit(String text) {
        set("smtpd_client_auth_rate_limit", text);
    }

    public String getSmtpdClientIpv4PrefixLength() {
        return value("smtpd_client_ipv4_prefix_length");
    }

    @ConfigProperty(
            description =
                    "How many bits of an IPv4 address tell clients apart for limits. Postfix parameter smtpd_client_ipv4_prefix_length, default: 32. (planned: no effect yet)")
    public void setSmtpdClientIpv4PrefixLength(String text) {
        set("smtpd_client_ipv4_prefix_length", text);
    }

    public String getSmtpdClientIpv6PrefixLength() {
        return value("smtpd_client_ipv6_prefix_length");
    }

    @ConfigProperty(
            description =
                    "How many bits of an IPv6 address tell clients apart for limits. Postfix parameter smtpd_client_ipv6_prefix_length, default: 84. (planned: no effect yet)")
    public void setSmtpdClientIpv6PrefixLength(String text) {
        set("smtpd_client_ipv6_prefix_length", text);
    }

    public String getSmtpdUpstreamProxyProtocol() {
        return value("smtpd_upstream_proxy_protocol");
    }

    @ConfigProperty(
            description =
                    "The protocol by which a proxy in front tells who the client is; empty: there is none. Postfix parameter smtpd_upstream_proxy_protocol, default: empty. (planned: no effect yet)")
    public void setSmtpdUpstreamProxyProtocol(String text) {
        set("smtpd_upstream_proxy_protocol", text);
    }

    public String getSmtpdUpstreamProxyTimeout() {
        return value("smtpd_upstream_proxy_timeout");
    }

    @ConfigProperty(
            description =
                    "Time limit for that message of the proxy. Postfix parameter smtpd_upstream_proxy_timeout, default: 5s. (planned: no effect yet)")
    public void setSmtpdUpstreamProxyTimeout(String text) {
        set("smtpd_upstream_proxy_timeout", text);
    }

    public String getStress() {
        return value("stress");
    }

    @ConfigProperty(
            description =
                    "Not empty while all server processes are busy, which makes limits tighter. Postfix parameter stress, default: empty. (planned: no effect yet)")
    public void setStress(String text) {
        set("stress", text);
    }

    public String getAnvilRateTimeUnit() {
        return value("anvil_rate_time_unit");
    }

    @ConfigProperty(
            description =
                    "The time over which rates of clients are counted. Postfix parameter anvil_rate_time_unit, default: 60s. (planned: no effect yet)")
    public void setAnvilRateTimeUnit(String text) {
        set("anvil_rate_time_unit", text);
    }

    public String getParentDomainMatchesSubdomains() {
        return value("parent_domain_matches_subdomains");
    }

    @ConfigProperty(
            description =
                    "The lists in which a domain also means its subdomains, without a dot before it. Postfix parameter parent_domain_matches_subdomains, default: debug_peer_list,fast_flush_domains,mynetworks,permit_mx_backup_networks,qmqpd_authorized_clients,relay_domains,smtpd_access_maps.")
    public void setParentDomainMatchesSubdomains(String text) {
        set("parent_domain_matches_subdomains", text);
    }

    public String getSmtpdPolicyServiceMaxIdle() {
        return value("smtpd_policy_service_max_idle");
    }

    @ConfigProperty(
            description =
                    "How long an unused connection to a policy service is kept. Postfix parameter smtpd_policy_service_max_idle, default: 300s. (planned: no effect yet)")
    public void setSmtpdPolicyServiceMaxIdle(String text) {
        set("smtpd_policy_service_max_idle", text);
    }

    public String getSmtpdPolicyServiceMaxTtl() {
        return value("smtpd_policy_service_max_ttl");
    }

    @ConfigProperty(
            description =
                    "How long a connection to a policy service is used. Postfix parameter smtpd_policy_service_max_ttl, default: 1000s. (planned: no effect yet)")
    public void setSmtpdPolicyServiceMaxTtl(String text) {
        set("smtpd_policy_service_max_ttl", text);
    }

    public String getSmtpdPolicyServiceTimeout() {
        return value("smtpd_policy_service_timeout");
    }

    @ConfigProperty(
            description =
                    "Time limit for connecting to a policy service and for each exchange. Postfix parameter smtpd_policy_service_timeout, default: 100s. (planned: no effect yet)")
    public void setSmtpdPolicyServiceTimeout(String text) {
        set("smtpd_policy_service_timeout", text);
    }

    public String getSmtpdDelayReject() {
        return value("smtpd_delay_reject");
    }

    @ConfigProperty(
            description =
                    "Whether restrictions on client, HELO and sender are held back until RCPT TO or ETRN. Postfix parameter smtpd_delay_reject, default: yes. (planned: no effect yet)")
    public void setSmtpdDelayReject(String text) {
        set("smtpd_delay_reject", text);
    }

    public String getSmtpdClientRestrictions() {
        return value("smtpd_client_restrictions");
    }

    @ConfigProperty(
            description =
                    "Restrictions to apply when a client connects. Postfix parameter smtpd_client_restrictions, default: empty. (planned: no effect yet)")
    public void setSmtpdClientRestrictions(String text) {
        set("smtpd_client_restrictions", text);
    }

    public String getSmtpdHeloRequired() {
        return value("smtpd_helo_required");
    }

    @ConfigProperty(
            description =
                    "Whether a client must say HELO or EHLO first. Postfix parameter smtpd_helo_required, default: no. (planned: no effect yet)")
    public void setSmtpdHeloRequired(String text) {
        set("smtpd_helo_required", text);
    }

    public String getSmtpdHeloRestrictions() {
        return value("smtpd_helo_restrictions");
    }

    @ConfigProperty(
            description =
                    "Restrictions to apply to HELO and EHLO. Postfix parameter smtpd_helo_restrictions, default: empty. (planned: no effect yet)")
    public void setSmtpdHeloRestrictions(String text) {
        set("smtpd_helo_restrictions", text);
    }

    public String getSmtpdSenderRestrictions() {
        return value("smtpd_sender_restrictions");
    }

    @ConfigProperty(
            description =
                    "Restrictions to apply to MAIL FROM. Postfix parameter smtpd_sender_restrictions, default: empty. (planned: no effect yet)")
    public void setSmtpdSenderRestrictions(String text) {
        set("smtpd_sender_restrictions", text);
    }

    public String getSmtpdRecipientRestrictions() {
        return value("smtpd_recipient_restrictions");
    }

    @ConfigProperty(
            description =
                    "Restrictions to apply to RCPT TO, after smtpd_relay_restrictions. Postfix parameter smtpd_recipient_restrictions, default: empty. (planned: no effect yet)")
    public void setSmtpdRecipientRestrictions(String text) {
        set("smtpd_recipient_restrictions", text);
    }

    public String getSmtpdEtrnRestrictions() {
        return value("smtpd_etrn_restrictions");
    }

    @ConfigProperty(
            description =
                    "Restrictions to apply to ETRN. Postfix parameter smtpd_etrn_restrictions, default: empty. (planned: no effect yet)")
    public void setSmtpdEtrnRestrictions(String text) {
        set("smtpd_etrn_restrictions", text);
    }

    public String getAllowUntrustedRouting() {
        return value("allow_untrusted_routing");
    }

    @ConfigProperty(
            description =
                    "Whether addresses with a route in them (user%host@domain) are passed on for any client. Postfix parameter allow_untrusted_routing, default: no. (planned: no effect yet)")
    public void setAllowUntrustedRouting(String text) {
        set("allow_untrusted_routing", text);
    }

    public String getSmtpdRestrictionClasses() {
        return value("smtpd_restriction_classes");
    }

    @ConfigProperty(
            description =
                    "Names of restriction lists of the administrator's own. Postfix parameter smtpd_restriction_classes, default: empty. (planned: no effect yet)")
    public void setSmtpdRestrictionClasses(String text) {
        set("smtpd_restriction_classes", text);
    }

    public String getSmtpdNullAccessLookupKey() {
        return value("smtpd_null_access_lookup_key");
    }

    @ConfigProperty(
            description =
                    "What access tables are asked for in place of the empty sender. Postfix parameter smtpd_null_access_lookup_key, default: <>. (planned: no effect yet)")
    public void setSmtpdNullAccessLookupKey(String text) {
        set("smtpd_null_access_lookup_key", text);
    }

    public String getPermitMxBackupNetworks() {
        return value("permit_mx_backup_networks");
    }

    @ConfigProperty(
            description =
                    "Networks of the primary MX hosts for which permit_mx_backup accepts mail. Postfix parameter permit_mx_backup_networks, default: empty. (planned: no effect yet)")
    public void setPermitMxBackupNetworks(String text) {
        set("permit_mx_backup_networks", text);
    }

    public String getSmtpdDataRestrictions() {
        return value("smtpd_data_restrictions");
    }

    @ConfigProperty(
            description =
                    "Restrictions to apply to DATA. Postfix parameter smtpd_data_restrictions, default: empty. (planned: no effect yet)")
    public void setSmtpdDataRestrictions(String text) {
        set("smtpd_data_restrictions", text);
    }

    public String getSmtpdExpansionFilter() {
        return value("smtpd_expansion_filter");
    }

    @ConfigProperty(
            description =
                    "The characters that may stand in values put into reply templates; others become underscores. Postfix parameter smtpd_expansion_filter, default: \\t\\40!\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\\\]^_`abcdefghijklmnopqrstuvwxyz{|}~. (planned: no effect yet)")
    public void setSmtpdExpansionFilter(String text) {
        set("smtpd_expansion_filter", text);
    }

    public String getSmtpdRejectUnlistedRecipient() {
        return value("smtpd_reject_unlisted_recipient");
    }

    @ConfigProperty(
            description =
                    "Whether unknown recipients are refused, also without a restriction that says so. Postfix parameter smtpd_reject_unlisted_recipient, default: yes. (planned: no effect yet)")
    public void setSmtpdRejectUnlistedRecipient(String text) {
        set("smtpd_reject_unlisted_recipient", text);
    }

    public String getSmtpdEndOfDataRestrictions() {
        return value("smtpd_end_of_data_restrictions");
    }

    @ConfigProperty(
            description =
                    "Restrictions to apply at the end of the content. Postfix parameter smtpd_end_of_data_restrictions, default: empty. (planned: no effect yet)")
    public void setSmtpdEndOfDataRestrictions(String text) {
        set("smtpd_end_of_data_restrictions", text);
    }

    public String getAccessMapRejectCode() {
        return value("access_map_reject_code");
    }

    @ConfigProperty(
            description =
                    "The reply code of REJECT in an access table. Postfix parameter access_map_reject_code, default: 554. (planned: no effect yet)")
    public void setAccessMapRejectCode(String text) {
        set("access_map_reject_code", text);
    }

    public String getDeferCode() {
        return value("defer_code");
    }

    @ConfigProperty(
            description =
                    "The reply code of restriction defer. Postfix parameter defer_code, default: 450. (planned: no effect yet)")
    public void setDeferCode(String text) {
        set("defer_code", text);
    }

    public String getInvalidHostnameRejectCode() {
        return value("invalid_hostname_reject_code");
    }

    @ConfigProperty(
            description =
                    "The reply code of restriction reject_invalid_helo_hostname. Postfix parameter invalid_hostname_reject_code, default: 501. (planned: no effect yet)")
    public void setInvalidHostnameRejectCode(String text) {
        set("invalid_hostname_reject_code", text);
    }

    public String getMapsRblRejectCode() {
        return value("maps_rbl_reject_code");
    }

    @ConfigProperty(
            description =
                    "The reply code of restrictions that ask a DNS block list. Postfix parameter maps_rbl_reject_code, default: 554. (planned: no effect yet)")
    public void setMapsRblRejectCode(String text) {
        set("maps_rbl_reject_code", text);
    }

    public String getNonFqdnRejectCode() {
        return value("non_fqdn_reject_code");
    }

    @ConfigProperty(
            description =
                    "The reply code of restrictions that ask for fully-qualified names. Postfix parameter non_fqdn_reject_code, default: 504. (planned: no effect yet)")
    public void setNonFqdnRejectCode(String text) {
        set("non_fqdn_reject_code", text);
    }

    public String getPlaintextRejectCode() {
        return value("plaintext_reject_code");
    }

    @ConfigProperty(
            description =
                    "The reply code of restriction reject_plaintext_session. Postfix parameter plaintext_reject_code, default: 450. (planned: no effect yet)")
    public void setPlaintextRejectCode(String text) {
        set("plaintext_reject_code", text);
    }

    public String getRejectCode() {
        return value("reject_code");
    }

    @ConfigProperty(
            description =
                    "The reply code of restriction reject. Postfix parameter reject_code, default: 554. (planned: no effect yet)")
    public void setRejectCode(String text) {
        set("reject_code", text);
    }

    public String getRelayDomainsRejectCode() {
        return value("relay_domains_reject_code");
    }

    @ConfigProperty(
            description =
                    "The reply code of restriction reject_unauth_destination. Postfix parameter relay_domains_reject_code, default: 554. (planned: no effect yet)")
    public void setRelayDomainsRejectCode(String text) {
        set("relay_domains_reject_code", text);
    }

    public String getUnknownAddressRejectCode() {
        return value("unknown_address_reject_code");
    }

    @ConfigProperty(
            description =
                    "The reply code for a sender or recipient domain without MX and address. Postfix parameter unknown_address_reject_code, default: 450. (planned: no effect yet)")
    public void setUnknownAddressRejectCode(String text) {
        set("unknown_address_reject_code", text);
    }

    public String getUnknownClientRejectCode() {
        return value("unknown_client_reject_code");
    }

    @ConfigProperty(
            description =
                    "The reply code for a client without a valid name. Postfix parameter unknown_client_reject_code, default: 450. (planned: no effect yet)")
    public void setUnknownClientRejectCode(String text) {
        set("unknown_client_reject_code", text);
    }

    public String getUnknownHostnameRejectCode() {
        return value("unknown_hostname_reject_code");
    }

    @ConfigProperty(
            description =
                    "The reply code for a HELO name without MX and address. Postfix parameter unknown_hostname_reject_code, default: 450. (planned: no effect yet)")
    public void setUnknownHostnameRejectCode(String text) {
        set("unknown_hostname_reject_code", text);
    }

    public String getDefaultRblReply() {
        return value("default_rbl_reply");
    }

    @ConfigProperty(
            description =
                    "The template of replies about clients on a DNS block list. Postfix parameter default_rbl_reply, default: $rbl_code Service unavailable; $rbl_class [$rbl_what] blocked using $rbl_domain${rbl_reason?; $rbl_reason}. (planned: no effect yet)")
    public void setDefaultRblReply(String text) {
        set("default_rbl_reply", text);
    }

    public String getMultiRecipientBounceRejectCode() {
        return value("multi_recipient_bounce_reject_code");
    }

    @ConfigProperty(
            description =
                    "The reply code of restriction reject_multi_recipient_bounce. Postfix parameter multi_recipient_bounce_reject_code, default: 550. (planned: no effect yet)")
    public void setMultiRecipientBounceRejectCode(String text) {
        set("multi_recipient_bounce_reject_code", text);
    }

    public String getRblReplyMaps() {
        return value("rbl_reply_maps");
    }

    @ConfigProperty(
            description =
                    "Tables by block list with templates of the reply. Postfix parameter rbl_reply_maps, default: empty. (planned: no effect yet)")
    public void setRblReplyMaps(String text) {
        set("rbl_reply_maps", text);
    }

    public String getAccessMapDeferCode() {
        return value("access_map_defer_code");
    }

    @ConfigProperty(
            description =
                    "The reply code of DEFER in an access table. Postfix parameter access_map_defer_code, default: 450. (planned: no effect yet)")
    public void setAccessMapDeferCode(String text) {
        set("access_map_defer_code", text);
    }

    public String getRejectTempfailAction() {
        return value("reject_tempfail_action");
    }

    @ConfigProperty(
            description =
                    "What a reject restriction does when a lookup it needs failed for now. Postfix parameter reject_tempfail_action, default: defer_if_permit. (planned: no effect yet)")
    public void setRejectTempfailAction(String text) {
        set("reject_tempfail_action", text);
    }

    public String getUnknownHeloHostnameTempfailAction() {
        return value("unknown_helo_hostname_tempfail_action");
    }

    @ConfigProperty(
            description =
                    "What to do when the lookup of a HELO name failed for now. Postfix parameter unknown_helo_hostname_tempfail_action, default: $reject_tempfail_action. (planned: no effect yet)")
    public void setUnknownHeloHostnameTempfailAction(String text) {
        set("unknown_helo_hostname_tempfail_action", text);
    }

    public String getUnknownAddressTempfailAction() {
        return value("unknown_address_tempfail_action");
    }

    @ConfigProperty(
            description =
                    "What to do when the lookup of a sender or recipient domain failed for now. Postfix parameter unknown_address_tempfail_action, default: $reject_tempfail_action. (planned: no effect yet)")
    public void setUnknownAddressTempfailAction(String text) {
        set("unknown_address_tempfail_action", text);
    }

    public String getSmtpdPolicyServiceDefaultAction() {
        return value("smtpd_policy_service_default_action");
    }

    @ConfigProperty(
            description =
                    "What to do when a policy service is not there or fails. Postfix parameter smtpd_policy_service_default_action, default: 451 4.3.5 Server configuration problem. (planned: no effect yet)")
    public void setSmtpdPolicyServiceDefaultAction(String text) {
        set("smtpd_policy_service_default_action", text);
    }

    public String getSmtpdPolicyServiceRequestLimit() {
        return value("smtpd_policy_service_request_limit");
    }

    @ConfigProperty(
            description =
                    "How many requests one connection to a policy service carries; 0: no limit. Postfix parameter smtpd_policy_service_request_limit, default: 0. (planned: no effect yet)")
    public void setSmtpdPolicyServiceRequestLimit(String text) {
        set("smtpd_policy_service_request_limit", text);
    }

    public String getSmtpdPolicyServiceRetryDelay() {
        return value("smtpd_policy_service_retry_delay");
    }

    @ConfigProperty(
            description =
                    "How long to wait before a policy service is tried again. Postfix parameter smtpd_policy_service_retry_delay, default: 1s. (planned: no effect yet)")
    public void setSmtpdPolicyServiceRetryDelay(String text) {
        set("smtpd_policy_service_retry_delay", text);
    }

    public String getSmtpdPolicyServiceTryLimit() {
        return value("smtpd_policy_service_try_limit");
    }

    @ConfigProperty(
            description =
                    "How often a request to a policy service is tried. Postfix parameter smtpd_policy_service_try_limit, default: 2. (planned: no effect yet)")
    public void setSmtpdPolicyServiceTryLimit(String text) {
        set("smtpd_policy_service_try_limit", text);
    }

    public String getSmtpdPolicyServicePolicyContext() {
        return value("smtpd_policy_service_policy_context");
    }

    @ConfigProperty(
            description =
                    "Text that tells a policy service which list a request comes from. Postfix parameter smtpd_policy_service_policy_context, default: empty. (planned: no effect yet)")
    public void setSmtpdPolicyServicePolicyContext(String text) {
        set("smtpd_policy_service_policy_context", text);
    }

    public String getSmtpdTlsSecurityLevel() {
        return value("smtpd_tls_security_level");
    }

    @ConfigProperty(
            description =
                    "How much TLS is asked of clients: none, may or encrypt; empty: none. Postfix parameter smtpd_tls_security_level, default: empty. (planned: no effect yet)")
    public void setSmtpdTlsSecurityLevel(String text) {
        set("smtpd_tls_security_level", text);
    }

    public String getSmtpdSaslTlsSecurityOptions() {
        return value("smtpd_sasl_tls_security_options");
    }

    @ConfigProperty(
            description =
                    "Properties that offered login mechanisms must not lack on connections with TLS. Postfix parameter smtpd_sasl_tls_security_options, default: $smtpd_sasl_security_options. (planned: no effect yet)")
    public void setSmtpdSaslTlsSecurityOptions(String text) {
        set("smtpd_sasl_tls_security_options", text);
    }

    public String getSmtpdStarttlsTimeout() {
        return value("smtpd_starttls_timeout");
    }

    @ConfigProperty(
            description =
                    "Time limit for each read and write of the TLS handshake with a client. Postfix parameter smtpd_starttls_timeout, default: ${stress?{10}:{300}}s. (planned: no effect yet)")
    public void setSmtpdStarttlsTimeout(String text) {
        set("smtpd_starttls_timeout", text);
    }

    public String getSmtpdTlsCAfile() {
        return value("smtpd_tls_CAfile");
    }

    @ConfigProperty(
            description =
                    "A file with certificates of the authorities to trust for client certificates, in PEM form. Postfix parameter smtpd_tls_CAfile, default: empty. (planned: no effect yet)")
    public void setSmtpdTlsCAfile(String text) {
        set("smtpd_tls_CAfile", text);
    }

    public String getSmtpdTlsCApath() {
        return value("smtpd_tls_CApath");
    }

    @ConfigProperty(
            description =
                    "A directory with certificates of the authorities to trust for client certificates. Postfix parameter smtpd_tls_CApath, default: empty. (planned: no effect yet)")
    public void setSmtpdTlsCApath(String text) {
        set("smtpd_tls_CApath", text);
    }

    public String getSmtpdTlsAskCcert() {
        return value("smtpd_tls_ask_ccert");
    }

    @ConfigProperty(
            description =
                    "Whether clients are asked for a certificate. Postfix parameter smtpd_tls_ask_ccert, default: no. (planned: no effect yet)")
    public void setSmtpdTlsAskCcert(String text) {
        set("smtpd_tls_ask_ccert", text);
    }

    public String getSmtpdTlsAuthOnly() {
        return value("smtpd_tls_auth_only");
    }

    @ConfigProperty(
            description =
                    "Whether AUTH is offered only with TLS. Postfix parameter smtpd_tls_auth_only, default: no. (planned: no effect yet)")
    public void setSmtpdTlsAuthOnly(String text) {
        set("smtpd_tls_auth_only", text);
    }

    public String getSmtpdTlsCcertVerifydepth() {
        return value("smtpd_tls_ccert_verifydepth");
    }

    @ConfigProperty(
            description =
                    "How long a client's certificate chain may be. Postfix parameter smtpd_tls_ccert_verifydepth, default: 9. (planned: no effect yet)")
    public void setSmtpdTlsCcertVerifydepth(String text) {
        set("smtpd_tls_ccert_verifydepth", text);
    }

    public String getSmtpdTlsCertFile() {
        return value("smtpd_tls_cert_file");
    }

    @ConfigProperty(
            description =
                    "A file with this server's RSA certificate and its chain, in PEM form. Postfix parameter smtpd_tls_cert_file, default: empty. (planned: no effect yet)")
    public void setSmtpdTlsCertFile(String text) {
        set("smtpd_tls_cert_file", text);
    }

    public String getSmtpdTlsExcludeCiphers() {
        return value("smtpd_tls_exclude_ciphers");
    }

    @ConfigProperty(
            description =
                    "Ciphers that are never used with clients. Postfix parameter smtpd_tls_exclude_ciphers, default: empty. (planned: no effect yet)")
    public void setSmtpdTlsExcludeCiphers(String text) {
        set("smtpd_tls_exclude_ciphers", text);
    }

    public String getSmtpdTlsKeyFile() {
        return value("smtpd_tls_key_file");
    }

    @ConfigProperty(
            description =
                    "A file with the key of this server's RSA certificate. Postfix parameter smtpd_tls_key_file, default: $smtpd_tls_cert_file. (planned: no effect yet)")
    public void setSmtpdTlsKeyFile(String text) {
        set("smtpd_tls_key_file", text);
    }

    public String getSmtpdTlsLoglevel() {
        return value("smtpd_tls_loglevel");
    }

    @ConfigProperty(
            description =
                    "How much to log about TLS with clients, from 0 to 4. Postfix parameter smtpd_tls_loglevel, default: 0. (planned: no effect yet)")
    public void setSmtpdTlsLoglevel(String text) {
        set("smtpd_tls_loglevel", text);
    }

    public String getSmtpdTlsMandatoryCiphers() {
        return value("smtpd_tls_mandatory_ciphers");
    }

    @ConfigProperty(
            description =
                    "The weakest cipher grade where TLS is a must for clients. Postfix parameter smtpd_tls_mandatory_ciphers, default: medium. (planned: no effect yet)")
    public void setSmtpdTlsMandatoryCiphers(String text) {
        set("smtpd_tls_mandatory_ciphers", text);
    }

    public String getSmtpdTlsMandatoryExcludeCiphers() {
        return value("smtpd_tls_mandatory_exclude_ciphers");
    }

    @ConfigProperty(
            description =
                    "Further ciphers that are not used where TLS is a must for clients. Postfix parameter smtpd_tls_mandatory_exclude_ciphers, default: empty. (planned: no effect yet)")
    public void setSmtpdTlsMandatoryExcludeCiphers(String text) {
        set("smtpd_tls_mandatory_exclude_ciphers", text);
    }

    public String getSmtpdTlsMandatoryProtocols() {
        return value("smtpd_tls_mandatory_protocols");
    }

    @ConfigProperty(
            description =
                    "The TLS versions to use where TLS is a must for clients. Postfix parameter smtpd_tls_mandatory_protocols, default: >=TLSv1. (planned: no effect yet)")
    public void setSmtpdTlsMandatoryProtocols(String text) {
        set("smtpd_tls_mandatory_protocols", text);
    }

    public String getSmtpdTlsReceivedHeader() {
        return value("smtpd_tls_received_header");
    }

    @ConfigProperty(
            description =
                    "Whether the Received header names protocol, cipher and certificate. Postfix parameter smtpd_tls_received_header, default: no. (planned: no effect yet)")
    public void setSmtpdTlsReceivedHeader(String text) {
        set("smtpd_tls_received_header", text);
    }

    public String getSmtpdTlsReqCcert() {
        return value("smtpd_tls_req_ccert");
    }

    @ConfigProperty(
            description =
                    "Whether clients must show a trusted certificate. Postfix parameter smtpd_tls_req_ccert, default: no. (planned: no effect yet)")
    public void setSmtpdTlsReqCcert(String text) {
        set("smtpd_tls_req_ccert", text);
    }

    public String getSmtpdTlsSessionCacheTimeout() {
        return value("smtpd_tls_session_cache_timeout");
    }

    @ConfigProperty(
            description =
                    "How long a client may resume a TLS session. Postfix parameter smtpd_tls_session_cache_timeout, default: 3600s. (planned: no effect yet)")
    public void setSmtpdTlsSessionCacheTimeout(String text) {
        set("smtpd_tls_session_cache_timeout", text);
    }

    public String getSmtpdTlsWrappermode() {
        return value("smtpd_tls_wrappermode");
    }

    @ConfigProperty(
            description =
                    "Whether TLS starts with the connection (port 465), without STARTTLS. Postfix parameter smtpd_tls_wrappermode, default: no. (planned: no effect yet)")
    public void setSmtpdTlsWrappermode(String text) {
        set("smtpd_tls_wrappermode", text);
    }

    public String getSmtpdTlsFingerprintDigest() {
        return value("smtpd_tls_fingerprint_digest");
    }

    @ConfigProperty(
            description =
                    "The digest in which fingerprints of client certificates are written. Postfix parameter smtpd_tls_fingerprint_digest, default: ${{$compatibility_level} <level {3.6} ? {md5} : {sha256}}. (planned: no effect yet)")
    public void setSmtpdTlsFingerprintDigest(String text) {
        set("smtpd_tls_fingerprint_digest", text);
    }

    public String getSmtpdTlsProtocols() {
        return value("smtpd_tls_protocols");
    }

    @ConfigProperty(
            description =
                    "The TLS versions to use where TLS is optional for clients. Postfix parameter smtpd_tls_protocols, default: >=TLSv1. (planned: no effect yet)")
    public void setSmtpdTlsProtocols(String text) {
        set("smtpd_tls_protocols", text);
    }

    public String getSmtpdTlsCiphers() {
        return value("smtpd_tls_ciphers");
    }

    @ConfigProperty(
            description =
                    "The weakest cipher grade where TLS is optional for clients. Postfix parameter smtpd_tls_ciphers, default: medium. (planned: no effect yet)")
    public void setSmtpdTlsCiphers(String text) {
        set("smtpd_tls_ciphers", text);
    }

    public String getSmtpdTlsEccertFile() {
        return value("smtpd_tls_eccert_file");
    }

    @ConfigProperty(
            description =
                    "A file with this server's ECDSA certificate and its chain, in PEM form. Postfix parameter smtpd_tls_eccert_file, default: empty. (planned: no effect yet)")
    public void setSmtpdTlsEccertFile(String text) {
        set("smtpd_tls_eccert_file", text);
    }

    public String getSmtpdTlsEckeyFile() {
        return value("smtpd_tls_eckey_file");
    }

    @ConfigProperty(
            description =
                    "A file with the key of this server's ECDSA certificate. Postfix parameter smtpd_tls_eckey_file, default: $smtpd_tls_eccert_file. (planned: no effect yet)")
    public void setSmtpdTlsEckeyFile(String text) {
        set("smtpd_tls_eckey_file", text);
    }

    public String getSmtpdTlsChainFiles() {
        return value("smtpd_tls_chain_files");
    }

    @ConfigProperty(
            description =
                    "Files with this server's keys, each followed by its certificate chain, in PEM form. Postfix parameter smtpd_tls_chain_files, default: empty. (planned: no effect yet)")
    public void setSmtpdTlsChainFiles(String text) {
        set("smtpd_tls_chain_files", text);
    }

    public String getContentFilter() {
        return value("content_filter");
    }

    @ConfigProperty(
            description =
                    "The transport and next hop to which all received mail goes first, for inspection. Postfix parameter content_filter, default: empty. (planned: no effect yet)")
    public void setContentFilter(String text) {
        set("content_filter", text);
    }

    public String getSmtpdProxyFilter() {
        return value("smtpd_proxy_filter");
    }

    @ConfigProperty(
            description =
                    "The SMTP server through which mail passes while it is received. Postfix parameter smtpd_proxy_filter, default: empty. (planned: no effect yet)")
    public void setSmtpdProxyFilter(String text) {
        set("smtpd_proxy_filter", text);
    }

    public String getSmtpdProxyEhlo() {
        return value("smtpd_proxy_ehlo");
    }

    @ConfigProperty(
            description =
                    "The host name to send with EHLO to the server of smtpd_proxy_filter. Postfix parameter smtpd_proxy_ehlo, default: $myhostname. (planned: no effect yet)")
    public void setSmtpdProxyEhlo(String text) {
        set("smtpd_proxy_ehlo", text);
    }

    public String getSmtpdProxyOptions() {
        return value("smtpd_proxy_options");
    }

    @ConfigProperty(
            description =
                    "Options of the conversation with the server of smtpd_proxy_filter. Postfix parameter smtpd_proxy_options, default: empty. (planned: no effect yet)")
    public void setSmtpdProxyOptions(String text) {
        set("smtpd_proxy_options", text);
    }

    public String getSmtpdProxyTimeout() {
        return value("smtpd_proxy_timeout");
    }

    @ConfigProperty(
            description =
                    "Time limit for connecting to the server of smtpd_proxy_filter and for each exchange. Postfix parameter smtpd_proxy_timeout, default: 100s. (planned: no effect yet)")
    public void setSmtpdProxyTimeout(String text) {
        set("smtpd_proxy_timeout", text);
    }

    public String getSmtpdMilters() {
        return value("smtpd_milters");
    }

    @ConfigProperty(
            description =
                    "The mail filters (milters) for mail that arrives by SMTP. Postfix parameter smtpd_milters, default: empty. (planned: no effect yet)")
    public void setSmtpdMilters(String text) {
        set("smtpd_milters", text);
    }

    public String getMilterProtocol() {
        return value("milter_protocol");
    }

    @ConfigProperty(
            description =
                    "The version of the milter protocol, with its extensions. Postfix parameter milter_protocol, default: 6. (planned: no effect yet)")
    public void setMilterProtocol(String text) {
        set("milter_protocol", text);
    }

    public String getMilterDefaultAction() {
        return value("milter_default_action");
    }

    @ConfigProperty(
            description =
                    "What to do when a milter is not there or fails: accept, reject, tempfail, quarantine or shutdown. Postfix parameter milter_default_action, default: tempfail. (planned: no effect yet)")
    public void setMilterDefaultAction(String text) {
        set("milter_default_action", text);
    }

    public String getMilterMacroDaemonName() {
        return value("milter_macro_daemon_name");
    }

    @ConfigProperty(
            description =
                    "The value of {daemon_name} for milters. Postfix parameter milter_macro_daemon_name, default: $myhostname. (planned: no effect yet)")
    public void setMilterMacroDaemonName(String text) {
        set("milter_macro_daemon_name", text);
    }

    public String getMilterMacroV() {
        return value("milter_macro_v");
    }

    @ConfigProperty(
            description =
                    "The value of {v} for milters. Postfix parameter milter_macro_v, default: $mail_name $mail_version. (planned: no effect yet)")
    public void setMilterMacroV(String text) {
        set("milter_macro_v", text);
    }

    public String getMilterConnectTimeout() {
        return value("milter_connect_timeout");
    }

    @ConfigProperty(
            description =
                    "Time limit for connecting to a milter and agreeing on options. Postfix parameter milter_connect_timeout, default: 30s. (planned: no effect yet)")
    public void setMilterConnectTimeout(String text) {
        set("milter_connect_timeout", text);
    }

    public String getMilterCommandTimeout() {
        return value("milter_command_timeout");
    }

    @ConfigProperty(
            description =
                    "Time limit for sending an SMTP command to a milter and receiving its answer. Postfix parameter milter_command_timeout, default: 30s. (planned: no effect yet)")
    public void setMilterCommandTimeout(String text) {
        set("milter_command_timeout", text);
    }

    public String getMilterContentTimeout() {
        return value("milter_content_timeout");
    }

    @ConfigProperty(
            description =
                    "Time limit for sending content to a milter and receiving its answer. Postfix parameter milter_content_timeout, default: 300s. (planned: no effect yet)")
    public void setMilterContentTimeout(String text) {
        set("milter_content_timeout", text);
    }

    public String getMilterConnectMacros() {
        return value("milter_connect_macros");
    }

    @ConfigProperty(
            description =
                    "The macros sent to milters when a client connects. Postfix parameter milter_connect_macros, default: j {daemon_name} {daemon_addr} v _. (planned: no effect yet)")
    public void setMilterConnectMacros(String text) {
        set("milter_connect_macros", text);
    }

    public String getMilterHeloMacros() {
        return value("milter_helo_macros");
    }

    @ConfigProperty(
            description =
                    "The macros sent to milters with HELO or EHLO. Postfix parameter milter_helo_macros, default: {tls_version} {cipher} {cipher_bits} {cert_subject} {cert_issuer}. (planned: no effect yet)")
    public void setMilterHeloMacros(String text) {
        set("milter_helo_macros", text);
    }

    public String getMilterMailMacros() {
        return value("milter_mail_macros");
    }

    @ConfigProperty(
            description =
                    "The macros sent to milters with MAIL FROM. Postfix parameter milter_mail_macros, default: i {auth_type} {auth_authen} {auth_author} {mail_addr} {mail_host} {mail_mailer}. (planned: no effect yet)")
    public void setMilterMailMacros(String text) {
        set("milter_mail_macros", text);
    }

    public String getMilterRcptMacros() {
        return value("milter_rcpt_macros");
    }

    @ConfigProperty(
            description =
                    "The macros sent to milters with RCPT TO. Postfix parameter milter_rcpt_macros, default: i {rcpt_addr} {rcpt_host} {rcpt_mailer}. (planned: no effect yet)")
    public void setMilterRcptMacros(String text) {
        set("milter_rcpt_macros", text);
    }

    public String getMilterDataMacros() {
        return value("milter_data_macros");
    }

    @ConfigProperty(
            description =
                    "The macros sent to milters with DATA. Postfix parameter milter_data_macros, default: i. (planned: no effect yet)")
    public void setMilterDataMacros(String text) {
        set("milter_data_macros", text);
    }

    public String getMilterUnknownCommandMacros() {
        return value("milter_unknown_command_macros");
    }

    @ConfigProperty(
            description =
                    "The macros sent to milters with a command that the server does not know. Postfix parameter milter_unknown_command_macros, default: empty. (planned: no effect yet)")
    public void setMilterUnknownCommandMacros(String text) {
        set("milter_unknown_command_macros", text);
    }

    public String getMilterEndOfHeaderMacros() {
        return value("milter_end_of_header_macros");
    }

    @ConfigProperty(
            description =
                    "The macros sent to milters at the end of the headers. Postfix parameter milter_end_of_header_macros, default: i. (planned: no effect yet)")
    public void setMilterEndOfHeaderMacros(String text) {
        set("milter_end_of_header_macros", text);
    }

    public String getMilterEndOfDataMacros() {
        return value("milter_end_of_data_macros");
    }

    @ConfigProperty(
            description =
                    "The macros sent to milters at the end of the content. Postfix parameter milter_end_of_data_macros, default: i. (planned: no effect yet)")
    public void setMilterEndOfDataMacros(String text) {
        set("milter_end_of_data_macros", text);
    }

    public String getSmtpdAuthorizedXforwardHosts() {
        return value("smtpd_authorized_xforward_hosts");
    }

    @ConfigProperty(
            description =
                    "Clients that may use XFORWARD. Postfix parameter smtpd_authorized_xforward_hosts, default: empty. (planned: no effect yet)")
    public void setSmtpdAuthorizedXforwardHosts(String text) {
        set("smtpd_authorized_xforward_hosts", text);
    }

    public String getSmtpdMilterMaps() {
        return value("smtpd_milter_maps");
    }

    @ConfigProperty(
            description =
                    "Tables by client address with other milters than smtpd_milters. Postfix parameter smtpd_milter_maps, default: empty. (planned: no effect yet)")
    public void setSmtpdMilterMaps(String text) {
        set("smtpd_milter_maps", text);
    }

    public String getMilterHeaderChecks() {
        return value("milter_header_checks");
    }

    @ConfigProperty(
            description =
                    "Tables of patterns that act on headers which milters added. Postfix parameter milter_header_checks, default: empty. (planned: no effect yet)")
    public void setMilterHeaderChecks(String text) {
        set("milter_header_checks", text);
    }

    public String getDebugPeerLevel() {
        return value("debug_peer_level");
    }

    @ConfigProperty(
            description =
                    "How much the log level rises for the peers of debug_peer_list. Postfix parameter debug_peer_level, default: 2. (planned: no effect yet)")
    public void setDebugPeerLevel(String text) {
        set("debug_peer_level", text);
    }

    public String getDebugPeerList() {
        return value("debug_peer_list");
    }

    @ConfigProperty(
            description =
                    "Hosts and networks about whose sessions more is logged. Postfix parameter debug_peer_list, default: empty. (planned: no effect yet)")
    public void setDebugPeerList(String text) {
        set("debug_peer_list", text);
    }

    public String getErrorNoticeRecipient() {
        return value("error_notice_recipient");
    }

    @ConfigProperty(
            description =
                    "Who receives notices about protocol, resource and software errors. Postfix parameter error_notice_recipient, default: postmaster. (planned: no effect yet)")
    public void setErrorNoticeRecipient(String text) {
        set("error_notice_recipient", text);
    }

    public String getTcpWindowsize() {
        return value("tcp_windowsize");
    }

    @ConfigProperty(
            description =
                    "The TCP window to ask for; 0: the operating system's choice. Postfix parameter tcp_windowsize, default: 0. (planned: no effect yet)")
    public void setTcpWindowsize(String text) {
        set("tcp_windowsize", text);
    }

    public String getInternalMailFilterClasses() {
        return value("internal_mail_filter_classes");
    }

    @ConfigProperty(
            description =
                    "Kinds of mail of our own making that content filters see too. Postfix parameter internal_mail_filter_classes, default: empty. (planned: no effect yet)")
    public void setInternalMailFilterClasses(String text) {
        set("internal_mail_filter_classes", text);
    }

    public String getCompatibilityLevel() {
        return value("compatibility_level");
    }

    @ConfigProperty(
            description =
                    "The Postfix release whose defaults are meant; a main.cf file that does not set it means 0. Postfix parameter compatibility_level, default: 3.7. (planned: no effect yet)")
    public void setCompatibilityLevel(String text) {
        set("compatibility_level", text);
    }

    public String getMailVersion() {
        return value("mail_version");
    }

    @ConfigProperty(
            description =
                    "The release in macros and banners that ask for it. Postfix parameter mail_version, default: 3.7.11. (planned: no effect yet)")
    public void setMailVersion(String text) {
        set("mail_version", text);
    }
}
