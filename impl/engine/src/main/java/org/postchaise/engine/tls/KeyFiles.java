/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.tls;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.postchaise.engine.config.Parameter;
import org.postchaise.engine.config.Settings;
import org.postchaise.engine.config.catalog.SmtpTls;

/**
 * The parameters that name the files with this side's keys and certificates.
 *
 * @param chains the parameter of files that hold keys, each before its certificates, which replaces all other parameters
 * @param pairs the parameters of a file with certificates and a file with the key, by algorithm
 */
public record KeyFiles(Parameter<List<String>> chains, List<Pair> pairs) {
    /** The parameters of the SMTP client. */
    public static final KeyFiles OF_CLIENT = new KeyFiles(
            SmtpTls.CHAIN_FILES,
            List.of(new Pair(SmtpTls.CERT_FILE, SmtpTls.KEY_FILE), new Pair(SmtpTls.ECCERT_FILE, SmtpTls.ECKEY_FILE)));

    /**
     * The parameters of one key.
     *
     * @param certificates the parameter of the file with certificates
     * @param key the parameter of the file with the key; the file with certificates where none is named
     */
    public record Pair(Parameter<String> certificates, Parameter<String> key) {}

    /** Creates parameters with a copy of the list. */
    public KeyFiles {
        pairs = List.copyOf(pairs);
    }

    /** Returns all files that {@code settings} name, to watch them. */
    public List<Path> paths(Settings settings) {
        return Stream.concat(
                        pairs.stream()
                                .flatMap(pair -> Stream.of(pair.certificates(), pair.key()))
                                .map(settings::get),
                        settings.get(chains).stream())
                .flatMap(text -> FileNames.watched(text).stream())
                .toList();
    }

    /**
     * Reads the keys of {@code settings}.
     *
     * @throws IOException with the name of the file that can't be used
     */
    public List<KeyEntry> read(Settings settings) throws IOException {
        List<String> files = settings.get(chains);
        if (!files.isEmpty()) {
            return KeyEntry.ofChains(files.stream().map(Path::of).toList());
        }
        List<KeyEntry> entries = new ArrayList<>();
        for (Pair pair : pairs) {
            Optional<Path> certificates = FileNames.path(settings.get(pair.certificates()));
            Optional<Path> key = FileNames.path(settings.get(pair.key()));
            if (certificates.isPresent()) {
                entries.add(KeyEntry.of(certificates.get(), key.orElse(certificates.get())));
            }
        }
        return entries;
    }
}
