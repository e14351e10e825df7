/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The result of a full check of settings: all errors and warnings, where {@link Settings#with(MainCf)} stops at the
 * first error.
 *
 * @param settings the settings without the bad lines; a bad value throws only when it is read as a value, not as text
 * @param named the names that the file and the overrides set, without unknown names that nothing uses
 * @param findings the findings in the order of the lines
 */
public record Inspection(Settings settings, Set<String> named, List<Finding> findings) {
    private static final Pattern ABOUT = Pattern.compile("^parameter ([A-Za-z0-9_-]+)");

    /** The severity of a finding. */
    public enum Severity {
        /** An error that makes the settings unusable. */
        ERROR,
        /** A likely mistake, or a part of the settings that can't work; the other settings work. */
        WARNING,
        /**
         * A parameter without an effect in this product, or an obsolete parameter: a main.cf file of a working Postfix
         * has many.
         */
        NOTE
    }

    /**
     * An error, warning or note about settings.
     *
     * @param severity the severity of the finding
     * @param line the line number in the file, from 1; 0: the finding is about no line of the file
     * @param text one line of text, which begins with file and line where the finding has them
     */
    public record Finding(Severity severity, int line, String text) {}

    /** Creates an inspection with copies of the collections. */
    public Inspection {
        named = Set.copyOf(named);
        findings = List.copyOf(findings);
    }

    /**
     * Inspects the lines of {@code file}, if present, and then {@code overrides}, laid over {@code base}.
     *
     * @throws SettingsException when the file can't be read, or an override has an unknown name
     */
    public static Inspection of(Settings base, Optional<Path> file, Map<String, String> overrides) {
        List<Finding> findings = new ArrayList<>();
        Settings withFile = base;
        Map<String, Integer> lines = new HashMap<>();
        Set<String> named = new LinkedHashSet<>();
        if (file.isPresent()) {
            MainCf read = MainCf.read(
                    file.get(), (fault, line) -> findings.add(new Finding(Severity.ERROR, line, fault.getMessage())));
            for (MainCf.Entry entry : read.entries()) {
                Integer earlier = lines.put(entry.name(), entry.line());
                if (earlier != null) {
                    findings.add(new Finding(
                            Severity.WARNING,
                            earlier,
                            read.source() + ", line " + earlier + ": parameter " + entry.name()
                                    + " has no effect here; line " + entry.line() + " sets it again"));
                }
            }
            withFile = base.unchecked(read);
            named.addAll(lines.keySet());
        }
        Settings settings = withFile.unchecked(overrides);
        named.addAll(overrides.keySet());
        overrides.keySet().forEach(lines::remove);
        findings.addAll(settings.findings());
        named.removeIf(settings.values()::isUnknown);
        addBadValues(settings, lines, findings);
        findings.sort(Comparator.comparingInt(Finding::line));
        return new Inspection(settings, named, findings);
    }

    /** Adds a finding for each bad value. A default is not reported when it only hands on a bad value that was set. */
    private static void addBadValues(Settings settings, Map<String, Integer> lines, List<Finding> findings) {
        List<String> bad = new ArrayList<>();
        List<SettingsException> ofDefaults = new ArrayList<>();
        for (String name : settings.values().toCheck()) {
            try {
                settings.values().value(name);
            } catch (SettingsException e) {
                if (settings.isSet(name)) {
                    bad.add(Pattern.quote(name));
                    findings.add(new Finding(Severity.ERROR, lines.getOrDefault(name, 0), e.getMessage()));
                } else {
                    ofDefaults.add(e);
                }
            }
        }
        Pattern handedOn = Pattern.compile("\\$[({]?(" + String.join("|", bad) + ")\\b");
        for (SettingsException e : ofDefaults) {
            if (bad.isEmpty() || !handedOn.matcher(e.getMessage()).find()) {
                findings.add(new Finding(Severity.ERROR, 0, e.getMessage()));
            }
        }
    }

    /**
     * Returns this inspection with another finding, unless a finding with this text exists.
     *
     * @param severity the severity of the finding
     * @param text the text of the finding; where {@code text} begins with {@code parameter} and a name, file and line
     *     of that parameter are put before the text
     */
    public Inspection with(Severity severity, String text) {
        Matcher about = ABOUT.matcher(text);
        String name = about.find() ? about.group(1) : "";
        String whole = settings.values().prefix(name) + text;
        if (findings.stream()
                .anyMatch(one -> one.text().equals(text) || one.text().equals(whole))) {
            return this;
        }
        List<Finding> more = new ArrayList<>(findings);
        more.add(new Finding(severity, settings.values().line(name), whole));
        more.sort(Comparator.comparingInt(Finding::line));
        return new Inspection(settings, named, more);
    }

    /**
     * Returns this inspection with the services of the master.cf file at {@code path}. The values of the services are
     * checked when nothing else is wrong.
     *
     * @throws SettingsException when the file can't be read or has a bad line
     */
    public Inspection withServices(Path path) {
        MasterCf file = MasterCf.read(path);
        Settings with = settings.unchecked(file);
        Inspection more = new Inspection(with, named, findings);
        for (String warning : with.master().warnings()) {
            more = more.with(Severity.WARNING, warning);
        }
        if (hasErrors()) {
            return more;
        }
        try {
            settings.with(file);
            return more;
        } catch (SettingsException e) {
            return more.with(Severity.ERROR, e.getMessage());
        }
    }

    /** Returns the findings with all notes replaced by one warning. */
    public List<Finding> brief() {
        List<Finding> brief = new ArrayList<>(findings);
        List<String> notes = findings.stream()
                .filter(one -> one.severity() == Severity.NOTE)
                .map(Finding::text)
                .toList();
        brief.removeIf(one -> one.severity() == Severity.NOTE);
        if (!notes.isEmpty()) {
            String source = notes.get(0).substring(0, Math.max(0, notes.get(0).indexOf(", line ")));
            int line = notes.size() > 1
                    ? 0
                    : findings.stream()
                            .filter(one -> one.severity() == Severity.NOTE)
                            .findFirst()
                            .map(Finding::line)
                            .orElse(0);
            brief.add(new Finding(Severity.WARNING, line, LayerWarnings.summary(source, notes)));
        }
        return brief;
    }

    /**
     * Returns the settings if they have no error.
     *
     * @throws SettingsException with all errors on one line, when there are any
     */
    public Settings valid() {
        List<String> errors = findings.stream()
                .filter(one -> one.severity() == Severity.ERROR)
                .map(Finding::text)
                .toList();
        if (!errors.isEmpty()) {
            throw new SettingsException(String.join("; and ", errors));
        }
        return settings;
    }

    /** Returns true if a finding is an error. */
    public boolean hasErrors() {
        return findings.stream().anyMatch(finding -> finding.severity() == Severity.ERROR);
    }
}
