/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.function.BiFunction;
import org.postchaise.engine.client.delivery.ClientCheck;
import org.postchaise.engine.config.Inspection;
import org.postchaise.engine.config.MainCf;
import org.postchaise.engine.config.Settings;
import org.postchaise.engine.config.SettingsException;
import org.postchaise.engine.config.catalog.Catalog;
import org.postchaise.engine.log.Printable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code postchaise config}: parameters and their values, as postconf(1) shows them. */
@Command(
        name = "config",
        versionProvider = Version.class,
        description =
                "Prints parameters and their values as postconf(1) does, or checks a main.cf file. Changes nothing.",
        footerHeading = "%nFormats:%n",
        footer = {
            "  text  name = value, as postconf",
            "  tsv   name, value, default, status, divided by tabs, without a line of titles;",
            "        with --check: severity, line, text",
            "  json  an array of objects with the same members"
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:done, also when a name is unknown",
            "1:the file can't be read or has a bad line, as postconf(1)",
            "64:the arguments are wrong",
            "78:with --check: the settings can't be used, as send and doctor say it"
        })
final class ConfigCommand implements Callable<Integer> {
    /** Selection of parameters, or of their values. */
    private static final class Selection {
        @Option(names = "-n", description = "Prints only parameters that the file or -o sets.")
        private boolean set;

        @Option(names = "-d", description = "Prints defaults instead of values.")
        private boolean defaults;

        @Option(
                names = "--check",
                paramLabel = "FILE",
                description =
                        "Checks this main.cf file as send, doctor and the resource adapter do: names, values, tables, files"
                                + " with keys and certificates, transports. Prints what is wrong, and no parameters.")
        private Optional<Path> check = Optional.empty();
    }

    @Spec
    private CommandSpec spec;

    @ArgGroup
    private Selection selection = new Selection();

    @Mixin
    private SettingsOptions options;

    @Option(
            names = {"-v", "--verbose"},
            description = "With --check: names each parameter that has no effect here, with the reason.")
    private boolean verbose;

    @Option(names = "-x", description = "Replaces $name in values.")
    private boolean expand;

    @Option(names = "-h", description = "Prints the value alone; for --format text.")
    private boolean valueOnly;

    @Option(names = "--format", paramLabel = "FORMAT", description = "text (default), json or tsv.")
    private ConfigFormat format = ConfigFormat.TEXT;

    // not the standard help options: -h has the meaning of postconf(1)
    @SuppressWarnings("UnusedVariable") // picocli looks at it
    @Option(names = "--help", usageHelp = true, description = "Shows this and ends.")
    private boolean help;

    @SuppressWarnings("UnusedVariable") // picocli looks at it
    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            description = "Shows the version and ends.")
    private boolean version;

    @Parameters(paramLabel = "NAME", description = "The parameters. Default: all.")
    private List<String> names = new ArrayList<>();

    @Override
    public Integer call() {
        if (valueOnly && format != ConfigFormat.TEXT) {
            throw new ParameterException(spec.commandLine(), "-h prints text; expected no --format with it");
        }
        try {
            return selection.check.isPresent() ? check() : print();
        } catch (SettingsException e) {
            warn("error", e.getMessage());
            return selection.check.isPresent() || options.file().isEmpty()
                    ? ExitStatus.CONFIGURATION
                    : ExitStatus.FAILURE;
        }
    }

    private int check() {
        if (!names.isEmpty() || options.file().isPresent()) {
            throw new ParameterException(
                    spec.commandLine(), "--check takes one file; expected no names, -c or -C with it");
        }
        Inspection inspection = ClientCheck.of(options.inspect(selection.check));
        write(format.findings(verbose ? inspection.findings() : inspection.brief()));
        return inspection.hasErrors() ? ExitStatus.CONFIGURATION : ExitStatus.OK;
    }

    private int print() {
        // as in postconf(1) a bad line stops the listing, a bad value doesn't
        options.file().ifPresent(MainCf::read);
        Inspection inspection = options.inspect();
        Settings settings = selection.defaults ? Catalog.defaults() : inspection.settings();
        BiFunction<Settings, String, String> text = expand ? Settings::expanded : Settings::text;
        List<ParameterLine> lines = chosen(inspection).stream()
                .map(name -> ParameterLine.of(name, settings, text))
                .toList();
        if (valueOnly) {
            lines.forEach(line -> write(line.words() + System.lineSeparator()));
        } else {
            write(format.parameters(lines));
        }
        inspection.findings().stream()
                .filter(finding -> finding.severity() != Inspection.Severity.NOTE)
                .forEach(finding -> warn("warning", finding.text()));
        return ExitStatus.OK;
    }

    /** Returns the names asked for, in that order; without any, all names in alphabetical order. */
    private Collection<String> chosen(Inspection inspection) {
        Settings settings = inspection.settings();
        if (names.isEmpty()) {
            Collection<String> all =
                    new TreeSet<>(selection.set ? List.of() : settings.rows().names());
            if (!selection.defaults) {
                all.addAll(inspection.named());
            }
            return all;
        }
        List<String> known = new ArrayList<>();
        for (String name : names) {
            boolean named = !selection.defaults && inspection.named().contains(name);
            if (!named && settings.rows().isElsewhere(name)) {
                warn("warning", name + ": belongs to a Postfix program that is not replaced here");
            } else if (!named && settings.rows().row(name).isEmpty()) {
                warn(
                        "warning",
                        name + ": unknown parameter"
                                + settings.rows()
                                        .near(name)
                                        .map(near -> "; the nearest known name is " + near)
                                        .orElse(""));
            } else if (named || !selection.set) {
                known.add(name);
            }
        }
        return known;
    }

    private void write(String text) {
        PrintWriter out = spec.commandLine().getOut();
        out.print(text);
        out.flush();
    }

    private void warn(String severity, String text) {
        PrintWriter err = spec.commandLine().getErr();
        err.println("postchaise: " + severity + ": " + Printable.line(text));
        err.flush();
    }
}
