/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.tls;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/** The names of files in settings; an empty text and {@code none} name no file. */
final class FileNames {
    private static final String NO_FILE = "none";

    private FileNames() {}

    /** Returns true if {@code text} names a file. */
    static boolean isNamed(String text) {
        return !text.isEmpty() && !text.equalsIgnoreCase(NO_FILE);
    }

    /**
     * Returns the path that {@code text} names; empty where the text names no file.
     *
     * @throws InvalidPathException for a text that can't be a file name
     */
    static Optional<Path> path(String text) {
        return isNamed(text) ? Optional.of(Path.of(text)) : Optional.empty();
    }

    /**
     * Returns the path of a file to watch. A text that is no file name is not watched; the reader of the file reports
     * the error.
     */
    static Optional<Path> watched(String text) {
        try {
            return path(text);
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }
}
