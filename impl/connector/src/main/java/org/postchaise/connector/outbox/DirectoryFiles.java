/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.connector.outbox;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;

/** The journal files in a directory of the file system. */
final class DirectoryFiles implements JournalFiles {
    private final Path directory;

    DirectoryFiles(Path directory) {
        this.directory = directory;
    }

    @Override
    public List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    @Override
    public JournalFile create(String name) throws IOException {
        return new ChannelFile(
                directory.resolve(name), StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING);
    }

    @Override
    public JournalFile open(String name) throws IOException {
        return new ChannelFile(directory.resolve(name));
    }

    @Override
    public void delete(String name) throws IOException {
        Files.deleteIfExists(directory.resolve(name));
    }

    @Override
    public void rename(String from, String to) throws IOException {
        Files.move(directory.resolve(from), directory.resolve(to));
    }

    @Override
    public void force() throws IOException {
        if (File.separatorChar == '\\') {
            // Windows cannot open directories, and writes their entries without a force
            return;
        }
        try (ChannelFile entries = ChannelFile.directory(directory)) {
            entries.force();
        }
    }

    @Override
    public String describe(String name) {
        return directory.resolve(name).toString();
    }
}
