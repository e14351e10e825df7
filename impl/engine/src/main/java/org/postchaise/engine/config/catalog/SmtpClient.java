/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.config.catalog;

import static java.time.Duration.ZERO;
import static java.time.Duration.ofSeconds;

import java.time.Duration;
import java.util.List;
import org.postchaise.engine.config.Grammars;
import org.postchaise.engine.config.Parameter;
import org.postchaise.engine.config.Scope;

/** The parameters of the SMTP client, smtp(8). */
public final class SmtpClient {
    /** The next hop where the application names none ({@code relayhost}). */
    public static final Parameter<String> RELAYHOST = Parameter.implemented(
            "relayhost",
            Grammars.text("host:port or [host]:port"),
            "",
            Scope.FACTORY,
            "The next hop of mail for which the application names none.");

    /** The host name in EHLO, HELO or LHLO ({@code smtp_helo_name}). */
    public static final Parameter<String> HELO_NAME = Parameter.implemented(
                    "smtp_helo_name",
                    Grammars.someText("a host name or an address literal"),
                    "$myhostname",
                    Scope.FACTORY,
                    "The host name to send with the EHLO or HELO command.")
            .mirroredAs("lmtp_lhlo_name", "$myhostname");

    /** The host name of this system ({@code myhostname}). */
    public static final Parameter<String> MYHOSTNAME = Parameter.implemented(
            "myhostname",
            Grammars.text("a fully-qualified host name"),
            "",
            Scope.FACTORY,
            "This system's host name; empty: the name that the operating system gives.");

    /** The time limit of a TCP connect ({@code smtp_connect_timeout}). */
    public static final Parameter<Duration> CONNECT_TIMEOUT = Parameter.implemented(
                    "smtp_connect_timeout",
                    Grammars.time("s", ZERO),
                    "30s",
                    Scope.FACTORY,
                    "Time limit for completing a TCP connection; 0: three minutes, about what operating systems have.")
            .mirroredAs("lmtp_connect_timeout", "0s");

    /** The time limit of the greeting, and of EHLO or HELO ({@code smtp_helo_timeout}). */
    public static final Parameter<Duration> HELO_TIMEOUT = limit(
            "smtp_helo_timeout",
            "300s",
            "Time limit for receiving the initial greeting, and for sending HELO or EHLO and receiving the reply.");

    /** The time limit of MAIL FROM ({@code smtp_mail_timeout}). */
    public static final Parameter<Duration> MAIL_TIMEOUT =
            limit("smtp_mail_timeout", "300s", "Time limit for sending MAIL FROM and receiving the reply.");

    /** The time limit of RCPT TO ({@code smtp_rcpt_timeout}). */
    public static final Parameter<Duration> RCPT_TIMEOUT =
            limit("smtp_rcpt_timeout", "300s", "Time limit for sending RCPT TO and receiving the reply.");

    /** The time limit of DATA ({@code smtp_data_init_timeout}). */
    public static final Parameter<Duration> DATA_INIT_TIMEOUT =
            limit("smtp_data_init_timeout", "120s", "Time limit for sending DATA and receiving the reply.");

    /** The time limit of sending the content ({@code smtp_data_xfer_timeout}). */
    public static final Parameter<Duration> DATA_XFER_TIMEOUT = limit(
            "smtp_data_xfer_timeout",
            "180s",
            "Time limit for sending message content; a connection that makes no progress for this long is dropped.");

    /** The time limit of the final dot ({@code smtp_data_done_timeout}). */
    public static final Parameter<Duration> DATA_DONE_TIMEOUT =
            limit("smtp_data_done_timeout", "600s", "Time limit for sending the final dot and receiving the reply.");

    /** The time limit of RSET ({@code smtp_rset_timeout}). */
    public static final Parameter<Duration> RSET_TIMEOUT = limit(
            "smtp_rset_timeout",
            "20s",
            "Time limit for sending RSET and receiving the reply, where a session is checked before it is used again.");

    /** The time limit of QUIT ({@code smtp_quit_timeout}). */
    public static final Parameter<Duration> QUIT_TIMEOUT =
            limit("smtp_quit_timeout", "300s", "Time limit for sending QUIT.");

    /** The maximum age of a session that is reused ({@code smtp_connection_reuse_time_limit}). */
    public static final Parameter<Duration> REUSE_TIME_LIMIT = Parameter.implemented(
                    "smtp_connection_reuse_time_limit",
                    Grammars.time("s", ofSeconds(1)),
                    "300s",
                    Scope.FACTORY,
                    "The maximum age of a session that is used again.")
            .mirroredAs("lmtp_connection_reuse_time_limit", "300s");

    /** The classes of events that are reported to the postmaster or in the log ({@code notify_classes}). */
    public static final Parameter<List<String>> NOTIFY_CLASSES = Parameter.implemented(
            "notify_classes",
            Grammars.words(List.of("bounce", "2bounce", "data", "delay", "policy", "protocol", "resource", "software")),
            "resource, software",
            Scope.ADAPTER,
            "The kinds of trouble that are reported: bounce, 2bounce and delay by mail to the postmaster, protocol in the log; the others have no effect yet.");

    private SmtpClient() {}

    /** Returns all rows of this topic. */
    public static List<Parameter<?>> rows() {
        return List.of(
                RELAYHOST,
                MYHOSTNAME,
                HELO_NAME,
                CONNECT_TIMEOUT,
                HELO_TIMEOUT,
                MAIL_TIMEOUT,
                RCPT_TIMEOUT,
                DATA_INIT_TIMEOUT,
                DATA_XFER_TIMEOUT,
                DATA_DONE_TIMEOUT,
                RSET_TIMEOUT,
                QUIT_TIMEOUT,
                REUSE_TIME_LIMIT,
                NOTIFY_CLASSES);
    }

    private static Parameter<Duration> limit(String name, String defaultText, String summary) {
        return Parameter.implemented(name, Grammars.time("s", ofSeconds(1)), defaultText, Scope.FACTORY, summary)
                .mirroredAs(
                        name.equals("smtp_helo_timeout") ? "lmtp_lhlo_timeout" : name.replace("smtp_", "lmtp_"),
                        defaultText);
    }
}
