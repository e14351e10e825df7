/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.client.transaction;

import java.io.IOException;
import java.io.OutputStream;
import org.postchaise.api.SmtpReply;
import org.postchaise.api.Stage;
import org.postchaise.engine.wire.Command;
import org.postchaise.engine.wire.ContentChunks;

/**
 * The transfer of content in chunks (BDAT, RFC 3030), which Postfix's client does not have. With PIPELINING the first chunk is
 * sent together with the envelope, so that a small mail takes one round trip, and a few more chunks may wait for their replies.
 * With LMTP each chunk waits for its reply, since RFC 2033 leaves open how many replies LAST has when no recipient was
 * accepted.
 *
 * <p>Invariants: after a refusal no further chunk is begun, and the replies to all chunks sent are read. A delivery is in doubt
 * from the last octet of the LAST chunk on, which is written separately.
 */
final class BdatTransfer extends Transfer {
    /**
     * The maximum number of chunks without a reply: so few that their replies fit into any buffer, so that the two sides can't
     * block each other.
     */
    private static final int MOST_UNANSWERED = 16;

    private final ContentChunks chunks;
    private OutputStream out = OutputStream.nullOutputStream();
    private boolean begun;
    private boolean lastSent;
    private int unanswered;

    BdatTransfer(Exchange exchange, ContentChunks chunks) {
        super(exchange);
        this.chunks = chunks;
    }

    @Override
    void ahead() throws IOException {
        if (groups()) {
            Stage envelope = exchange.stage();
            chunk();
            exchange.stage(envelope);
        }
    }

    @Override
    boolean isAhead() {
        return begun;
    }

    @Override
    void run(TransactionResult.Builder result) throws IOException {
        while (!lastSent && exchange.progress().hasTakers()) {
            if (begun && !next(result)) {
                return;
            }
            try {
                chunk();
                exchange.session().flush(exchange.stage());
            } catch (IOException e) {
                hearOut(Stage.BODY, e);
            }
            answers(groups() ? MOST_UNANSWERED : 0);
        }
        answers(0);
        exchange.progress().refused().ifPresent(result::failOthers);
        // after a refusal, even of LAST, only RSET makes sure that the server has discarded the mail
        if (lastSent && replies(result)) {
            exchange.ended();
        }
    }

    private boolean groups() {
        return exchange.window().pipelines() && !exchange.lmtp();
    }

    private boolean next(TransactionResult.Builder result) {
        try {
            chunks.next();
            return true;
        } catch (IOException | RuntimeException e) {
            exchange.session().abort();
            result.failOthers(exchange.unreadable(e));
            return false;
        }
    }

    private void chunk() throws IOException {
        if (!begun) {
            begun = true;
            out = exchange.session().content();
        }
        int length = chunks.length();
        boolean last = chunks.last();
        exchange.stage(Stage.BODY);
        if (last && length == 0) {
            exchange.endGoesOut();
        }
        exchange.session().send(TransactionPlan.ours(new Command.Bdat(length, last)), Stage.BODY);
        if (!last) {
            chunks.write(out, 0, length);
            unanswered++;
            return;
        }
        if (length > 0) {
            chunks.write(out, 0, length - 1);
            exchange.endGoesOut();
            chunks.write(out, length - 1, length);
        }
        lastSent = true;
        exchange.stage(Stage.DOT);
        exchange.quitBehind();
    }

    /** Reads replies until at most {@code most} chunks are without a reply. */
    private void answers(int most) throws IOException {
        while (unanswered > most) {
            unanswered--;
            SmtpReply reply = exchange.receive(Stage.BODY);
            Progress progress = exchange.progress();
            if (!reply.positive() && progress.hasTakers()) {
                exchange.progress(progress.refuse(ReplyRules.content(exchange.peer(), Stage.BODY, reply)));
            }
        }
    }
}
