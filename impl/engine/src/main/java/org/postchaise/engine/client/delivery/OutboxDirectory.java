/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.client.delivery;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import org.postchaise.engine.config.Settings;
import org.postchaise.engine.config.SettingsException;
import org.postchaise.engine.config.catalog.TransactionSupport;

/** The directory for the mail of transactions ({@code transaction_mode = outbox}, {@code outbox_directory}). */
public final class OutboxDirectory {
    private OutboxDirectory() {}

    /** Returns true if {@code settings} require that mail of transactions is kept in a directory. */
    public static boolean isWanted(Settings settings) {
        return settings.get(TransactionSupport.MODE).equals("outbox");
    }

    /**
     * Returns the directory that {@code settings} name; empty if the parameter is not set.
     *
     * @throws SettingsException for a text that is no path
     */
    public static Optional<Path> of(Settings settings) {
        String text = settings.get(TransactionSupport.OUTBOX_DIRECTORY);
        try {
            return text.isBlank()
                    ? Optional.empty()
                    : Optional.of(Path.of(text).toAbsolutePath().normalize());
        } catch (InvalidPathException e) {
            throw new SettingsException(
                    "parameter outbox_directory: bad value \"" + text + "\"; expected the path of a directory", e);
        }
    }

    /**
     * Refuses a directory that can't hold an outbox. A missing directory is not created, since it may be a file system full of
     * mail that is not mounted.
     *
     * @throws IOException naming the directory and the condition that is not met
     */
    public static void require(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            throw new IOException("outbox directory " + directory + " "
                    + (Files.exists(directory) ? "is not a directory" : "does not exist")
                    + "; expected an existing directory");
        }
        if (!Files.isWritable(directory) || !Files.isReadable(directory)) {
            throw new IOException("outbox directory " + directory
                    + " can't be read and written by this process; expected one that can");
        }
    }
}
