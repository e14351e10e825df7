/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.server.access;

import java.util.Map;
import java.util.Optional;
import org.postchaise.engine.server.resolve.LookupFailureException;
import org.postchaise.engine.server.resolve.RecipientTables;
import org.postchaise.engine.server.resolve.Resolver;
import org.postchaise.engine.server.view.Verdict;

/** The restrictions {@code reject_unlisted_recipient} and {@code reject_unlisted_sender}: the address is in none of the tables of its class. */
final class Unlisted implements Restriction {
    private static final int DETAIL = 2;

    /** The status about a sender by that about a recipient, without the class; as in Postfix. */
    private static final Map<String, String> OF_SENDER =
            Map.of("1.1", "1.0", "1.2", "1.8", "1.3", "1.7", "1.4", "1.0", "1.5", "1.0", "1.6", "1.0");

    private final Resolver resolver;
    private final RecipientTables tables;
    private final Stage stage;

    private Unlisted(Resolver resolver, RecipientTables tables, Stage stage) {
        this.resolver = resolver;
        this.tables = tables;
        this.stage = stage;
    }

    /** Returns {@code reject_unlisted_recipient}. */
    static Unlisted recipient(Resolver resolver, RecipientTables tables) {
        return new Unlisted(resolver, tables, Stage.RECIPIENT);
    }

    /** Returns {@code reject_unlisted_sender}. */
    static Unlisted sender(Resolver resolver, RecipientTables tables) {
        return new Unlisted(resolver, tables, Stage.SENDER);
    }

    @Override
    public Verdict judge(AccessRequest request) throws LookupFailureException {
        boolean ofSender = stage == Stage.SENDER;
        Optional<String> address = ofSender ? request.sender() : request.recipient();
        if (address.isEmpty() || address.get().isEmpty()) {
            return Verdict.DUNNO;
        }
        var resolved = resolver.resolve(ofSender ? "" : request.sender().orElse(""), address.get());
        Optional<RecipientTables.Unlisted> unlisted = ofSender ? tables.checkSender(resolved) : tables.check(resolved);
        return unlisted.<Verdict>map(fault -> request.at(stage)
                        .rejected(fault.code(), ofSender ? ofSender(fault.status()) : fault.status(), fault.text()))
                .orElse(Verdict.DUNNO);
    }

    private static String ofSender(String status) {
        String rest = status.substring(DETAIL);
        return status.substring(0, DETAIL) + OF_SENDER.getOrDefault(rest, rest);
    }
}
