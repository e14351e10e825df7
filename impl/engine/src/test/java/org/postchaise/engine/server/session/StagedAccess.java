/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.server.session;

import java.util.HashMap;
import java.util.Map;
import org.postchaise.engine.server.access.AccessControl;
import org.postchaise.engine.server.view.ServerReply;
import org.postchaise.engine.server.view.SessionView;
import org.postchaise.engine.server.view.Verdict;

/** Access control that rejects at named stages, and otherwise asks another one. */
final class StagedAccess implements AccessControl.Factory {
    private final AccessControl.Factory other;
    private final Map<String, ServerReply> replies = new HashMap<>();
    private final Map<String, Error> errors = new HashMap<>();

    StagedAccess(AccessControl.Factory other) {
        this.other = other;
    }

    /** Rejects at {@code stage}: client, helo, sender, recipient, etrn, data or end. */
    void reject(String stage, ServerReply reply) {
        replies.put(stage, reply);
    }

    /** Throws {@code error} at {@code stage}. */
    void fail(String stage, Error error) {
        errors.put(stage, error);
    }

    @Override
    public AccessControl forSession(SessionView view) {
        AccessControl inner = other.forSession(view);
        return new AccessControl() {
            @Override
            public Verdict client() {
                return verdict("client", inner.client());
            }

            @Override
            public Verdict helo(String name) {
                return verdict("helo", inner.helo(name));
            }

            @Override
            public Verdict sender(String sender) {
                return verdict("sender", inner.sender(sender));
            }

            @Override
            public Verdict recipient(String recipient) {
                return verdict("recipient", inner.recipient(recipient));
            }

            @Override
            public Verdict verify(String recipient) {
                return inner.verify(recipient);
            }

            @Override
            public Verdict etrn(String domain) {
                return verdict("etrn", inner.etrn(domain));
            }

            @Override
            public Verdict data() {
                return verdict("data", inner.data());
            }

            @Override
            public Verdict endOfData() {
                return verdict("end", inner.endOfData());
            }

            @Override
            public void endTransaction() {
                inner.endTransaction();
            }
        };
    }

    private Verdict verdict(String stage, Verdict usual) {
        if (errors.containsKey(stage)) {
            throw errors.get(stage);
        }
        ServerReply reply = replies.get(stage);
        return reply == null ? usual : new Verdict.Reject(reply, Verdict.Kind.POLICY);
    }
}
