/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.postchaise.engine.config.Settings;
import org.postchaise.engine.config.SettingsException;
import org.postchaise.engine.config.catalog.Catalog;
import org.postchaise.engine.config.catalog.SmtpSession;
import org.postchaise.engine.config.catalog.Transports;

/** The registry of table types as the owner of the tables that it opened. */
class TableRegistryTest {
    private final List<String> closed = new ArrayList<>();

    private TableRegistry registry() {
        Stream<TableType> others =
                TableRegistry.localTypes().stream().filter(type -> !type.name().equals("static"));
        return new TableRegistry(
                Stream.concat(others, Stream.of(new Recording())).toList(), Clock.systemUTC(), warning -> {});
    }

    /** A type named like a known one, so that match lists accept it, whose tables record that they are closed. */
    private final class Recording implements TableType {
        @Override
        public String name() {
            return "static";
        }

        @Override
        public LookupTable open(String name, TableContext context) {
            return new NamedTable("static:" + name) {
                @Override
                LookupResult ask(String key) {
                    return new LookupResult.Found(name);
                }

                @Override
                public void close() {
                    super.close();
                    closed.add(name);
                }
            };
        }
    }

    @Test
    void closesTheTablesOfLookupsAndLists() throws TableException {
        Settings settings = Catalog.settings(
                Map.of("transport_maps", "static:maps", "smtp_connection_cache_destinations", "static:list"));
        TableRegistry registry = registry();
        LookupTable table = registry.open("static:table");
        AddressLookup lookup = registry.lookup(settings, Transports.TRANSPORT_MAPS, KeyOrder.whole());
        MatchList list = registry.usableMatchList(settings, SmtpSession.CACHE_DESTINATIONS);
        assertThat(closed).isEmpty();

        registry.close();

        assertThat(closed).containsExactlyInAnyOrder("table", "maps", "list");
        assertThat(table.find("a")).isInstanceOf(LookupResult.Unavailable.class);
        assertThat(lookup.find("a")).isInstanceOf(LookupResult.Unavailable.class);
        assertThat(list.find("a")).isInstanceOf(MatchList.Result.Unavailable.class);
    }

    @Test
    void closesTheTablesOpenedBeforeABadOne() {
        Settings settings = Catalog.settings(Map.of("transport_maps", "static:good, nosuch:bad"));
        TableRegistry registry = registry();
        assertThatThrownBy(() -> registry.lookup(settings, Transports.TRANSPORT_MAPS, KeyOrder.whole()))
                .isInstanceOf(SettingsException.class);

        registry.close();

        assertThat(closed).containsExactly("good");
    }

    @Test
    void leavesThePartsOfATableToThatTable() throws TableException {
        TableRegistry registry = registry();
        registry.open("unionmap:{static:one, static:two}");

        registry.close();
        registry.close();

        assertThat(closed).containsExactly("one", "two");
    }

    @Test
    void keepsNoListThatIsOnlyAskedOnce() {
        Settings settings = Catalog.settings(Map.of("parent_domain_matches_subdomains", "static:all"));
        TableRegistry registry = registry();
        assertThat(registry.parents(settings, Transports.TRANSPORT_MAPS)).isEqualTo(KeyOrder.Parents.PLAIN);
        assertThat(closed).containsExactly("all");
    }
}
