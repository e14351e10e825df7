/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.cli;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.postchaise.engine.client.delivery.ClientCheck;
import org.postchaise.engine.config.Inspection;
import org.postchaise.engine.config.Settings;
import org.postchaise.engine.config.SettingsException;
import org.postchaise.engine.config.catalog.Catalog;
import org.postchaise.engine.log.Printable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Options for the settings of a command: a main.cf file, and values that override the file. */
final class SettingsOptions {
    /** Location of the file. */
    private static final class Place {
        @Option(names = "-c", paramLabel = "DIR", description = "Reads main.cf in this directory.")
        private Optional<Path> directory = Optional.empty();

        @Option(
                names = "-C",
                paramLabel = "FILE",
                description = "Reads this main.cf file, or main.cf in this directory. Default: no file.")
        private Optional<Path> file = Optional.empty();
    }

    private static final String DIRECTORY = "config_directory";

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @ArgGroup
    private Place place = new Place();

    @Option(names = "-o", paramLabel = "name=value", description = "Sets a parameter, over the file. Can be repeated.")
    private Map<String, String> overrides = new LinkedHashMap<>();

    @Option(
            names = "--master",
            paramLabel = "FILE",
            description = "Reads this master.cf file: its services with the command smtp or lmtp are transports.")
    private Optional<Path> master = Optional.empty();

    /** Returns true if an option was given, so that the settings may differ from the defaults. */
    boolean areGiven() {
        return file().isPresent() || master.isPresent() || !overrides.isEmpty();
    }

    /** Returns the main.cf file to read; empty where there is none. */
    Optional<Path> file() {
        return directory().map(directory -> directory.resolve("main.cf")).or(() -> place.file);
    }

    private Optional<Path> directory() {
        return place.directory.or(() -> place.file.filter(Files::isDirectory));
    }

    /** Detail of the reported findings. */
    enum Detail {
        /** One line for all parameters without effect here. */
        BRIEF,
        /** Each parameter without effect here. */
        FULL
    }

    /**
     * Checks the settings as the adapter does ({@link ClientCheck}), and prints errors and warnings on standard error.
     *
     * @return the settings; empty when they have errors
     * @throws SettingsException when the file can't be read, or an override has an unknown name
     */
    Optional<Settings> usable(Detail detail) {
        Inspection checked = ClientCheck.of(inspect());
        PrintWriter err = spec.commandLine().getErr();
        List<Inspection.Finding> findings = detail == Detail.FULL ? checked.findings() : checked.brief();
        findings.forEach(one -> err.println("postchaise: " + severity(one) + ": " + Printable.line(one.text())));
        err.flush();
        return checked.hasErrors() ? Optional.empty() : Optional.of(checked.settings());
    }

    /** Returns the severity printed in front of a finding's text. */
    static String severity(Inspection.Finding finding) {
        return finding.severity().name().toLowerCase(Locale.ROOT);
    }

    /**
     * Returns the settings. As in Postfix, the option -c sets config_directory, which the file may use.
     *
     * @throws org.postchaise.engine.config.SettingsException when the file can't be read
     */
    Inspection inspect() {
        return inspect(file(), values());
    }

    private Map<String, String> values() {
        Map<String, String> values = new LinkedHashMap<>();
        directory()
                .map(Path::toString)
                .filter(directory -> !directory.equals(Catalog.defaults().text(DIRECTORY)))
                .ifPresent(directory -> values.put(DIRECTORY, directory));
        values.putAll(overrides);
        return values;
    }

    /** Returns the settings with {@code file} in place of the file in the options. */
    Inspection inspect(Optional<Path> file) {
        return inspect(file, overrides);
    }

    private Inspection inspect(Optional<Path> file, Map<String, String> values) {
        Inspection inspection;
        try {
            inspection = Inspection.of(Catalog.defaults(), file, values);
        } catch (SettingsException e) {
            throw e.getMessage().startsWith("unknown parameter")
                    ? new SettingsException("option -o: " + e.getMessage(), e)
                    : e;
        }
        // set by option -c, so a warning about the parameter would not help the user
        List<Inspection.Finding> findings = inspection.findings().stream()
                .filter(one -> one.line() > 0
                        || overrides.containsKey(DIRECTORY)
                        || !one.text().contains("parameter " + DIRECTORY + " "))
                .toList();
        Inspection all = new Inspection(inspection.settings(), inspection.named(), findings);
        return master.map(all::withServices).orElse(all);
    }
}
