/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.tls.client;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.postchaise.engine.config.Parameter;
import org.postchaise.engine.config.Settings;
import org.postchaise.engine.config.SettingsException;
import org.postchaise.engine.config.catalog.SmtpTls;
import org.postchaise.engine.tls.Digests;
import org.postchaise.engine.tls.KeyFiles;
import org.postchaise.engine.tls.Pem;
import org.postchaise.engine.tls.TrustFiles;

/** The files with keys, certificates and trust anchors that settings name, which are read once for a check. */
final class TlsFiles {
    private final Settings settings;
    private final List<String> faults = new ArrayList<>();

    /** A function that reads files. */
    @FunctionalInterface
    private interface Reading {
        /**
         * Reads the files.
         *
         * @throws IOException with the name of the file that can't be used
         */
        void run() throws IOException;
    }

    private TlsFiles(Settings settings) {
        this.settings = settings;
    }

    /**
     * Returns the reasons why files can't be used, a line for each, which begins with the parameter.
     *
     * @throws SettingsException for a digest that Java does not have
     */
    static List<String> faults(Settings settings) {
        String digest = settings.get(SmtpTls.FINGERPRINT_DIGEST);
        if (!Digests.exists(Digests.javaName(digest))) {
            throw new SettingsException("parameter " + SmtpTls.FINGERPRINT_DIGEST.name() + ": no digest \"" + digest
                    + "\" here; expected one such as sha256");
        }
        TlsFiles files = new TlsFiles(settings);
        files.read(List.of(SmtpTls.CAFILE, SmtpTls.CAPATH), () -> TrustFiles.OF_CLIENT.read(settings));
        files.read(
                List.of(
                        SmtpTls.CHAIN_FILES,
                        SmtpTls.CERT_FILE,
                        SmtpTls.KEY_FILE,
                        SmtpTls.ECCERT_FILE,
                        SmtpTls.ECKEY_FILE),
                () -> KeyFiles.OF_CLIENT.read(settings));
        for (String file : PolicySettings.from(settings).names().trustFiles()) {
            files.read(List.of(SmtpTls.TRUST_ANCHOR_FILE), () -> {
                if (Pem.read(Path.of(file)).isEmpty()) {
                    throw new IOException(file + ": no trust anchor in it; expected certificates or public keys");
                }
            });
        }
        return files.faults;
    }

    private void read(List<Parameter<?>> parameters, Reading reading) {
        try {
            reading.run();
        } catch (IOException | InvalidPathException e) {
            String reason = reason(e);
            // of several files the message names the one at fault
            Parameter<?> cause = parameters.stream()
                    .filter(one -> names(one).anyMatch(reason::contains))
                    .findFirst()
                    .orElse(parameters.get(0));
            faults.add("parameter " + cause.name() + ": " + reason);
        }
    }

    private Stream<String> names(Parameter<?> parameter) {
        return (settings.get(parameter) instanceof List<?> members ? members : List.of(settings.get(parameter)))
                .stream().map(String::valueOf).filter(text -> !text.isEmpty());
    }

    private static String reason(Exception e) {
        return e instanceof NoSuchFileException missing
                ? missing.getFile() + ": no such file or directory"
                : String.valueOf(e.getMessage());
    }
}
