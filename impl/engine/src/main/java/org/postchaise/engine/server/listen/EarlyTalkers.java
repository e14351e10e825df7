/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.server.listen;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.postchaise.engine.config.Settings;
import org.postchaise.engine.config.catalog.Routing;
import org.postchaise.engine.config.catalog.ServerSession;
import org.postchaise.engine.log.LineLog;
import org.postchaise.engine.table.MatchList;
import org.postchaise.engine.table.TableRegistry;

/**
 * The test of postscreen(8) for clients that speak before their greeting, as no correct client does: the first line of the greeting is sent
 * at once, the last one after {@code postscreen_greet_wait}. The client waits in the waiting room meanwhile. Thread-safe.
 */
public final class EarlyTalkers {
    private static final Logger LOG = LineLog.of(ServerLog.NAME);
    private static final int MOST_LOGGED = 100;

    private final Duration wait;
    private final String banner;
    private final String action;
    private final MatchList exceptions;

    private EarlyTalkers(Settings settings, MatchList exceptions) {
        this.wait = settings.get(ServerSession.POSTSCREEN_GREET_WAIT);
        this.banner = settings.get(ServerSession.POSTSCREEN_GREET_BANNER);
        this.action = settings.get(ServerSession.POSTSCREEN_GREET_ACTION);
        this.exceptions = exceptions;
    }

    /** Returns the test; empty if {@code postscreen_greet_wait} is not set. */
    public static Optional<EarlyTalkers> from(Settings settings, TableRegistry tables) {
        return settings.isSet(ServerSession.POSTSCREEN_GREET_WAIT.name())
                ? Optional.of(new EarlyTalkers(settings, tables.matchList(settings, Routing.MYNETWORKS)))
                : Optional.empty();
    }

    /** Returns true if the client at {@code address} is tested: if it is not in {@code mynetworks}. */
    boolean tests(String address) {
        return !(exceptions.find("unknown", address) instanceof MatchList.Result.Match);
    }

    /** Returns the time for which a client must be silent. */
    Duration time() {
        return wait;
    }

    /** Returns the first line of the greeting; empty without one. */
    byte[] teaser() {
        return banner.isEmpty() ? new byte[0] : ("220-" + banner + "\r\n").getBytes(StandardCharsets.UTF_8);
    }

    /** Logs that the client at {@code address} spoke too early; returns true if it is to be disconnected. */
    boolean disconnects(String address, byte[] octets, int from, int to) {
        String said = new String(octets, from, Math.min(to - from, MOST_LOGGED), StandardCharsets.US_ASCII);
        LOG.log(Level.INFO, "PREGREET {0} from [{1}]: {2}", to - from, address, said);
        return !action.equals("ignore");
    }
}
