/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.tls.client;

import java.lang.System.Logger.Level;
import java.util.Locale;
import java.util.Optional;
import org.postchaise.api.EnhancedStatus;
import org.postchaise.engine.config.Settings;
import org.postchaise.engine.config.catalog.SmtpTls;
import org.postchaise.engine.dns.HostName;
import org.postchaise.engine.dns.Idna;
import org.postchaise.engine.log.LineLog;
import org.postchaise.engine.table.AddressLookup;
import org.postchaise.engine.table.KeyOrder;
import org.postchaise.engine.table.LookupResult;
import org.postchaise.engine.table.TableRegistry;

/**
 * The lookup of the TLS level that this side requires for a server: {@code smtp_tls_policy_maps}, else the older
 * {@code smtp_tls_per_site}, else the settings. Thread-safe.
 */
final class PolicyTables {
    private static final System.Logger LOG = LineLog.of("org.postchaise.engine.tls.TlsPolicies");
    /** An entry without attributes. */
    static final PolicyEntry NO_ENTRY = PolicyEntry.parse("none");

    private final TlsLevel level;
    private final AddressLookup table;
    private final AddressLookup perSite;
    private final boolean usesTable;
    private final boolean usesPerSite;

    /**
     * Creates the lookup.
     *
     * @param all the settings
     * @param level the level where no table has an entry
     * @param tables the opener of the tables
     */
    PolicyTables(Settings all, TlsLevel level, TableRegistry tables) {
        this.level = level;
        this.usesTable = !all.get(SmtpTls.POLICY_MAPS).isEmpty();
        this.table = tables.lookup(all, SmtpTls.POLICY_MAPS, KeyOrder.whole());
        this.perSite = tables.lookup(all, SmtpTls.PER_SITE, KeyOrder.whole());
        this.usesPerSite = !all.get(SmtpTls.PER_SITE).isEmpty();
        if (usesTable && usesPerSite) {
            LOG.log(Level.WARNING, "smtp_tls_per_site ignored when smtp_tls_policy_maps is not empty");
        }
    }

    /**
     * The level that this side requires, before DANE and MTA-STS policies of the destination are considered.
     *
     * @param level the level
     * @param entry the entry of a table, or {@link #NO_ENTRY}
     * @param origin the origin of the level
     */
    record Asked(TlsLevel level, PolicyEntry entry, Origin origin) {
        /** Returns true if MTA-STS may raise the level, which never overrides an entry of a table. */
        boolean heedsSts() {
            return origin == Origin.SETTINGS && (level == TlsLevel.MAY || level == TlsLevel.DANE);
        }
    }

    /** The origin of a level. */
    enum Origin {
        /** The setting {@code smtp_tls_security_level}. */
        SETTINGS,
        /** A table entry for the destination. */
        TABLE
    }

    /** Returns true if a table is configured. */
    boolean isUsed() {
        return usesTable || usesPerSite;
    }

    Asked of(TlsTarget target) throws PolicyRefusal {
        return usesTable ? byTable(target) : bySite(target);
    }

    private Asked byTable(TlsTarget target) throws PolicyRefusal {
        return entry(target)
                .map(entry -> new Asked(entry.level(), entry, Origin.TABLE))
                .orElse(new Asked(level, NO_ENTRY, Origin.SETTINGS));
    }

    /**
     * Returns the entry for the next hop as written; for a domain without port and brackets also for its parents, each
     * with a dot in front.
     */
    private Optional<PolicyEntry> entry(TlsTarget target) throws PolicyRefusal {
        String key = target.destination();
        boolean bare = HostName.isValid(Idna.IDNA2008.toAscii(key));
        while (true) {
            LookupResult result = table.find(key);
            if (result instanceof LookupResult.Unavailable unavailable) {
                throw misconfigured(key, unavailable.cause());
            }
            if (result instanceof LookupResult.Found found) {
                try {
                    return Optional.of(PolicyEntry.parse(found.value()));
                } catch (IllegalArgumentException e) {
                    throw misconfigured(key, e.getMessage());
                }
            }
            int dot = key.indexOf('.', 1);
            if (!bare || dot < 0) {
                return Optional.empty();
            }
            key = key.substring(dot);
        }
    }

    private static PolicyRefusal misconfigured(String key, String what) {
        LOG.log(Level.WARNING, "smtp_tls_policy_maps, next-hop destination \"{0}\": {1}", key, what);
        return new PolicyRefusal(PolicyAnswer.Unavailable.misconfigured());
    }

    /**
     * Returns the level by {@code smtp_tls_per_site}. The next hop and the host are both looked up: the stronger level
     * wins, but {@code NONE} wins over {@code MAY}.
     */
    private Asked bySite(TlsTarget target) throws PolicyRefusal {
        Optional<TlsLevel> found = site(Optional.empty(), target.destination());
        if (!target.destination().equalsIgnoreCase(target.host())) {
            found = site(found, target.host());
        }
        boolean weaker = found.filter(one -> one == TlsLevel.MAY).isPresent() && level.requiresTls();
        return new Asked(
                weaker ? level : found.orElse(level), NO_ENTRY, found.isPresent() ? Origin.TABLE : Origin.SETTINGS);
    }

    private Optional<TlsLevel> site(Optional<TlsLevel> before, String key) throws PolicyRefusal {
        LookupResult result = perSite.find(key);
        if (result instanceof LookupResult.Unavailable unavailable) {
            LOG.log(Level.WARNING, "smtp_tls_per_site: \"{0}\": {1}", key, unavailable.cause());
            throw new PolicyRefusal(new PolicyAnswer.Unavailable(EnhancedStatus.of("4.3.0"), "Temporary lookup error"));
        }
        if (!(result instanceof LookupResult.Found found)) {
            return before;
        }
        switch (found.value().toUpperCase(Locale.ROOT)) {
            case "NONE" -> {
                return before.filter(TlsLevel::requiresTls).or(() -> Optional.of(TlsLevel.NONE));
            }
            case "MAY" -> {
                return before.or(() -> Optional.of(TlsLevel.MAY));
            }
            case "MUST_NOPEERMATCH" -> {
                return before.filter(TlsLevel::requiresTls).or(() -> Optional.of(TlsLevel.ENCRYPT));
            }
            case "MUST" -> {
                return Optional.of(TlsLevel.VERIFY);
            }
            default -> {
                LOG.log(Level.WARNING, "smtp_tls_per_site: unknown TLS policy ''{0}'' for {1}", found.value(), key);
                throw new PolicyRefusal(PolicyAnswer.Unavailable.misconfigured());
            }
        }
    }
}
