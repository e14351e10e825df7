/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JdbcTableTest {
    private final String url = "jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1";
    private Connection database;

    @TempDir
    Path directory;

    @BeforeEach
    void fill() throws Exception {
        database = DriverManager.getConnection(url);
        sql("CREATE TABLE alias(address VARCHAR(200), goto VARCHAR(200), other VARCHAR(200))");
        sql("INSERT INTO alias VALUES('u@d.example', 'a@x.example', NULL), ('u@d.example', 'b@y.example', ''),"
                + " ('o''brien@d.example', 'c', 'd'), ('d.example', 'whole', NULL), ('50%', 'half', NULL)");
        sql("CREATE ALIAS SLEEP FOR \"java.lang.Thread.sleep(long)\"");
    }

    @AfterEach
    void drop() throws Exception {
        sql("SHUTDOWN");
    }

    private void sql(String text) throws Exception {
        try (Statement statement = database.createStatement()) {
            statement.execute(text);
        }
    }

    private LookupTable table(String... lines) throws Exception {
        Path file = Files.writeString(directory.resolve("t.cf"), "url = " + url + "\n" + String.join("\n", lines));
        return ServerTablesTest.open(JdbcTable.type(), file.toString());
    }

    private static LookupResult found(String value) {
        return new LookupResult.Found(value);
    }

    @Test
    void joinsRowsAndColumnsAndPassesOverEmptyOnes() throws Exception {
        try (LookupTable table =
                table("query = SELECT goto, other", "  FROM alias WHERE address = '%s' ORDER BY goto")) {
            assertThat(table.find("u@d.example")).isEqualTo(found("a@x.example,b@y.example"));
            assertThat(table.find("o'brien@d.example")).isEqualTo(found("c,d"));
            assertThat(table.find("50%")).isEqualTo(found("half"));
            assertThat(table.find("nobody@d.example")).isEqualTo(LookupResult.ABSENT);
            assertThat(table.find("")).isEqualTo(LookupResult.ABSENT);
            assertThat(table.matchesPatterns()).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "' OR '1'='1",
                "x' UNION SELECT 'a','b' --",
                "'; DROP TABLE alias; --",
                "\\' OR 1=1 --",
                "\\",
                "''",
                "?",
                "%s",
                "\u02bc OR 1=1",
                "x@d'; DROP TABLE alias; --.example",
            })
    void aKeyIsNeverSql(String key) throws Exception {
        try (LookupTable quoted = table("query = SELECT goto FROM alias WHERE address = '%s'");
                LookupTable bare = table("query = SELECT goto FROM alias WHERE address = %s");
                LookupTable parts = table("query = SELECT goto FROM alias WHERE address LIKE '%u-%%'")) {
            assertThat(quoted.find(key)).isEqualTo(LookupResult.ABSENT);
            assertThat(bare.find(key)).isEqualTo(LookupResult.ABSENT);
            assertThat(parts.find(key)).isNotInstanceOf(LookupResult.Found.class);
            assertThat(quoted.find("d.example")).isEqualTo(found("whole"));
        }
    }

    @Test
    void expandsPartsOfTheKey() throws Exception {
        try (LookupTable table = table("query = SELECT '%u/%d/%1/%2/%U/%D/%S/100%%''' FROM DUAL WHERE '%%' = '%%'")) {
            assertThat(table.find("u@d.example"))
                    .isEqualTo(found("u/d.example/example/d/u/d.example/u@d.example/100%'"));
            for (String key : new String[] {"user", "@d.example", "u@", "u@example", "u@a..example", "u@d."}) {
                assertThat(table.find(key)).as(key).isEqualTo(LookupResult.ABSENT);
            }
        }
    }

    @Test
    void formatsResults() throws Exception {
        try (LookupTable table = table(
                "query = SELECT goto FROM alias WHERE address = '%s' ORDER BY goto",
                "result_format = <%u at %d %U %1 %%>")) {
            assertThat(table.find("u@d.example"))
                    .isEqualTo(found("<a at x.example u example %>,<b at y.example u example %>"));
            assertThat(table.find("o'brien@d.example")).isEqualTo(LookupResult.ABSENT);
            assertThat(table.find("d.example")).isEqualTo(LookupResult.ABSENT);
        }
    }

    @Test
    void moreValuesThanTheLimitMakeTheTableUnavailable() throws Exception {
        try (LookupTable table = table("query = SELECT goto FROM alias WHERE address = '%s'", "expansion_limit = 1")) {
            assertThat(table.find("u@d.example"))
                    .isInstanceOfSatisfying(
                            LookupResult.Unavailable.class,
                            e -> assertThat(e.cause()).contains("jdbc:").contains("expansion_limit"));
            assertThat(table.find("d.example")).isEqualTo(found("whole"));
        }
    }

    @Test
    void asksOnlyForTheDomainsNamed() throws Exception {
        try (LookupTable table = table(
                "query = SELECT goto FROM alias WHERE address = '%s' ORDER BY goto", "domain = e.example, D.Example")) {
            assertThat(table.find("u@d.example")).isEqualTo(found("a@x.example,b@y.example"));
            assertThat(table.find("d.example")).isEqualTo(LookupResult.ABSENT);
        }
        try (LookupTable table = table("query = SELECT goto FROM alias", "domain = e.example")) {
            assertThat(table.find("u@d.example")).isEqualTo(LookupResult.ABSENT);
        }
    }

    @Test
    void theDomainsMayBeExcludedOrStandInAFileOrATable() throws Exception {
        Path list = Files.writeString(directory.resolve("domains"), "# ours\n!e.example\nD.example\n");
        for (String domains : List.of(list.toString(), "!e.example static:all", "inline:{d.example=yes}")) {
            LookupTable opened = local("domain = " + domains);
            try (opened) {
                assertThat(opened.find("u@d.example")).as(domains).isEqualTo(found("a@x.example,b@y.example"));
                assertThat(opened.find("u@e.example")).as(domains).isEqualTo(LookupResult.ABSENT);
            }
        }
        try (LookupTable opened = local("domain = !d.example fail:always")) {
            assertThat(opened.find("u@d.example")).isEqualTo(LookupResult.ABSENT);
            assertThat(opened.find("u@e.example")).isInstanceOf(LookupResult.Unavailable.class);
        }
        for (String domains : List.of("/does/not/exist", "hsah:x", "d.example !", "texthash:/does/not/exist")) {
            assertThatThrownBy(() -> local("domain = " + domains))
                    .as(domains)
                    .isInstanceOf(TableException.class)
                    .hasMessageContaining("t.cf: domain: ");
        }
    }

    /** With the local types beside it, and the query of the other tests. */
    private LookupTable local(String line) throws Exception {
        Path file = Files.writeString(
                directory.resolve("t.cf"),
                "url = " + url + "\nquery = SELECT goto FROM alias WHERE address = '%s' ORDER BY goto\n" + line);
        return TableRegistry.forDeployment(Clock.systemUTC(), warning -> {}).open("jdbc:" + file);
    }

    @Test
    void aQueryThatHangsMakesTheTableUnavailable() throws Exception {
        try (LookupTable table =
                table("query = SELECT SLEEP(20000) FROM DUAL WHERE 'x' <> '%s'", "query_timeout = 1")) {
            assertThat(table.find("key")).isInstanceOf(LookupResult.Unavailable.class);
        }
    }

    @Test
    void aDatabaseThatDiedBetweenLookupsIsAskedOverANewConnection() throws Exception {
        try (LookupTable table = table("query = SELECT goto FROM alias WHERE address = '%s'")) {
            assertThat(table.find("d.example")).isEqualTo(found("whole"));
            sql("SHUTDOWN");
            assertThat(table.find("d.example"))
                    .isInstanceOfSatisfying(
                            LookupResult.Unavailable.class,
                            e -> assertThat(e.cause())
                                    .contains(table.toString())
                                    .doesNotContain("\n"));
            database = DriverManager.getConnection(url);
            fill();
            assertThat(table.find("d.example")).isEqualTo(found("whole"));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "query = SELECT '%x'",
                "query = SELECT 'open %s",
                "query = SELECT \"%s\"",
                "query = SELECT `%u`",
                "query = SELECT 'a\\_%s'",
                "query = SELECT 1 WHERE a = ?",
                "query = SELECT 1 -- '%s'",
                "query = SELECT 1 /* %s */",
                "query =",
                "query = SELECT %",
                "query = SELECT 1\nexpansion_limit = x",
                "query = SELECT 1\nquery_timeout = 0",
                "query = SELECT 1\ndatasource = java:/x",
                "no equals sign",
            })
    void aConfigurationThatIsWrongIsRefused(String lines) {
        assertThatThrownBy(() -> table(lines))
                .isInstanceOf(TableException.class)
                .hasMessageContaining("t.cf")
                .hasMessageNotContaining("\n");
    }

    @Test
    void noNameSpaceMeansUnavailable() throws Exception {
        Path file = Files.writeString(directory.resolve("d.cf"), "datasource = java:/nothing\nquery = SELECT 1\n");
        assertThat(ServerTablesTest.open(JdbcTable.type(), file.toString()).find("key"))
                .isInstanceOfSatisfying(
                        LookupResult.Unavailable.class,
                        e -> assertThat(e.cause()).contains("jdbc:" + file).contains("java:/nothing"));
        assertThatThrownBy(() -> ServerTablesTest.open(JdbcTable.type(), directory + "/none.cf"))
                .hasMessageContaining("none.cf");
    }
}
