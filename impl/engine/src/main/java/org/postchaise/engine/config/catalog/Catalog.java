/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.config.catalog;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.postchaise.engine.config.Parameter;
import org.postchaise.engine.config.Settings;

/** All parameters. */
public final class Catalog {
    private static final List<Parameter<?>> ROWS =
            Stream.of(SmtpClient.rows(), Queue.rows()).flatMap(List::stream).toList();

    private Catalog() {}

    /** All rows, in the order of the topics. */
    public static List<Parameter<?>> rows() {
        return ROWS;
    }

    /** The defaults. */
    public static Settings defaults() {
        return Settings.defaults(ROWS);
    }

    /**
     * The defaults with {@code values}, main.cf name to text, laid over them.
     *
     * @throws org.postchaise.engine.config.SettingsException for an unknown name or a bad value
     */
    public static Settings settings(Map<String, String> values) {
        return defaults().with(values);
    }
}
