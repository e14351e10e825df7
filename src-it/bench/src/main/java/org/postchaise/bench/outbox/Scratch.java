/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.bench.outbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** Directory that is deleted at the end. */
record Scratch(Path path) implements AutoCloseable {
    static Scratch in(Path parent) throws IOException {
        return new Scratch(Files.createTempDirectory(parent, "outbox").toAbsolutePath());
    }

    @Override
    public void close() {
        try (Stream<Path> all = Files.walk(path)) {
            all.sorted(Comparator.reverseOrder()).forEach(file -> {
                try {
                    Files.delete(file);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
