/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.it.server;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Operations on file trees of the build's servers. */
public final class ServerFiles {
    private ServerFiles() {}

    /** Removes a tree, if it exists. */
    public static void delete(Path tree) {
        if (!Files.exists(tree)) {
            return;
        }
        try (Stream<Path> files = Files.walk(tree)) {
            List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
            for (Path file : deepestFirst) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new ServerException("cannot remove " + tree + ": " + e.getMessage(), e);
        }
    }

    /** Copies a tree to a path that does not exist. */
    static void copy(Path from, Path to) {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                Files.createDirectories(target.getParent());
                Files.copy(file, target);
            }
        } catch (IOException e) {
            throw new ServerException("cannot copy " + from + " to " + to + ": " + e.getMessage(), e);
        }
    }

    /** Links the files of a tree, except those below {@code except}, into a new tree: programs that look for their own location see the new tree. */
    static void link(Path from, Path to, Path except) {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path name = from.relativize(file);
                if (name.startsWith(except)) {
                    continue;
                }
                Path target = to.resolve(name.toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.createLink(target, file);
                }
            }
        } catch (IOException e) {
            throw new ServerException("cannot make links to " + from + " in " + to + ": " + e.getMessage(), e);
        }
    }

    /** Returns the text of a log file; empty when there is none yet. */
    static String read(Path log) {
        try {
            return Files.exists(log) ? Files.readString(log, StandardCharsets.ISO_8859_1) : "";
        } catch (IOException e) {
            throw new ServerException("cannot read " + log + ": " + e.getMessage(), e);
        }
    }

    /** Writes a file, and creates its directories. */
    public static Path write(Path file, String text) {
        try {
            Files.createDirectories(file.getParent());
            return Files.writeString(file, text);
        } catch (IOException e) {
            throw new ServerException("cannot write " + file + ": " + e.getMessage(), e);
        }
    }

    /** Returns the last lines of a text. */
    static String tail(String text) {
        List<String> lines = text.lines().toList();
        return String.join("\n", lines.subList(Math.max(0, lines.size() - 30), lines.size()));
    }
}
