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
    private static final int START_MAIL_INPUT = 354;
    private static final int CLOSING = 421;

    private ReplyRules() {}

    /** {@code progress} after the reply to {@code step}. */
    static Progress after(Progress progress, Step step, SmtpReply reply, Peer peer) {
        Progress next = switch (step.stage()) {
            case MAIL ->
                reply.positive() ? progress : progress.refuse(failure(peer, step.stage(), Scope.MESSAGE, reply));
            case RCPT -> rcpt(progress, step, reply, peer);
            case DATA -> data(progress, reply, peer);
            default -> throw new IllegalArgumentException("no rule for " + step.stage());
        };
        // whoever has no failure of its own yet shares this one: the server takes no further command
        return reply.code() == CLOSING
                ? next.refuse(failure(peer, step.stage(), Scope.HOST, reply)).close()
                : next;
    }

    private static Progress rcpt(Progress progress, Step step, SmtpReply reply, Peer peer) {
        if (progress.refused().isPresent()) {
            // pipelined behind a refused MAIL: the answer follows from that and says nothing of its own
            return progress;
        }
        return reply.positive()
                ? progress.accept(step.recipient())
                : progress.fail(step.recipient(), failure(peer, step.stage(), Scope.RECIPIENT, reply));
    }

    private static Progress data(Progress progress, SmtpReply reply, Peer peer) {
        if (reply.code() == START_MAIL_INPUT) {
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
        if (progress.refused().isPresent() || progress.closing()) {
            return false;
        }
        return step.stage() != Stage.DATA || ahead || progress.hasTakers();
    }

    /** The failure that the reply to the final dot means. */
    static Failure dot(Peer peer, SmtpReply reply) {
        return failure(peer, Stage.DOT, Scope.MESSAGE, reply);
    }

    private static Failure failure(Peer peer, Stage stage, Scope scope, SmtpReply reply) {
        return Failures.reply(peer, stage, reply.code() == CLOSING ? Scope.HOST : scope, reply);
    }
}
