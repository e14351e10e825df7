/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Pages that name a test for each of their rows: it is there, under that name. */
class DocumentedTestsTest {
    private static final Path ROOT = Path.of("../..");
    private static final Pattern NAMED = Pattern.compile("`(?:(\\w+)?\\.)?(\\w+)`|`([a-z0-9-]+\\.txt)`");

    /** Folders of the client's and the server's dialogues, beside this class. */
    private static final List<String> DIALOGUES = List.of("client/delivery/", "/dialogues/server/");

    @ParameterizedTest
    @CsvSource({"SECURITY.md, 50", "CONNECTORS.md, 30"})
    void everyTestOfThePageIsThere(String page, int least) throws IOException {
        Map<String, String> sources = sources();
        List<String> missing = new ArrayList<>();
        int found = 0;
        for (String line : Files.readAllLines(ROOT.resolve("docs").resolve(page))) {
            String[] columns = line.split("(?<!\\\\)\\|", -1);
            if (columns.length != 5) {
                continue;
            }
            String test = "";
            Matcher named = NAMED.matcher(columns[3]);
            while (named.find()) {
                test = named.group(1) == null ? test : named.group(1);
                boolean there = named.group(3) == null
                        ? sources.getOrDefault(test, "").contains(" " + named.group(2) + "(")
                        : DIALOGUES.stream()
                                .anyMatch(folder ->
                                        DocumentedTestsTest.class.getResource(folder + named.group(3)) != null);
                if (!there) {
                    missing.add(named.group());
                }
                found++;
            }
        }
        assertThat(missing).isEmpty();
        assertThat(found).isGreaterThan(least);
    }

    private static Map<String, String> sources() throws IOException {
        Map<String, String> sources = new HashMap<>();
        for (String module : List.of("api", "impl/engine", "impl/connector", "impl/courier", "ear-sample", "src-it")) {
            try (Stream<Path> files = Files.walk(ROOT.resolve(module).resolve("src/test/java"))) {
                for (Path file :
                        files.filter(path -> path.toString().endsWith(".java")).toList()) {
                    sources.put(file.getFileName().toString().replace(".java", ""), Files.readString(file));
                }
            }
        }
        return sources;
    }
}
