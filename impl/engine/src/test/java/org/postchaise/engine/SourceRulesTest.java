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
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The rules of CONTRIBUTING on the sources of all modules that are shipped: size of classes, and names of public types. */
class SourceRulesTest {
    private static final Path ROOT = Path.of("../..");
    private static final int LONGEST = 450;

    /** The package of classes that may be longer: tables of declarations. */
    private static final Path DECLARATIONS = Path.of("org/postchaise/engine/config/catalog");

    private static final Pattern PUBLIC_TYPE = Pattern.compile(
            "^public (?:(?:abstract|final|sealed|non-sealed) )*(?:class|interface|record|enum|@interface) (\\w+)",
            Pattern.MULTILINE);

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

    @Test
    void noTwoPublicTypesShareASimpleName() {
        Map<String, List<Path>> byName = sources.stream()
                .filter(source -> PUBLIC_TYPE.matcher(text(source)).find())
                .collect(Collectors.groupingBy(
                        source -> source.getFileName().toString(), TreeMap::new, Collectors.toList()));
        byName.remove("package-info.java");
        assertThat(byName).hasSizeGreaterThan(200);
        byName.values().removeIf(paths -> paths.size() == 1);
        assertThat(byName).as("public types with the same simple name").isEmpty();
    }

    private static List<Path> sources() {
        try (Stream<Path> modules = Files.list(ROOT.resolve("impl"))) {
            return Stream.concat(Stream.of(ROOT.resolve("api")), modules)
                    .map(module -> module.resolve("src/main/java"))
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
