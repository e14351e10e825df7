/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postchaise.engine.table.TableRegistry;
import org.postchaise.engine.table.TableType;

/**
 * The examples of docs/TABLES.md print what the page says. A block whose first line is {@code # file: name} is a file, a line
 * {@code $ postchaise ...} a command, followed by its output.
 */
class TablesPageTest {
    private static final Path PAGE = Path.of("..", "..", "docs", "TABLES.md");
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```$\\n(.*?)^```$");
    private static final Pattern WORD = Pattern.compile("'([^']*)'|(\\S+)");
    private static final String FILE = "# file: ";
    private static final String COMMAND = "$ postchaise ";

    @TempDir
    Path directory;

    @Test
    void theExamplesPrintWhatThePageSays() throws IOException {
        List<String> files = new ArrayList<>();
        StringBuilder said = new StringBuilder();
        StringBuilder printed = new StringBuilder();
        int commands = 0;
        Matcher blocks = BLOCK.matcher(Files.readString(PAGE));
        while (blocks.find()) {
            String block = blocks.group(1);
            if (block.startsWith(FILE)) {
                String name = block.substring(FILE.length(), block.indexOf('\n'));
                Files.writeString(directory.resolve(name), block);
                files.add(name);
            } else if (block.startsWith(COMMAND)) {
                said.append(block);
                for (String line :
                        block.lines().filter(one -> one.startsWith(COMMAND)).toList()) {
                    Finished finished = Finished.ours("", words(line.substring(COMMAND.length()), files));
                    assertThat(finished.err()).as(line).isEmpty();
                    printed.append(line).append('\n').append(finished.out().replace(System.lineSeparator(), "\n"));
                    commands++;
                }
            }
        }
        assertThat(printed.toString()).isEqualTo(said.toString());
        assertThat(commands).isGreaterThan(9);
    }

    @Test
    void everyTypeIsOnThePage() throws IOException {
        String page = Files.readString(PAGE);
        List<TableType> types = new ArrayList<>(TableRegistry.localTypes());
        types.addAll(TableRegistry.remoteTypes());
        assertThat(types).allSatisfy(type -> assertThat(page).containsPattern("(?m)^\\|[^|]*`" + type.name() + "`"));
    }

    private String[] words(String command, List<String> files) {
        List<String> words = new ArrayList<>();
        Matcher each = WORD.matcher(command);
        while (each.find()) {
            String word = each.group(1) == null ? each.group(2) : each.group(1);
            int colon = word.indexOf(':');
            words.add(
                    files.contains(word.substring(colon + 1))
                            ? word.substring(0, colon + 1) + directory.resolve(word.substring(colon + 1))
                            : word);
        }
        return words.toArray(String[]::new);
    }
}
