/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.it.peers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/** What the peers need of the system. */
final class Programs {
    private Programs() {}

    /**
     * Skips the test, saying why, where programs are missing or this process may not start them; in CI, fails it.
     *
     * @param why what the programs belong to
     */
    static void require(String why, List<String> programs) {
        List<String> missing = programs.stream()
                .filter(program -> !Files.isExecutable(Path.of(program)))
                .toList();
        String reason = "";
        if (!missing.isEmpty()) {
            reason = why + " not installed: no " + String.join(", ", missing);
        } else if (!System.getProperty("user.name").equals("root")) {
            reason = why + " can only be started by root";
        }
        if (reason.isEmpty()) {
            return;
        }
        if ("true".equals(System.getenv("CI"))) {
            throw new AssertionError(reason + "; in CI this test must run");
        }
        System.out.println("skipped: " + reason);
        Assumptions.abort(reason);
    }

    /** A directory that other users may enter. */
    static Path directory(String name) {
        try {
            Path directory = Files.createTempDirectory("postchaise-" + name);
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
            return directory;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Makes a directory that belongs to {@code user}. */
    static Path directoryOf(Path directory, String user) {
        try {
            Files.createDirectories(directory);
            Files.setOwner(
                    directory,
                    directory.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(user));
            return directory;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void write(Path file, String text) {
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The files in a directory, as text; none while there is no directory. */
    static List<String> contents(Path directory) {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (var files = Files.list(directory)) {
            return files.map(Programs::read).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String read(Path file) {
        try {
            return Files.exists(file) ? Files.readString(file, StandardCharsets.ISO_8859_1) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
