/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.server.resolve;

import org.postchaise.engine.config.Settings;
import org.postchaise.engine.config.catalog.Routing;
import org.postchaise.engine.dns.HostName;
import org.postchaise.engine.domain.Interfaces;
import org.postchaise.engine.domain.LocalDomains;
import org.postchaise.engine.table.MatchList;
import org.postchaise.engine.table.TableRegistry;

/** The lists of domains by which an address gets its class. Thread-safe. */
final class OwnDomains {
    private static final String IPV6 = "ipv6:";

    private final LocalDomains local;
    private final Interfaces interfaces;
    private final MatchList aliases;
    private final MatchList mailboxes;
    private final MatchList relayed;

    /**
     * Opens the lists of {@code settings}.
     *
     * @throws org.postchaise.engine.config.SettingsException when a table or a file of a list can't be used
     */
    OwnDomains(Settings settings, TableRegistry tables, Interfaces interfaces) {
        this.local = LocalDomains.from(settings, tables);
        this.interfaces = interfaces;
        this.aliases = tables.matchList(settings, Routing.VIRTUAL_ALIAS_DOMAINS);
        this.mailboxes = tables.matchList(settings, Routing.VIRTUAL_MAILBOX_DOMAINS);
        this.relayed = tables.matchList(settings, Routing.RELAY_DOMAINS);
    }

    /** Returns true if {@code domain} is in {@code mydestination}, or is a literal with an address of this system. */
    boolean isLocal(String domain) throws LookupFailureException {
        if (matches(local.find(domain))) {
            return true;
        }
        return isLiteral(domain) && isOwnAddress(literal(domain));
    }

    /** Returns true if {@code address}, an IP address as text, is one of this system or of a proxy in front of it. */
    boolean isOwnAddress(String address) {
        return HostName.address(address).map(interfaces.addresses()::contains).orElse(false);
    }

    /** Returns the class of addresses in {@code domain}, which is not local. */
    AddressClass classOf(String domain) throws LookupFailureException {
        if (matches(aliases.find(domain))) {
            return AddressClass.VIRTUAL_ALIAS;
        }
        if (matches(mailboxes.find(domain))) {
            return AddressClass.VIRTUAL_MAILBOX;
        }
        return matches(relayed.find(domain)) ? AddressClass.RELAY : AddressClass.REMOTE;
    }

    /** Returns the address in the literal {@code domain}, without brackets and without {@code IPv6:}. */
    static String literal(String domain) {
        String bare = HostName.bare(domain);
        return bare.regionMatches(true, 0, IPV6, 0, IPV6.length()) ? bare.substring(IPV6.length()) : bare;
    }

    /** Returns true if {@code domain} is a literal of RFC 5321, section 4.1.3, with an IPv4 or IPv6 address. */
    static boolean isLiteral(String domain) {
        return domain.startsWith("[")
                && domain.endsWith("]")
                && HostName.tagged(HostName.bare(domain)).isPresent();
    }

    private static boolean matches(MatchList.Result result) throws LookupFailureException {
        if (result instanceof MatchList.Result.Unavailable unavailable) {
            throw new LookupFailureException(unavailable.cause());
        }
        return result instanceof MatchList.Result.Match;
    }
}
