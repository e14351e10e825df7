/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.server.command;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.postchaise.engine.server.command.SessionState.Chunks;
import org.postchaise.engine.server.intake.Intake;
import org.postchaise.engine.server.view.ServerReply;
import org.postchaise.engine.wire.CommandLine;
import org.postchaise.engine.wire.CommandLine.Word;

/**
 * BDAT (RFC 3030). The octets of a chunk follow its command without a reply, so those of a refused chunk are read and dropped before the
 * reply. After a refused chunk the mail is gone, and all chunks up to the last one are refused.
 */
final class BdatCommand implements CommandHandler {
    private static final String LAST = "LAST";
    private static final ServerReply TOO_BIG = ServerReply.of(552, "5.3.4", "Chunk exceeds message size limit");

    @Override
    public CommandResult handle(SessionState session, CommandLine line) {
        if (session.discarded().holds(EhloKeywords.CHUNKING)) {
            return CommandResult.abort(ServerReply.of(521, "5.5.1", "Error: command not implemented"));
        }
        List<Word> words = line.arguments();
        OptionalLong octets =
                words.isEmpty() ? OptionalLong.empty() : number(words.get(0).text());
        boolean last = words.size() == 2 && words.get(1).text().equalsIgnoreCase(LAST);
        if (octets.isEmpty() || words.size() > (last ? 2 : 1)) {
            // where the chunk ends is unknown, and so is the next command
            session.warn(session.queueLabel() + ": malformed BDAT command syntax from " + session.label() + ": "
                    + line.text());
            return CommandResult.abort(ServerReply.of(521, "5.5.4", "Syntax: BDAT count [LAST]"));
        }
        long length = octets.getAsLong();
        Optional<ServerReply> refusal = refusal(session, length, last);
        if (refusal.isPresent()) {
            session.failChunks();
            return CommandResult.content(new Dropped(session, length, last, refusal.get()));
        }
        Intake intake = session.transaction().flatMap(MailTransaction::intake).orElseThrow();
        session.chunks(Chunks.OPEN);
        intake.beginChunk(length, session.lineEndings());
        return CommandResult.content(new Chunk(session, intake, length, last));
    }

    private static OptionalLong number(String text) {
        try {
            return !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9')
                    ? OptionalLong.of(Long.parseLong(text))
                    : OptionalLong.empty();
        } catch (NumberFormatException e) {
            return OptionalLong.empty();
        }
    }

    private static Optional<ServerReply> refusal(SessionState session, long length, boolean last) {
        if (session.chunks() == Chunks.FAILED) {
            return Optional.of(ServerReply.of(551, "5.0.0", "Discarded " + length + " bytes after earlier error"));
        }
        if (session.chunks() == Chunks.NONE) {
            Optional<ServerReply> fault = DataCommand.noRecipients(session);
            if (fault.isEmpty()) {
                fault = session.refusal(session.access().data(), session.onlyRecipient());
            }
            if (fault.isPresent()) {
                return fault;
            }
        }
        if (length == 0 && !last) {
            session.warn(session.queueLabel() + ": null BDAT request from " + session.label());
            return Optional.of(ServerReply.of(551, "5.7.1", "Null BDAT request"));
        }
        long limit = session.rules().messageSizeLimit();
        if (limit > 0 && length > limit - received(session)) {
            session.warn(
                    session.queueLabel() + ": BDAT request from " + session.label() + " exceeds message size limit");
            return Optional.of(TOO_BIG);
        }
        return Optional.empty();
    }

    private static long received(SessionState session) {
        return session.transaction()
                .flatMap(MailTransaction::intake)
                .map(Intake::size)
                .orElse(0L);
    }

    /** The reader of a chunk. */
    private static final class Chunk implements ContentReader {
        private final SessionState session;
        private final Intake intake;
        private final long length;
        private final boolean last;
        private long taken;

        private Chunk(SessionState session, Intake intake, long length, boolean last) {
            this.session = session;
            this.intake = intake;
            this.length = length;
            this.last = last;
        }

        @Override
        public int take(byte[] octets, int from, int to) {
            int end = intake.chunk(octets, from, to);
            taken += end - from;
            return end;
        }

        @Override
        public boolean complete() {
            return intake.chunkComplete();
        }

        @Override
        public long received() {
            return taken;
        }

        @Override
        public CommandResult end() {
            if (!last) {
                return CommandResult.done(ServerReply.of(250, "2.0.0", "Ok: " + length + " bytes"));
            }
            return new MessageEnd(session, intake)
                    .result(text -> text.replaceFirst("^Ok: queued as ", "Ok: " + intake.size() + " bytes queued as "));
        }
    }

    /** The reader that drops the octets of a refused chunk, and refuses the chunk after them. */
    private static final class Dropped implements ContentReader {
        private final SessionState session;
        private final long length;
        private final boolean last;
        private final ServerReply reply;
        private long taken;

        private Dropped(SessionState session, long length, boolean last, ServerReply reply) {
            this.session = session;
            this.length = length;
            this.last = last;
            this.reply = reply;
        }

        @Override
        public int take(byte[] octets, int from, int to) {
            int count = (int) Math.min(to - from, length - taken);
            taken += count;
            return from + count;
        }

        @Override
        public boolean complete() {
            return taken == length;
        }

        @Override
        public long received() {
            return taken;
        }

        @Override
        public CommandResult end() {
            if (!last) {
                return CommandResult.failed(reply);
            }
            int replies = session.repliesToRefused();
            session.resetMail();
            return CommandResult.failed(Collections.nCopies(replies, reply));
        }
    }
}
