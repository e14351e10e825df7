/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.config.catalog;

import java.util.List;
import org.postchaise.engine.config.MatchPatterns;
import org.postchaise.engine.config.Parameter;

/** The parameters of inspection of mail while it arrives. */
public final class ServerMilter {
    private static final Table ROWS = Table.of("""
            content_filter | text | - | listener | planned
              The transport and next hop to which all received mail goes first, for inspection.
            smtpd_proxy_filter | text | - | listener | planned
              The SMTP server through which mail passes while it is received.
            smtpd_proxy_ehlo | text | - | listener | planned
              The host name to send with EHLO to the server of smtpd_proxy_filter.
              $myhostname
            smtpd_proxy_options | words:speed_adjust | - | listener | planned
              Options of the conversation with the server of smtpd_proxy_filter.
            smtpd_proxy_timeout | time:s:1 | - | listener | planned
              Time limit for connecting to the server of smtpd_proxy_filter and for each exchange.
              100s
            smtpd_milters | list | - | listener | planned
              The mail filters (milters) for mail that arrives by SMTP.
            milter_protocol | text! | - | listener | planned
              The version of the milter protocol, with its extensions.
              6
            milter_default_action | text! | - | listener | planned
              The action when a milter is not available or fails: accept, reject, tempfail, quarantine or shutdown.
              tempfail
            milter_macro_daemon_name | text! | - | listener | planned
              The value of {daemon_name} for milters.
              $myhostname
            milter_macro_v | text! | - | listener | planned
              The value of {v} for milters.
              $mail_name $mail_version
            milter_connect_timeout | time:s:1 | - | listener | planned
              Time limit for connecting to a milter and agreeing on options.
              30s
            milter_command_timeout | time:s:1 | - | listener | planned
              Time limit for sending an SMTP command to a milter and receiving its answer.
              30s
            milter_content_timeout | time:s:1 | - | listener | planned
              Time limit for sending content to a milter and receiving its answer.
              300s
            milter_connect_macros | list | - | listener | planned
              The macros sent to milters when a client connects.
              j {daemon_name} {daemon_addr} v _
            milter_helo_macros | list | - | listener | planned
              The macros sent to milters with HELO or EHLO.
              {tls_version} {cipher} {cipher_bits} {cert_subject} {cert_issuer}
            milter_mail_macros | list | - | listener | planned
              The macros sent to milters with MAIL FROM.
              i {auth_type} {auth_authen} {auth_author} {mail_addr} {mail_host} {mail_mailer}
            milter_rcpt_macros | list | - | listener | planned
              The macros sent to milters with RCPT TO.
              i {rcpt_addr} {rcpt_host} {rcpt_mailer}
            milter_data_macros | list | - | listener | planned
              The macros sent to milters with DATA.
              i
            milter_unknown_command_macros | list | - | listener | planned
              The macros sent to milters with a command that the server does not know.
            milter_end_of_header_macros | list | - | listener | planned
              The macros sent to milters at the end of the headers.
              i
            milter_end_of_data_macros | list | - | listener | planned
              The macros sent to milters at the end of the content.
              i
            smtpd_authorized_xforward_hosts | match:host | - | listener | implemented
              Clients that may use XFORWARD.
            smtpd_milter_maps | list | - | listener | planned
              Tables by client address with other milters than smtpd_milters.
            milter_header_checks | list | - | listener | planned
              Tables of patterns that act on headers which milters added.
            milter_macro_defaults | list | - | listener | planned
              Values of macros for milters where the server has none.
            """);

    /** The match list {@code smtpd_authorized_xforward_hosts}: clients that may use XFORWARD. */
    public static final Parameter<MatchPatterns> SMTPD_AUTHORIZED_XFORWARD_HOSTS =
            ROWS.matchList("smtpd_authorized_xforward_hosts");

    private ServerMilter() {}

    /** Returns all rows of this topic, parsed by {@link Table}. */
    static List<Parameter<?>> rows() {
        return ROWS.rows();
    }
}
