/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postchaise.engine.config.catalog.Catalog;

class MainCfTest {
    @TempDir
    Path directory;

    @Test
    void joinsContinuationLinesOverCommentsAndEmptyLines() {
        MainCf file = MainCf.parse("main.cf", "# c\n\n  # c\na = 1,\n  2,\n# c\n\n \t3\nb=\nc  =  x y  \n");
        assertThat(file.entries())
                .containsExactly(
                        new MainCf.Entry("a", "1,  2, \t3", 4),
                        new MainCf.Entry("b", "", 9),
                        new MainCf.Entry("c", "x y", 10));
    }

    @Test
    void theLastValueWins() {
        assertThat(MainCf.parse("main.cf", "a = 1\nb = 2\na = 3\n").values())
                .containsEntry("a", "3")
                .containsEntry("b", "2");
    }

    @Test
    void readsFilesOfWindowsAndWithoutALastLineEnd() {
        assertThat(MainCf.parse("main.cf", "a = 1\r\n 2\r\nb = 3").entries())
                .containsExactly(new MainCf.Entry("a", "1 2", 1), new MainCf.Entry("b", "3", 3));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a = 1\nnonsense\n", "a = 1\n= 2\n", "a = 1\ntwo words = 2\n", "a = 1\nb\u0000 = 2\n"})
    void aBadLineIsNamedWithItsNumber(String text) {
        assertThatThrownBy(() -> MainCf.parse("main.cf", text))
                .isInstanceOf(SettingsException.class)
                .hasMessageStartingWith("main.cf, line 2: ");
    }

    @Test
    void aContinuationOfNothingIsRefused() {
        assertThatThrownBy(() -> MainCf.parse("main.cf", "# c\n  a = 1\n"))
                .hasMessageContaining("main.cf, line 2: \"a = 1\" continues nothing");
    }

    @Test
    void octetsThatAreNoTextAreRefusedButNotInComments() throws IOException {
        Path file = directory.resolve("main.cf");
        Files.write(file, new byte[] {'#', (byte) 0xe4, '\n', 'a', '=', (byte) 0xe4, '\n'});
        assertThatThrownBy(() -> MainCf.read(file)).hasMessageContaining("line 2: not UTF-8");
    }

    @Test
    void anEndlessLineAndAnEndlessFileAreRefusedEarly() {
        assertThatThrownBy(() -> MainCf.read("main.cf", endless("a = aaaaaaaaaaaaaaaaaaaa")))
                .hasMessageContaining("line 1: a line is longer than 1048576 octets");
        assertThatThrownBy(() -> MainCf.read("main.cf", endless("a\n"))).hasMessageContaining("malformed");
        assertThatThrownBy(() -> MainCf.read("main.cf", endless("# comment\n")))
                .hasMessageContaining("longer than 16777216 octets");
        assertThatThrownBy(() -> MainCf.read("main.cf", endless("a = 1\n  2\n", " 3\n")))
                .hasMessageContaining("a line is longer");
    }

    @Test
    void aFileThatIsNotThereOrADirectoryIsNamed() {
        assertThatThrownBy(() -> MainCf.read(directory.resolve("none.cf")))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("none.cf: there is no such file");
        assertThatThrownBy(() -> MainCf.read(directory)).hasMessageContaining("it is a directory");
    }

    @Test
    void noInputCrashesTheReaderOrTheExpansion() {
        Random random = new Random(7);
        String alphabet = "ab=$${}(){}?:<>! \n\t#\\,\u0000\u00e4";
        int accepted = 0;
        for (int i = 0; i < 100_000; i++) {
            String text = random.ints(random.nextInt(40), 0, alphabet.length())
                    .collect(StringBuilder::new, (all, c) -> all.append(alphabet.charAt(c)), StringBuilder::append)
                    .toString();
            try {
                MainCf file = MainCf.parse("main.cf", random.nextBoolean() ? "a = " + text : text);
                Settings settings = i % 20 == 0
                        ? Catalog.defaults().with(file)
                        : Settings.defaults(List.of()).with(file);
                accepted += settings.isSet("a") ? 1 : 0;
            } catch (SettingsException expected) {
                assertThat(expected).hasMessageStartingWith("main.cf");
            }
        }
        System.out.println("main.cf: 100000 random files, " + accepted + " set the parameter, none crashed");
        assertThat(accepted).isPositive();
    }

    @Test
    void aPrintedFileReadsBackTheSame() {
        Settings settings = Catalog.settings(
                MainCf.parse("main.cf", "relayhost = [a]:25\nsmtp_helo_name = ${word?{x}:{y}}\nword = {a, b}\n"));
        assertThat(Catalog.settings(MainCf.parse("printed", settings.toString())))
                .isEqualTo(settings);
    }

    /** The first part once, the last part for ever. */
    private static InputStream endless(String... parts) {
        return new InputStream() {
            private String part = parts[0];
            private int at;

            @Override
            public int read() {
                if (at == part.length()) {
                    at = 0;
                    part = parts[parts.length - 1];
                }
                return part.charAt(at++);
            }

            @Override
            public int read(byte[] octets, int from, int length) {
                octets[from] = (byte) read();
                return 1;
            }
        };
    }
}
