/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.tls.sts;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.util.function.Supplier;
import org.postchaise.engine.config.Settings;
import org.postchaise.engine.config.catalog.SmtpTls;
import org.postchaise.engine.log.LineLog;
import org.postchaise.engine.tls.TrustFiles;
import org.postchaise.engine.tls.TrustStore;
import org.postchaise.engine.tls.WatchedKeys;

/** The trusted authorities for MTA-STS (RFC 8461). */
public final class WebAuthorities {
    private static final System.Logger LOG = LineLog.of("org.postchaise.engine.tls.TlsSettings");

    private WebAuthorities() {}

    /**
     * Returns the authorities that {@code settings} name for the SMTP client, or where none are named those that Java
     * trusts. If the authorities can't be read no server is trusted, with a warning.
     */
    public static Supplier<TrustStore> of(Settings settings) {
        if (TrustFiles.OF_CLIENT.isSet(settings) || settings.get(SmtpTls.TLS_APPEND_DEFAULT_CA)) {
            WatchedKeys<TrustStore> own = TrustFiles.OF_CLIENT.watch(settings, Clock.systemUTC());
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
}
