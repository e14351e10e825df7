/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.server.listen;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import org.postchaise.engine.event.EngineListener;
import org.postchaise.engine.event.Event;
import org.postchaise.engine.event.ServerEvent;
import org.postchaise.engine.log.LineLog;

/** A listener that writes the log lines of the server's events, in the form of smtpd(8), and passes all events on. */
public final class ServerLog implements EngineListener {
    /** The name of the server's logger. */
    public static final String NAME = "org.postchaise.smtpd";

    private static final Logger LOG = LineLog.of(NAME);

    private final EngineListener next;

    /** Creates a listener that passes events on to {@code next}. */
    public ServerLog(EngineListener next) {
        this.next = next;
    }

    @Override
    public void on(Event event) {
        if (event instanceof ServerEvent.Warned warned) {
            write(Level.WARNING, warned.text());
        } else if (event instanceof ServerEvent one && LOG.isLoggable(Level.INFO)) {
            // tested before the line is made, of which a mail has several
            one.line().ifPresent(line -> write(Level.INFO, line));
        }
        next.on(event);
    }

    private static void write(Level level, String line) {
        if (LOG.isLoggable(level)) {
            // no format: the line may hold braces
            LOG.log(level, line);
        }
    }
}
