/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.connector.outbound;

import java.lang.System.Logger.Level;
import org.postchaise.engine.config.Settings;
import org.postchaise.engine.config.catalog.SmtpClient;
import org.postchaise.engine.config.catalog.SmtpTlsPolicy;
import org.postchaise.engine.event.ClientEvent;
import org.postchaise.engine.event.EngineListener;
import org.postchaise.engine.event.Event;
import org.postchaise.engine.log.LineLog;

/**
 * The engine listener of a connection factory: logs dialogues with protocol errors, one record with all lines for each
 * dialogue ({@code notify_classes}), and passes events to the TLS reports ({@code smtp_tlsrpt_enable}).
 */
final class FactoryListener implements EngineListener {
    private static final System.Logger LOG = LineLog.of("org.postchaise.protocol");

    private final boolean logsTrouble;
    private final EngineListener reports;

    private FactoryListener(boolean logsTrouble, EngineListener reports) {
        this.logsTrouble = logsTrouble;
        this.reports = reports;
    }

    /**
     * Returns the listener that {@code settings} require; {@link EngineListener#NONE} if they require none, since
     * listening costs time.
     */
    static EngineListener wantedBy(Settings settings, EngineListener reports) {
        boolean trouble = settings.get(SmtpClient.NOTIFY_CLASSES).contains("protocol");
        boolean counts =
                settings.get(SmtpTlsPolicy.REPORT_ENABLE) || settings.lmtp().get(SmtpTlsPolicy.REPORT_ENABLE);
        return trouble || counts ? new FactoryListener(trouble, counts ? reports : NONE) : NONE;
    }

    @Override
    public void on(Event event) {
        if (logsTrouble && event instanceof ClientEvent.ProtocolError error) {
            LineLog.lines(LOG, Level.INFO, error.transcript().text().lines());
        }
        reports.on(event);
    }
}
