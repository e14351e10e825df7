/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.server.command;

import java.util.Optional;
import org.postchaise.engine.server.intake.Intake;
import org.postchaise.engine.server.view.ServerReply;
import org.postchaise.engine.wire.CommandLine;

/** DATA (RFC 5321, section 4.1.1.4). */
final class DataCommand implements CommandHandler {
    private static final ServerReply SEND_DATA = ServerReply.plain(354, "End data with <CR><LF>.<CR><LF>");

    @Override
    public CommandResult handle(SessionState session, CommandLine line) {
        if (session.chunks() != SessionState.Chunks.NONE) {
            return CommandResult.failed(503, "5.5.1", "Error: DATA after BDAT");
        }
        Optional<ServerReply> fault = noRecipients(session);
        if (fault.isPresent()) {
            return CommandResult.failed(fault.get());
        }
        if (!line.arguments().isEmpty()) {
            return CommandResult.failed(501, "5.5.4", "Syntax: DATA");
        }
        Optional<ServerReply> refusal = session.refusal(session.access().data(), session.onlyRecipient());
        if (refusal.isPresent()) {
            return CommandResult.failed(refusal.get());
        }
        Intake intake = session.transaction().flatMap(MailTransaction::intake).orElseThrow();
        intake.beginData(session.lineEndings());
        return CommandResult.content(SEND_DATA, new DottedContent(session, intake));
    }

    /** Returns the reply to DATA or BDAT without a recipient. */
    static Optional<ServerReply> noRecipients(SessionState session) {
        if (!session.recipients().isEmpty()) {
            return Optional.empty();
        }
        // RFC 2033, section 4.2, wants 503 in both cases
        return Optional.of(
                session.transaction().isPresent() && !session.lmtp() ? Replies.NO_VALID_RECIPIENTS : Replies.NEED_RCPT);
    }

    /** The reader of dot-stuffed content. */
    private static final class DottedContent implements ContentReader {
        private final SessionState session;
        private final Intake intake;

        private DottedContent(SessionState session, Intake intake) {
            this.session = session;
            this.intake = intake;
        }

        @Override
        public int take(byte[] octets, int from, int to) {
            return intake.data(octets, from, to);
        }

        @Override
        public boolean complete() {
            return intake.ended();
        }

        @Override
        public long received() {
            return intake.size();
        }

        @Override
        public CommandResult end() {
            return new MessageEnd(session, intake).result(text -> text);
        }
    }
}
