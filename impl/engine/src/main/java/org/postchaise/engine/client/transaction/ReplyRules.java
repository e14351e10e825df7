/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.client.transaction;

import org.postchaise.api.Failure;
import org.postchaise.api.Failure.Scope;
import org.postchaise.api.Peer;
import org.postchaise.api.SmtpReply;
import org.postchaise.api.Stage;
import org.postchaise.engine.client.session.Failures;

/** The meaning of replies for a transaction: pure functions, the same with and without pipelining. */
final class ReplyRules {
    /** The category of 354; as in Postfix any 3xx is accepted. */
    private static final int START_MAIL_INPUT = 3;

    private static final int CLOSING = 421;

    private ReplyRules() {}

    /** Returns the progress after the reply to {@code step}. */
    static Progress after(Progress progress, Step step, SmtpReply reply, Peer peer) {
        return switch (step.stage()) {
            // the reply does not matter for the outcome
            case XFORWARD, RSET -> progress;
            case MAIL ->
                reply.positive() ? progress : progress.refuse(failure(peer, step.stage(), Scope.MESSAGE, reply));
            case RCPT -> rcpt(progress, step, reply, peer);
            case DATA -> data(progress, reply, peer);
            default -> throw new IllegalArgumentException("no rule for " + step.stage());
        };
    }

    /**
     * Returns true if the session is of no use after this transaction: the server closes it, or replies can no longer be
     * matched to commands. 421 is a failure of its command only, as in Postfix: the next command shows if the server really
     * closes.
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
        // after a refused MAIL the refusal of a pipelined RCPT is a consequence, not a failure of its own
        return progress.refused().isPresent()
                ? progress
                : progress.fail(step.recipient(), failure(peer, step.stage(), Scope.RECIPIENT, reply));
    }

    private static Progress data(Progress progress, SmtpReply reply, Peer peer) {
        if (reply.category() == START_MAIL_INPUT) {
            return progress.proceed();
        }
        // without accepted recipients the refusal is expected: DATA was pipelined behind refused RCPTs
        return progress.hasTakers() ? progress.refuse(failure(peer, Stage.DATA, Scope.MESSAGE, reply)) : progress;
    }

    /**
     * Returns true if {@code step} is still worth sending, by the replies so far.
     *
     * @param ahead true if replies to earlier steps are still due; then recipients may yet be accepted
     */
    static boolean worthSaying(Progress progress, Step step, boolean ahead) {
        if (progress.refused().isPresent()) {
            return false;
        }
        return step.stage() != Stage.DATA || ahead || progress.hasTakers();
    }

    /** Returns the failure for a negative reply to the content as a whole, or with BDAT to a chunk. */
    static Failure content(Peer peer, Stage stage, SmtpReply reply) {
        return failure(peer, stage, Scope.MESSAGE, reply);
    }

    private static Failure failure(Peer peer, Stage stage, Scope scope, SmtpReply reply) {
        return Failures.reply(peer, stage, reply.code() == CLOSING ? Scope.HOST : scope, reply);
    }
}
