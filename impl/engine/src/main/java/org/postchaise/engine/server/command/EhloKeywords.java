/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.server.command;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.postchaise.engine.config.Settings;
import org.postchaise.engine.config.catalog.ServerSession;
import org.postchaise.engine.server.view.ClientIdentity;
import org.postchaise.engine.table.AddressLookup;
import org.postchaise.engine.table.KeyOrder;
import org.postchaise.engine.table.LookupResult;
import org.postchaise.engine.table.TableRegistry;

/**
 * The EHLO keywords that are not announced: {@code smtpd_discard_ehlo_keywords}, or what
 * {@code smtpd_discard_ehlo_keyword_address_maps} say for a client's address. Immutable and thread-safe.
 */
final class EhloKeywords {
    static final String PIPELINING = "PIPELINING";
    static final String SIZE = "SIZE";
    static final String VRFY = "VRFY";
    static final String ETRN = "ETRN";
    static final String XVERP = "XVERP";
    static final String XCLIENT = "XCLIENT";
    static final String XFORWARD = "XFORWARD";
    static final String ENHANCEDSTATUSCODES = "ENHANCEDSTATUSCODES";
    static final String EIGHT_BIT_MIME = "8BITMIME";
    static final String DSN = "DSN";
    static final String SMTPUTF8 = "SMTPUTF8";
    static final String REQUIRETLS = "REQUIRETLS";
    static final String CHUNKING = "CHUNKING";

    private static final Set<String> KNOWN = Set.of(
            PIPELINING,
            SIZE,
            VRFY,
            ETRN,
            "STARTTLS",
            "AUTH",
            XVERP,
            XCLIENT,
            XFORWARD,
            ENHANCEDSTATUSCODES,
            EIGHT_BIT_MIME,
            DSN,
            SMTPUTF8,
            REQUIRETLS,
            CHUNKING);
    private static final String SILENT = "SILENT-DISCARD";

    private final List<String> usual;
    private final AddressLookup maps;

    /**
     * The keywords that are not announced to a client.
     *
     * @param keywords the keywords, in upper case
     * @param silent true if the log says nothing about them
     */
    record Discarded(Set<String> keywords, boolean silent) {
        static final Discarded NONE = new Discarded(Set.of(), true);

        boolean holds(String keyword) {
            return keywords.contains(keyword);
        }
    }

    private EhloKeywords(List<String> usual, AddressLookup maps) {
        this.usual = List.copyOf(usual);
        this.maps = maps;
    }

    static EhloKeywords from(Settings settings, TableRegistry tables) {
        return new EhloKeywords(
                settings.get(ServerSession.SMTPD_DISCARD_EHLO_KEYWORDS),
                tables.lookup(settings, ServerSession.SMTPD_DISCARD_EHLO_KEYWORD_ADDRESS_MAPS, KeyOrder.network()));
    }

    /** Returns the keywords to be kept from {@code client}; empty if a table is not available. */
    Optional<Discarded> discardedFor(ClientIdentity client) {
        LookupResult found = maps.find(client.address());
        if (found instanceof LookupResult.Unavailable) {
            return Optional.empty();
        }
        return Optional.of(discarded(found instanceof LookupResult.Found value ? words(value.value()) : usual));
    }

    private static List<String> words(String value) {
        return new ArrayList<>(Arrays.asList(value.strip().split("[,\\s]+", -1)));
    }

    private static Discarded discarded(List<String> words) {
        Set<String> keywords = new LinkedHashSet<>();
        boolean silent = false;
        for (String word : words) {
            String keyword = word.toUpperCase(Locale.ROOT);
            silent |= keyword.equals(SILENT);
            if (KNOWN.contains(keyword)) {
                keywords.add(keyword);
            }
        }
        return keywords.isEmpty() ? Discarded.NONE : new Discarded(keywords, silent);
    }
}
