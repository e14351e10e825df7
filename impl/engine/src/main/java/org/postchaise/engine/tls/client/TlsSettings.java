/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.tls.client;

import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import org.postchaise.engine.config.Settings;
import org.postchaise.engine.config.catalog.SmtpTls;
import org.postchaise.engine.net.Connection;
import org.postchaise.engine.tls.KeyFiles;
import org.postchaise.engine.tls.WatchedKeys;

/**
 * The settings of all handshakes of a client.
 *
 * @param grades the cipher list by grade
 * @param resumption the time for which a TLS session may be resumed; zero: not at all
 * @param logs the verbosity of the log
 * @param start the begin of TLS in a connection
 * @param notesOffers true if unused offers of TLS are logged ({@code smtp_tls_note_starttls_offer})
 * @param farewell the way in which TLS is closed
 */
record TlsSettings(
        Map<String, String> grades,
        Duration resumption,
        Verbosity logs,
        Start start,
        boolean notesOffers,
        Connection.Farewell farewell) {

    /** The begin of TLS in a connection. */
    enum Start {
        /** After STARTTLS. */
        ON_REQUEST,
        /** With the connection ({@code smtp_tls_wrappermode}). */
        AT_ONCE
    }

    /** The verbosity of the log ({@code smtp_tls_loglevel}). */
    enum Verbosity {
        /** Faults only. */
        SILENT,
        /** A line for each handshake, and the reason why a server is not trusted. */
        SUMMARY,
        /** Names of certificates too. */
        CERTIFICATES
    }

    static TlsSettings from(Settings settings) {
        return new TlsSettings(
                grades(settings),
                settings.get(SmtpTls.SESSION_CACHE_TIMEOUT),
                verbosity(settings.get(SmtpTls.LOGLEVEL)),
                settings.get(SmtpTls.WRAPPERMODE) ? Start.AT_ONCE : Start.ON_REQUEST,
                settings.get(SmtpTls.NOTE_STARTTLS_OFFER),
                settings.get(SmtpTls.TLS_FAST_SHUTDOWN_ENABLE)
                        ? Connection.Farewell.ONE_SIDED
                        : Connection.Farewell.MUTUAL);
    }

    static Map<String, String> grades(Settings settings) {
        return Map.of(
                "high", settings.get(SmtpTls.TLS_HIGH_CIPHERLIST),
                "medium", settings.get(SmtpTls.TLS_MEDIUM_CIPHERLIST),
                "low", settings.get(SmtpTls.TLS_LOW_CIPHERLIST),
                "export", settings.get(SmtpTls.TLS_EXPORT_CIPHERLIST),
                "null", settings.get(SmtpTls.TLS_NULL_CIPHERLIST));
    }

    private static Verbosity verbosity(String text) {
        return switch (text.strip().toLowerCase(Locale.ROOT)) {
            case "", "0", "none" -> Verbosity.SILENT;
            case "1", "routine", "summary" -> Verbosity.SUMMARY;
            default -> Verbosity.CERTIFICATES;
        };
    }

    /** Returns this side's keys and certificates, read again after a change of the files. */
    static WatchedKeys<ClientKeys> keys(Settings settings, Clock clock) {
        return new WatchedKeys<>(
                KeyFiles.OF_CLIENT.paths(settings), () -> new ClientKeys(KeyFiles.OF_CLIENT.read(settings)), clock);
    }
}
