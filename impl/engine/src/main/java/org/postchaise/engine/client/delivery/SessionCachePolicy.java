/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.client.delivery;

import java.lang.System.Logger.Level;
import org.postchaise.engine.client.route.NextHop;
import org.postchaise.engine.config.Settings;
import org.postchaise.engine.config.catalog.SmtpSession;
import org.postchaise.engine.log.LineLog;
import org.postchaise.engine.table.MatchList;
import org.postchaise.engine.table.TableRegistry;

/**
 * The policy of keeping sessions for another mail: sessions of any destination ({@code smtp_connection_cache_on_demand}; the
 * queue is not known here), or of listed destinations ({@code smtp_connection_cache_destinations}).
 *
 * @param demand the choice between any and listed destinations
 * @param destinations the listed destinations
 * @param resetsAhead true if the reply to RSET is not waited for where the server offers PIPELINING ({@code smtp_reset_ahead})
 */
record SessionCachePolicy(Demand demand, MatchList destinations, boolean resetsAhead) {
    private static final System.Logger LOG = LineLog.of("org.postchaise.engine.client.delivery.Keeping");

    /** The choice of destinations whose sessions are kept. */
    enum Demand {
        ANY,
        LISTED
    }

    static SessionCachePolicy from(Settings settings, TableRegistry tables) {
        return new SessionCachePolicy(
                settings.get(SmtpSession.CACHE_ON_DEMAND) ? Demand.ANY : Demand.LISTED,
                tables.usableMatchList(settings, SmtpSession.CACHE_DESTINATIONS),
                settings.get(SmtpSession.RESET_AHEAD));
    }

    /** Returns true if sessions with {@code hop} are kept. */
    boolean keeps(NextHop hop) {
        if (demand == Demand.ANY) {
            return true;
        }
        return hop.sites().stream().map(SessionCachePolicy::name).anyMatch(this::isListed);
    }

    private boolean isListed(String name) {
        MatchList.Result result = destinations.find(name);
        if (result instanceof MatchList.Result.Unavailable unavailable) {
            LOG.log(Level.WARNING, "smtp_connection_cache_destinations: {0}", unavailable.cause());
        }
        return result instanceof MatchList.Result.Match;
    }

    /** Returns the name of {@code hop} for the list: as in Postfix without brackets and port. */
    private static String name(NextHop hop) {
        if (hop instanceof NextHop.Domain domain) {
            return domain.name();
        }
        if (hop instanceof NextHop.Host host) {
            return host.name();
        }
        if (hop instanceof NextHop.Address address) {
            return address.address();
        }
        return hop instanceof NextHop.UnixPath unix ? unix.path() : hop.toString();
    }
}
