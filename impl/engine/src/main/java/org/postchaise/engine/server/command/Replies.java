/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.server.command;

import org.postchaise.engine.server.view.ServerReply;

/** The replies that several commands give, in the words of smtpd(8). */
public final class Replies {
    /** The reply to a command that did what it should. */
    public static final ServerReply OK = ServerReply.of(250, "2.0.0", "Ok");

    /** The reply to a line that holds no verb. */
    public static final ServerReply BAD_SYNTAX = ServerReply.of(500, "5.5.2", "Error: bad syntax");

    /** The reply to a line that is not UTF-8. */
    public static final ServerReply BAD_UTF8 = ServerReply.of(500, "5.5.2", "Error: bad UTF-8 syntax");

    /** The reply to an unknown verb. */
    public static final ServerReply NOT_RECOGNIZED = ServerReply.of(500, "5.5.2", "Error: command not recognized");

    /** The last reply to a client that speaks another protocol. */
    public static final ServerReply FORBIDDEN = ServerReply.of(221, "2.7.0", "Error: I can break rules, too. Goodbye.");

    /** The last reply to a client that did not wait ({@code smtpd_forbid_unauth_pipelining}). */
    public static final ServerReply OUT_OF_SYNC = ServerReply.of(554, "5.5.0", "Error: SMTP protocol synchronization");

    /** The reply to an unprivileged client's XCLIENT or XFORWARD. */
    static final ServerReply NOT_AUTHORIZED = ServerReply.of(550, "5.7.0", "Error: insufficient authorization");

    /** The reply to what is not permitted within a mail transaction. */
    static final ServerReply MAIL_IN_PROGRESS = ServerReply.of(503, "5.5.1", "Error: MAIL transaction in progress");

    /** The reply to RCPT or DATA before MAIL and RCPT. */
    static final ServerReply NEED_RCPT = ServerReply.of(503, "5.5.1", "Error: need RCPT command");

    /** The reply to DATA when all recipients were refused. */
    static final ServerReply NO_VALID_RECIPIENTS = ServerReply.of(554, "5.5.1", "Error: no valid recipients");

    /** The reply to an address beyond US-ASCII without SMTPUTF8 ({@code strict_smtputf8}). */
    static final ServerReply MUST_DECLARE_SMTPUTF8 =
            ServerReply.of(553, "5.6.7", "Must declare SMTPUTF8 to send unicode address");

    private Replies() {}

    /** Returns the reply to a parameter that is not known, or not offered. */
    static ServerReply unsupported(String option) {
        return ServerReply.of(555, "5.5.4", "Unsupported option: " + option);
    }

    /** Returns the reply with which the server ends a session because a table can't be searched. */
    public static ServerReply localDataError(SessionRules rules) {
        return ServerReply.of(421, "4.3.0", rules.hostName() + " Server local data error");
    }

    /** Returns the reply with which the server ends a session because of a fault of its own. */
    public static ServerReply localError(SessionRules rules) {
        return ServerReply.of(421, "4.3.0", rules.hostName() + " Server local error");
    }
}
