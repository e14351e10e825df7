/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.client.session;

import java.time.Duration;
import org.postchaise.engine.config.Protocol;
import org.postchaise.engine.config.Settings;
import org.postchaise.engine.config.SettingsException;
import org.postchaise.engine.config.catalog.SmtpClient;
import org.postchaise.engine.config.catalog.SmtpSession;
import org.postchaise.engine.sasl.client.SaslSettings;
import org.postchaise.engine.table.LookupResult;
import org.postchaise.engine.table.LookupTable;
import org.postchaise.engine.table.TableException;
import org.postchaise.engine.table.TableRegistry;
import org.postchaise.engine.wire.ReplyReader.LineFilter;

/**
 * The settings of a session.
 *
 * @param protocol the protocol
 * @param hello the rules of the greeting
 * @param limits the time limits
 * @param reuse the limits of reuse
 * @param filter the filter of reply lines ({@code smtp_reply_filter})
 * @param sasl the SASL settings
 * @param awaitsQuitReply true if the reply to QUIT is waited for ({@code smtp_skip_quit_response})
 */
public record SessionSettings(
        Protocol protocol,
        HelloRules hello,
        TimeLimits limits,
        Reuse reuse,
        LineFilter filter,
        SaslSettings sasl,
        boolean awaitsQuitReply) {

    /**
     * The limits of a session's reuse.
     *
     * @param time the maximum age of a session to reuse ({@code smtp_connection_reuse_time_limit})
     * @param count the maximum number of mails; 0 for no limit ({@code smtp_connection_reuse_count_limit})
     * @param idle the maximum idle time between two mails ({@code smtp_connection_cache_time_limit})
     */
    public record Reuse(Duration time, long count, Duration idle) {}

    /**
     * Creates the session settings from {@code settings}.
     *
     * @throws SettingsException when the client name can't be sent, or a table can't be used
     */
    public static SessionSettings from(Settings settings, Protocol protocol, TableRegistry tables) {
        return new SessionSettings(
                protocol,
                HelloRules.from(settings, tables),
                TimeLimits.from(settings),
                new Reuse(
                        settings.get(SmtpClient.REUSE_TIME_LIMIT),
                        settings.get(SmtpSession.REUSE_COUNT_LIMIT),
                        settings.get(SmtpSession.CACHE_TIME_LIMIT)),
                filter(settings.get(SmtpSession.REPLY_FILTER), tables),
                SaslSettings.from(settings, tables),
                !settings.get(SmtpSession.SKIP_QUIT_RESPONSE));
    }

    private static LineFilter filter(String text, TableRegistry tables) {
        if (text.isEmpty()) {
            return LineFilter.NONE;
        }
        LookupTable table;
        try {
            table = tables.open(text);
        } catch (TableException e) {
            throw new SettingsException("parameter " + SmtpSession.REPLY_FILTER.name() + ": " + e.getMessage(), e);
        }
        return line -> {
            LookupResult result = table.find(line);
            if (result instanceof LookupResult.Unavailable unavailable) {
                throw new LocalDataException(unavailable.cause());
            }
            return result instanceof LookupResult.Found found ? found.value() : line;
        };
    }
}
