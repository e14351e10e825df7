/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.postchaise.api.MessageSource;

/** Standard input in a temporary file that only its owner can read: a delivery may need the content more than once. */
final class SpooledMessage implements AutoCloseable {
    private final Path file;

    private SpooledMessage(Path file) {
        this.file = file;
    }

    /**
     * Copies {@code in} to its end.
     *
     * @throws IOException when it can't be read, or the file not be written
     */
    static SpooledMessage of(InputStream in) throws IOException {
        Path file = Files.createTempFile("postchaise-", ".eml");
        // for the user who interrupts the command
        file.toFile().deleteOnExit();
        SpooledMessage message = new SpooledMessage(file);
        try {
            Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
            return message;
        } catch (IOException | RuntimeException e) {
            message.close();
            throw e;
        }
    }

    MessageSource source() {
        return MessageSource.of(file);
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(file);
    }
}
