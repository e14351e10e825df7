/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.connector.settings;

import jakarta.resource.spi.ConfigProperty;

/**
 * The properties of a connection factory: the parameters of outgoing mail.
 *
 * <p>Written by GeneratedPropertiesTest from the catalog; not to be changed by hand.
 */
public abstract class FactoryProperties extends ParameterProperties {
    private static final long serialVersionUID = 1L;

    /** All properties empty. */
    protected FactoryProperties() {}

    public String getRelayhost() {
        return value("relayhost");
    }

    @ConfigProperty(
            description =
                    "The next hop of mail for which the application names none. Postfix parameter relayhost, default: empty.")
    public void setRelayhost(String text) {
        set("relayhost", text);
    }

    public String getMyhostname() {
        return value("myhostname");
    }

    @ConfigProperty(
            description =
                    "This system's host name; empty: the name that the operating system gives. Postfix parameter myhostname, default: empty.")
    public void setMyhostname(String text) {
        set("myhostname", text);
    }

    public String getSmtpHeloName() {
        return value("smtp_helo_name");
    }

    @ConfigProperty(
            description =
                    "The host name to send with the EHLO or HELO command. Postfix parameter smtp_helo_name, default: $myhostname.")
    public void setSmtpHeloName(String text) {
        set("smtp_helo_name", text);
    }

    public String getLmtpLhloName() {
        return value("lmtp_lhlo_name");
    }

    @ConfigProperty(
            description =
                    "LMTP: The host name to send with the EHLO or HELO command. Postfix parameter lmtp_lhlo_name, default: $myhostname.")
    public void setLmtpLhloName(String text) {
        set("lmtp_lhlo_name", text);
    }

    public String getSmtpConnectTimeout() {
        return value("smtp_connect_timeout");
    }

    @ConfigProperty(
            description =
                    "Time limit for completing a TCP connection; 0: three minutes, about what operating systems have. Postfix parameter smtp_connect_timeout, default: 30s.")
    public void setSmtpConnectTimeout(String text) {
        set("smtp_connect_timeout", text);
    }

    public String getLmtpConnectTimeout() {
        return value("lmtp_connect_timeout");
    }

    @ConfigProperty(
            description =
                    "LMTP: Time limit for completing a TCP connection; 0: three minutes, about what operating systems have. Postfix parameter lmtp_connect_timeout, default: 0s.")
    public void setLmtpConnectTimeout(String text) {
        set("lmtp_connect_timeout", text);
    }

    public String getSmtpHeloTimeout() {
        return value("smtp_helo_timeout");
    }

    @ConfigProperty(
            description =
                    "Time limit for receiving the initial greeting, and for sending HELO or EHLO and receiving the reply. Postfix parameter smtp_helo_timeout, default: 300s.")
    public void setSmtpHeloTimeout(String text) {
        set("smtp_helo_timeout", text);
    }

    public String getLmtpLhloTimeout() {
        return value("lmtp_lhlo_timeout");
    }

    @ConfigProperty(
            description =
                    "LMTP: Time limit for receiving the initial greeting, and for sending HELO or EHLO and receiving the reply. Postfix parameter lmtp_lhlo_timeout, default: 300s.")
    public void setLmtpLhloTimeout(String text) {
        set("lmtp_lhlo_timeout", text);
    }

    public String getSmtpMailTimeout() {
        return value("smtp_mail_timeout");
    }

    @ConfigProperty(
            description =
                    "Time limit for sending MAIL FROM and receiving the reply. Postfix parameter smtp_mail_timeout, default: 300s.")
    public void setSmtpMailTimeout(String text) {
        set("smtp_mail_timeout", text);
    }

    public String getLmtpMailTimeout() {
        return value("lmtp_mail_timeout");
    }

    @ConfigProperty(
            description =
                    "LMTP: Time limit for sending MAIL FROM and receiving the reply. Postfix parameter lmtp_mail_timeout, default: 300s.")
    public void setLmtpMailTimeout(String text) {
        set("lmtp_mail_timeout", text);
    }

    public String getSmtpRcptTimeout() {
        return value("smtp_rcpt_timeout");
    }

    @ConfigProperty(
            description =
                    "Time limit for sending RCPT TO and receiving the reply. Postfix parameter smtp_rcpt_timeout, default: 300s.")
    public void setSmtpRcptTimeout(String text) {
        set("smtp_rcpt_timeout", text);
    }

    public String getLmtpRcptTimeout() {
        return value("lmtp_rcpt_timeout");
    }

    @ConfigProperty(
            description =
                    "LMTP: Time limit for sending RCPT TO and receiving the reply. Postfix parameter lmtp_rcpt_timeout, default: 300s.")
    public void setLmtpRcptTimeout(String text) {
        set("lmtp_rcpt_timeout", text);
    }

    public String getSmtpDataInitTimeout() {
        return value("smtp_data_init_timeout");
    }

    @ConfigProperty(
            description =
                    "Time limit for sending DATA and receiving the reply. Postfix parameter smtp_data_init_timeout, default: 120s.")
    public void setSmtpDataInitTimeout(String text) {
        set("smtp_data_init_timeout", text);
    }

    public String getLmtpDataInitTimeout() {
        return value("lmtp_data_init_timeout");
    }

    @ConfigProperty(
            description =
                    "LMTP: Time limit for sending DATA and receiving the reply. Postfix parameter lmtp_data_init_timeout, default: 120s.")
    public void setLmtpDataInitTimeout(String text) {
        set("lmtp_data_init_timeout", text);
    }

    public String getSmtpDataXferTimeout() {
        return value("smtp_data_xfer_timeout");
    }

    @ConfigProperty(
            description =
                    "Time limit for sending message content; a connection that makes no progress for this long is dropped. Postfix parameter smtp_data_xfer_timeout, default: 180s.")
    public void setSmtpDataXferTimeout(String text) {
        set("smtp_data_xfer_timeout", text);
    }

    public String getLmtpDataXferTimeout() {
        return value("lmtp_data_xfer_timeout");
    }

    @ConfigProperty(
            description =
                    "LMTP: Time limit for sending message content; a connection that makes no progress for this long is dropped. Postfix parameter lmtp_data_xfer_timeout, default: 180s.")
    public void setLmtpDataXferTimeout(String text) {
        set("lmtp_data_xfer_timeout", text);
    }

    public String getSmtpDataDoneTimeout() {
        return value("smtp_data_done_timeout");
    }

    @ConfigProperty(
            description =
                    "Time limit for sending the final dot and receiving the reply. Postfix parameter smtp_data_done_timeout, default: 600s.")
    public void setSmtpDataDoneTimeout(String text) {
        set("smtp_data_done_timeout", text);
    }

    public String getLmtpDataDoneTimeout() {
        return value("lmtp_data_done_timeout");
    }

    @ConfigProperty(
            description =
                    "LMTP: Time limit for sending the final dot and receiving the reply. Postfix parameter lmtp_data_done_timeout, default: 600s.")
    public void setLmtpDataDoneTimeout(String text) {
        set("lmtp_data_done_timeout", text);
    }

    public String getSmtpRsetTimeout() {
        return value("smtp_rset_timeout");
    }

    @ConfigProperty(
            description =
                    "Time limit for sending RSET and receiving the reply, where a session is checked before it is used again. Postfix parameter smtp_rset_timeout, default: 20s.")
    public void setSmtpRsetTimeout(String text) {
        set("smtp_rset_timeout", text);
    }

    public String getLmtpRsetTimeout() {
        return value("lmtp_rset_timeout");
    }

    @ConfigProperty(
            description =
                    "LMTP: Time limit for sending RSET and receiving the reply, where a session is checked before it is used again. Postfix parameter lmtp_rset_timeout, default: 20s.")
    public void setLmtpRsetTimeout(String text) {
        set("lmtp_rset_timeout", text);
    }

    public String getSmtpQuitTimeout() {
        return value("smtp_quit_timeout");
    }

    @ConfigProperty(description = "Time limit for sending QUIT. Postfix parameter smtp_quit_timeout, default: 300s.")
    public void setSmtpQuitTimeout(String text) {
        set("smtp_quit_timeout", text);
    }

    public String getLmtpQuitTimeout() {
        return value("lmtp_quit_timeout");
    }

    @ConfigProperty(
            description = "LMTP: Time limit for sending QUIT. Postfix parameter lmtp_quit_timeout, default: 300s.")
    public void setLmtpQuitTimeout(String text) {
        set("lmtp_quit_timeout", text);
    }

    public String getSmtpConnectionReuseTimeLimit() {
        return value("smtp_connection_reuse_time_limit");
    }

    @ConfigProperty(
            description =
                    "How long after it was opened a session may be used again. Postfix parameter smtp_connection_reuse_time_limit, default: 300s.")
    public void setSmtpConnectionReuseTimeLimit(String text) {
        set("smtp_connection_reuse_time_limit", text);
    }

    public String getLmtpConnectionReuseTimeLimit() {
        return value("lmtp_connection_reuse_time_limit");
    }

    @ConfigProperty(
            description =
                    "LMTP: How long after it was opened a session may be used again. Postfix parameter lmtp_connection_reuse_time_limit, default: 300s.")
    public void setLmtpConnectionReuseTimeLimit(String text) {
        set("lmtp_connection_reuse_time_limit", text);
    }

    public String getSmtpSkip5xxGreeting() {
        return value("smtp_skip_5xx_greeting");
    }

    @ConfigProperty(
            description =
                    "Whether the next host is tried when one greets with a 5xx reply. Postfix parameter smtp_skip_5xx_greeting, default: yes.")
    public void setSmtpSkip5xxGreeting(String text) {
        set("smtp_skip_5xx_greeting", text);
    }

    public String getLmtpSkip5xxGreeting() {
        return value("lmtp_skip_5xx_greeting");
    }

    @ConfigProperty(
            description =
                    "LMTP: Whether the next host is tried when one greets with a 5xx reply. Postfix parameter lmtp_skip_5xx_greeting, default: yes.")
    public void setLmtpSkip5xxGreeting(String text) {
        set("lmtp_skip_5xx_greeting", text);
    }

    public String getSmtpAlwaysSendEhlo() {
        return value("smtp_always_send_ehlo");
    }

    @ConfigProperty(
            description =
                    "Whether to begin with EHLO also where the greeting does not say ESMTP. Postfix parameter smtp_always_send_ehlo, default: yes.")
    public void setSmtpAlwaysSendEhlo(String text) {
        set("smtp_always_send_ehlo", text);
    }

    public String getSmtpNeverSendEhlo() {
        return value("smtp_never_send_ehlo");
    }

    @ConfigProperty(
            description =
                    "Whether to begin with HELO and so to do without any SMTP extension. Postfix parameter smtp_never_send_ehlo, default: no.")
    public void setSmtpNeverSendEhlo(String text) {
        set("smtp_never_send_ehlo", text);
    }

    public String getSmtpDiscardEhloKeywords() {
        return value("smtp_discard_ehlo_keywords");
    }

    @ConfigProperty(
            description =
                    "EHLO keywords that are overlooked in the reply of any server. Postfix parameter smtp_discard_ehlo_keywords, default: empty.")
    public void setSmtpDiscardEhloKeywords(String text) {
        set("smtp_discard_ehlo_keywords", text);
    }

    public String getLmtpDiscardLhloKeywords() {
        return value("lmtp_discard_lhlo_keywords");
    }

    @ConfigProperty(
            description =
                    "LMTP: EHLO keywords that are overlooked in the reply of any server. Postfix parameter lmtp_discard_lhlo_keywords, default: empty.")
    public void setLmtpDiscardLhloKeywords(String text) {
        set("lmtp_discard_lhlo_keywords", text);
    }

    public String getSmtpDiscardEhloKeywordAddressMaps() {
        return value("smtp_discard_ehlo_keyword_address_maps");
    }

    @ConfigProperty(
            description =
                    "Tables by server address with the EHLO keywords of that server that are to be overlooked. Postfix parameter smtp_discard_ehlo_keyword_address_maps, default: empty.")
    public void setSmtpDiscardEhloKeywordAddressMaps(String text) {
        set("smtp_discard_ehlo_keyword_address_maps", text);
    }

    public String getLmtpDiscardLhloKeywordAddressMaps() {
        return value("lmtp_discard_lhlo_keyword_address_maps");
    }

    @ConfigProperty(
            description =
                    "LMTP: Tables by server address with the EHLO keywords of that server that are to be overlooked. Postfix parameter lmtp_discard_lhlo_keyword_address_maps, default: empty.")
    public void setLmtpDiscardLhloKeywordAddressMaps(String text) {
        set("lmtp_discard_lhlo_keyword_address_maps", text);
    }

    public String getSmtpReplyFilter() {
        return value("smtp_reply_filter");
    }

    @ConfigProperty(
            description =
                    "Tables that rewrite each line of a server's replies before they are read. Postfix parameter smtp_reply_filter, default: empty.")
    public void setSmtpReplyFilter(String text) {
        set("smtp_reply_filter", text);
    }

    public String getLmtpReplyFilter() {
        return value("lmtp_reply_filter");
    }

    @ConfigProperty(
            description =
                    "LMTP: Tables that rewrite each line of a server's replies before they are read. Postfix parameter lmtp_reply_filter, default: empty.")
    public void setLmtpReplyFilter(String text) {
        set("lmtp_reply_filter", text);
    }

    public String getSmtpPixWorkarounds() {
        return value("smtp_pix_workarounds");
    }

    @ConfigProperty(
            description =
                    "The work-arounds for the CISCO PIX fault. Postfix parameter smtp_pix_workarounds, default: disable_esmtp,delay_dotcrlf.")
    public void setSmtpPixWorkarounds(String text) {
        set("smtp_pix_workarounds", text);
    }

    public String getLmtpPixWorkarounds() {
        return value("lmtp_pix_workarounds");
    }

    @ConfigProperty(
            description =
                    "LMTP: The work-arounds for the CISCO PIX fault. Postfix parameter lmtp_pix_workarounds, default: disable_esmtp,delay_dotcrlf.")
    public void setLmtpPixWorkarounds(String text) {
        set("lmtp_pix_workarounds", text);
    }

    public String getSmtpPixWorkaroundMaps() {
        return value("smtp_pix_workaround_maps");
    }

    @ConfigProperty(
            description =
                    "Tables by server address with work-arounds for the CISCO PIX fault. Postfix parameter smtp_pix_workaround_maps, default: empty.")
    public void setSmtpPixWorkaroundMaps(String text) {
        set("smtp_pix_workaround_maps", text);
    }

    public String getLmtpPixWorkaroundMaps() {
        return value("lmtp_pix_workaround_maps");
    }

    @ConfigProperty(
            description =
                    "LMTP: Tables by server address with work-arounds for the CISCO PIX fault. Postfix parameter lmtp_pix_workaround_maps, default: empty.")
    public void setLmtpPixWorkaroundMaps(String text) {
        set("lmtp_pix_workaround_maps", text);
    }

    public String getSmtpPixWorkaroundThresholdTime() {
        return value("smtp_pix_workaround_threshold_time");
    }

    @ConfigProperty(
            description =
                    "How old a mail must be before the work-arounds for the CISCO PIX fault are used. Postfix parameter smtp_pix_workaround_threshold_time, default: 500s.")
    public void setSmtpPixWorkaroundThresholdTime(String text) {
        set("smtp_pix_workaround_threshold_time", text);
    }

    public String getLmtpPixWorkaroundThresholdTime() {
        return value("lmtp_pix_workaround_threshold_time");
    }

    @ConfigProperty(
            description =
                    "LMTP: How old a mail must be before the work-arounds for the CISCO PIX fault are used. Postfix parameter lmtp_pix_workaround_threshold_time, default: 500s.")
    public void setLmtpPixWorkaroundThresholdTime(String text) {
        set("lmtp_pix_workaround_threshold_time", text);
    }

    public String getSmtpPixWorkaroundDelayTime() {
        return value("smtp_pix_workaround_delay_time");
    }

    @ConfigProperty(
            description =
                    "How long to wait before the final dot is sent to a firewall with the CISCO PIX fault. Postfix parameter smtp_pix_workaround_delay_time, default: 10s.")
    public void setSmtpPixWorkaroundDelayTime(String text) {
        set("smtp_pix_workaround_delay_time", text);
    }

    public String getLmtpPixWorkaroundDelayTime() {
        return value("lmtp_pix_workaround_delay_time");
    }

    @ConfigProperty(
            description =
                    "LMTP: How long to wait before the final dot is sent to a firewall with the CISCO PIX fault. Postfix parameter lmtp_pix_workaround_delay_time, default: 10s.")
    public void setLmtpPixWorkaroundDelayTime(String text) {
        set("lmtp_pix_workaround_delay_time", text);
    }

    public String getSmtpQuoteRfc821Envelope() {
        return value("smtp_quote_rfc821_envelope");
    }

    @ConfigProperty(
            description =
                    "Whether addresses in MAIL FROM and RCPT TO are quoted as the standard asks. Postfix parameter smtp_quote_rfc821_envelope, default: yes.")
    public void setSmtpQuoteRfc821Envelope(String text) {
        set("smtp_quote_rfc821_envelope", text);
    }

    public String getLmtpQuoteRfc821Envelope() {
        return value("lmtp_quote_rfc821_envelope");
    }

    @ConfigProperty(
            description =
                    "LMTP: Whether addresses in MAIL FROM and RCPT TO are quoted as the standard asks. Postfix parameter lmtp_quote_rfc821_envelope, default: yes.")
    public void setLmtpQuoteRfc821Envelope(String text) {
        set("lmtp_quote_rfc821_envelope", text);
    }

    public String getSmtpChunkingEnable() {
        return value("smtp_chunking_enable");
    }

    @ConfigProperty(
            description =
                    "Whether content is sent with BDAT (RFC 3030) to a server that announces CHUNKING. Parameter smtp_chunking_enable, default: no.")
    public void setSmtpChunkingEnable(String text) {
        set("smtp_chunking_enable", text);
    }

    public String getLmtpChunkingEnable() {
        return value("lmtp_chunking_enable");
    }

    @ConfigProperty(
            description =
                    "LMTP: Whether content is sent with BDAT (RFC 3030) to a server that announces CHUNKING. Parameter lmtp_chunking_enable, default: no.")
    public void setLmtpChunkingEnable(String text) {
        set("lmtp_chunking_enable", text);
    }

    public String getSmtpResetAhead() {
        return value("smtp_reset_ahead");
    }

    @ConfigProperty(
            description =
                    "Whether the RSET that begins another mail on a session goes out together with its MAIL FROM, to a server that announces PIPELINING. Parameter smtp_reset_ahead, default: no.")
    public void setSmtpResetAhead(String text) {
        set("smtp_reset_ahead", text);
    }

    public String getLmtpResetAhead() {
        return value("lmtp_reset_ahead");
    }

    @ConfigProperty(
            description =
                    "LMTP: Whether the RSET that begins another mail on a session goes out together with its MAIL FROM, to a server that announces PIPELINING. Parameter lmtp_reset_ahead, default: no.")
    public void setLmtpResetAhead(String text) {
        set("lmtp_reset_ahead", text);
    }

    public String getSmtpSendXforwardCommand() {
        return value("smtp_send_xforward_command");
    }

    @ConfigProperty(
            description =
                    "Whether the original client's name and address are sent on with XFORWARD to a server that announces it. Postfix parameter smtp_send_xforward_command, default: no.")
    public void setSmtpSendXforwardCommand(String text) {
        set("smtp_send_xforward_command", text);
    }

    public String getLmtpSendXforwardCommand() {
        return value("lmtp_send_xforward_command");
    }

    @ConfigProperty(
            description =
                    "LMTP: Whether the original client's name and address are sent on with XFORWARD to a server that announces it. Postfix parameter lmtp_send_xforward_command, default: no.")
    public void setLmtpSendXforwardCommand(String text) {
        set("lmtp_send_xforward_command", text);
    }

    public String getSmtpXforwardTimeout() {
        return value("smtp_xforward_timeout");
    }

    @ConfigProperty(
            description =
                    "Time limit for sending XFORWARD and receiving the reply. Postfix parameter smtp_xforward_timeout, default: 300s.")
    public void setSmtpXforwardTimeout(String text) {
        set("smtp_xforward_timeout", text);
    }

    public String getLmtpXforwardTimeout() {
        return value("lmtp_xforward_timeout");
    }

    @ConfigProperty(
            description =
                    "LMTP: Time limit for sending XFORWARD and receiving the reply. Postfix parameter lmtp_xforward_timeout, default: 300s.")
    public void setLmtpXforwardTimeout(String text) {
        set("lmtp_xforward_timeout", text);
    }

    public String getSmtpSkipQuitResponse() {
        return value("smtp_skip_quit_response");
    }

    @ConfigProperty(
            description =
                    "Whether to hang up after QUIT without waiting for the reply. Postfix parameter smtp_skip_quit_response, default: yes.")
    public void setSmtpSkipQuitResponse(String text) {
        set("smtp_skip_quit_response", text);
    }

    public String getLmtpSkipQuitResponse() {
        return value("lmtp_skip_quit_response");
    }

    @ConfigProperty(
            description =
                    "LMTP: Whether to hang up after QUIT without waiting for the reply. Postfix parameter lmtp_skip_quit_response, default: no.")
    public void setLmtpSkipQuitResponse(String text) {
        set("lmtp_skip_quit_response", text);
    }

    public String getSmtpConnectionReuseCountLimit() {
        return value("smtp_connection_reuse_count_limit");
    }

    @ConfigProperty(
            description =
                    "How often a session may be used again; 0: no limit. Postfix parameter smtp_connection_reuse_count_limit, default: 0.")
    public void setSmtpConnectionReuseCountLimit(String text) {
        set("smtp_connection_reuse_count_limit", text);
    }

    public String getLmtpConnectionReuseCountLimit() {
        return value("lmtp_connection_reuse_count_limit");
    }

    @ConfigProperty(
            description =
                    "LMTP: How often a session may be used again; 0: no limit. Postfix parameter lmtp_connection_reuse_count_limit, default: 0.")
    public void setLmtpConnectionReuseCountLimit(String text) {
        set("lmtp_connection_reuse_count_limit", text);
    }

    public String getSmtpConnectionCacheOnDemand() {
        return value("smtp_connection_cache_on_demand");
    }

    @ConfigProperty(
            description =
                    "Whether sessions of any destination are kept for its next mail. Postfix parameter smtp_connection_cache_on_demand, default: yes.")
    public void setSmtpConnectionCacheOnDemand(String text) {
        set("smtp_connection_cache_on_demand", text);
    }

    public String getLmtpConnectionCacheOnDemand() {
        return value("lmtp_connection_cache_on_demand");
    }

    @ConfigProperty(
            description =
                    "LMTP: Whether sessions of any destination are kept for its next mail. Postfix parameter lmtp_connection_cache_on_demand, default: yes.")
    public void setLmtpConnectionCacheOnDemand(String text) {
        set("lmtp_connection_cache_on_demand", text);
    }

    public String getSmtpConnectionCacheDestinations() {
        return value("smtp_connection_cache_destinations");
    }

    @ConfigProperty(
            description =
                    "Destinations whose sessions are kept for reuse even without smtp_connection_cache_on_demand. Postfix parameter smtp_connection_cache_destinations, default: empty.")
    public void setSmtpConnectionCacheDestinations(String text) {
        set("smtp_connection_cache_destinations", text);
    }

    public String getLmtpConnectionCacheDestinations() {
        return value("lmtp_connection_cache_destinations");
    }

    @ConfigProperty(
            description =
                    "LMTP: Destinations whose sessions are kept for reuse even without smtp_connection_cache_on_demand. Postfix parameter lmtp_connection_cache_destinations, default: empty.")
    public void setLmtpConnectionCacheDestinations(String text) {
        set("lmtp_connection_cache_destinations", text);
    }

    public String getSmtpConnectionCacheTimeLimit() {
        return value("smtp_connection_cache_time_limit");
    }

    @ConfigProperty(
            description =
                    "How long an unused session is kept open. Postfix parameter smtp_connection_cache_time_limit, default: 2s.")
    public void setSmtpConnectionCacheTimeLimit(String text) {
        set("smtp_connection_cache_time_limit", text);
    }

    public String getLmtpConnectionCacheTimeLimit() {
        return value("lmtp_connection_cache_time_limit");
    }

    @ConfigProperty(
            description =
                    "LMTP: How long an unused session is kept open. Postfix parameter lmtp_connection_cache_time_limit, default: 2s.")
    public void setLmtpConnectionCacheTimeLimit(String text) {
        set("lmtp_connection_cache_time_limit", text);
    }

    public String getSmtpPerRequestDeadline() {
        return value("smtp_per_request_deadline");
    }

    @ConfigProperty(
            description =
                    "Whether the client's time limits count for a whole request, not for each read and write. Postfix parameter smtp_per_request_deadline, default: ${smtp_per_record_deadline?{$smtp_per_record_deadline}:{no}}.")
    public void setSmtpPerRequestDeadline(String text) {
        set("smtp_per_request_deadline", text);
    }

    public String getLmtpPerRequestDeadline() {
        return value("lmtp_per_request_deadline");
    }

    @ConfigProperty(
            description =
                    "LMTP: Whether the client's time limits count for a whole request, not for each read and write. Postfix parameter lmtp_per_request_deadline, default: ${lmtp_per_record_deadline?{$lmtp_per_record_deadline}:{no}}.")
    public void setLmtpPerRequestDeadline(String text) {
        set("lmtp_per_request_deadline", text);
    }

    public String getSmtpMinDataRate() {
        return value("smtp_min_data_rate");
    }

    @ConfigProperty(
            description =
                    "The least rate of content, in octets per second, when smtp_per_request_deadline is on. Postfix parameter smtp_min_data_rate, default: 500.")
    public void setSmtpMinDataRate(String text) {
        set("smtp_min_data_rate", text);
    }

    public String getLmtpMinDataRate() {
        return value("lmtp_min_data_rate");
    }

    @ConfigProperty(
            description =
                    "LMTP: The least rate of content, in octets per second, when smtp_per_request_deadline is on. Postfix parameter lmtp_min_data_rate, default: 500.")
    public void setLmtpMinDataRate(String text) {
        set("lmtp_min_data_rate", text);
    }

    public String getSmtpDeliveryStatusFilter() {
        return value("smtp_delivery_status_filter");
    }

    @ConfigProperty(
            description =
                    "Tables that replace the status code and text of a delivery's outcome. Postfix parameter smtp_delivery_status_filter, default: $default_delivery_status_filter.")
    public void setSmtpDeliveryStatusFilter(String text) {
        set("smtp_delivery_status_filter", text);
    }

    public String getLmtpDeliveryStatusFilter() {
        return value("lmtp_delivery_status_filter");
    }

    @ConfigProperty(
            description =
                    "LMTP: Tables that replace the status code and text of a delivery's outcome. Postfix parameter lmtp_delivery_status_filter, default: $default_delivery_status_filter.")
    public void setLmtpDeliveryStatusFilter(String text) {
        set("lmtp_delivery_status_filter", text);
    }

    public String getSmtpDestinationRecipientLimit() {
        return value("smtp_destination_recipient_limit");
    }

    @ConfigProperty(
            description =
                    "How many recipients one delivery to the same destination may have. Postfix parameter smtp_destination_recipient_limit, default: $default_destination_recipient_limit.")
    public void setSmtpDestinationRecipientLimit(String text) {
        set("smtp_destination_recipient_limit", text);
    }

    public String getLmtpDestinationRecipientLimit() {
        return value("lmtp_destination_recipient_limit");
    }

    @ConfigProperty(
            description =
                    "LMTP: How many recipients one delivery to the same destination may have. Postfix parameter lmtp_destination_recipient_limit, default: $default_destination_recipient_limit.")
    public void setLmtpDestinationRecipientLimit(String text) {
        set("lmtp_destination_recipient_limit", text);
    }

    public String getSmtpMxSessionLimit() {
        return value("smtp_mx_session_limit");
    }

    @ConfigProperty(
            description =
                    "How many sessions, counted from the greeting, are tried per delivery; 0: no limit. Postfix parameter smtp_mx_session_limit, default: 2.")
    public void setSmtpMxSessionLimit(String text) {
        set("smtp_mx_session_limit", text);
    }

    public String getLmtpMxSessionLimit() {
        return value("lmtp_mx_session_limit");
    }

    @ConfigProperty(
            description =
                    "LMTP: How many sessions, counted from the greeting, are tried per delivery; 0: no limit. Postfix parameter lmtp_mx_session_limit, default: 2.")
    public void setLmtpMxSessionLimit(String text) {
        set("lmtp_mx_session_limit", text);
    }

    public String getLmtpAssumeFinal() {
        return value("lmtp_assume_final");
    }

    @ConfigProperty(
            description =
                    "LMTP: whether a server that announces no DSN is taken to be the final delivery, for status notifications. Postfix parameter lmtp_assume_final, default: no.")
    public void setLmtpAssumeFinal(String text) {
        set("lmtp_assume_final", text);
    }

    public String getSmtpHostLookup() {
        return value("smtp_host_lookup");
    }

    @ConfigProperty(
            description =
                    "Whether hosts are looked up by DNS, by the operating system, or both in order. Postfix parameter smtp_host_lookup, default: dns.")
    public void setSmtpHostLookup(String text) {
        set("smtp_host_lookup", text);
    }

    public String getLmtpHostLookup() {
        return value("lmtp_host_lookup");
    }

    @ConfigProperty(
            description =
                    "LMTP: Whether hosts are looked up by DNS, by the operating system, or both in order. Postfix parameter lmtp_host_lookup, default: dns.")
    public void setLmtpHostLookup(String text) {
        set("lmtp_host_lookup", text);
    }

    public String getSmtpDnsSupportLevel() {
        return value("smtp_dns_support_level");
    }

    @ConfigProperty(
            description =
                    "How far DNS is used: disabled, enabled or dnssec; empty: as disable_dns_lookups says. Postfix parameter smtp_dns_support_level, default: empty.")
    public void setSmtpDnsSupportLevel(String text) {
        set("smtp_dns_support_level", text);
    }

    public String getLmtpDnsSupportLevel() {
        return value("lmtp_dns_support_level");
    }

    @ConfigProperty(
            description =
                    "LMTP: How far DNS is used: disabled, enabled or dnssec; empty: as disable_dns_lookups says. Postfix parameter lmtp_dns_support_level, default: empty.")
    public void setLmtpDnsSupportLevel(String text) {
        set("lmtp_dns_support_level", text);
    }

    public String getDisableDnsLookups() {
        return value("disable_dns_lookups");
    }

    @ConfigProperty(
            description =
                    "Whether hosts are looked up without DNS. Postfix parameter disable_dns_lookups, default: no.")
    public void setDisableDnsLookups(String text) {
        set("disable_dns_lookups", text);
    }

    public String getSmtpDnsResolverOptions() {
        return value("smtp_dns_resolver_options");
    }

    @ConfigProperty(
            description =
                    "Options of DNS lookups: res_defnames and res_dnsrch. Postfix parameter smtp_dns_resolver_options, default: empty.")
    public void setSmtpDnsResolverOptions(String text) {
        set("smtp_dns_resolver_options", text);
    }

    public String getLmtpDnsResolverOptions() {
        return value("lmtp_dns_resolver_options");
    }

    @ConfigProperty(
            description =
                    "LMTP: Options of DNS lookups: res_defnames and res_dnsrch. Postfix parameter lmtp_dns_resolver_options, default: empty.")
    public void setLmtpDnsResolverOptions(String text) {
        set("lmtp_dns_resolver_options", text);
    }

    public String getSmtpDnsReplyFilter() {
        return value("smtp_dns_reply_filter");
    }

    @ConfigProperty(
            description =
                    "Tables of patterns that act on the records that DNS returned. Postfix parameter smtp_dns_reply_filter, default: empty.")
    public void setSmtpDnsReplyFilter(String text) {
        set("smtp_dns_reply_filter", text);
    }

    public String getLmtpDnsReplyFilter() {
        return value("lmtp_dns_reply_filter");
    }

    @ConfigProperty(
            description =
                    "LMTP: Tables of patterns that act on the records that DNS returned. Postfix parameter lmtp_dns_reply_filter, default: empty.")
    public void setLmtpDnsReplyFilter(String text) {
        set("lmtp_dns_reply_filter", text);
    }

    public String getIgnoreMxLookupError() {
        return value("ignore_mx_lookup_error");
    }

    @ConfigProperty(
            description =
                    "Whether a failed MX lookup makes the client look for an address of the domain itself, instead of trying later. Postfix parameter ignore_mx_lookup_error, default: no.")
    public void setIgnoreMxLookupError(String text) {
        set("ignore_mx_lookup_error", text);
    }

    public String getSmtpDeferIfNoMxAddressFound() {
        return value("smtp_defer_if_no_mx_address_found");
    }

    @ConfigProperty(
            description =
                    "Whether mail is deferred, not returned, when no MX host of its domain has an address. Postfix parameter smtp_defer_if_no_mx_address_found, default: no.")
    public void setSmtpDeferIfNoMxAddressFound(String text) {
        set("smtp_defer_if_no_mx_address_found", text);
    }

    public String getLmtpDeferIfNoMxAddressFound() {
        return value("lmtp_defer_if_no_mx_address_found");
    }

    @ConfigProperty(
            description =
                    "LMTP: Whether mail is deferred, not returned, when no MX host of its domain has an address. Postfix parameter lmtp_defer_if_no_mx_address_found, default: no.")
    public void setLmtpDeferIfNoMxAddressFound(String text) {
        set("lmtp_defer_if_no_mx_address_found", text);
    }

    public String getSmtpMxAddressLimit() {
        return value("smtp_mx_address_limit");
    }

    @ConfigProperty(
            description =
                    "How many addresses of MX hosts are considered; 0: all. Postfix parameter smtp_mx_address_limit, default: 5.")
    public void setSmtpMxAddressLimit(String text) {
        set("smtp_mx_address_limit", text);
    }

    public String getLmtpMxAddressLimit() {
        return value("lmtp_mx_address_limit");
    }

    @ConfigProperty(
            description =
                    "LMTP: How many addresses of MX hosts are considered; 0: all. Postfix parameter lmtp_mx_address_limit, default: 5.")
    public void setLmtpMxAddressLimit(String text) {
        set("lmtp_mx_address_limit", text);
    }

    public String getSmtpRandomizeAddresses() {
        return value("smtp_randomize_addresses");
    }

    @ConfigProperty(
            description =
                    "Whether addresses of equal preference are tried in random order. Postfix parameter smtp_randomize_addresses, default: yes.")
    public void setSmtpRandomizeAddresses(String text) {
        set("smtp_randomize_addresses", text);
    }

    public String getLmtpRandomizeAddresses() {
        return value("lmtp_randomize_addresses");
    }

    @ConfigProperty(
            description =
                    "LMTP: Whether addresses of equal preference are tried in random order. Postfix parameter lmtp_randomize_addresses, default: yes.")
    public void setLmtpRandomizeAddresses(String text) {
        set("lmtp_randomize_addresses", text);
    }

    public String getSmtpAddressPreference() {
        return value("smtp_address_preference");
    }

    @ConfigProperty(
            description =
                    "Whether IPv4 or IPv6 is tried first. Postfix parameter smtp_address_preference, default: any.")
    public void setSmtpAddressPreference(String text) {
        set("smtp_address_preference", text);
    }

    public String getLmtpAddressPreference() {
        return value("lmtp_address_preference");
    }

    @ConfigProperty(
            description =
                    "LMTP: Whether IPv4 or IPv6 is tried first. Postfix parameter lmtp_address_preference, default: any.")
    public void setLmtpAddressPreference(String text) {
        set("lmtp_address_preference", text);
    }

    public String getSmtpBalanceInetProtocols() {
        return value("smtp_balance_inet_protocols");
    }

    @ConfigProperty(
            description =
                    "Whether a limit on addresses leaves room for both IPv4 and IPv6. Postfix parameter smtp_balance_inet_protocols, default: yes.")
    public void setSmtpBalanceInetProtocols(String text) {
        set("smtp_balance_inet_protocols", text);
    }

    public String getLmtpBalanceInetProtocols() {
        return value("lmtp_balance_inet_protocols");
    }

    @ConfigProperty(
            description =
                    "LMTP: Whether a limit on addresses leaves room for both IPv4 and IPv6. Postfix parameter lmtp_balance_inet_protocols, default: yes.")
    public void setLmtpBalanceInetProtocols(String text) {
        set("lmtp_balance_inet_protocols", text);
    }

    public String getSmtpFallbackRelay() {
        return value("smtp_fallback_relay");
    }

    @ConfigProperty(
            description =
                    "Hosts for mail whose destination is not found or can't be reached. Postfix parameter smtp_fallback_relay, default: $fallback_relay.")
    public void setSmtpFallbackRelay(String text) {
        set("smtp_fallback_relay", text);
    }

    public String getLmtpFallbackRelay() {
        return value("lmtp_fallback_relay");
    }

    @ConfigProperty(
            description =
                    "LMTP: Hosts for mail whose destination is not found or can't be reached. Postfix parameter lmtp_fallback_relay, default: empty.")
    public void setLmtpFallbackRelay(String text) {
        set("lmtp_fallback_relay", text);
    }

    public String getSmtpTcpPort() {
        return value("smtp_tcp_port");
    }

    @ConfigProperty(
            description = "The port, when the next hop names none. Postfix parameter smtp_tcp_port, default: smtp.")
    public void setSmtpTcpPort(String text) {
        set("smtp_tcp_port", text);
    }

    public String getLmtpTcpPort() {
        return value("lmtp_tcp_port");
    }

    @ConfigProperty(
            description = "LMTP: The port, when the next hop names none. Postfix parameter lmtp_tcp_port, default: 24.")
    public void setLmtpTcpPort(String text) {
        set("lmtp_tcp_port", text);
    }

    public String getKnownTcpPorts() {
        return value("known_tcp_ports");
    }

    @ConfigProperty(
            description =
                    "Names of ports that are known without asking the operating system. Postfix parameter known_tcp_ports, default: lmtp=24, smtp=25, smtps=submissions=465, submission=587.")
    public void setKnownTcpPorts(String text) {
        set("known_tcp_ports", text);
    }

    public String getSmtpCnameOverridesServername() {
        return value("smtp_cname_overrides_servername");
    }

    @ConfigProperty(
            description =
                    "Whether the target of a CNAME takes the place of the server's name when security is looked up and names are verified. Postfix parameter smtp_cname_overrides_servername, default: no.")
    public void setSmtpCnameOverridesServername(String text) {
        set("smtp_cname_overrides_servername", text);
    }

    public String getLmtpCnameOverridesServername() {
        return value("lmtp_cname_overrides_servername");
    }

    @ConfigProperty(
            description =
                    "LMTP: Whether the target of a CNAME takes the place of the server's name when security is looked up and names are verified. Postfix parameter lmtp_cname_overrides_servername, default: no.")
    public void setLmtpCnameOverridesServername(String text) {
        set("lmtp_cname_overrides_servername", text);
    }

    public String getDnssecProbe() {
        return value("dnssec_probe");
    }

    @ConfigProperty(
            description =
                    "The DNS query that finds out whether the resolver validates with DNSSEC; empty: don't ask. Postfix parameter dnssec_probe, default: ns:..")
    public void setDnssecProbe(String text) {
        set("dnssec_probe", text);
    }

    public String getEnableIdna2003Compatibility() {
        return value("enable_idna2003_compatibility");
    }

    @ConfigProperty(
            description =
                    "Whether domain names are turned to ASCII by the rules of IDNA2003. Postfix parameter enable_idna2003_compatibility, default: no.")
    public void setEnableIdna2003Compatibility(String text) {
        set("enable_idna2003_compatibility", text);
    }

    public String getSmtpBindAddress() {
        return value("smtp_bind_address");
    }

    @ConfigProperty(
            description =
                    "The local IPv4 address to connect from. Postfix parameter smtp_bind_address, default: empty.")
    public void setSmtpBindAddress(String text) {
        set("smtp_bind_address", text);
    }

    public String getLmtpBindAddress() {
        return value("lmtp_bind_address");
    }

    @ConfigProperty(
            description =
                    "LMTP: The local IPv4 address to connect from. Postfix parameter lmtp_bind_address, default: empty.")
    public void setLmtpBindAddress(String text) {
        set("lmtp_bind_address", text);
    }

    public String getSmtpBindAddress6() {
        return value("smtp_bind_address6");
    }

    @ConfigProperty(
            description =
                    "The local IPv6 address to connect from. Postfix parameter smtp_bind_address6, default: empty.")
    public void setSmtpBindAddress6(String text) {
        set("smtp_bind_address6", text);
    }

    public String getLmtpBindAddress6() {
        return value("lmtp_bind_address6");
    }

    @ConfigProperty(
            description =
                    "LMTP: The local IPv6 address to connect from. Postfix parameter lmtp_bind_address6, default: empty.")
    public void setLmtpBindAddress6(String text) {
        set("lmtp_bind_address6", text);
    }

    public String getSmtpBindAddressEnforce() {
        return value("smtp_bind_address_enforce");
    }

    @ConfigProperty(
            description =
                    "Whether mail is deferred when this system does not have the address to connect from. Postfix parameter smtp_bind_address_enforce, default: no.")
    public void setSmtpBindAddressEnforce(String text) {
        set("smtp_bind_address_enforce", text);
    }

    public String getLmtpBindAddressEnforce() {
        return value("lmtp_bind_address_enforce");
    }

    @ConfigProperty(
            description =
                    "LMTP: Whether mail is deferred when this system does not have the address to connect from. Postfix parameter lmtp_bind_address_enforce, default: no.")
    public void setLmtpBindAddressEnforce(String text) {
        set("lmtp_bind_address_enforce", text);
    }

    public String getUseSrvLookup() {
        return value("use_srv_lookup");
    }

    @ConfigProperty(
            description =
                    "The services, such as submission, whose servers are found by SRV records (Postfix 3.8). Postfix parameter use_srv_lookup, default: empty.")
    public void setUseSrvLookup(String text) {
        set("use_srv_lookup", text);
    }

    public String getAllowSrvLookupFallback() {
        return value("allow_srv_lookup_fallback");
    }

    @ConfigProperty(
            description =
                    "Whether MX or address records are taken where SRV records lead nowhere (Postfix 3.8). Postfix parameter allow_srv_lookup_fallback, default: no.")
    public void setAllowSrvLookupFallback(String text) {
        set("allow_srv_lookup_fallback", text);
    }

    public String getIgnoreSrvLookupError() {
        return value("ignore_srv_lookup_error");
    }

    @ConfigProperty(
            description =
                    "Whether MX or address records are taken when the SRV lookup fails (Postfix 3.8). Postfix parameter ignore_srv_lookup_error, default: no.")
    public void setIgnoreSrvLookupError(String text) {
        set("ignore_srv_lookup_error", text);
    }

    public String getTransactionMode() {
        return value("transaction_mode");
    }

    @ConfigProperty(
            description =
                    "What a transaction has to do with its mail: none, it is delivered at once; hold, its commit sends the end of the content (local transactions); outbox, it is kept in outbox_directory, and delivered after the commit (XA and local transactions). Parameter transaction_mode, default: none.")
    public void setTransactionMode(String text) {
        set("transaction_mode", text);
    }

    public String getTransactionHoldTimeLimit() {
        return value("transaction_hold_time_limit");
    }

    @ConfigProperty(
            description =
                    "How long the end of a content is held back for a commit, after which the connection is closed; expected below the time limit of the servers. Parameter transaction_hold_time_limit, default: 120s.")
    public void setTransactionHoldTimeLimit(String text) {
        set("transaction_hold_time_limit", text);
    }

    public String getTransactionHoldLimit() {
        return value("transaction_hold_limit");
    }

    @ConfigProperty(
            description =
                    "How many mails one connection holds back at most in one transaction; another one is refused. Parameter transaction_hold_limit, default: 10.")
    public void setTransactionHoldLimit(String text) {
        set("transaction_hold_limit", text);
    }

    public String getOutboxDirectory() {
        return value("outbox_directory");
    }

    @ConfigProperty(
            description =
                    "The directory that keeps mail from its transaction until it is delivered (transaction_mode = outbox): one for each connection factory, on a local file system. Parameter outbox_directory, default: empty.")
    public void setOutboxDirectory(String text) {
        set("outbox_directory", text);
    }

    public String getOutboxProcessLimit() {
        return value("outbox_process_limit");
    }

    @ConfigProperty(
            description =
                    "How many mails of an outbox are delivered at once at most. Parameter outbox_process_limit, default: 20.")
    public void setOutboxProcessLimit(String text) {
        set("outbox_process_limit", text);
    }

    public String getSmtpSaslAuthEnable() {
        return value("smtp_sasl_auth_enable");
    }

    @ConfigProperty(
            description =
                    "Whether to log in (AUTH) to servers for which there are credentials. Postfix parameter smtp_sasl_auth_enable, default: no.")
    public void setSmtpSaslAuthEnable(String text) {
        set("smtp_sasl_auth_enable", text);
    }

    public String getLmtpSaslAuthEnable() {
        return value("lmtp_sasl_auth_enable");
    }

    @ConfigProperty(
            description =
                    "LMTP: Whether to log in (AUTH) to servers for which there are credentials. Postfix parameter lmtp_sasl_auth_enable, default: no.")
    public void setLmtpSaslAuthEnable(String text) {
        set("lmtp_sasl_auth_enable", text);
    }

    public String getSmtpSaslPasswordMaps() {
        return value("smtp_sasl_password_maps");
    }

    @ConfigProperty(
            description =
                    "Tables with user:password by server name, next hop or sender. Postfix parameter smtp_sasl_password_maps, default: empty.")
    public void setSmtpSaslPasswordMaps(String text) {
        set("smtp_sasl_password_maps", text);
    }

    public String getLmtpSaslPasswordMaps() {
        return value("lmtp_sasl_password_maps");
    }

    @ConfigProperty(
            description =
                    "LMTP: Tables with user:password by server name, next hop or sender. Postfix parameter lmtp_sasl_password_maps, default: empty.")
    public void setLmtpSaslPasswordMaps(String text) {
        set("lmtp_sasl_password_maps", text);
    }

    public String getSmtpSaslTokenMaps() {
        return value("smtp_sasl_token_maps");
    }

    @ConfigProperty(
            description =
                    "Tables, searched before the passwords, that say how to get OAuth 2.0 tokens for XOAUTH2 and OAUTHBEARER. Parameter smtp_sasl_token_maps, default: empty.")
    public void setSmtpSaslTokenMaps(String text) {
        set("smtp_sasl_token_maps", text);
    }

    public String getLmtpSaslTokenMaps() {
        return value("lmtp_sasl_token_maps");
    }

    @ConfigProperty(
            description =
                    "LMTP: Tables, searched before the passwords, that say how to get OAuth 2.0 tokens for XOAUTH2 and OAUTHBEARER. Parameter lmtp_sasl_token_maps, default: empty.")
    public void setLmtpSaslTokenMaps(String text) {
        set("lmtp_sasl_token_maps", text);
    }

    public String getSmtpSaslSecurityOptions() {
        return value("smtp_sasl_security_options");
    }

    @ConfigProperty(
            description =
                    "Properties that login mechanisms must not lack on connections without TLS. Postfix parameter smtp_sasl_security_options, default: noplaintext, noanonymous.")
    public void setSmtpSaslSecurityOptions(String text) {
        set("smtp_sasl_security_options", text);
    }

    public String getLmtpSaslSecurityOptions() {
        return value("lmtp_sasl_security_options");
    }

    @ConfigProperty(
            description =
                    "LMTP: Properties that login mechanisms must not lack on connections without TLS. Postfix parameter lmtp_sasl_security_options, default: noplaintext, noanonymous.")
    public void setLmtpSaslSecurityOptions(String text) {
        set("lmtp_sasl_security_options", text);
    }

    public String getSmtpSaslTlsSecurityOptions() {
        return value("smtp_sasl_tls_security_options");
    }

    @ConfigProperty(
            description =
                    "Properties that login mechanisms must not lack on connections with TLS. Postfix parameter smtp_sasl_tls_security_options, default: $smtp_sasl_security_options.")
    public void setSmtpSaslTlsSecurityOptions(String text) {
        set("smtp_sasl_tls_security_options", text);
    }

    public String getLmtpSaslTlsSecurityOptions() {
        return value("lmtp_sasl_tls_security_options");
    }

    @ConfigProperty(
            description =
                    "LMTP: Properties that login mechanisms must not lack on connections with TLS. Postfix parameter lmtp_sasl_tls_security_options, default: $lmtp_sasl_security_options.")
    public void setLmtpSaslTlsSecurityOptions(String text) {
        set("lmtp_sasl_tls_security_options", text);
    }

    public String getSmtpSaslTlsVerifiedSecurityOptions() {
        return value("smtp_sasl_tls_verified_security_options");
    }

    @ConfigProperty(
            description =
                    "Properties that login mechanisms must not lack on connections with TLS to a verified server. Postfix parameter smtp_sasl_tls_verified_security_options, default: $smtp_sasl_tls_security_options.")
    public void setSmtpSaslTlsVerifiedSecurityOptions(String text) {
        set("smtp_sasl_tls_verified_security_options", text);
    }

    public String getLmtpSaslTlsVerifiedSecurityOptions() {
        return value("lmtp_sasl_tls_verified_security_options");
    }

    @ConfigProperty(
            description =
                    "LMTP: Properties that login mechanisms must not lack on connections with TLS to a verified server. Postfix parameter lmtp_sasl_tls_verified_security_options, default: $lmtp_sasl_tls_security_options.")
    public void setLmtpSaslTlsVerifiedSecurityOptions(String text) {
        set("lmtp_sasl_tls_verified_security_options", text);
    }

    public String getSmtpSaslMechanismFilter() {
        return value("smtp_sasl_mechanism_filter");
    }

    @ConfigProperty(
            description =
                    "The login mechanisms to consider; empty: all that the server offers. Postfix parameter smtp_sasl_mechanism_filter, default: empty.")
    public void setSmtpSaslMechanismFilter(String text) {
        set("smtp_sasl_mechanism_filter", text);
    }

    public String getLmtpSaslMechanismFilter() {
        return value("lmtp_sasl_mechanism_filter");
    }

    @ConfigProperty(
            description =
                    "LMTP: The login mechanisms to consider; empty: all that the server offers. Postfix parameter lmtp_sasl_mechanism_filter, default: empty.")
    public void setLmtpSaslMechanismFilter(String text) {
        set("lmtp_sasl_mechanism_filter", text);
    }

    public String getSmtpSaslScramMinimumIterations() {
        return value("smtp_sasl_scram_minimum_iterations");
    }

    @ConfigProperty(
            description =
                    "The least iteration count that a SCRAM login takes from a server (RFC 7677, section 4); not a parameter of Postfix. Postfix parameter smtp_sasl_scram_minimum_iterations, default: 4096.")
    public void setSmtpSaslScramMinimumIterations(String text) {
        set("smtp_sasl_scram_minimum_iterations", text);
    }

    public String getLmtpSaslScramMinimumIterations() {
        return value("lmtp_sasl_scram_minimum_iterations");
    }

    @ConfigProperty(
            description =
                    "LMTP: The least iteration count that a SCRAM login takes from a server (RFC 7677, section 4); not a parameter of Postfix. Postfix parameter lmtp_sasl_scram_minimum_iterations, default: 4096.")
    public void setLmtpSaslScramMinimumIterations(String text) {
        set("lmtp_sasl_scram_minimum_iterations", text);
    }

    public String getSmtpSenderDependentAuthentication() {
        return value("smtp_sender_dependent_authentication");
    }

    @ConfigProperty(
            description =
                    "Whether credentials are looked up by sender first, which also keeps sessions of different senders apart. Postfix parameter smtp_sender_dependent_authentication, default: no.")
    public void setSmtpSenderDependentAuthentication(String text) {
        set("smtp_sender_dependent_authentication", text);
    }

    public String getLmtpSenderDependentAuthentication() {
        return value("lmtp_sender_dependent_authentication");
    }

    @ConfigProperty(
            description =
                    "LMTP: Whether credentials are looked up by sender first, which also keeps sessions of different senders apart. Postfix parameter lmtp_sender_dependent_authentication, default: no.")
    public void setLmtpSenderDependentAuthentication(String text) {
        set("lmtp_sender_dependent_authentication", text);
    }

    public String getSmtpSaslAuthCacheName() {
        return value("smtp_sasl_auth_cache_name");
    }

    @ConfigProperty(
            description =
                    "Whether refused logins are remembered: any name stands for a cache in memory. Postfix parameter smtp_sasl_auth_cache_name, default: empty.")
    public void setSmtpSaslAuthCacheName(String text) {
        set("smtp_sasl_auth_cache_name", text);
    }

    public String getLmtpSaslAuthCacheName() {
        return value("lmtp_sasl_auth_cache_name");
    }

    @ConfigProperty(
            description =
                    "LMTP: Whether refused logins are remembered: any name stands for a cache in memory. Postfix parameter lmtp_sasl_auth_cache_name, default: empty.")
    public void setLmtpSaslAuthCacheName(String text) {
        set("lmtp_sasl_auth_cache_name", text);
    }

    public String getSmtpSaslAuthCacheTime() {
        return value("smtp_sasl_auth_cache_time");
    }

    @ConfigProperty(
            description =
                    "How long a refused login is remembered. Postfix parameter smtp_sasl_auth_cache_time, default: 90d.")
    public void setSmtpSaslAuthCacheTime(String text) {
        set("smtp_sasl_auth_cache_time", text);
    }

    public String getLmtpSaslAuthCacheTime() {
        return value("lmtp_sasl_auth_cache_time");
    }

    @ConfigProperty(
            description =
                    "LMTP: How long a refused login is remembered. Postfix parameter lmtp_sasl_auth_cache_time, default: 90d.")
    public void setLmtpSaslAuthCacheTime(String text) {
        set("lmtp_sasl_auth_cache_time", text);
    }

    public String getSmtpSaslAuthSoftBounce() {
        return value("smtp_sasl_auth_soft_bounce");
    }

    @ConfigProperty(
            description =
                    "Whether mail is deferred, not returned, when a login was refused for good. Postfix parameter smtp_sasl_auth_soft_bounce, default: yes.")
    public void setSmtpSaslAuthSoftBounce(String text) {
        set("smtp_sasl_auth_soft_bounce", text);
    }

    public String getLmtpSaslAuthSoftBounce() {
        return value("lmtp_sasl_auth_soft_bounce");
    }

    @ConfigProperty(
            description =
                    "LMTP: Whether mail is deferred, not returned, when a login was refused for good. Postfix parameter lmtp_sasl_auth_soft_bounce, default: yes.")
    public void setLmtpSaslAuthSoftBounce(String text) {
        set("lmtp_sasl_auth_soft_bounce", text);
    }

    public String getSendCyrusSaslAuthzid() {
        return value("send_cyrus_sasl_authzid");
    }

    @ConfigProperty(
            description =
                    "Whether the AUTH command names an authorization identity of its own. Postfix parameter send_cyrus_sasl_authzid, default: no.")
    public void setSendCyrusSaslAuthzid(String text) {
        set("send_cyrus_sasl_authzid", text);
    }

    public String getSmtpSendDummyMailAuth() {
        return value("smtp_send_dummy_mail_auth");
    }

    @ConfigProperty(
            description =
                    "Whether MAIL FROM says AUTH=<> in a session that has logged in. Postfix parameter smtp_send_dummy_mail_auth, default: no.")
    public void setSmtpSendDummyMailAuth(String text) {
        set("smtp_send_dummy_mail_auth", text);
    }

    public String getLmtpSendDummyMailAuth() {
        return value("lmtp_send_dummy_mail_auth");
    }

    @ConfigProperty(
            description =
                    "LMTP: Whether MAIL FROM says AUTH=<> in a session that has logged in. Postfix parameter lmtp_send_dummy_mail_auth, default: no.")
    public void setLmtpSendDummyMailAuth(String text) {
        set("lmtp_send_dummy_mail_auth", text);
    }

    public String getBestMxTransport() {
        return value("best_mx_transport");
    }

    @ConfigProperty(
            description =
                    "How mail is delivered when this machine itself is the best MX host: a transport, as in transport_maps, with or without a next hop; empty: report a loop. Postfix parameter best_mx_transport, default: empty.")
    public void setBestMxTransport(String text) {
        set("best_mx_transport", text);
    }

    public String getTransportMaps() {
        return value("transport_maps");
    }

    @ConfigProperty(
            description =
                    "Tables by recipient or domain with transport and next hop. Transports are smtp, relay, lmtp, error, retry, discard, and those that have a limit of their own, such as slow_destination_rate_delay, which speak SMTP. Postfix parameter transport_maps, default: empty.")
    public void setTransportMaps(String text) {
        set("transport_maps", text);
    }

    public String getDefaultTransport() {
        return value("default_transport");
    }

    @ConfigProperty(
            description =
                    "The transport, and next hop, of mail to other systems: smtp, relay, lmtp, error, retry or discard. Postfix parameter default_transport, default: smtp.")
    public void setDefaultTransport(String text) {
        set("default_transport", text);
    }

    public String getSenderDependentDefaultTransportMaps() {
        return value("sender_dependent_default_transport_maps");
    }

    @ConfigProperty(
            description =
                    "Tables by sender with the transport that takes the place of default_transport. Postfix parameter sender_dependent_default_transport_maps, default: empty.")
    public void setSenderDependentDefaultTransportMaps(String text) {
        set("sender_dependent_default_transport_maps", text);
    }

    public String getSenderDependentRelayhostMaps() {
        return value("sender_dependent_relayhost_maps");
    }

    @ConfigProperty(
            description =
                    "Tables by sender with the next hop that takes the place of relayhost. Postfix parameter sender_dependent_relayhost_maps, default: empty.")
    public void setSenderDependentRelayhostMaps(String text) {
        set("sender_dependent_relayhost_maps", text);
    }

    public String getEmptyAddressDefaultTransportMapsLookupKey() {
        return value("empty_address_default_transport_maps_lookup_key");
    }

    @ConfigProperty(
            description =
                    "What the empty sender is called in sender_dependent_default_transport_maps. Postfix parameter empty_address_default_transport_maps_lookup_key, default: <>.")
    public void setEmptyAddressDefaultTransportMapsLookupKey(String text) {
        set("empty_address_default_transport_maps_lookup_key", text);
    }

    public String getEmptyAddressRelayhostMapsLookupKey() {
        return value("empty_address_relayhost_maps_lookup_key");
    }

    @ConfigProperty(
            description =
                    "What the empty sender is called in sender_dependent_relayhost_maps. Postfix parameter empty_address_relayhost_maps_lookup_key, default: <>.")
    public void setEmptyAddressRelayhostMapsLookupKey(String text) {
        set("empty_address_relayhost_maps_lookup_key", text);
    }

    public String getSmtpAddressVerifyTarget() {
        return value("smtp_address_verify_target");
    }

    @ConfigProperty(
            description =
                    "The command, rcpt or data, up to which an address probe goes. Postfix parameter smtp_address_verify_target, default: rcpt. (planned: no effect yet)")
    public void setSmtpAddressVerifyTarget(String text) {
        set("smtp_address_verify_target", text);
    }

    public String getLmtpAddressVerifyTarget() {
        return value("lmtp_address_verify_target");
    }

    @ConfigProperty(
            description =
                    "LMTP: The command, rcpt or data, up to which an address probe goes. Postfix parameter lmtp_address_verify_target, default: rcpt. (planned: no effect yet)")
    public void setLmtpAddressVerifyTarget(String text) {
        set("lmtp_address_verify_target", text);
    }

    public String getInfoLogAddressFormat() {
        return value("info_log_address_format");
    }

    @ConfigProperty(
            description =
                    "Whether logged addresses are quoted as in SMTP (external) or bare (internal). Postfix parameter info_log_address_format, default: external. (planned: no effect yet)")
    public void setInfoLogAddressFormat(String text) {
        set("info_log_address_format", text);
    }

    public String getSmtpTlsSecurityLevel() {
        return value("smtp_tls_security_level");
    }

    @ConfigProperty(
            description =
                    "How much TLS is asked for: none, may, encrypt, dane, dane-only, fingerprint, verify or secure; empty: none. Postfix parameter smtp_tls_security_level, default: empty.")
    public void setSmtpTlsSecurityLevel(String text) {
        set("smtp_tls_security_level", text);
    }

    public String getLmtpTlsSecurityLevel() {
        return value("lmtp_tls_security_level");
    }

    @ConfigProperty(
            description =
                    "LMTP: How much TLS is asked for: none, may, encrypt, dane, dane-only, fingerprint, verify or secure; empty: none. Postfix parameter lmtp_tls_security_level, default: empty.")
    public void setLmtpTlsSecurityLevel(String text) {
        set("lmtp_tls_security_level", text);
    }

    public String getSmtpTlsPolicyMaps() {
        return value("smtp_tls_policy_maps");
    }

    @ConfigProperty(
            description =
                    "Tables by next hop with the TLS level and its details. Postfix parameter smtp_tls_policy_maps, default: empty.")
    public void setSmtpTlsPolicyMaps(String text) {
        set("smtp_tls_policy_maps", text);
    }

    public String getLmtpTlsPolicyMaps() {
        return value("lmtp_tls_policy_maps");
    }

    @ConfigProperty(
            description =
                    "LMTP: Tables by next hop with the TLS level and its details. Postfix parameter lmtp_tls_policy_maps, default: empty.")
    public void setLmtpTlsPolicyMaps(String text) {
        set("lmtp_tls_policy_maps", text);
    }

    public String getSmtpTlsPerSite() {
        return value("smtp_tls_per_site");
    }

    @ConfigProperty(
            description =
                    "Tables with an older form of TLS policy by next hop or host, without smtp_tls_policy_maps: NONE, MAY, MUST_NOPEERMATCH or MUST. Postfix parameter smtp_tls_per_site, default: empty.")
    public void setSmtpTlsPerSite(String text) {
        set("smtp_tls_per_site", text);
    }

    public String getLmtpTlsPerSite() {
        return value("lmtp_tls_per_site");
    }

    @ConfigProperty(
            description =
                    "LMTP: Tables with an older form of TLS policy by next hop or host, without smtp_tls_policy_maps: NONE, MAY, MUST_NOPEERMATCH or MUST. Postfix parameter lmtp_tls_per_site, default: empty.")
    public void setLmtpTlsPerSite(String text) {
        set("lmtp_tls_per_site", text);
    }

    public String getSmtpTlsWrappermode() {
        return value("smtp_tls_wrappermode");
    }

    @ConfigProperty(
            description =
                    "Whether TLS starts with the connection (port 465), without STARTTLS. Postfix parameter smtp_tls_wrappermode, default: no.")
    public void setSmtpTlsWrappermode(String text) {
        set("smtp_tls_wrappermode", text);
    }

    public String getLmtpTlsWrappermode() {
        return value("lmtp_tls_wrappermode");
    }

    @ConfigProperty(
            description =
                    "LMTP: Whether TLS starts with the connection (port 465), without STARTTLS. Postfix parameter lmtp_tls_wrappermode, default: no.")
    public void setLmtpTlsWrappermode(String text) {
        set("lmtp_tls_wrappermode", text);
    }

    public String getSmtpStarttlsTimeout() {
        return value("smtp_starttls_timeout");
    }

    @ConfigProperty(
            description =
                    "Time limit for each read and write of the TLS handshake at the start and the end of TLS. Postfix parameter smtp_starttls_timeout, default: 300s.")
    public void setSmtpStarttlsTimeout(String text) {
        set("smtp_starttls_timeout", text);
    }

    public String getLmtpStarttlsTimeout() {
        return value("lmtp_starttls_timeout");
    }

    @ConfigProperty(
            description =
                    "LMTP: Time limit for each read and write of the TLS handshake at the start and the end of TLS. Postfix parameter lmtp_starttls_timeout, default: 300s.")
    public void setLmtpStarttlsTimeout(String text) {
        set("lmtp_starttls_timeout", text);
    }

    public String getSmtpTlsNoteStarttlsOffer() {
        return value("smtp_tls_note_starttls_offer");
    }

    @ConfigProperty(
            description =
                    "Whether to log the servers that offer TLS when it is not in use. Postfix parameter smtp_tls_note_starttls_offer, default: no.")
    public void setSmtpTlsNoteStarttlsOffer(String text) {
        set("smtp_tls_note_starttls_offer", text);
    }

    public String getLmtpTlsNoteStarttlsOffer() {
        return value("lmtp_tls_note_starttls_offer");
    }

    @ConfigProperty(
            description =
                    "LMTP: Whether to log the servers that offer TLS when it is not in use. Postfix parameter lmtp_tls_note_starttls_offer, default: no.")
    public void setLmtpTlsNoteStarttlsOffer(String text) {
        set("lmtp_tls_note_starttls_offer", text);
    }

    public String getSmtpTlsConnectionReuse() {
        return value("smtp_tls_connection_reuse");
    }

    @ConfigProperty(
            description =
                    "Whether sessions with TLS are kept for reuse. Postfix parameter smtp_tls_connection_reuse, default: no.")
    public void setSmtpTlsConnectionReuse(String text) {
        set("smtp_tls_connection_reuse", text);
    }

    public String getLmtpTlsConnectionReuse() {
        return value("lmtp_tls_connection_reuse");
    }

    @ConfigProperty(
            description =
                    "LMTP: Whether sessions with TLS are kept for reuse. Postfix parameter lmtp_tls_connection_reuse, default: no.")
    public void setLmtpTlsConnectionReuse(String text) {
        set("lmtp_tls_connection_reuse", text);
    }

    public String getSmtpTlsLoglevel() {
        return value("smtp_tls_loglevel");
    }

    @ConfigProperty(
            description =
                    "How much to log about TLS, from 0 (nothing) to 4 (everything on the wire). Postfix parameter smtp_tls_loglevel, default: 0.")
    public void setSmtpTlsLoglevel(String text) {
        set("smtp_tls_loglevel", text);
    }

    public String getLmtpTlsLoglevel() {
        return value("lmtp_tls_loglevel");
    }

    @ConfigProperty(
            description =
                    "LMTP: How much to log about TLS, from 0 (nothing) to 4 (everything on the wire). Postfix parameter lmtp_tls_loglevel, default: 0.")
    public void setLmtpTlsLoglevel(String text) {
        set("lmtp_tls_loglevel", text);
    }

    public String getSmtpTlsSessionCacheTimeout() {
        return value("smtp_tls_session_cache_timeout");
    }

    @ConfigProperty(
            description =
                    "How long a TLS session may be resumed. Postfix parameter smtp_tls_session_cache_timeout, default: 3600s.")
    public void setSmtpTlsSessionCacheTimeout(String text) {
        set("smtp_tls_session_cache_timeout", text);
    }

    public String getLmtpTlsSessionCacheTimeout() {
        return value("lmtp_tls_session_cache_timeout");
    }

    @ConfigProperty(
            description =
                    "LMTP: How long a TLS session may be resumed. Postfix parameter lmtp_tls_session_cache_timeout, default: 3600s.")
    public void setLmtpTlsSessionCacheTimeout(String text) {
        set("lmtp_tls_session_cache_timeout", text);
    }

    public String getSmtpTlsProtocols() {
        return value("smtp_tls_protocols");
    }

    @ConfigProperty(
            description =
                    "The TLS versions to use where TLS is optional. Postfix parameter smtp_tls_protocols, default: >=TLSv1.")
    public void setSmtpTlsProtocols(String text) {
        set("smtp_tls_protocols", text);
    }

    public String getLmtpTlsProtocols() {
        return value("lmtp_tls_protocols");
    }

    @ConfigProperty(
            description =
                    "LMTP: The TLS versions to use where TLS is optional. Postfix parameter lmtp_tls_protocols, default: >=TLSv1.")
    public void setLmtpTlsProtocols(String text) {
        set("lmtp_tls_protocols", text);
    }

    public String getSmtpTlsMandatoryProtocols() {
        return value("smtp_tls_mandatory_protocols");
    }

    @ConfigProperty(
            description =
                    "The TLS versions to use where TLS is a must. Postfix parameter smtp_tls_mandatory_protocols, default: >=TLSv1.")
    public void setSmtpTlsMandatoryProtocols(String text) {
        set("smtp_tls_mandatory_protocols", text);
    }

    public String getLmtpTlsMandatoryProtocols() {
        return value("lmtp_tls_mandatory_protocols");
    }

    @ConfigProperty(
            description =
                    "LMTP: The TLS versions to use where TLS is a must. Postfix parameter lmtp_tls_mandatory_protocols, default: >=TLSv1.")
    public void setLmtpTlsMandatoryProtocols(String text) {
        set("lmtp_tls_mandatory_protocols", text);
    }

    public String getSmtpTlsCiphers() {
        return value("smtp_tls_ciphers");
    }

    @ConfigProperty(
            description =
                    "The weakest cipher grade where TLS is optional. Postfix parameter smtp_tls_ciphers, default: medium.")
    public void setSmtpTlsCiphers(String text) {
        set("smtp_tls_ciphers", text);
    }

    public String getLmtpTlsCiphers() {
        return value("lmtp_tls_ciphers");
    }

    @ConfigProperty(
            description =
                    "LMTP: The weakest cipher grade where TLS is optional. Postfix parameter lmtp_tls_ciphers, default: medium.")
    public void setLmtpTlsCiphers(String text) {
        set("lmtp_tls_ciphers", text);
    }

    public String getSmtpTlsMandatoryCiphers() {
        return value("smtp_tls_mandatory_ciphers");
    }

    @ConfigProperty(
            description =
                    "The weakest cipher grade where TLS is a must. Postfix parameter smtp_tls_mandatory_ciphers, default: medium.")
    public void setSmtpTlsMandatoryCiphers(String text) {
        set("smtp_tls_mandatory_ciphers", text);
    }

    public String getLmtpTlsMandatoryCiphers() {
        return value("lmtp_tls_mandatory_ciphers");
    }

    @ConfigProperty(
            description =
                    "LMTP: The weakest cipher grade where TLS is a must. Postfix parameter lmtp_tls_mandatory_ciphers, default: medium.")
    public void setLmtpTlsMandatoryCiphers(String text) {
        set("lmtp_tls_mandatory_ciphers", text);
    }

    public String getSmtpTlsExcludeCiphers() {
        return value("smtp_tls_exclude_ciphers");
    }

    @ConfigProperty(
            description = "Ciphers that are never used. Postfix parameter smtp_tls_exclude_ciphers, default: empty.")
    public void setSmtpTlsExcludeCiphers(String text) {
        set("smtp_tls_exclude_ciphers", text);
    }

    public String getLmtpTlsExcludeCiphers() {
        return value("lmtp_tls_exclude_ciphers");
    }

    @ConfigProperty(
            description =
                    "LMTP: Ciphers that are never used. Postfix parameter lmtp_tls_exclude_ciphers, default: empty.")
    public void setLmtpTlsExcludeCiphers(String text) {
        set("lmtp_tls_exclude_ciphers", text);
    }

    public String getSmtpTlsMandatoryExcludeCiphers() {
        return value("smtp_tls_mandatory_exclude_ciphers");
    }

    @ConfigProperty(
            description =
                    "Further ciphers that are not used where TLS is a must. Postfix parameter smtp_tls_mandatory_exclude_ciphers, default: empty.")
    public void setSmtpTlsMandatoryExcludeCiphers(String text) {
        set("smtp_tls_mandatory_exclude_ciphers", text);
    }

    public String getLmtpTlsMandatoryExcludeCiphers() {
        return value("lmtp_tls_mandatory_exclude_ciphers");
    }

    @ConfigProperty(
            description =
                    "LMTP: Further ciphers that are not used where TLS is a must. Postfix parameter lmtp_tls_mandatory_exclude_ciphers, default: empty.")
    public void setLmtpTlsMandatoryExcludeCiphers(String text) {
        set("lmtp_tls_mandatory_exclude_ciphers", text);
    }

    public String getSmtpTlsServername() {
        return value("smtp_tls_servername");
    }

    @ConfigProperty(
            description =
                    "The name to ask for in the handshake (SNI): hostname, nexthop or a name; empty: only with DANE. Postfix parameter smtp_tls_servername, default: empty.")
    public void setSmtpTlsServername(String text) {
        set("smtp_tls_servername", text);
    }

    public String getLmtpTlsServername() {
        return value("lmtp_tls_servername");
    }

    @ConfigProperty(
            description =
                    "LMTP: The name to ask for in the handshake (SNI): hostname, nexthop or a name; empty: only with DANE. Postfix parameter lmtp_tls_servername, default: empty.")
    public void setLmtpTlsServername(String text) {
        set("lmtp_tls_servername", text);
    }

    public String getSmtpTlsVerifyCertMatch() {
        return value("smtp_tls_verify_cert_match");
    }

    @ConfigProperty(
            description =
                    "Which names in a server's certificate are accepted at level verify. Postfix parameter smtp_tls_verify_cert_match, default: hostname.")
    public void setSmtpTlsVerifyCertMatch(String text) {
        set("smtp_tls_verify_cert_match", text);
    }

    public String getLmtpTlsVerifyCertMatch() {
        return value("lmtp_tls_verify_cert_match");
    }

    @ConfigProperty(
            description =
                    "LMTP: Which names in a server's certificate are accepted at level verify. Postfix parameter lmtp_tls_verify_cert_match, default: hostname.")
    public void setLmtpTlsVerifyCertMatch(String text) {
        set("lmtp_tls_verify_cert_match", text);
    }

    public String getSmtpTlsSecureCertMatch() {
        return value("smtp_tls_secure_cert_match");
    }

    @ConfigProperty(
            description =
                    "Which names in a server's certificate are accepted at level secure. Postfix parameter smtp_tls_secure_cert_match, default: nexthop, dot-nexthop.")
    public void setSmtpTlsSecureCertMatch(String text) {
        set("smtp_tls_secure_cert_match", text);
    }

    public String getLmtpTlsSecureCertMatch() {
        return value("lmtp_tls_secure_cert_match");
    }

    @ConfigProperty(
            description =
                    "LMTP: Which names in a server's certificate are accepted at level secure. Postfix parameter lmtp_tls_secure_cert_match, default: nexthop.")
    public void setLmtpTlsSecureCertMatch(String text) {
        set("lmtp_tls_secure_cert_match", text);
    }

    public String getSmtpTlsFingerprintCertMatch() {
        return value("smtp_tls_fingerprint_cert_match");
    }

    @ConfigProperty(
            description =
                    "Fingerprints of server certificates or keys to accept at level fingerprint. Postfix parameter smtp_tls_fingerprint_cert_match, default: empty.")
    public void setSmtpTlsFingerprintCertMatch(String text) {
        set("smtp_tls_fingerprint_cert_match", text);
    }

    public String getLmtpTlsFingerprintCertMatch() {
        return value("lmtp_tls_fingerprint_cert_match");
    }

    @ConfigProperty(
            description =
                    "LMTP: Fingerprints of server certificates or keys to accept at level fingerprint. Postfix parameter lmtp_tls_fingerprint_cert_match, default: empty.")
    public void setLmtpTlsFingerprintCertMatch(String text) {
        set("lmtp_tls_fingerprint_cert_match", text);
    }

    public String getSmtpTlsFingerprintDigest() {
        return value("smtp_tls_fingerprint_digest");
    }

    @ConfigProperty(
            description =
                    "The digest in which fingerprints are written. Postfix parameter smtp_tls_fingerprint_digest, default: ${{$compatibility_level} <level {3.6} ? {md5} : {sha256}}.")
    public void setSmtpTlsFingerprintDigest(String text) {
        set("smtp_tls_fingerprint_digest", text);
    }

    public String getLmtpTlsFingerprintDigest() {
        return value("lmtp_tls_fingerprint_digest");
    }

    @ConfigProperty(
            description =
                    "LMTP: The digest in which fingerprints are written. Postfix parameter lmtp_tls_fingerprint_digest, default: ${{$compatibility_level} <level {3.6} ? {md5} : {sha256}}.")
    public void setLmtpTlsFingerprintDigest(String text) {
        set("lmtp_tls_fingerprint_digest", text);
    }

    public String getSmtpTlsCAfile() {
        return value("smtp_tls_CAfile");
    }

    @ConfigProperty(
            description =
                    "A file with certificates of the authorities to trust, in PEM form. Postfix parameter smtp_tls_CAfile, default: empty.")
    public void setSmtpTlsCAfile(String text) {
        set("smtp_tls_CAfile", text);
    }

    public String getLmtpTlsCAfile() {
        return value("lmtp_tls_CAfile");
    }

    @ConfigProperty(
            description =
                    "LMTP: A file with certificates of the authorities to trust, in PEM form. Postfix parameter lmtp_tls_CAfile, default: empty.")
    public void setLmtpTlsCAfile(String text) {
        set("lmtp_tls_CAfile", text);
    }

    public String getSmtpTlsCApath() {
        return value("smtp_tls_CApath");
    }

    @ConfigProperty(
            description =
                    "A directory with certificates of the authorities to trust, named by hash. Postfix parameter smtp_tls_CApath, default: empty.")
    public void setSmtpTlsCApath(String text) {
        set("smtp_tls_CApath", text);
    }

    public String getLmtpTlsCApath() {
        return value("lmtp_tls_CApath");
    }

    @ConfigProperty(
            description =
                    "LMTP: A directory with certificates of the authorities to trust, named by hash. Postfix parameter lmtp_tls_CApath, default: empty.")
    public void setLmtpTlsCApath(String text) {
        set("lmtp_tls_CApath", text);
    }

    public String getSmtpTlsTrustAnchorFile() {
        return value("smtp_tls_trust_anchor_file");
    }

    @ConfigProperty(
            description =
                    "Files with trust anchors that take the place of the usual authorities. Postfix parameter smtp_tls_trust_anchor_file, default: empty.")
    public void setSmtpTlsTrustAnchorFile(String text) {
        set("smtp_tls_trust_anchor_file", text);
    }

    public String getLmtpTlsTrustAnchorFile() {
        return value("lmtp_tls_trust_anchor_file");
    }

    @ConfigProperty(
            description =
                    "LMTP: Files with trust anchors that take the place of the usual authorities. Postfix parameter lmtp_tls_trust_anchor_file, default: empty.")
    public void setLmtpTlsTrustAnchorFile(String text) {
        set("lmtp_tls_trust_anchor_file", text);
    }

    public String getSmtpTlsScertVerifydepth() {
        return value("smtp_tls_scert_verifydepth");
    }

    @ConfigProperty(
            description =
                    "How long a server's certificate chain may be. Postfix parameter smtp_tls_scert_verifydepth, default: 9.")
    public void setSmtpTlsScertVerifydepth(String text) {
        set("smtp_tls_scert_verifydepth", text);
    }

    public String getLmtpTlsScertVerifydepth() {
        return value("lmtp_tls_scert_verifydepth");
    }

    @ConfigProperty(
            description =
                    "LMTP: How long a server's certificate chain may be. Postfix parameter lmtp_tls_scert_verifydepth, default: 9.")
    public void setLmtpTlsScertVerifydepth(String text) {
        set("lmtp_tls_scert_verifydepth", text);
    }

    public String getSmtpTlsCertFile() {
        return value("smtp_tls_cert_file");
    }

    @ConfigProperty(
            description =
                    "A file with this client's RSA certificate and its chain, in PEM form. Postfix parameter smtp_tls_cert_file, default: empty.")
    public void setSmtpTlsCertFile(String text) {
        set("smtp_tls_cert_file", text);
    }

    public String getLmtpTlsCertFile() {
        return value("lmtp_tls_cert_file");
    }

    @ConfigProperty(
            description =
                    "LMTP: A file with this client's RSA certificate and its chain, in PEM form. Postfix parameter lmtp_tls_cert_file, default: empty.")
    public void setLmtpTlsCertFile(String text) {
        set("lmtp_tls_cert_file", text);
    }

    public String getSmtpTlsKeyFile() {
        return value("smtp_tls_key_file");
    }

    @ConfigProperty(
            description =
                    "A file with the key of the RSA certificate, in PEM form without a pass phrase. Postfix parameter smtp_tls_key_file, default: $smtp_tls_cert_file.")
    public void setSmtpTlsKeyFile(String text) {
        set("smtp_tls_key_file", text);
    }

    public String getLmtpTlsKeyFile() {
        return value("lmtp_tls_key_file");
    }

    @ConfigProperty(
            description =
                    "LMTP: A file with the key of the RSA certificate, in PEM form without a pass phrase. Postfix parameter lmtp_tls_key_file, default: $lmtp_tls_cert_file.")
    public void setLmtpTlsKeyFile(String text) {
        set("lmtp_tls_key_file", text);
    }

    public String getSmtpTlsEccertFile() {
        return value("smtp_tls_eccert_file");
    }

    @ConfigProperty(
            description =
                    "A file with this client's ECDSA certificate and its chain, in PEM form. Postfix parameter smtp_tls_eccert_file, default: empty.")
    public void setSmtpTlsEccertFile(String text) {
        set("smtp_tls_eccert_file", text);
    }

    public String getLmtpTlsEccertFile() {
        return value("lmtp_tls_eccert_file");
    }

    @ConfigProperty(
            description =
                    "LMTP: A file with this client's ECDSA certificate and its chain, in PEM form. Postfix parameter lmtp_tls_eccert_file, default: empty.")
    public void setLmtpTlsEccertFile(String text) {
        set("lmtp_tls_eccert_file", text);
    }

    public String getSmtpTlsEckeyFile() {
        return value("smtp_tls_eckey_file");
    }

    @ConfigProperty(
            description =
                    "A file with the key of the ECDSA certificate. Postfix parameter smtp_tls_eckey_file, default: $smtp_tls_eccert_file.")
    public void setSmtpTlsEckeyFile(String text) {
        set("smtp_tls_eckey_file", text);
    }

    public String getLmtpTlsEckeyFile() {
        return value("lmtp_tls_eckey_file");
    }

    @ConfigProperty(
            description =
                    "LMTP: A file with the key of the ECDSA certificate. Postfix parameter lmtp_tls_eckey_file, default: $lmtp_tls_eccert_file.")
    public void setLmtpTlsEckeyFile(String text) {
        set("lmtp_tls_eckey_file", text);
    }

    public String getSmtpTlsChainFiles() {
        return value("smtp_tls_chain_files");
    }

    @ConfigProperty(
            description =
                    "Files with keys, each followed by its certificate chain, in PEM form. Postfix parameter smtp_tls_chain_files, default: empty.")
    public void setSmtpTlsChainFiles(String text) {
        set("smtp_tls_chain_files", text);
    }

    public String getLmtpTlsChainFiles() {
        return value("lmtp_tls_chain_files");
    }

    @ConfigProperty(
            description =
                    "LMTP: Files with keys, each followed by its certificate chain, in PEM form. Postfix parameter lmtp_tls_chain_files, default: empty.")
    public void setLmtpTlsChainFiles(String text) {
        set("lmtp_tls_chain_files", text);
    }

    public String getSmtpTlsDaneInsecureMxPolicy() {
        return value("smtp_tls_dane_insecure_mx_policy");
    }

    @ConfigProperty(
            description =
                    "The TLS level of MX hosts with validated DANE records whose MX record was not validated. Postfix parameter smtp_tls_dane_insecure_mx_policy, default: ${{$smtp_tls_security_level} == {dane} ? {dane} : {may}}.")
    public void setSmtpTlsDaneInsecureMxPolicy(String text) {
        set("smtp_tls_dane_insecure_mx_policy", text);
    }

    public String getSmtpTlsForceInsecureHostTlsaLookup() {
        return value("smtp_tls_force_insecure_host_tlsa_lookup");
    }

    @ConfigProperty(
            description =
                    "Whether DANE records are looked up also where the host's addresses were not validated. Postfix parameter smtp_tls_force_insecure_host_tlsa_lookup, default: no.")
    public void setSmtpTlsForceInsecureHostTlsaLookup(String text) {
        set("smtp_tls_force_insecure_host_tlsa_lookup", text);
    }

    public String getLmtpTlsForceInsecureHostTlsaLookup() {
        return value("lmtp_tls_force_insecure_host_tlsa_lookup");
    }

    @ConfigProperty(
            description =
                    "LMTP: Whether DANE records are looked up also where the host's addresses were not validated. Postfix parameter lmtp_tls_force_insecure_host_tlsa_lookup, default: no.")
    public void setLmtpTlsForceInsecureHostTlsaLookup(String text) {
        set("lmtp_tls_force_insecure_host_tlsa_lookup", text);
    }

    public String getSmtpTlsMtaStsEnable() {
        return value("smtp_tls_mta_sts_enable");
    }

    @ConfigProperty(
            description =
                    "Whether MTA-STS policies of destinations are heeded, at the levels may and dane where no table has an entry. Postfix parameter smtp_tls_mta_sts_enable, default: no.")
    public void setSmtpTlsMtaStsEnable(String text) {
        set("smtp_tls_mta_sts_enable", text);
    }

    public String getLmtpTlsMtaStsEnable() {
        return value("lmtp_tls_mta_sts_enable");
    }

    @ConfigProperty(
            description =
                    "LMTP: Whether MTA-STS policies of destinations are heeded, at the levels may and dane where no table has an entry. Postfix parameter lmtp_tls_mta_sts_enable, default: no.")
    public void setLmtpTlsMtaStsEnable(String text) {
        set("lmtp_tls_mta_sts_enable", text);
    }

    public String getSmtpTlsMtaStsTimeout() {
        return value("smtp_tls_mta_sts_timeout");
    }

    @ConfigProperty(
            description =
                    "Time limit for fetching an MTA-STS policy. Postfix parameter smtp_tls_mta_sts_timeout, default: 30s.")
    public void setSmtpTlsMtaStsTimeout(String text) {
        set("smtp_tls_mta_sts_timeout", text);
    }

    public String getLmtpTlsMtaStsTimeout() {
        return value("lmtp_tls_mta_sts_timeout");
    }

    @ConfigProperty(
            description =
                    "LMTP: Time limit for fetching an MTA-STS policy. Postfix parameter lmtp_tls_mta_sts_timeout, default: 30s.")
    public void setLmtpTlsMtaStsTimeout(String text) {
        set("lmtp_tls_mta_sts_timeout", text);
    }

    public String getSmtpTlsrptEnable() {
        return value("smtp_tlsrpt_enable");
    }

    @ConfigProperty(
            description =
                    "Whether what came of TLS is counted and logged for destinations that ask for reports (TLSRPT). Postfix parameter smtp_tlsrpt_enable, default: no.")
    public void setSmtpTlsrptEnable(String text) {
        set("smtp_tlsrpt_enable", text);
    }

    public String getLmtpTlsrptEnable() {
        return value("lmtp_tlsrpt_enable");
    }

    @ConfigProperty(
            description =
                    "LMTP: Whether what came of TLS is counted and logged for destinations that ask for reports (TLSRPT). Postfix parameter lmtp_tlsrpt_enable, default: no.")
    public void setLmtpTlsrptEnable(String text) {
        set("lmtp_tlsrpt_enable", text);
    }

    public String getSmtpTlsrptSkipReusedHandshakes() {
        return value("smtp_tlsrpt_skip_reused_handshakes");
    }

    @ConfigProperty(
            description =
                    "Whether reports on TLS leave out handshakes that resume a session. Postfix parameter smtp_tlsrpt_skip_reused_handshakes, default: yes.")
    public void setSmtpTlsrptSkipReusedHandshakes(String text) {
        set("smtp_tlsrpt_skip_reused_handshakes", text);
    }

    public String getLmtpTlsrptSkipReusedHandshakes() {
        return value("lmtp_tlsrpt_skip_reused_handshakes");
    }

    @ConfigProperty(
            description =
                    "LMTP: Whether reports on TLS leave out handshakes that resume a session. Postfix parameter lmtp_tlsrpt_skip_reused_handshakes, default: yes.")
    public void setLmtpTlsrptSkipReusedHandshakes(String text) {
        set("lmtp_tlsrpt_skip_reused_handshakes", text);
    }

    public String getRequiretlsEnable() {
        return value("requiretls_enable");
    }

    @ConfigProperty(
            description =
                    "Whether REQUIRETLS, by which a sender asks for TLS with servers that are known, is heeded. Postfix parameter requiretls_enable, default: yes.")
    public void setRequiretlsEnable(String text) {
        set("requiretls_enable", text);
    }

    public String getSmtpRequiretlsPolicy() {
        return value("smtp_requiretls_policy");
    }

    @ConfigProperty(
            description =
                    "How strictly REQUIRETLS is taken: enforce, opportunistic+starttls, opportunistic or disable, and tables with these by next hop. Postfix parameter smtp_requiretls_policy, default: inline:{{$mydomain=opportunistic}, {.$mydomain=opportunistic}, {localhost=opportunistic}}, cidr:{{0.0.0.0/0 opportunistic}, {::/0 opportunistic}}, enforce.")
    public void setSmtpRequiretlsPolicy(String text) {
        set("smtp_requiretls_policy", text);
    }

    public String getLmtpRequiretlsPolicy() {
        return value("lmtp_requiretls_policy");
    }

    @ConfigProperty(
            description =
                    "LMTP: How strictly REQUIRETLS is taken: enforce, opportunistic+starttls, opportunistic or disable, and tables with these by next hop. Postfix parameter lmtp_requiretls_policy, default: opportunistic.")
    public void setLmtpRequiretlsPolicy(String text) {
        set("lmtp_requiretls_policy", text);
    }

    public String getTlsRequiredEnable() {
        return value("tls_required_enable");
    }

    @ConfigProperty(
            description =
                    "Whether the header TLS-Required: no, by which a sender does without protection that keeps mail back, is heeded. Postfix parameter tls_required_enable, default: yes.")
    public void setTlsRequiredEnable(String text) {
        set("tls_required_enable", text);
    }

    public String getSmtpGenericMaps() {
        return value("smtp_generic_maps");
    }

    @ConfigProperty(
            description =
                    "Tables that replace addresses of this site by ones valid on the Internet when mail leaves. Postfix parameter smtp_generic_maps, default: empty.")
    public void setSmtpGenericMaps(String text) {
        set("smtp_generic_maps", text);
    }

    public String getLmtpGenericMaps() {
        return value("lmtp_generic_maps");
    }

    @ConfigProperty(
            description =
                    "LMTP: Tables that replace addresses of this site by ones valid on the Internet when mail leaves. Postfix parameter lmtp_generic_maps, default: empty.")
    public void setLmtpGenericMaps(String text) {
        set("lmtp_generic_maps", text);
    }

    public String getSmtpHeaderChecks() {
        return value("smtp_header_checks");
    }

    @ConfigProperty(
            description =
                    "Tables of patterns that act on the headers of mail that leaves. Postfix parameter smtp_header_checks, default: empty.")
    public void setSmtpHeaderChecks(String text) {
        set("smtp_header_checks", text);
    }

    public String getLmtpHeaderChecks() {
        return value("lmtp_header_checks");
    }

    @ConfigProperty(
            description =
                    "LMTP: Tables of patterns that act on the headers of mail that leaves. Postfix parameter lmtp_header_checks, default: empty.")
    public void setLmtpHeaderChecks(String text) {
        set("lmtp_header_checks", text);
    }

    public String getSmtpMimeHeaderChecks() {
        return value("smtp_mime_header_checks");
    }

    @ConfigProperty(
            description =
                    "Tables of patterns that act on the MIME headers of mail that leaves. Postfix parameter smtp_mime_header_checks, default: empty.")
    public void setSmtpMimeHeaderChecks(String text) {
        set("smtp_mime_header_checks", text);
    }

    public String getLmtpMimeHeaderChecks() {
        return value("lmtp_mime_header_checks");
    }

    @ConfigProperty(
            description =
                    "LMTP: Tables of patterns that act on the MIME headers of mail that leaves. Postfix parameter lmtp_mime_header_checks, default: empty.")
    public void setLmtpMimeHeaderChecks(String text) {
        set("lmtp_mime_header_checks", text);
    }

    public String getSmtpNestedHeaderChecks() {
        return value("smtp_nested_header_checks");
    }

    @ConfigProperty(
            description =
                    "Tables of patterns that act on the headers of attached messages in mail that leaves. Postfix parameter smtp_nested_header_checks, default: empty.")
    public void setSmtpNestedHeaderChecks(String text) {
        set("smtp_nested_header_checks", text);
    }

    public String getLmtpNestedHeaderChecks() {
        return value("lmtp_nested_header_checks");
    }

    @ConfigProperty(
            description =
                    "LMTP: Tables of patterns that act on the headers of attached messages in mail that leaves. Postfix parameter lmtp_nested_header_checks, default: empty.")
    public void setLmtpNestedHeaderChecks(String text) {
        set("lmtp_nested_header_checks", text);
    }

    public String getSmtpBodyChecks() {
        return value("smtp_body_checks");
    }

    @ConfigProperty(
            description =
                    "Tables of patterns that act on the body lines of mail that leaves. Postfix parameter smtp_body_checks, default: empty.")
    public void setSmtpBodyChecks(String text) {
        set("smtp_body_checks", text);
    }

    public String getLmtpBodyChecks() {
        return value("lmtp_body_checks");
    }

    @ConfigProperty(
            description =
                    "LMTP: Tables of patterns that act on the body lines of mail that leaves. Postfix parameter lmtp_body_checks, default: empty.")
    public void setLmtpBodyChecks(String text) {
        set("lmtp_body_checks", text);
    }

    public String getDisableMimeOutputConversion() {
        return value("disable_mime_output_conversion");
    }

    @ConfigProperty(
            description =
                    "Whether 8-bit content is sent as it is to servers that don't announce 8BITMIME. Postfix parameter disable_mime_output_conversion, default: no.")
    public void setDisableMimeOutputConversion(String text) {
        set("disable_mime_output_conversion", text);
    }

    public String getMimeBoundaryLengthLimit() {
        return value("mime_boundary_length_limit");
    }

    @ConfigProperty(
            description =
                    "How much of a MIME boundary is compared. Postfix parameter mime_boundary_length_limit, default: 2048.")
    public void setMimeBoundaryLengthLimit(String text) {
        set("mime_boundary_length_limit", text);
    }

    public String getMimeNestingLimit() {
        return value("mime_nesting_limit");
    }

    @ConfigProperty(
            description =
                    "How deep multiparts may be nested before the content is refused. Postfix parameter mime_nesting_limit, default: 100.")
    public void setMimeNestingLimit(String text) {
        set("mime_nesting_limit", text);
    }

    public String getHeaderSizeLimit() {
        return value("header_size_limit");
    }

    @ConfigProperty(
            description =
                    "How much of one header is looked at, in octets. Postfix parameter header_size_limit, default: 102400.")
    public void setHeaderSizeLimit(String text) {
        set("header_size_limit", text);
    }

    public String getSmtpLineLengthLimit() {
        return value("smtp_line_length_limit");
    }

    @ConfigProperty(
            description =
                    "The longest line of content that is sent in one piece; longer ones are folded. 0: no limit. Postfix parameter smtp_line_length_limit, default: 998.")
    public void setSmtpLineLengthLimit(String text) {
        set("smtp_line_length_limit", text);
    }

    public String getLmtpLineLengthLimit() {
        return value("lmtp_line_length_limit");
    }

    @ConfigProperty(
            description =
                    "LMTP: The longest line of content that is sent in one piece; longer ones are folded. 0: no limit. Postfix parameter lmtp_line_length_limit, default: 998.")
    public void setLmtpLineLengthLimit(String text) {
        set("lmtp_line_length_limit", text);
    }

    public String getSmtputf8AutodetectClasses() {
        return value("smtputf8_autodetect_classes");
    }

    @ConfigProperty(
            description =
                    "Kinds of mail for which the need for SMTPUTF8 is found out from addresses and header; the queue's and the command line's is sendmail. Postfix parameter smtputf8_autodetect_classes, default: sendmail, verify.")
    public void setSmtputf8AutodetectClasses(String text) {
        set("smtputf8_autodetect_classes", text);
    }

    public String getHeaderAddressTokenLimit() {
        return value("header_address_token_limit");
    }

    @ConfigProperty(
            description =
                    "How many tokens of an address header are looked at. Postfix parameter header_address_token_limit, default: 10240. (planned: no effect yet)")
    public void setHeaderAddressTokenLimit(String text) {
        set("header_address_token_limit", text);
    }

    public String getBodyChecksSizeLimit() {
        return value("body_checks_size_limit");
    }

    @ConfigProperty(
            description =
                    "How much of each body part body checks look at, in octets. Postfix parameter body_checks_size_limit, default: 51200. (planned: no effect yet)")
    public void setBodyChecksSizeLimit(String text) {
        set("body_checks_size_limit", text);
    }

    public String getNestedHeaderChecks() {
        return value("nested_header_checks");
    }

    @ConfigProperty(
            description =
                    "Tables of patterns that act on the headers of attached messages. Postfix parameter nested_header_checks, default: $header_checks. (planned: no effect yet)")
    public void setNestedHeaderChecks(String text) {
        set("nested_header_checks", text);
    }

    public String getMessageDropHeaders() {
        return value("message_drop_headers");
    }

    @ConfigProperty(
            description =
                    "Headers that are taken out of received mail. Postfix parameter message_drop_headers, default: bcc, content-length, resent-bcc, return-path. (planned: no effect yet)")
    public void setMessageDropHeaders(String text) {
        set("message_drop_headers", text);
    }

    public String getAlwaysAddMissingHeaders() {
        return value("always_add_missing_headers");
    }

    @ConfigProperty(
            description =
                    "Whether missing headers (Date, From, Message-ID, To) are added to mail of any client. Postfix parameter always_add_missing_headers, default: no. (planned: no effect yet)")
    public void setAlwaysAddMissingHeaders(String text) {
        set("always_add_missing_headers", text);
    }

    public String getHeaderChecks() {
        return value("header_checks");
    }

    @ConfigProperty(
            description =
                    "Tables of patterns that act on message headers. Postfix parameter header_checks, default: empty. (planned: no effect yet)")
    public void setHeaderChecks(String text) {
        set("header_checks", text);
    }

    public String getMimeHeaderChecks() {
        return value("mime_header_checks");
    }

    @ConfigProperty(
            description =
                    "Tables of patterns that act on MIME headers. Postfix parameter mime_header_checks, default: $header_checks. (planned: no effect yet)")
    public void setMimeHeaderChecks(String text) {
        set("mime_header_checks", text);
    }

    public String getBodyChecks() {
        return value("body_checks");
    }

    @ConfigProperty(
            description =
                    "Tables of patterns that act on body lines. Postfix parameter body_checks, default: empty. (planned: no effect yet)")
    public void setBodyChecks(String text) {
        set("body_checks", text);
    }

    public String getDefaultDestinationConcurrencyLimit() {
        return value("default_destination_concurrency_limit");
    }

    @ConfigProperty(
            description =
                    "How many deliveries to one destination may run at once, where a transport says nothing else. Postfix parameter default_destination_concurrency_limit, default: 20.")
    public void setDefaultDestinationConcurrencyLimit(String text) {
        set("default_destination_concurrency_limit", text);
    }

    public String getDefaultDestinationRecipientLimit() {
        return value("default_destination_recipient_limit");
    }

    @ConfigProperty(
            description =
                    "How many recipients one delivery may have, where a transport says nothing else. Postfix parameter default_destination_recipient_limit, default: 50.")
    public void setDefaultDestinationRecipientLimit(String text) {
        set("default_destination_recipient_limit", text);
    }

    public String getDefaultDestinationRateDelay() {
        return value("default_destination_rate_delay");
    }

    @ConfigProperty(
            description =
                    "The pause between deliveries to one destination; 0: none. Postfix parameter default_destination_rate_delay, default: 0s.")
    public void setDefaultDestinationRateDelay(String text) {
        set("default_destination_rate_delay", text);
    }

    public String getInitialDestinationConcurrency() {
        return value("initial_destination_concurrency");
    }

    @ConfigProperty(
            description =
                    "How many deliveries to a new destination may run at once at first. Postfix parameter initial_destination_concurrency, default: 5.")
    public void setInitialDestinationConcurrency(String text) {
        set("initial_destination_concurrency", text);
    }

    public String getDefaultDestinationConcurrencyPositiveFeedback() {
        return value("default_destination_concurrency_positive_feedback");
    }

    @ConfigProperty(
            description =
                    "By how much the concurrency of a destination grows after a success. Postfix parameter default_destination_concurrency_positive_feedback, default: 1.")
    public void setDefaultDestinationConcurrencyPositiveFeedback(String text) {
        set("default_destination_concurrency_positive_feedback", text);
    }

    public String getDefaultDestinationConcurrencyNegativeFeedback() {
        return value("default_destination_concurrency_negative_feedback");
    }

    @ConfigProperty(
            description =
                    "By how much the concurrency of a destination shrinks after a failure. Postfix parameter default_destination_concurrency_negative_feedback, default: 1.")
    public void setDefaultDestinationConcurrencyNegativeFeedback(String text) {
        set("default_destination_concurrency_negative_feedback", text);
    }

    public String getDefaultDestinationConcurrencyFailedCohortLimit() {
        return value("default_destination_concurrency_failed_cohort_limit");
    }

    @ConfigProperty(
            description =
                    "How many times a whole round of deliveries may fail before a destination counts as dead; 0: it never does. Postfix parameter default_destination_concurrency_failed_cohort_limit, default: 1.")
    public void setDefaultDestinationConcurrencyFailedCohortLimit(String text) {
        set("default_destination_concurrency_failed_cohort_limit", text);
    }

    public String getSmtpDestinationConcurrencyLimit() {
        return value("smtp_destination_concurrency_limit");
    }

    @ConfigProperty(
            description =
                    "How many deliveries to one destination may run at once. Postfix parameter smtp_destination_concurrency_limit, default: $default_destination_concurrency_limit.")
    public void setSmtpDestinationConcurrencyLimit(String text) {
        set("smtp_destination_concurrency_limit", text);
    }

    public String getLmtpDestinationConcurrencyLimit() {
        return value("lmtp_destination_concurrency_limit");
    }

    @ConfigProperty(
            description =
                    "LMTP: How many deliveries to one destination may run at once. Postfix parameter lmtp_destination_concurrency_limit, default: $default_destination_concurrency_limit.")
    public void setLmtpDestinationConcurrencyLimit(String text) {
        set("lmtp_destination_concurrency_limit", text);
    }

    public String getSmtputf8Enable() {
        return value("smtputf8_enable");
    }

    @ConfigProperty(
            description =
                    "Whether text beyond ASCII stays as it is in notices, which are 8bit then; mail itself asks for SMTPUTF8. Postfix parameter smtputf8_enable, default: ${{$compatibility_level} <level {1} ? {no} : {yes}}.")
    public void setSmtputf8Enable(String text) {
        set("smtputf8_enable", text);
    }
}
