/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.server.resolve;

import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.postchaise.engine.config.MainCf;
import org.postchaise.engine.config.Settings;
import org.postchaise.engine.config.catalog.Catalog;
import org.postchaise.engine.dns.HostAnswer;
import org.postchaise.engine.dns.HostResolver;
import org.postchaise.engine.table.TableRegistry;

/** Answers of Postfix that were recorded with the settings of the conformance scenarios of the server. */
final class AddressGoldens {
    /** The settings of all recorded answers. */
    static final Map<String, String> BASE = Map.ofEntries(
            Map.entry("compatibility_level", "3.6"),
            Map.entry("myhostname", "mail.example.test"),
            Map.entry("mydomain", "example.test"),
            Map.entry("inet_interfaces", "127.0.0.1"),
            Map.entry("mynetworks", "127.0.0.1/32"),
            Map.entry("mydestination", "example.test, mail.example.test"),
            Map.entry("local_recipient_maps", "inline:{user=x,other=x,postmaster=x,abuse=x}"),
            Map.entry("relay_domains", "relay.test"),
            Map.entry("virtual_mailbox_domains", "virtual.test"),
            Map.entry("virtual_mailbox_maps", "inline:{v@virtual.test=x}"),
            Map.entry("virtual_alias_domains", "alias.test"),
            Map.entry("virtual_alias_maps", "inline:{al@alias.test=user@example.test}"));

    /**
     * A question and what Postfix answered.
     *
     * @param title the comment above
     * @param settings the settings of the question
     * @param columns the question and the answers
     */
    record Pair(String title, Map<String, String> settings, List<String> columns) {
        @Override
        public String toString() {
            return title + ": " + columns.get(0);
        }
    }

    private AddressGoldens() {}

    /** Returns the pairs of a file beside this class. */
    static List<Pair> read(String name) throws IOException, URISyntaxException {
        Path file = Path.of(Objects.requireNonNull(AddressGoldens.class.getResource(name), name)
                .toURI());
        List<Pair> pairs = new ArrayList<>();
        String title = "";
        StringBuilder settings = new StringBuilder();
        for (String line : Files.readAllLines(file)) {
            if (line.startsWith("#")) {
                title = line.substring(1).strip();
                settings = new StringBuilder();
            } else if (line.startsWith("? ")) {
                Map<String, String> all = new LinkedHashMap<>(BASE);
                MainCf.parse("main.cf", settings.toString())
                        .entries()
                        .forEach(entry -> all.put(entry.name(), entry.text()));
                pairs.add(new Pair(title, all, List.of(line.substring(2).split(" \\| ", -1))));
            } else if (!line.isBlank()) {
                settings.append(line).append('\n');
            }
        }
        return pairs;
    }

    static Settings settings(Map<String, String> texts) {
        return Catalog.settings(texts);
    }

    static TableRegistry tables() {
        return TableRegistry.ofAllTypes(warning -> fail(warning));
    }

    /** Returns a resolver that knows no host; addresses are not looked up. */
    static HostResolver noHosts() {
        return name -> new HostAnswer.NotFound("no host " + name);
    }

    static Resolver resolver(Map<String, String> texts) {
        return Resolver.from(settings(texts), tables(), noHosts());
    }
}
