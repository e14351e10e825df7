/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The rules of CONTRIBUTING on the sources of all modules that are shipped. */
class SourceRulesTest {
    private static final Path ROOT = Path.of("../..");
    private static final int LONGEST = 450;

    /** The package of classes that may be longer: tables of declarations. */
    private static final Path DECLARATIONS = Path.of("org/postchaise/engine/config/catalog");

    private final List<Path> sources = sources();

    @Test
    void noClassIsTooLong() {
        Map<Path, Integer> tooLong = new TreeMap<>();
        for (Path source : sources) {
            int lines = (int) text(source).lines().count();
            if (lines > LONGEST && !source.getParent().endsWith(DECLARATIONS)) {
                tooLong.put(source, lines);
            }
        }
        assertThat(tooLong)
                .as("more than %d lines: cut where the idea changes", LONGEST)
                .isEmpty();
    }

    private static List<Path> sources() {
        try (Stream<Path> modules = Stream.concat(Stream.of(ROOT.resolve("api")), Files.list(ROOT.resolve("impl")))) {
            return modules.map(module -> module.resolve("src/main/java"))
                    .filter(Files::isDirectory)
                    .flatMap(SourceRulesTest::javaFiles)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<Path> javaFiles(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".java")).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(Path source) {
        try {
            return Files.readString(source);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
