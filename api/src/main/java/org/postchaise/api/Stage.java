/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.api;

/**
 * The stage that a delivery had reached, with the words that Postfix uses for the stage.
 *
 * <p>{@link #command()} completes "in reply to ..."; {@link #activity()} completes "lost connection with ... while ...".
 */
public enum Stage {
    /** The lookup of the hosts to try. */
    ROUTE("route lookup", "looking up the next hop"),
    /** The opening of the TCP connection; {@code smtp_connect_timeout}. */
    CONNECT("connect", "connecting"),
    /** The wait for the 220 greeting; {@code smtp_helo_timeout}. */
    GREETING("initial server greeting", "receiving the initial server greeting"),
    /** EHLO; {@code smtp_helo_timeout}. */
    EHLO("EHLO command", "performing the EHLO handshake"),
    /** HELO, after EHLO was refused; {@code smtp_helo_timeout}. */
    HELO("HELO command", "performing the HELO handshake"),
    /** LHLO; {@code lmtp_lhlo_timeout}. */
    LHLO("LHLO command", "performing the LHLO handshake"),
    /** STARTTLS, and the TLS handshake; {@code smtp_starttls_timeout}. */
    STARTTLS("STARTTLS command", "receiving the STARTTLS response"),
    /** XFORWARD with the client's name and address; {@code smtp_xforward_timeout}. */
    XFORWARD("XFORWARD command", "sending XFORWARD name/address"),
    /** MAIL FROM; {@code smtp_mail_timeout}. */
    MAIL("MAIL FROM command", "sending MAIL FROM"),
    /** RCPT TO; {@code smtp_rcpt_timeout}. */
    RCPT("RCPT TO command", "sending RCPT TO"),
    /** DATA; {@code smtp_data_init_timeout}. */
    DATA("DATA command", "sending DATA command"),
    /** The message content; {@code smtp_data_xfer_timeout}. */
    BODY("message body", "sending message body"),
    /** The final dot; {@code smtp_data_done_timeout}. */
    DOT("end of DATA command", "sending end of data -- message may be sent more than once"),
    /** RSET; {@code smtp_rset_timeout}. */
    RSET("RSET command", "sending RSET probe"),
    /** QUIT; {@code smtp_quit_timeout}. */
    QUIT("QUIT command", "sending QUIT command"),
    /** The client's own work, before or beside the dialogue. */
    LOCAL("local", "preparing the delivery");

    private final String command;
    private final String activity;

    Stage(String command, String activity) {
        this.command = command;
        this.activity = activity;
    }

    /** Returns the noun after "in reply to". */
    public String command() {
        return command;
    }

    /** Returns the clause after "while". */
    public String activity() {
        return activity;
    }
}
