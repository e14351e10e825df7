/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.connector.outbound;

import java.lang.System.Logger.Level;
import org.postchaise.engine.config.Settings;
import org.postchaise.engine.config.catalog.SmtpClient;
import org.postchaise.engine.event.EngineListener;
import org.postchaise.engine.event.Transcript;

/** Logs dialogues with protocol trouble, where {@code notify_classes} asks for them: one record with all lines each. */
final class TroubleLog implements EngineListener {
    private static final System.Logger LOG = System.getLogger("org.postchaise.protocol");

    private TroubleLog() {}

    /** What logs the dialogues, or, where {@code settings} do not ask for them, nothing. */
    static EngineListener wantedBy(Settings settings) {
        return settings.get(SmtpClient.NOTIFY_CLASSES).contains("protocol") ? new TroubleLog() : EngineListener.NONE;
    }

    @Override
    public void protocolTrouble(Transcript transcript) {
        LOG.log(Level.INFO, transcript.text());
    }
}
