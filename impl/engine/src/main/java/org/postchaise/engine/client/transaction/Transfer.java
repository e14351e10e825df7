/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.client.transaction;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.Set;
import org.postchaise.api.Failure;
import org.postchaise.api.SmtpReply;
import org.postchaise.api.Stage;

/**
 * How the content reaches the server: with DATA or with BDAT.
 *
 * <p>Invariant: a content that can't be read to its end drops the connection, so that no server takes half a message for a
 * whole one.
 */
abstract sealed class Transfer permits DataTransfer, BdatTransfer {
    final Exchange exchange;

    Transfer(Exchange exchange) {
        this.exchange = exchange;
    }

    /** Buffers what goes out in one flight with the last command of the envelope. */
    abstract void ahead() throws IOException;

    /** Whether content has gone out with the envelope. */
    abstract boolean isAhead();

    /**
     * Sends the content to those who were accepted, and books what the server says; all replies to the envelope have come.
     *
     * @throws IOException when the connection is lost
     */
    abstract void run(TransactionResult.Builder result) throws IOException;

    /**
     * Reads what the server says of the content as a whole: one reply, or with LMTP one for each accepted recipient (RFC 2033,
     * sections 4.2 and 4.3). Tells whether all were positive.
     */
    final boolean replies(TransactionResult.Builder result) throws IOException {
        if (!exchange.lmtp()) {
            SmtpReply reply = exchange.receive(Stage.DOT);
            if (isAhead()) {
                // with a reply too many in the flight, this one may be about another command: who has the mail is not
                // known
                exchange.session().requireSilence();
            }
            if (exchange.progress().hasTakers()) {
                book(exchange.progress().accepted(), reply, result);
            }
            return reply.positive();
        }
        if (!exchange.progress().hasTakers()) {
            // how many replies a server gives that took content for no one, is not known
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
     * A server that refuses the content before its end, and closes, has said why: as in Postfix, that counts.
     *
     * @throws IOException {@code broken}, or what came of listening; the refusal, if there was one, is in the progress
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
