/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.client.transaction;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.postchaise.api.Failure;

/**
 * The progress of a transaction. Immutable: {@link ReplyRules} derives the next state from each reply.
 *
 * @param refused the failure that all recipients share, once MAIL or DATA was refused
 * @param accepted the recipients (by index) whose RCPT was accepted, in the order of the replies
 * @param failures the recipients refused individually, with the failure
 * @param goAhead true if the reply to DATA was 354
 * @param closing true if the session must not be used again: the server replied 421, or violated the protocol
 */
record Progress(
        Optional<Failure> refused,
        Set<Integer> accepted,
        Map<Integer, Failure> failures,
        boolean goAhead,
        boolean closing) {
    /** The state before the first reply. */
    static final Progress START = new Progress(Optional.empty(), Set.of(), Map.of(), false, false);

    Progress refuse(Failure failure) {
        return new Progress(Optional.of(refused.orElse(failure)), accepted, failures, goAhead, closing);
    }

    Progress accept(int recipient) {
        Set<Integer> more = new LinkedHashSet<>(accepted);
        more.add(recipient);
        return new Progress(refused, Collections.unmodifiableSet(more), failures, goAhead, closing);
    }

    Progress fail(int recipient, Failure failure) {
        Map<Integer, Failure> more = new LinkedHashMap<>(failures);
        more.put(recipient, failure);
        return new Progress(refused, accepted, Collections.unmodifiableMap(more), goAhead, closing);
    }

    Progress proceed() {
        return new Progress(refused, accepted, failures, true, closing);
    }

    Progress close() {
        return new Progress(refused, accepted, failures, goAhead, true);
    }

    /** Returns true if a recipient was accepted and the mail was not refused. */
    boolean hasTakers() {
        return refused.isEmpty() && !accepted.isEmpty();
    }
}
