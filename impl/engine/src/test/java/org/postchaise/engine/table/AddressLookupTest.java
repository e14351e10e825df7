/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postchaise.engine.table.KeyOrder.Parents;

/** Golden lists of keys: canonical(5), virtual(5), access(5), transport(5) say the order. A "~" marks keys for every table. */
class AddressLookupTest {
    private static final AddressKeys REWRITING = AddressKeys.rewriting("+-", domain -> domain.equals("local.example"));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "u@d.example | ~u@d.example @d.example",
                "u+x@d.example | ~u+x@d.example u@d.example @d.example",
                "u+x@local.example | ~u+x@local.example u@local.example u+x u @local.example",
                "u-x+y@d.example | ~u-x+y@d.example u@d.example @d.example",
                "+x@d.example | ~+x@d.example @d.example",
                "owner-l@d.example | ~owner-l@d.example @d.example",
                "l-request@d.example | ~l-request@d.example @d.example",
                "MAILER-DAEMON@d.example | ~MAILER-DAEMON@d.example @d.example",
                "a b@d.example | ~\"a_b\"@d.example ~a_b@d.example @d.example",
                "a b+x@local.example | ~\"a_b+x\"@local.example ~a_b+x@local.example \"a_b\"@local.example a_b@local.example \"a_b+x\" a_b+x \"a_b\" a_b @local.example",
                "a@b@d.example | ~\"a@b\"@d.example ~a@b@d.example @d.example",
                "u+x | ~u+x u",
            })
    void rewritingTables(String address, String keys) {
        assertThat(keys(REWRITING, address)).isEqualTo(keys);
    }

    @Test
    void accessTablesOfMailAddresses() {
        assertThat(keys(AddressKeys.access("+", Parents.PLAIN), "u+x@a.b.example"))
                .isEqualTo("~u+x@a.b.example u@a.b.example a.b.example b.example example u+x@ u@");
        assertThat(keys(AddressKeys.access("+", Parents.DOTTED), "u@a.b.example"))
                .isEqualTo("~u@a.b.example a.b.example .b.example .example u@");
    }

    @Test
    void transportTables() {
        assertThat(keys(AddressKeys.transport("+", Parents.PLAIN), "u+x@b.example"))
                .isEqualTo("~u+x@b.example u@b.example b.example example ~*");
        assertThat(keys(AddressKeys.transport("", Parents.DOTTED), "u+x@a.b.example"))
                .isEqualTo("~u+x@a.b.example a.b.example .b.example .example ~*");
    }

    @Test
    void tablesKeyedBySender() {
        assertThat(keys(AddressKeys.sender("+"), "u+x@b.example")).isEqualTo("~u+x@b.example u@b.example @b.example");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a.b.example | ~a.b.example b.example example | ~a.b.example .b.example .example",
                "example | ~example | ~example",
                "192.0.2.1 | ~192.0.2.1 | ~192.0.2.1",
                ".a.example | ~.a.example example | ~.a.example .example",
            })
    void domains(String name, String plain, String dotted) {
        assertThat(keys(KeyOrder.domain(Parents.PLAIN), name)).isEqualTo(plain);
        assertThat(keys(KeyOrder.domain(Parents.DOTTED), name)).isEqualTo(dotted);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "192.0.2.1 | ~192.0.2.1 192.0.2 192.0 192",
                "2001:db8::1 | ~2001:db8::1 2001:db8: 2001:db8 2001",
            })
    void networks(String address, String keys) {
        assertThat(keys(KeyOrder.network(), address)).isEqualTo(keys);
    }

    @Test
    void foldsKeysOfFixedTablesOnlyAndAsksPatternsForTheWholeOnly() {
        Recorder fixed = new Recorder("fixed", false, Map.of());
        Recorder patterns = new Recorder("patterns", true, Map.of());
        AddressLookup lookup = new AddressLookup(List.of(fixed, patterns), REWRITING);
        assertThat(lookup.find("U+X@D.Example")).isEqualTo(LookupResult.ABSENT);
        assertThat(fixed.asked).containsExactly("u+x@d.example", "u@d.example", "@d.example");
        assertThat(patterns.asked).containsExactly("U+X@D.Example");
    }

    @Test
    void tellsWhichExtensionWasLeftOut() {
        Recorder table = new Recorder("t", false, Map.of("u@d.example", new LookupResult.Found("v@e.example")));
        assertThat(new AddressLookup(List.of(table), REWRITING).match("U+Ext@d.example"))
                .isEqualTo(new AddressLookup.Match(new LookupResult.Found("v@e.example"), "u@d.example", "+Ext"));
    }

    @Test
    void aTableThatCanNotBeSearchedEndsTheSearch() {
        LookupResult down = new LookupResult.Unavailable("table t: down");
        Recorder first = new Recorder("t", false, Map.of("u@d.example", down));
        Recorder second = new Recorder("s", false, Map.of("@d.example", new LookupResult.Found("x")));
        assertThat(new AddressLookup(List.of(first, second), REWRITING).find("u+x@d.example"))
                .isEqualTo(down);
        assertThat(second.asked).containsExactly("u+x@d.example");
    }

    @Test
    void anEmptyValueIsAMistakeOfTheTable() {
        Recorder table = new Recorder("t", false, Map.of("u@d.example", new LookupResult.Found("")));
        assertThat(new AddressLookup(List.of(table), REWRITING).find("u@d.example"))
                .isEqualTo(new LookupResult.Unavailable("table t has an empty value for \"u@d.example\""));
    }

    private static String keys(KeyOrder order, String subject) {
        List<String> keys = new ArrayList<>();
        order.keys(subject)
                .forEach(key -> keys.add((key.reach() == SearchKey.Reach.WHOLE ? "~" : "")
                        + key.text().replace(' ', '_')));
        return String.join(" ", keys);
    }

    private static final class Recorder implements LookupTable {
        private final String name;
        private final boolean patterns;
        private final Map<String, LookupResult> content;
        private final List<String> asked = new ArrayList<>();

        Recorder(String name, boolean patterns, Map<String, LookupResult> content) {
            this.name = name;
            this.patterns = patterns;
            this.content = content;
        }

        @Override
        public LookupResult find(String key) {
            asked.add(key);
            return content.getOrDefault(key, LookupResult.ABSENT);
        }

        @Override
        public boolean matchesPatterns() {
            return patterns;
        }

        @Override
        public String toString() {
            return name;
        }

        @Override
        public void close() {}
    }
}
