/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.server.intake;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.postchaise.engine.config.Parameter;
import org.postchaise.engine.config.Settings;
import org.postchaise.engine.config.SettingsException;
import org.postchaise.engine.config.catalog.ServerSession;
import org.postchaise.engine.server.resolve.Resolver;
import org.postchaise.engine.server.view.ForwardedClient;
import org.postchaise.engine.server.view.SessionView;
import org.postchaise.engine.table.AddressLookup;
import org.postchaise.engine.table.KeyOrder;
import org.postchaise.engine.table.LookupResult;
import org.postchaise.engine.table.LookupTable;
import org.postchaise.engine.table.TableException;
import org.postchaise.engine.table.TableRegistry;

/** The clients in whose mail incomplete header addresses are completed ({@code local_header_rewrite_clients}). Thread-safe. */
final class LocalClients {
    private static final Parameter<List<String>> ROW = ServerSession.LOCAL_HEADER_REWRITE_CLIENTS;

    private final List<Predicate<SessionView>> tests = new ArrayList<>();

    /**
     * Opens the tables of the list.
     *
     * @throws SettingsException when a table can't be used, or a word of the list is unknown
     */
    LocalClients(Settings settings, TableRegistry tables, Resolver resolver) {
        for (String word : settings.get(ROW)) {
            switch (word) {
                case "permit_inet_interfaces" ->
                    // as in Postfix the client that is connected, whoever XCLIENT says it is
                    tests.add(session ->
                            resolver.isOwnAddress(session.connectedClient().address()));
                case "permit_mynetworks" -> tests.add(SessionView::inMyNetworks);
                case "permit_sasl_authenticated" ->
                    tests.add(session -> session.sasl().isPresent());
                case "check_address_map" -> {
                    // the table follows; a table without this word means the same
                }
                case "permit_tls_clientcerts", "permit_tls_all_clientcerts" -> {
                    // client certificates are not asked for
                }
                default -> tests.add(addressMap(word, tables));
            }
        }
    }

    private static Predicate<SessionView> addressMap(String name, TableRegistry tables) {
        try {
            List<LookupTable> table = List.of(tables.open(name));
            AddressLookup lookup = new AddressLookup(table, KeyOrder.network());
            return session -> lookup.find(session.client().address()) instanceof LookupResult.Found;
        } catch (TableException e) {
            throw new SettingsException("parameter " + ROW.name() + ": " + e.getMessage(), e);
        }
    }

    /**
     * Returns true if the client of {@code session} is in the list; a table that can't be searched does not count. What XFORWARD tells of the
     * source of the mail has precedence.
     */
    boolean contains(SessionView session) {
        Optional<String> source = session.forwarded().source();
        if (source.isPresent()) {
            return source.get().equals(ForwardedClient.LOCAL);
        }
        for (Predicate<SessionView> test : tests) {
            if (test.test(session)) {
                return true;
            }
        }
        return false;
    }
}
