/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.client.transaction;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.Set;
import org.postchaise.api.Failure;
import org.postchaise.api.SmtpReply;
import org.postchaise.api.Stage;

/**
 * The transfer of the content to the server, with DATA or with BDAT.
 *
 * <p>Invariant: if the content can't be read to its end, the connection is closed, so that no server takes a part of a message
 * for the whole.
 */
abstract sealed class Transfer permits DataTransfer, BdatTransfer {
    final Exchange exchange;

    Transfer(Exchange exchange) {
        this.exchange = exchange;
    }

    /** Buffers the part of the content that is sent in one round trip with the last command of the envelope. */
    abstract void ahead() throws IOException;

    /** Returns true if content was sent together with the envelope. */
    abstract boolean isAhead();

    /**
     * Sends the content for the accepted recipients and records the outcomes; all replies to the envelope have been read.
     *
     * @throws IOException when the connection is lost
     */
    abstract void run(TransactionResult.Builder result) throws IOException;

    /**
     * Reads the replies to the content as a whole and records the outcomes: one reply, or with LMTP one for each accepted
     * recipient (RFC 2033, sections 4.2 and 4.3).
     *
     * @return true if all replies were positive
     */
    final boolean replies(TransactionResult.Builder result) throws IOException {
        if (!exchange.lmtp()) {
            SmtpReply reply = exchange.receive(Stage.DOT);
            if (isAhead()) {
                // after a reply too many this one may belong to another command: the outcome is not known
                exchange.session().requireSilence();
            }
            if (exchange.progress().hasTakers()) {
                book(exchange.progress().accepted(), reply, result);
            }
            return reply.positive();
        }
        if (!exchange.progress().hasTakers()) {
            // the number of replies is not known when an LMTP server accepted content without recipients
            exchange.progress(exchange.progress().close());
        }
        boolean taken = true;
        for (int recipient : exchange.progress().accepted()) {
            SmtpReply reply = exchange.receive(Stage.DOT);
            book(Set.of(recipient), reply, result);
            taken &= reply.positive();
        }
        return taken;
    }

    private void book(Set<Integer> recipients, SmtpReply reply, TransactionResult.Builder result) {
        if (reply.positive()) {
            result.delivered(recipients, reply, exchange.peer());
        } else {
            Failure failure = ReplyRules.content(exchange.peer(), Stage.DOT, reply);
            recipients.forEach(recipient -> result.failed(recipient, failure));
        }
    }

    /**
     * Reads the replies of a server that refuses the content before its end and closes the connection: as in Postfix the
     * refusal counts.
     *
     * @throws IOException {@code broken}, or the failure to read; a refusal is recorded in the progress
     */
    final void hearOut(Stage stage, IOException broken) throws IOException {
        if (broken instanceof SocketTimeoutException) {
            throw broken;
        }
        while (exchange.progress().refused().isEmpty()) {
            SmtpReply reply = exchange.receive(stage);
            if (!reply.positive()) {
                exchange.progress(exchange.progress().refuse(ReplyRules.content(exchange.peer(), stage, reply)));
            }
        }
        throw broken;
    }
}
