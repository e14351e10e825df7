/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.tls;

import java.io.IOException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.List;
import java.util.stream.Stream;
import org.postchaise.engine.config.Parameter;
import org.postchaise.engine.config.Settings;
import org.postchaise.engine.config.catalog.SmtpTls;

/**
 * The parameters that name the files with the trusted authorities.
 *
 * @param file the parameter of a file with certificates
 * @param directory the parameter of a directory whose files are named by hash (c_rehash)
 * @param depth the parameter of the maximum depth of a certification path
 */
public record TrustFiles(Parameter<String> file, Parameter<String> directory, Parameter<Long> depth) {
    /** The parameters of the SMTP client. */
    public static final TrustFiles OF_CLIENT =
            new TrustFiles(SmtpTls.CAFILE, SmtpTls.CAPATH, SmtpTls.SCERT_VERIFYDEPTH);

    /** Returns true if {@code settings} name a file or a directory. */
    public boolean isSet(Settings settings) {
        return FileNames.isNamed(settings.get(file)) || FileNames.isNamed(settings.get(directory));
    }

    /** Returns the trusted authorities of {@code settings}, read again after a change of the files. */
    public WatchedKeys<TrustStore> watch(Settings settings, Clock clock) {
        return new WatchedKeys<>(
                Stream.of(file, directory)
                        .flatMap(parameter -> FileNames.watched(settings.get(parameter)).stream())
                        .toList(),
                () -> read(settings),
                clock);
    }

    /**
     * Reads the trusted authorities of {@code settings}.
     *
     * @throws IOException with the name of the file that can't be used
     */
    public TrustStore read(Settings settings) throws IOException {
        List<X509Certificate> defaults =
                settings.get(SmtpTls.TLS_APPEND_DEFAULT_CA) ? TrustStore.defaults() : List.of();
        return TrustStore.of(
                FileNames.path(settings.get(file)),
                FileNames.path(settings.get(directory)),
                defaults,
                Math.toIntExact(settings.get(depth)));
    }
}
