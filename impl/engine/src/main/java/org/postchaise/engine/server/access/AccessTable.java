/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.server.access;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.postchaise.engine.server.resolve.LookupFailureException;
import org.postchaise.engine.server.view.ClientIdentity;
import org.postchaise.engine.server.view.Verdict;
import org.postchaise.engine.table.AddressLookup;
import org.postchaise.engine.table.KeyOrder;
import org.postchaise.engine.table.LookupResult;
import org.postchaise.engine.table.LookupTable;

/**
 * A restriction that looks a client, a name or an address up in a table of access(5), such as {@code check_client_access}. The value
 * found is an {@linkplain AccessAction action}. Thread-safe.
 */
final class AccessTable implements Restriction {
    private final Stage stage;
    private final List<Lookup> lookups;
    private final AccessAction action;

    /** A search of the table, by the keys of one kind. */
    private record Lookup(AddressLookup table, Subject subject) {}

    /** What is looked up. */
    @FunctionalInterface
    private interface Subject {
        Optional<String> of(AccessRequest request);
    }

    /** The settings about the keys of access tables. */
    record Keys(KeyOrder addresses, KeyOrder domains, String nullSender) {}

    private AccessTable(Stage stage, List<Lookup> lookups, AccessAction action) {
        this.stage = stage;
        this.lookups = lookups;
        this.action = action;
    }

    /** Returns {@code check_client_access}: the client's name and its parents, then the client's address and its networks. */
    static AccessTable ofClient(LookupTable table, Keys keys, AccessAction action) {
        return ofClient(table, keys, action, ClientIdentity::name);
    }

    /** Returns {@code check_reverse_client_hostname_access}: the client's name, verified or not, then its address. */
    static AccessTable ofReverseName(LookupTable table, Keys keys, AccessAction action) {
        return ofClient(table, keys, action, ClientIdentity::reverseName);
    }

    private static AccessTable ofClient(
            LookupTable table, Keys keys, AccessAction action, Function<ClientIdentity, String> name) {
        return new AccessTable(
                Stage.CLIENT,
                List.of(
                        lookup(
                                table,
                                keys.domains(),
                                request ->
                                        Optional.of(name.apply(request.session().client()))),
                        lookup(
                                table,
                                KeyOrder.network(),
                                request ->
                                        Optional.of(request.session().client().address()))),
                action);
    }

    /** Returns {@code check_helo_access}: the name in HELO or EHLO and its parents. */
    static AccessTable ofHelo(LookupTable table, Keys keys, AccessAction action) {
        return new AccessTable(Stage.HELO, List.of(lookup(table, keys.domains(), AccessRequest::helo)), action);
    }

    /** Returns {@code check_sender_access}. */
    static AccessTable ofSender(LookupTable table, Keys keys, AccessAction action) {
        Subject subject = request -> request.sender().map(sender -> sender.isEmpty() ? keys.nullSender() : sender);
        return new AccessTable(Stage.SENDER, List.of(lookup(table, keys.addresses(), subject)), action);
    }

    /** Returns {@code check_recipient_access}. */
    static AccessTable ofRecipient(LookupTable table, Keys keys, AccessAction action) {
        return new AccessTable(
                Stage.RECIPIENT, List.of(lookup(table, keys.addresses(), AccessRequest::recipient)), action);
    }

    private static Lookup lookup(LookupTable table, KeyOrder order, Subject subject) {
        return new Lookup(new AddressLookup(List.of(table), order), subject);
    }

    @Override
    public Verdict judge(AccessRequest request) throws LookupFailureException {
        for (Lookup lookup : lookups) {
            Optional<String> subject = lookup.subject().of(request);
            LookupResult result =
                    subject.isEmpty() ? LookupResult.ABSENT : lookup.table().find(subject.get());
            if (result instanceof LookupResult.Unavailable unavailable) {
                throw new LookupFailureException(unavailable.cause());
            }
            if (result instanceof LookupResult.Found found) {
                return action.verdict(found.value().strip(), request, request.at(stage));
            }
        }
        return Verdict.DUNNO;
    }
}
