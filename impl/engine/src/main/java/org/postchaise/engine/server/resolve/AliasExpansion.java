/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.server.resolve;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.postchaise.engine.address.LocalPart;
import org.postchaise.engine.config.Settings;
import org.postchaise.engine.config.catalog.Routing;
import org.postchaise.engine.content.AddressList;
import org.postchaise.engine.table.TableRegistry;

/**
 * The expansion of virtual aliases ({@code virtual_alias_maps}): recursive, in bounds of number, depth and length. An address that expands
 * to itself and others is kept beside the others. Thread-safe.
 */
public final class AliasExpansion {
    private static final String REFUSED = " -- message not accepted, try again later";
    private static final int SHOWN = 100;

    /** The number of alias expansions of the greatest size that one mail may have. */
    private static final int LARGE_EXPANSIONS = 20;

    private final AddressMapping aliases;
    private final long most;
    private final long deepest;
    private final long longest;

    /** The refusal of an expansion that exceeds a limit. The message is for the log. */
    public static final class LimitException extends Exception {
        private static final long serialVersionUID = 1L;

        LimitException(String message) {
            super(message);
        }
    }

    private AliasExpansion(Settings settings, AddressMapping aliases) {
        this.aliases = aliases;
        this.most = settings.get(Routing.VIRTUAL_ALIAS_EXPANSION_LIMIT);
        this.deepest = settings.get(Routing.VIRTUAL_ALIAS_RECURSION_LIMIT);
        this.longest = settings.get(Routing.VIRTUAL_ALIAS_ADDRESS_LENGTH_LIMIT);
    }

    /**
     * Opens the tables that {@code settings} name.
     *
     * @throws org.postchaise.engine.config.SettingsException when a table can't be used
     */
    public static AliasExpansion from(Settings settings, TableRegistry tables, Resolver resolver) {
        AddressMaps maps = AddressMaps.rewriting(settings, tables, resolver.domains(), Routing.VIRTUAL_ALIAS_MAPS);
        return new AliasExpansion(settings, new AddressMapping(settings, maps, "virtual"));
    }

    /**
     * Returns the addresses that {@code recipient} stands for, in external form as the recipient; the recipient itself if it is no alias.
     *
     * @throws LimitException when there are too many addresses, or their nesting is too deep
     * @throws LookupFailureException when a table can't be searched
     */
    public List<String> expand(String recipient) throws LimitException, LookupFailureException {
        List<String> addresses = new ArrayList<>(List.of(LocalPart.unquoted(recipient)));
        Set<String> complete = new HashSet<>();
        for (int i = 0; i < addresses.size(); i++) {
            long depth = 0;
            while (expand(addresses, i, complete)) {
                if (addresses.size() > most) {
                    throw new LimitException(
                            "unreasonable " + aliases.name() + " map expansion size for " + recipient + REFUSED);
                }
                if (++depth >= deepest) {
                    throw new LimitException(
                            "unreasonable " + aliases.name() + " map nesting for " + recipient + REFUSED);
                }
            }
        }
        return addresses.stream().map(AddressList::written).toList();
    }

    /**
     * Tests the number of addresses that the aliases of one mail add to its recipients: at most 20 times {@code
     * virtual_alias_expansion_limit}.
     *
     * @param added the number
     * @param recipient the last recipient
     * @throws LimitException when there are more
     */
    public void requireTotal(long added, String recipient) throws LimitException {
        if (added > LARGE_EXPANSIONS * most) {
            throw new LimitException("unreasonable " + aliases.name() + " map expansion size of all recipients up to "
                    + recipient + REFUSED);
        }
    }

    /**
     * Replaces the address at {@code index}: its first result takes its place, others are added at the end.
     *
     * @param complete the addresses that expand to themselves, which are not expanded a second time
     * @return true if the address in that place may be an alias, too
     */
    private boolean expand(List<String> addresses, int index, Set<String> complete)
            throws LimitException, LookupFailureException {
        String address = addresses.get(index);
        if (complete.contains(fold(address))) {
            return false;
        }
        Optional<List<String>> found = aliases.find(address);
        if (found.isEmpty() || found.get().isEmpty()) {
            return false;
        }
        for (String result : found.get()) {
            if (result.length() > longest) {
                throw new LimitException("unreasonable " + aliases.name() + " result "
                        + result.substring(0, Math.min(SHOWN, result.length())) + "..." + REFUSED);
            }
            if (result.equalsIgnoreCase(address)) {
                complete.add(fold(address));
            }
        }
        addresses.set(index, found.get().get(0));
        addresses.addAll(found.get().subList(1, found.get().size()));
        return true;
    }

    private static String fold(String address) {
        return address.toLowerCase(Locale.ROOT);
    }
}
