/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.server.access;

import java.util.Optional;
import org.postchaise.api.EnhancedStatus;
import org.postchaise.engine.address.LocalPart;
import org.postchaise.engine.server.view.ServerReply;
import org.postchaise.engine.server.view.SessionView;
import org.postchaise.engine.server.view.Verdict;

/**
 * The request of a client that restrictions judge, at one stage of the session. Created for each command; used by one thread.
 *
 * <p>With {@code smtpd_delay_reject} the lists of several stages judge one RCPT command: {@link #at} gives the request at another stage.
 */
final class AccessRequest {
    private static final int LEAST_CODE = 400;
    private static final int GREATEST_CODE = 599;
    private static final int DEFERRED = 450;
    private static final int DEEPEST = 100;

    private final SessionView session;
    private final Deferrals deferrals;
    private final String command;
    private final Stage stage;
    private final Subjects subjects;
    private int depth;

    /**
     * The names and addresses in the request; sender and recipient in external form.
     *
     * @param helo the name in HELO or EHLO
     * @param sender the sender; empty text for the null sender
     * @param recipient the recipient
     * @param etrn the domain in ETRN
     */
    record Subjects(
            Optional<String> helo, Optional<String> sender, Optional<String> recipient, Optional<String> etrn) {}

    AccessRequest(SessionView session, Deferrals deferrals, String command, Stage stage, Subjects subjects) {
        this.session = session;
        this.deferrals = deferrals;
        this.command = command;
        this.stage = stage;
        this.subjects = subjects;
    }

    /** Returns the same request for the list of another stage. */
    AccessRequest at(Stage other) {
        AccessRequest same = new AccessRequest(session, deferrals, command, other, subjects);
        same.depth = depth;
        return same;
    }

    /** Returns the same request for the list that an action of an access table names; empty if such actions are nested too deep. */
    Optional<AccessRequest> nested() {
        AccessRequest same = at(stage);
        same.depth++;
        return same.depth > DEEPEST ? Optional.empty() : Optional.of(same);
    }

    /** Returns the session. */
    SessionView session() {
        return session;
    }

    /** Returns the verdicts that the session has deferred. */
    Deferrals deferrals() {
        return deferrals;
    }

    /** Returns the stage whose list judges the request. */
    Stage stage() {
        return stage;
    }

    /** Returns the name in HELO or EHLO; empty before. */
    Optional<String> helo() {
        return subjects.helo();
    }

    /** Returns the sender in internal form; empty without a MAIL command. */
    Optional<String> sender() {
        return subjects.sender().map(LocalPart::unquoted);
    }

    /** Returns the recipient in internal form: in RCPT and VRFY, and from DATA on that of a mail with one recipient. */
    Optional<String> recipient() {
        return subjects.recipient().map(LocalPart::unquoted);
    }

    /** Returns what is judged, as in replies: the client, a name or an address. */
    String subject() {
        return switch (stage) {
            case CLIENT -> session.client().label();
            case HELO -> helo().orElse("");
            case SENDER -> sender().orElse("");
            case RECIPIENT -> recipient().orElse("");
            case ETRN -> subjects.etrn().orElse("");
            case DATA -> "DATA";
            case END_OF_DATA -> "END-OF-MESSAGE";
        };
    }

    /** Returns a rejection by the administrator's restrictions: {@code <subject>: Client host rejected: reason}. */
    Verdict.Reject rejected(int code, String status, String reason) {
        return new Verdict.Reject(reply(code, status, stage.subject() + " rejected: " + reason), Verdict.Kind.POLICY);
    }

    /** Returns the reply {@code <subject>: text}, with a status of the class that the code has. */
    ServerReply reply(int code, String status, String text) {
        return reply(code, status, subject(), text);
    }

    /** Returns the reply {@code <subject>: text} about another subject. */
    static ServerReply reply(int code, String status, String subject, String text) {
        int refusing = refusing(code);
        EnhancedStatus fitting = EnhancedStatus.of(status).withCategory(refusing / 100);
        return ServerReply.of(refusing, fitting.toString(), "<" + subject + ">: " + text);
    }

    /** Returns {@code code}, or 450 for a code that does not refuse, which is a mistake in the settings. */
    static int refusing(int code) {
        return code < LEAST_CODE || code > GREATEST_CODE ? DEFERRED : code;
    }

    /** Returns the log line about a text on the subject: {@code NOQUEUE: info: RCPT from client: <subject>: text; from=<...}. */
    String logLine(String label, String text) {
        return line(label, "<" + subject() + ">: " + text);
    }

    /** Returns the log line about {@code reply} in Postfix's form: {@code NOQUEUE: reject_warning: RCPT from client: reply; from=<...}. */
    String logLine(String label, ServerReply reply) {
        return line(label, reply.toString());
    }

    private String line(String label, String what) {
        StringBuilder line = new StringBuilder(session.queueId().orElse("NOQUEUE"))
                .append(": ")
                .append(label)
                .append(": ")
                .append(command)
                .append(" from ")
                .append(session.client().label())
                .append(": ")
                .append(what)
                .append(';');
        subjects.sender()
                .ifPresent(sender -> line.append(" from=<").append(sender).append('>'));
        subjects.recipient()
                .ifPresent(recipient -> line.append(" to=<").append(recipient).append('>'));
        line.append(" proto=").append(session.protocol());
        helo().ifPresent(name -> line.append(" helo=<").append(name).append('>'));
        return line.toString();
    }
}
