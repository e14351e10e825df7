/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postchaise.engine.Postfix;

/**
 * Every key of {@code tables/TYPE.keys} in every table of {@code tables/TYPE.maps} (separated by {@code ----}), answers and
 * lines with warnings, is what {@code TYPE.ref} says, which Postfix 3.7.11 wrote; and, with those of {@code more.keys}, what
 * the postmap installed here says. Made tables (inline, static, unionmap, ...) stand one a line.
 */
class PostmapTablesTest {
    private static final String SEPARATOR = "----\n";

    @TempDir
    Path directory;

    private Postfix postfix;

    @BeforeEach
    void aConfiguration() {
        postfix = Postfix.in(directory);
    }

    @ParameterizedTest
    @ValueSource(strings = {"texthash", "hash", "btree", "dbm", "lmdb", "cdb"})
    void fixedKeysAreFoundAsPostfixFindsThem(String type) throws Exception {
        assertThat(ours(type, "texthash")).isEqualTo(PostmapForm.resource("texthash.ref"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"regexp", "pcre", "cidr"})
    void patternsAreFoundAsPostfixFindsThem(String type) throws Exception {
        assertThat(ours(type, type)).isEqualTo(PostmapForm.resource(type + ".ref"));
    }

    @Test
    void madeTablesAnswerAsPostfixs() throws Exception {
        StringBuilder answers = new StringBuilder();
        for (String table : PostmapForm.lines("made.maps")) {
            answers.append(PostmapForm.ours(table, PostmapForm.lines("made.keys")))
                    .append(SEPARATOR);
        }
        assertThat(answers.toString()).isEqualTo(PostmapForm.resource("made.ref"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"texthash", "hash", "btree", "lmdb", "cdb", "regexp", "pcre", "cidr"})
    void postmapSaysTheSame(String type) throws Exception {
        postfix.assumeInstalled(type);
        boolean compiled = Set.of("hash", "btree", "lmdb", "cdb").contains(type);
        String resource = compiled ? "texthash" : type;
        Set<String> keys = new LinkedHashSet<>(PostmapForm.lines(resource + ".keys"));
        keys.addAll(PostmapForm.lines("more.keys"));
        if (type.equals("lmdb")) {
            // an empty key is fatal to postmap's lmdb
            keys.remove("");
        }
        int tables = 0;
        for (String map : PostmapForm.resource(resource + ".maps").split(SEPARATOR, -1)) {
            String table = type + ":" + postfix.write("map", map);
            if (compiled) {
                postfix.postmap("", table);
            }
            String theirs = PostmapForm.theirs(postfix.query(table, List.copyOf(keys)));
            String ours = PostmapForm.ours(table, List.copyOf(keys));
            // of a compiled table the warnings come when it is made
            assertThat(compiled ? PostmapForm.answers(ours) : ours)
                    .as(map)
                    .isEqualTo(compiled ? PostmapForm.answers(theirs) : theirs);
            tables++;
        }
        assertThat(keys).hasSizeGreaterThanOrEqualTo(200);
        System.out.println(
                "postmap and ours agree: " + type + ", " + keys.size() + " keys, " + tables * keys.size() + " lookups");
    }

    private String ours(String type, String resource) throws Exception {
        StringBuilder answers = new StringBuilder();
        for (String map : PostmapForm.resource(resource + ".maps").split(SEPARATOR, -1)) {
            answers.append(PostmapForm.ours(
                            type + ":" + postfix.write("map", map), PostmapForm.lines(resource + ".keys")))
                    .append(SEPARATOR);
        }
        return answers.toString();
    }
}
