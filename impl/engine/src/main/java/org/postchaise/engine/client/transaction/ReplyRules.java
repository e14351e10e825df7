/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.client.transaction;

import org.postchaise.api.Failure;
import org.postchaise.api.Failure.Scope;
import org.postchaise.api.Peer;
import org.postchaise.api.SmtpReply;
import org.postchaise.api.Stage;
import org.postchaise.engine.client.session.Failures;

/** What a reply means for a transaction: pure functions, the same for lock-step and pipelining. */
final class ReplyRules {
    /** 354; as Postfix, any 3xx will do. */
    private static final int START_MAIL_INPUT = 3;

    private static final int CLOSING = 421;

    private ReplyRules() {}

    /** {@code progress} after the reply to {@code step}. */
    static Progress after(Progress progress, Step step, SmtpReply reply, Peer peer) {
        return switch (step.stage()) {
            // what the server makes of it is its own affair
            case XFORWARD, RSET -> progress;
            case MAIL ->
                reply.positive() ? progress : progress.refuse(failure(peer, step.stage(), Scope.MESSAGE, reply));
            case RCPT -> rcpt(progress, step, reply, peer);
            case DATA -> data(progress, reply, peer);
            default -> throw new IllegalArgumentException("no rule for " + step.stage());
        };
    }

    /**
     * Whether the session is of no use after this transaction: the server is going, or no one can know what it thinks this is
     * the reply to. 421 is the failure of its command only, as in Postfix: whether the server really goes, the next one shows.
     */
    static boolean ends(Stage stage, SmtpReply reply) {
        boolean understood = reply.transientNegative()
                || reply.permanentNegative()
                || (stage == Stage.DATA ? reply.category() == START_MAIL_INPUT : reply.positive());
        return reply.code() == CLOSING || !understood;
    }

    private static Progress rcpt(Progress progress, Step step, SmtpReply reply, Peer peer) {
        if (reply.positive()) {
            return progress.accept(step.recipient());
        }
        // pipelined behind a refused MAIL a refusal follows from that and says nothing of its own
        return progress.refused().isPresent()
                ? progress
                : progress.fail(step.recipient(), failure(peer, step.stage(), Scope.RECIPIENT, reply));
    }

    private static Progress data(Progress progress, SmtpReply reply, Peer peer) {
        if (reply.category() == START_MAIL_INPUT) {
            return progress.proceed();
        }
        // without takers the refusal is our own doing: DATA was pipelined behind refused recipients
        return progress.hasTakers() ? progress.refuse(failure(peer, Stage.DATA, Scope.MESSAGE, reply)) : progress;
    }

    /**
     * Whether {@code step} is still worth saying, by the replies so far.
     *
     * @param ahead whether replies to earlier steps are still to come: then what they may accept counts as accepted
     */
    static boolean worthSaying(Progress progress, Step step, boolean ahead) {
        if (progress.refused().isPresent()) {
            return false;
        }
        return step.stage() != Stage.DATA || ahead || progress.hasTakers();
    }

    /** The failure that a reply to the content means: to its end, or with BDAT to a part of it. */
    static Failure content(Peer peer, Stage stage, SmtpReply reply) {
        return failure(peer, stage, Scope.MESSAGE, reply);
    }

    private static Failure failure(Peer peer, Stage stage, Scope scope, SmtpReply reply) {
        return Failures.reply(peer, stage, reply.code() == CLOSING ? Scope.HOST : scope, reply);
    }
}
