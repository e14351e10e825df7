/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/** Manual page in man(7), made from the command line's description of a command. */
final class ManPage {
    private final StringBuilder page = new StringBuilder();
    private final CommandSpec spec;

    private ManPage(CommandSpec spec) {
        this.spec = spec;
    }

    /** Returns the name of the page: {@code postchaise-queue} for {@code postchaise queue}. */
    static String name(CommandSpec spec) {
        return spec.qualifiedName("-");
    }

    /** Returns the page of {@code spec}, section 1; subcommands of a subcommand are on the same page. */
    static String of(CommandSpec spec, String version) {
        ManPage man = new ManPage(spec);
        man.head(version);
        man.synopsis();
        man.section("DESCRIPTION");
        man.paragraphs(spec.usageMessage().description());
        man.arguments(spec, "OPTIONS");
        man.commands();
        man.table("EXIT STATUS", spec.usageMessage().exitCodeList());
        man.footer();
        man.seeAlso();
        return man.page.toString();
    }

    private void head(String version) {
        line(".TH " + name(spec).toUpperCase(Locale.ROOT) + " 1 \"\" \"Postchaise " + version + "\" \"User Commands\"");
        section("NAME");
        line(escaped(name(spec)) + " \\- " + escaped(firstSentence(spec)));
    }

    private static String firstSentence(CommandSpec spec) {
        String text = String.join(" ", spec.usageMessage().description());
        int end = text.indexOf(". ");
        String first = (end < 0 ? text : text.substring(0, end)).strip();
        return first.endsWith(".") ? first.substring(0, first.length() - 1) : first;
    }

    private void synopsis() {
        section("SYNOPSIS");
        line(".B " + escaped(spec.qualifiedName()));
        StringBuilder rest = new StringBuilder("[OPTION]...");
        for (PositionalParamSpec one : spec.positionalParameters()) {
            String label = one.paramLabel() + (one.arity().max() > 1 ? "..." : "");
            rest.append(' ').append(one.required() ? label : "[" + label + "]");
        }
        if (!UnknownWords.commands(spec).isEmpty()) {
            rest.append(" COMMAND");
        }
        line(escaped(rest.toString()));
    }

    private void arguments(CommandSpec of, String title) {
        List<OptionSpec> options = of.options().stream()
                .filter(one -> !one.hidden() && (of == spec || !one.inherited()))
                .toList();
        if (options.isEmpty() && of.positionalParameters().isEmpty()) {
            return;
        }
        if (!title.isEmpty()) {
            section(title);
        }
        for (PositionalParamSpec one : of.positionalParameters()) {
            term(one.paramLabel(), one.description());
        }
        for (OptionSpec one : options) {
            boolean takesValue = one.arity().max() > 0;
            term(String.join(", ", one.names()) + (takesValue ? " " + one.paramLabel() : ""), one.description());
        }
    }

    private void commands() {
        if (UnknownWords.commands(spec).isEmpty()) {
            return;
        }
        section("COMMANDS");
        for (String name : UnknownWords.commands(spec)) {
            CommandSpec command = spec.subcommands().get(name).getCommandSpec();
            List<String> names = new ArrayList<>(List.of(name));
            names.addAll(List.of(command.aliases()));
            term(String.join(", ", names), command.usageMessage().description());
            if (spec.parent() != null) {
                line(".RS");
                arguments(command, "");
                line(".RE");
            }
        }
    }

    private void table(String title, Map<String, String> rows) {
        if (rows != null && !rows.isEmpty()) {
            section(title);
            rows.forEach((key, text) -> term(key, text));
        }
    }

    private void footer() {
        UsageMessageSpec usage = spec.usageMessage();
        if (usage.footer().length > 0) {
            section(usage.footerHeading()
                    .replace("%n", "")
                    .replace(":", "")
                    .strip()
                    .toUpperCase(Locale.ROOT));
            line(".nf");
            for (String text : usage.footer()) {
                line(escaped(text.replace("%%", "%")));
            }
            line(".fi");
        }
    }

    private void seeAlso() {
        section("SEE ALSO");
        List<String> others = new ArrayList<>();
        CommandSpec top = spec.parent() == null ? spec : spec.parent();
        if (top != spec) {
            others.add(name(top));
        }
        UnknownWords.commands(top).stream()
                .map(name -> top.subcommands().get(name).getCommandSpec())
                .filter(one -> one != spec && hasPage(one))
                .forEach(one -> others.add(name(one)));
        line(String.join(
                ", ",
                others.stream().map(one -> "\\fB" + escaped(one) + "\\fR(1)").toList()));
    }

    /** Returns true if {@code spec} has a manual page: not a hidden command, and not help. */
    static boolean hasPage(CommandSpec spec) {
        return !spec.usageMessage().hidden() && !spec.name().equals("help");
    }

    private void section(String title) {
        line(".SH " + (title.contains(" ") ? "\"" + title + "\"" : title));
    }

    private void term(String head, String... text) {
        line(".TP");
        line(".B " + escaped(head));
        paragraphs(text);
    }

    private void paragraphs(String... text) {
        line(escaped(String.join(" ", text)));
    }

    /**
     * Returns {@code text} with hyphens kept as such, and without a control character of roff at the start of the line.
     */
    private static String escaped(String text) {
        String plain =
                text.replace("%%", "%").replace("%n", " ").replace("\\", "\\e").replace("-", "\\-");
        return plain.startsWith(".") || plain.startsWith("'") ? "\\&" + plain : plain;
    }

    private void line(String text) {
        page.append(text).append('\n');
    }
}
