/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.config.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.postchaise.engine.config.Parameter;
import org.postchaise.engine.config.Scope;
import org.postchaise.engine.config.Settings;
import org.postchaise.engine.config.Status;

/** docs/PARAMETERS.md is the catalog, rendered. {@code -Dpostchaise.regenerate=true} writes it anew. */
class ParametersPageTest {
    private static final Settings STRESSED = Catalog.defaults().stressed();

    private static final Path PAGE = Path.of("../../docs/PARAMETERS.md");

    @Test
    void thePageSaysWhatTheCatalogSays() throws IOException {
        String rendered = render();
        if (Boolean.getBoolean("postchaise.regenerate")) {
            Files.writeString(PAGE, rendered);
        }
        assertThat(PAGE)
                .as("docs/PARAMETERS.md; write it anew with mvn -pl impl/engine -am test -Dtest=ParametersPageTest"
                        + " -Dsurefire.failIfNoSpecifiedTests=false -Dpostchaise.regenerate=true")
                .hasContent(rendered);
    }

    private static String render() {
        StringBuilder page = new StringBuilder("""
                # Parameters

                Every parameter by its Postfix name. This page is rendered from `org.postchaise.engine.config.catalog`; a test
                fails when the two differ, and says how to write the page anew.

                A value is main.cf text: `$name`, `${name?{value}:{value}}` and the other references of postconf(5) are
                replaced in it. A default of the form "normal: x, overload: y" is y while `$stress` is set, that is while all
                server processes are busy. Statuses: *implemented* has an effect today; *planned* is checked and kept, without an effect
                so far; *accepted and ignored* and *not applicable* name their reason; *obsolete* names the successor. A name
                in parentheses is read by the LMTP client in place of the first, with its default where that differs.

                Setting a parameter that changes nothing gives a warning in the log: a line for each property, and one line for all
                of a main.cf file; `postchaise config --check FILE -v` names each with the reason.
                """);
        counts().forEach((label, count) ->
                page.append("\n- ").append(label).append(": ").append(count));
        page.append('\n');
        for (Scope scope : List.of(Scope.FACTORY, Scope.LISTENER, Scope.COURIER, Scope.ADAPTER)) {
            page.append("\n## ").append(title(scope)).append("\n\n| name | default | value | status | meaning |\n");
            page.append("|---|---|---|---|---|\n");
            Catalog.rows().stream()
                    .filter(row -> row.scope() == scope)
                    .sorted(Comparator.comparing(Parameter::name))
                    .forEach(row -> page.append(line(row)));
        }
        return page.toString();
    }

    private static Map<String, Long> counts() {
        return Catalog.rows().stream()
                .collect(
                        Collectors.groupingBy(row -> row.status().kind().label(), TreeMap::new, Collectors.counting()));
    }

    private static String title(Scope scope) {
        return switch (scope) {
            case FACTORY -> "Outgoing mail (connection factory)";
            case LISTENER -> "Incoming mail (listener)";
            case COURIER -> "Queue and notices (courier)";
            case ADAPTER -> "The mail system as a whole (resource adapter)";
        };
    }

    /** As the manual pages print a default that depends on {@code $stress}. */
    private static String defaultOf(Parameter<?> row) {
        String normal = Catalog.defaults().expanded(row.name());
        String overload = STRESSED.expanded(row.name());
        return normal.equals(overload) || row.name().equals("stress")
                ? code(row.defaultText())
                : "normal: " + code(normal) + ", overload: " + code(overload);
    }

    private static String line(Parameter<?> row) {
        String names = code(row.name())
                + row.lmtp().map(mirror -> " (" + code(mirror.name()) + ")").orElse("");
        String defaults = defaultOf(row)
                + row.lmtp()
                        .filter(mirror -> !mirror.defaultText().equals(row.defaultText()))
                        .map(mirror -> " (" + code(mirror.defaultText()) + ")")
                        .orElse("");
        Status status = row.status();
        return "| " + names + " | " + defaults + " | " + cell(row.grammar().expected()) + " | " + cell(status.text())
                + " | " + cell(row.summary()) + " |\n";
    }

    private static String code(String text) {
        return text.isEmpty()
                ? "empty"
                : text.contains("`") ? "<code>" + cell(html(text)) + "</code>" : "`" + cell(text) + "`";
    }

    private static String html(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    private static String cell(String text) {
        return text.replace("|", "\\|");
    }
}
