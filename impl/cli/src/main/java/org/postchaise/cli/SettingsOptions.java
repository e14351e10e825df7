/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.postchaise.engine.config.Inspection;
import org.postchaise.engine.config.MainCf;
import org.postchaise.engine.config.Rows;
import org.postchaise.engine.config.Settings;
import org.postchaise.engine.config.SettingsException;
import org.postchaise.engine.config.catalog.Catalog;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options by which a command learns its settings: a main.cf file, and values over it. */
final class SettingsOptions {
    /** Where the file is. */
    private static final class Place {
        @Option(names = "-c", paramLabel = "DIR", description = "Reads main.cf in this directory.")
        private Optional<Path> directory = Optional.empty();

        @Option(
                names = "-C",
                paramLabel = "FILE",
                description = "Reads this main.cf file, or main.cf in this directory. Default: no file.")
        private Optional<Path> file = Optional.empty();
    }

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @ArgGroup
    private Place place = new Place();

    @Option(names = "-o", paramLabel = "name=value", description = "Sets a parameter, over the file. Can be repeated.")
    private Map<String, String> overrides = new LinkedHashMap<>();

    /** Whether there is anything but defaults. */
    boolean areGiven() {
        return file().isPresent() || !overrides.isEmpty();
    }

    /** The main.cf file to read, when there is one. */
    Optional<Path> file() {
        return directory().map(directory -> directory.resolve("main.cf")).or(() -> place.file);
    }

    private Optional<Path> directory() {
        return place.directory.or(() -> place.file.filter(Files::isDirectory));
    }

    /**
     * The settings for use, where the first mistake ends the matter.
     *
     * @throws org.postchaise.engine.config.SettingsException when the file can't be read, or is wrong
     * @throws ParameterException when an override is wrong
     */
    Settings settings() {
        Optional<MainCf> read = file().map(MainCf::read);
        Settings ofFile = read.map(Catalog::settings).orElseGet(Catalog::defaults);
        // known to be ignored, and worth a warning only where someone set it
        boolean named = read.stream()
                .flatMap(lines -> lines.entries().stream())
                .anyMatch(entry -> entry.text().contains("config_directory"));
        try {
            return ofFile.with(named ? values() : overrides);
        } catch (SettingsException e) {
            throw new ParameterException(spec.commandLine(), "option -o: " + e.getMessage(), e);
        }
    }

    /**
     * The settings. As in Postfix the option -c sets config_directory, which the file may use.
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
                .filter(directory -> !directory.equals(Catalog.defaults().text("config_directory")))
                .ifPresent(directory -> values.put("config_directory", directory));
        values.putAll(overrides);
        return values;
    }

    /** The settings with this file in place of the one that the options name. */
    Inspection inspect(Optional<Path> file) {
        return inspect(file, overrides);
    }

    private Inspection inspect(Optional<Path> file, Map<String, String> values) {
        Rows known = Catalog.defaults().rows();
        for (String name : values.keySet()) {
            if (file.isEmpty() && known.row(name).isEmpty()) {
                throw new ParameterException(
                        spec.commandLine(),
                        "unknown parameter " + name + " with -o; the nearest known name is " + known.nearest(name));
            }
        }
        return Inspection.of(Catalog.defaults(), file, values);
    }
}
