/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.sun.management.ThreadMXBean;
import java.io.ByteArrayInputStream;
import java.io.RandomAccessFile;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postchaise.engine.config.MainCf;

/** Files that change, break, are missing or are too much. */
class FileTableTest {
    private static final int RANDOM_FILES = 100_000;

    private final List<String> warnings = new ArrayList<>();
    private final SetClock clock = new SetClock();
    private final TableRegistry registry = new TableRegistry(TableRegistry.localTypes(), clock, warnings::add);

    @TempDir
    Path directory;

    @Test
    void aChangeShowsAfterASecondAndNotBefore() throws Exception {
        Path file = write("a 1\n", 1);
        LookupTable table = registry.open("hash:" + file);
        write("a 2 longer\n", 2);
        assertThat(table.find("a")).isEqualTo(new LookupResult.Found("1"));
        clock.millis += 1000;
        assertThat(table.find("a")).isEqualTo(new LookupResult.Found("2 longer"));
    }

    @Test
    void aClockThatIsSetBackDoesNotKeepTheFileUnread() throws Exception {
        LookupTable table = registry.open("hash:" + write("a 1\n", 1));
        write("a 2\n", 2);
        clock.millis -= 3_600_000;
        assertThat(table.find("a")).isEqualTo(new LookupResult.Found("2"));
    }

    @Test
    void aBrokenNewVersionKeepsTheOldAndWarnsOnce() throws Exception {
        LookupTable table = registry.open("regexp:" + write("/a/ 1\n", 1));
        write("/a/ 2\n/(/ 3\n", 2);
        for (int i = 0; i < 3; i++) {
            clock.millis += 1000;
            assertThat(table.find("a")).isEqualTo(new LookupResult.Found("1"));
        }
        assertThat(warnings).hasSize(1).first().asString().contains("old one stays", "line 2: Unmatched (");
        write("/a/ 4\n", 3);
        clock.millis += 1000;
        assertThat(table.find("a")).isEqualTo(new LookupResult.Found("4"));
    }

    @Test
    void aFileThatIsGoneKeepsTheOldVersionAndWarnsOnce() throws Exception {
        Path file = write("1.2.3.4 1\n", 1);
        LookupTable table = registry.open("cidr:" + file);
        Files.delete(file);
        for (int i = 0; i < 3; i++) {
            clock.millis += 1000;
            assertThat(table.find("1.2.3.4")).isEqualTo(new LookupResult.Found("1"));
        }
        assertThat(warnings).hasSize(1).first().asString().contains("no such file");
    }

    @ParameterizedTest
    @ValueSource(strings = {"hash", "btree", "dbm", "lmdb", "cdb", "texthash", "cidr", "regexp", "pcre"})
    void aMissingFileIsAClearError(String type) {
        assertThatThrownBy(() -> registry.open(type + ":" + directory.resolve("none")))
                .isInstanceOf(TableException.class)
                .hasMessageContaining(type + ":" + directory.resolve("none") + ": no such file");
    }

    @Test
    void aTypeThatDoesNotExistIsAClearError() {
        assertThatThrownBy(() -> registry.open("hsah:/etc/x"))
                .isInstanceOf(TableException.class)
                .hasMessageContaining("no table type hsah; expected one of btree, cdb, ");
    }

    @Test
    void aDirectoryIsAClearError() {
        assertThatThrownBy(() -> registry.open("hash:" + directory))
                .isInstanceOf(TableException.class)
                .hasMessageContaining("is a directory");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            value = {
                "pcre:{/a/ x} ! \"/a/\" is not one rule in braces; expected pcre:{{rule}, {rule}}",
                "regexp:{{/a/ x}y, {/b/ z}} ! \"{/a/ x}y\" is not one rule in braces",
                "cidr:{{10.0.0.0/8 a} ! bad syntax; expected cidr:{{rule}, {rule}}",
                "cidr:{{10.0.0.0/8 a}, {10.0.0.1/8 b}} ! , line 2: non-null host address bits",
            })
    void wrongRulesInATablesNameStopADeployment(String table, String reason) {
        assertThatThrownBy(
                        () -> TableRegistry.forDeployment(clock, warnings::add).open(table.strip()))
                .isInstanceOf(TableException.class)
                .hasMessageContaining(reason.strip());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            value = {
                "regexp ! /a/ b|# c|/d/ e|/f/ g|/h/ i|/j/ k|/l(/ m ! , line 7: Unmatched (",
                "pcre ! /a/ b|# c|/d/ e|/f/ g|/h/ i|/j/ k|/l( m ! , line 7: ",
                "pcre ! /a/ b|/c(?<x/ d ! , line 2: ",
                "cidr ! 10.0.0.0/8 b|10.0.0.1/8 c ! , line 2: non-null host address bits",
                "cidr ! 10.0.0.0/8 b|300.0.0.0/8 c ! , line 2: bad network value",
                "regexp ! /a/ b|if /c/|/d/ e ! , line 2: IF has no matching ENDIF",
                "pcre ! if /c/|/d/ e ! , line 1: IF has no matching ENDIF",
                "cidr ! 1.2.3.4 a|if ::/0|::1 b ! , line 2: IF has no matching ENDIF",
                "regexp ! endif ! , line 1: ignoring ENDIF without matching IF",
                "hash ! a b|c ! , line 2: expected format: key whitespace value",
                "hash ! a b|\"c d ! , line 2: unbalanced",
                "texthash ! \u0001\u0002\u00e9\u0003 ! , line 1: expected format",
            })
    void aWrongLineStopsADeploymentAndIsPassedOverByPostmap(String type, String text, String reason) throws Exception {
        Path file = write(text.strip().replace('|', '\n') + "\n", 1);
        assertThatThrownBy(
                        () -> TableRegistry.forDeployment(clock, warnings::add).open(type.strip() + ":" + file))
                .isInstanceOf(TableException.class)
                .hasMessageStartingWith(type.strip() + ":" + file + reason.stripTrailing())
                .hasMessageNotContaining("skipping");
        assertThat(warnings).isEmpty();
        registry.open(type.strip() + ":" + file).close();
        assertThat(warnings).first().asString().contains(reason.strip());
    }

    @ParameterizedTest
    @ValueSource(strings = {"hash", "cidr", "regexp", "pcre"})
    void octetsThatAreNoTextStopADeployment(String type) throws Exception {
        byte[] garbage = new byte[20_000];
        new Random(4).nextBytes(garbage);
        Path file = Files.write(directory.resolve("table"), garbage);
        assertThatThrownBy(
                        () -> TableRegistry.forDeployment(clock, warnings::add).open(type + ":" + file))
                .isInstanceOf(TableException.class)
                .hasMessageStartingWith(type + ":" + file + ", line ")
                .hasMessageNotContaining("\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"hash", "cidr", "regexp", "pcre"})
    void aLinkToNothingIsAClearError(String type) throws Exception {
        Path link = Files.createSymbolicLink(directory.resolve("link"), directory.resolve("none"));
        assertThatThrownBy(() -> registry.open(type + ":" + link))
                .isInstanceOf(TableException.class)
                .hasMessage(type + ":" + link + ": no such file");
    }

    @Test
    void aFileWithoutPermissionIsAClearError() throws Exception {
        Path file = write("a b\n", 1);
        Files.setPosixFilePermissions(file, Set.of());
        if (Files.isReadable(file)) {
            System.out.println("skipped: this user (root) may read every file");
        }
        assumeFalse(Files.isReadable(file), "this user may read every file");
        assertThatThrownBy(() -> registry.open("hash:" + file))
                .isInstanceOf(TableException.class)
                .hasMessage("hash:" + file + ": no permission to read the file");
    }

    /** A gigabyte that takes no place on the disk. */
    @Test
    void aLineOfAGigabyteIsRefusedSoon() throws Exception {
        Path file = directory.resolve("table");
        try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
            sparse.setLength(1L << 30);
        }
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        for (String type : List.of("hash", "cidr", "regexp", "pcre")) {
            assertThatThrownBy(() -> registry.open(type + ":" + file))
                    .isInstanceOf(TableException.class)
                    .hasMessageContaining(file + ", line 1: longer than 1048576 octets");
        }
        for (String type : List.of("jdbc", "ldap")) {
            assertThatThrownBy(() ->
                            TableRegistry.forDeployment(clock, warnings::add).open(type + ":" + file))
                    .isInstanceOf(TableException.class)
                    .hasMessageContaining(file + " is larger than 1000000 octets");
        }
        assertThatThrownBy(() -> MainCf.read(file)).hasMessageContaining(file + ", line 1: a line is longer than");
        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(100_000_000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"hash", "cidr", "regexp", "pcre"})
    void aLineWithoutEndIsAnErrorWithFileAndLine(String type) throws Exception {
        Path file = write("# first\n" + "x".repeat(LogicalLines.LIMIT + 1), 1);
        assertThatThrownBy(() -> registry.open(type + ":" + file))
                .isInstanceOf(TableException.class)
                .hasMessageContaining(file + ", line 2: longer than 1048576 octets");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/^(a+)+$/", "/^(a|aa)+$/", "/^(a*)*b?(a*)*c$/", "/(.*)*(.*)*(.*)*(.*)*(.*)*x/"})
    void anExpressionThatBacktracksWithoutEndIsUnavailable(String pattern) throws Exception {
        Path file = write(pattern + " no\n", 1);
        for (String type : List.of("pcre", "regexp")) {
            LookupResult result = registry.open(type + ":" + file).find("a".repeat(2000) + "!");
            assertThat(result).isNotInstanceOf(LookupResult.Found.class);
        }
    }

    @Test
    void anExpressionThatBacktracksWithoutEndNamesFileAndLine() throws Exception {
        Path file = write("# rules\n/a*a*a*a*a*a*x/ no\n", 1);
        assertThat(registry.open("pcre:" + file).find("a".repeat(2000)))
                .isInstanceOfSatisfying(
                        LookupResult.Unavailable.class,
                        result -> assertThat(result.cause()).contains(file + ", line 2: backtracking limit exceeded"));
    }

    @Test
    void aMillionLinesTakeTheirPlaceAndAreFound() throws Exception {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 1_000_000; i++) {
            text.append("user")
                    .append(i)
                    .append("@example.com smtp:[relay")
                    .append(i % 9)
                    .append("]\n");
        }
        long start = System.nanoTime();
        LookupTable table = registry.open("hash:" + write(text.toString(), 1));
        System.out.println("hash: 1000000 lines in " + (System.nanoTime() - start) / 1_000_000 + " ms");
        assertThat(table.find("USER999999@example.com")).isEqualTo(new LookupResult.Found("smtp:[relay0]"));
        assertThat(table.find("user1000000@example.com")).isEqualTo(LookupResult.ABSENT);
    }

    @Test
    void theFirstOfManyNetworksWinsAsInALinearScan() throws Exception {
        Random random = new Random(7);
        List<int[]> rules = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 3000; i++) {
            int length = 1 + random.nextInt(32);
            int network = random.nextInt() & (-1 << (32 - length));
            int negated = random.nextInt(500) == 0 && length > 8 ? 1 : 0;
            rules.add(new int[] {network, length, negated});
            text.append(negated == 1 ? "!" : "")
                    .append(dotted(network))
                    .append('/')
                    .append(length)
                    .append(" v")
                    .append(i)
                    .append('\n');
        }
        LookupTable table = registry.open("cidr:" + write(text.toString(), 1));
        for (int i = 0; i < 20_000; i++) {
            int address = i % 2 == 0 ? random.nextInt() : rules.get(random.nextInt(3000))[0] - random.nextInt(2);
            LookupResult expected = LookupResult.ABSENT;
            for (int rule = 0; rule < rules.size(); rule++) {
                int[] r = rules.get(rule);
                if (((address & (-1 << (32 - r[1]))) == r[0]) == (r[2] == 0)) {
                    expected = new LookupResult.Found("v" + rule);
                    break;
                }
            }
            assertThat(table.find(dotted(address))).isEqualTo(expected);
        }
    }

    @Test
    void noFileCrashesOrHangsAParser() throws Exception {
        Map<String, FileTable.Reader> readers = Map.of(
                "hash",
                KeyValueFile::read,
                "cidr",
                CidrRules::read,
                "regexp",
                RegexRules.reader(new PosixDialect()),
                "pcre",
                RegexRules.reader(new PcreDialect()));
        String[] pieces = {
            "if",
            "endif",
            "IF ",
            "ENDIF\n",
            "!",
            "/",
            "a",
            "b+",
            "(",
            ")",
            "[",
            "]",
            "[^",
            "[:alpha:]",
            "{2,3}",
            "{",
            "}",
            "*",
            "?",
            "|",
            "\\",
            "\\1",
            "$1",
            "${1}",
            "$(",
            "$$",
            "^",
            "$",
            ".",
            " ",
            "\t",
            "\n",
            "\r\n",
            "#",
            "10.0.0.0/8",
            "1.2.3.4",
            "::/0",
            "2001:db8::1",
            "key value\n",
            "\"",
            "\0",
            "\u00e9",
            "\u00ff",
            "-",
            ",",
            "i",
            "m",
            "x",
            "(?i)",
            "(?<n>",
            "(?=",
            "\\Q",
            "\\E",
            "\\x{",
            "\\k<n>",
            "(?#",
            "/foo/ bar\n",
            "if /a/\n",
            "endif\n",
            "if !::/1\n",
            "\\g{-1}",
            "9999999999"
        };
        Random random = new Random(20);
        for (int i = 0; i < RANDOM_FILES; i++) {
            byte[] bytes;
            if (i % 10 == 0) {
                bytes = new byte[random.nextInt(60)];
                random.nextBytes(bytes);
            } else {
                StringBuilder text = new StringBuilder();
                for (int n = random.nextInt(25); n > 0; n--) {
                    text.append(pieces[random.nextInt(pieces.length)]);
                }
                bytes = text.toString().getBytes(i % 2 == 0 ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1);
            }
            for (Map.Entry<String, FileTable.Reader> reader : readers.entrySet()) {
                Findings findings = new Findings();
                LogicalLines lines = new LogicalLines(new ByteArrayInputStream(bytes), "file", findings);
                FileTable.Content content =
                        reader.getValue().read(lines, reader.getKey() + ":file", bytes.length, findings);
                assertThat(content.find(i % 3 == 0 ? "10.1.2.3" : "aab\u00e9foo"))
                        .isNotNull();
            }
        }
        System.out.println(
                "table files: " + RANDOM_FILES + " random ones, each as " + readers.keySet() + ", none crashed");
    }

    private static String dotted(int address) {
        return (address >>> 24) + "." + (address >>> 16 & 255) + "." + (address >>> 8 & 255) + "." + (address & 255);
    }

    private Path write(String text, int second) throws Exception {
        Path file = Files.writeString(directory.resolve("table"), text);
        return Files.setLastModifiedTime(file, FileTime.from(Instant.ofEpochSecond(second)));
    }
}
