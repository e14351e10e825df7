/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.tls;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.postchaise.engine.config.Parameter;
import org.postchaise.engine.config.Settings;
import org.postchaise.engine.config.catalog.SmtpTls;
import org.postchaise.engine.event.LineLog;
import org.postchaise.engine.net.Connection;

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

    private static final System.Logger LOG = LineLog.of(TlsSettings.class.getName());
    private static final String NO_FILE = "none";

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

    /** Returns the trusted authorities. */
    static WatchedKeys<TrustStore> trusted(Settings settings, Clock clock) {
        return new WatchedKeys<>(
                paths(settings, List.of(SmtpTls.CAFILE, SmtpTls.CAPATH)), () -> trusted(settings), clock);
    }

    static TrustStore trusted(Settings settings) throws IOException {
        Optional<Path> file = path(settings, SmtpTls.CAFILE);
        Optional<Path> directory = path(settings, SmtpTls.CAPATH);
        List<X509Certificate> defaults =
                settings.get(SmtpTls.TLS_APPEND_DEFAULT_CA) ? TrustStore.defaults() : List.of();
        return TrustStore.of(file, directory, defaults, Math.toIntExact(settings.get(SmtpTls.SCERT_VERIFYDEPTH)));
    }

    /**
     * Returns the trusted authorities for MTA-STS (RFC 8461): those of {@link #trusted}, or where none are set those
     * that Java trusts. If the authorities can't be read no server is trusted, with a warning.
     */
    static Supplier<TrustStore> webAuthorities(Settings settings) {
        boolean set = List.of(SmtpTls.CAFILE, SmtpTls.CAPATH).stream()
                .map(settings::get)
                .anyMatch(text -> !text.isEmpty() && !text.equalsIgnoreCase(NO_FILE));
        if (set || settings.get(SmtpTls.TLS_APPEND_DEFAULT_CA)) {
            WatchedKeys<TrustStore> own = trusted(settings, Clock.systemUTC());
            return () -> own.current().orElse(TrustStore.EMPTY);
        }
        try {
            TrustStore ofJava =
                    new TrustStore(TrustStore.defaults(), Math.toIntExact(settings.get(SmtpTls.SCERT_VERIFYDEPTH)));
            return () -> ofJava;
        } catch (IOException e) {
            LOG.log(Level.WARNING, "MTA-STS: no authority is trusted: {0}", e.getMessage());
            return () -> TrustStore.EMPTY;
        }
    }

    /** Returns this side's keys and certificates; {@code smtp_tls_chain_files} replaces all other parameters. */
    static WatchedKeys<ClientKeys> keys(Settings settings, Clock clock) {
        List<Path> files = new ArrayList<>(
                paths(settings, List.of(SmtpTls.CERT_FILE, SmtpTls.KEY_FILE, SmtpTls.ECCERT_FILE, SmtpTls.ECKEY_FILE)));
        settings.get(SmtpTls.CHAIN_FILES).forEach(text -> valid(text).ifPresent(files::add));
        return new WatchedKeys<>(files, () -> keys(settings), clock);
    }

    private static List<Path> paths(Settings settings, List<Parameter<String>> parameters) {
        return parameters.stream()
                .flatMap(parameter -> valid(settings.get(parameter)).stream())
                .toList();
    }

    /**
     * Returns the path of a file to watch. A text that is no file name is not watched; the reader of the file reports
     * the error.
     */
    private static Optional<Path> valid(String text) {
        try {
            return Optional.of(text)
                    .filter(one -> !one.isEmpty() && !one.equalsIgnoreCase(NO_FILE))
                    .map(Path::of);
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    static ClientKeys keys(Settings settings) throws IOException {
        List<String> chains = settings.get(SmtpTls.CHAIN_FILES);
        if (!chains.isEmpty()) {
            return new ClientKeys(
                    ClientKeys.ofChains(chains.stream().map(Path::of).toList()));
        }
        List<ClientKeys.Identity> identities = new ArrayList<>();
        add(identities, path(settings, SmtpTls.CERT_FILE), path(settings, SmtpTls.KEY_FILE));
        add(identities, path(settings, SmtpTls.ECCERT_FILE), path(settings, SmtpTls.ECKEY_FILE));
        return new ClientKeys(identities);
    }

    private static void add(List<ClientKeys.Identity> identities, Optional<Path> certificates, Optional<Path> key)
            throws IOException {
        if (certificates.isPresent()) {
            identities.add(ClientKeys.of(certificates.get(), key.orElse(certificates.get())));
        }
    }

    private static Optional<Path> path(Settings settings, Parameter<String> parameter) {
        String text = settings.get(parameter);
        return text.isEmpty() || text.equalsIgnoreCase(NO_FILE) ? Optional.empty() : Optional.of(Path.of(text));
    }
}
