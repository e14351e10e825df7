/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.client.session;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import org.postchaise.api.Stage;
import org.postchaise.engine.config.Settings;
import org.postchaise.engine.config.SettingsException;
import org.postchaise.engine.config.catalog.SmtpClient;
import org.postchaise.engine.wire.Command;
import org.postchaise.engine.wire.CommandEncoder;
import org.postchaise.engine.wire.UnsafeArgumentException;

/**
 * What a session needs to know.
 *
 * @param clientName the name in EHLO and HELO
 * @param limits the time limit of each stage that waits for the peer
 * @param reuseLimit how long after it was opened a session may be used again
 */
public record SessionSettings(String clientName, Map<Stage, Duration> limits, Duration reuseLimit) {

    /** A copy of the map. */
    public SessionSettings {
        limits = Map.copyOf(limits);
    }

    /**
     * The part of {@code settings} that sessions need.
     *
     * @throws SettingsException when the client name can't be sent
     */
    public static SessionSettings from(Settings settings) {
        Map<Stage, Duration> limits = new EnumMap<>(Stage.class);
        limits.put(Stage.CONNECT, settings.get(SmtpClient.CONNECT_TIMEOUT));
        limits.put(Stage.GREETING, settings.get(SmtpClient.HELO_TIMEOUT));
        limits.put(Stage.EHLO, settings.get(SmtpClient.HELO_TIMEOUT));
        limits.put(Stage.HELO, settings.get(SmtpClient.HELO_TIMEOUT));
        limits.put(Stage.MAIL, settings.get(SmtpClient.MAIL_TIMEOUT));
        limits.put(Stage.RCPT, settings.get(SmtpClient.RCPT_TIMEOUT));
        limits.put(Stage.DATA, settings.get(SmtpClient.DATA_INIT_TIMEOUT));
        limits.put(Stage.BODY, settings.get(SmtpClient.DATA_XFER_TIMEOUT));
        limits.put(Stage.DOT, settings.get(SmtpClient.DATA_DONE_TIMEOUT));
        limits.put(Stage.RSET, settings.get(SmtpClient.RSET_TIMEOUT));
        limits.put(Stage.QUIT, settings.get(SmtpClient.QUIT_TIMEOUT));
        return new SessionSettings(clientName(settings), limits, settings.get(SmtpClient.REUSE_TIME_LIMIT));
    }

    /** The limit of {@code stage}, which must be one that waits for the peer. */
    Duration limit(Stage stage) {
        Duration limit = limits.get(stage);
        if (limit == null) {
            throw new IllegalArgumentException("stage " + stage + " has no time limit");
        }
        return limit;
    }

    private static String clientName(Settings settings) {
        String name = settings.get(SmtpClient.HELO_NAME);
        try {
            CommandEncoder.encode(new Command.Ehlo(name));
        } catch (UnsafeArgumentException e) {
            throw new SettingsException(
                    "parameter " + SmtpClient.HELO_NAME.name() + ": " + e.getMessage() + "; expected "
                            + SmtpClient.HELO_NAME.grammar().expected(),
                    e);
        }
        return name;
    }
}
