/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.it.crash;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;

/**
 * Class path of this process, with directories packed into archives: the JVM can't store classes from directories in a
 * CDS archive.
 *
 * @param archives the archives in their order
 */
record ClassPath(List<Path> archives) {

    /** Returns the class path, after packing each directory into an archive in {@code directory}. */
    static ClassPath into(Path directory) throws IOException {
        List<Path> all = new ArrayList<>();
        for (String part : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            Path path = Path.of(part).toAbsolutePath();
            if (part.isEmpty()) {
                continue;
            }
            if (Files.isDirectory(path)) {
                path = archive(path, directory.resolve("classes-" + all.size() + ".jar"));
            }
            all.add(path);
        }
        return new ClassPath(all);
    }

    private static Path archive(Path directory, Path archive) throws IOException {
        try (Stream<Path> found = Files.walk(directory);
                JarOutputStream out = new JarOutputStream(Files.newOutputStream(archive))) {
            for (Path file : found.filter(Files::isRegularFile).toList()) {
                out.putNextEntry(new ZipEntry(directory.relativize(file).toString()));
                Files.copy(file, out);
                out.closeEntry();
            }
        }
        return archive;
    }

    /** Returns the class path as a JVM option. */
    @Override
    public String toString() {
        return archives.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    }
}
