/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.config;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The values of all parameters: layers of set values over the defaults of the catalog. Immutable; equality compares the
 * texts that were set, not the files they came from.
 *
 * <p>Every value that was set, and every default that refers to others, is expanded and parsed when the settings are
 * made, so that a mistake stops the deployment and not a delivery.
 */
public final class Settings {
    private static final String LEVEL = "compatibility_level";

    private final ParameterValues values;
    private final MasterCf master;
    private final Protocol program;
    private final List<String> warnings;

    private Settings(ParameterValues values, MasterCf master, Protocol program, List<String> warnings) {
        this.values = values;
        this.master = master;
        this.program = program;
        this.warnings = List.copyOf(warnings);
    }

    /** Returns the defaults of {@code catalog}. */
    public static Settings defaults(Collection<Parameter<?>> catalog) {
        return defaults(catalog, List.of(), Set.of());
    }

    /**
     * Returns the defaults of {@code catalog}.
     *
     * @param successions the values that follow from obsolete names
     * @param elsewhere names that a main.cf file may hold for other programs
     */
    public static Settings defaults(
            Collection<Parameter<?>> catalog, Collection<Succession> successions, Set<String> elsewhere) {
        return defaults(new Rows(catalog, successions, elsewhere));
    }

    /**
     * Returns the defaults of {@code catalog}; parameters of {@code all} that are not in {@code catalog} are known as
     * those of another object.
     */
    public static Settings defaults(Collection<Parameter<?>> catalog, Collection<Parameter<?>> all) {
        return defaults(new Rows(catalog, List.of(), Set.of()).among(all));
    }

    private static Settings defaults(Rows rows) {
        return new Settings(new ParameterValues(rows, Map.of()), MasterCf.NONE, Protocol.SMTP, List.of());
    }

    /**
     * Returns these settings with {@code texts}, main.cf name to text, laid over them.
     *
     * @throws SettingsException for an unknown name, a bad value or a loop of references
     */
    public Settings with(Map<String, String> texts) {
        return unchecked(texts).checked();
    }

    /** Returns these settings with {@code texts} laid over them; a bad value throws only when it is read. */
    Settings unchecked(Map<String, String> texts) {
        Map<String, Assignment> layer = new LinkedHashMap<>();
        Rows rows = values.rows();
        new TreeMap<>(texts).forEach((name, text) -> {
            if (rows.row(name).isEmpty() && !values.isSet(name)) {
                throw new SettingsException(
                        rows.foreign(name).orElse("unknown parameter " + name + " (value \"" + text + "\")")
                                + "; expected " + rows.expected(name));
            }
            if (text.indexOf('\0') >= 0) {
                throw new SettingsException("parameter " + name + ": bad value \"" + text.replace('\0', '?')
                        + "\", it holds NUL; expected text without NUL");
            }
            layer.put(name, Assignment.of(text));
        });
        return layered(layer);
    }

    /**
     * Returns these settings with {@code texts} from one connection request laid over them. A parameter that can't be
     * set for one request is refused and not ignored: the caller is a program, which can't read a warning.
     *
     * @throws SettingsException as {@link #with(Map)}, and for a parameter that is not one of outgoing mail or has no effect
     */
    public Settings withRequest(Map<String, String> texts) {
        new TreeMap<>(texts)
                .forEach((name, text) -> values.rows().row(name).ifPresent(row -> {
                    String what = row.scope() == Scope.FACTORY ? row.status().text() : "not about outgoing mail";
                    if (row.scope() != Scope.FACTORY || row.status().kind() != Status.Kind.IMPLEMENTED) {
                        throw new SettingsException("parameter " + name + ": value \"" + text
                                + "\" can't be set for one request, it is " + what
                                + "; expected an implemented parameter of outgoing mail");
                    }
                }));
        return with(texts);
    }

    /**
     * Returns these settings with the lines of a main.cf file laid over them. As in Postfix a file may define names of
     * its own, to be used as {@code $name}; a name that nothing uses gives a warning. A file without a compatibility
     * level has level 0.
     *
     * @throws SettingsException with file and line for a bad value or a loop of references
     */
    public Settings with(MainCf file) {
        return unchecked(file).checked();
    }

    /**
     * Returns these settings with the lines of a main.cf file laid over them; a bad value throws only when it is read.
     */
    Settings unchecked(MainCf file) {
        Map<String, Assignment> layer = new LinkedHashMap<>();
        file.entries()
                .forEach(entry -> layer.put(entry.name(), new Assignment(entry.text(), file.source(), entry.line())));
        if (values.rows().row(LEVEL).isPresent()) {
            layer.putIfAbsent(LEVEL, new Assignment("0", file.source(), 0));
        }
        return layered(layer);
    }

    /**
     * Returns these settings with the services of a master.cf file, which replace the services of an earlier file. The
     * options of a service apply to mail of its transport only.
     *
     * @throws SettingsException with file and line for a bad value
     */
    public Settings with(MasterCf file) {
        Settings next = unchecked(file);
        next.master.services().values().forEach(service -> {
            try {
                next.withRequest(service.settings());
            } catch (SettingsException e) {
                throw new SettingsException(service.place() + ": " + e.getMessage(), e);
            }
        });
        return next;
    }

    /** Returns these settings with the services of a master.cf file; a bad value throws only when it is read. */
    Settings unchecked(MasterCf file) {
        MasterCf effective = ServiceSettings.of(this, file);
        List<String> all = new ArrayList<>(warnings);
        all.addAll(effective.warnings());
        return new Settings(values, effective, program, all);
    }

    /** Returns the services of the master.cf file; {@link MasterCf#NONE} if there is no file. */
    public MasterCf master() {
        return master;
    }

    private Settings layered(Map<String, Assignment> layer) {
        ParameterValues next = values.with(layer);
        List<String> all = new ArrayList<>(warnings);
        all.addAll(new LayerWarnings(next, layer).lines());
        return new Settings(next, master, program, all);
    }

    /** Returns the warnings and notes about the values that were set. */
    List<Inspection.Finding> findings() {
        return new LayerWarnings(values, values.set()).findings();
    }

    /** Returns the values, for checks of all names. */
    ParameterValues values() {
        return values;
    }

    private Settings checked() {
        values.toCheck().forEach(values::value);
        return this;
    }

    /** Returns the rows of the catalog, by name. */
    public Rows rows() {
        return values.rows();
    }

    /**
     * Returns these settings under stress, when all server processes are busy: {@code $stress} is {@code yes}, so that
     * {@code ${stress?{10}:{300}}s} is 10s (STRESS_README). Made once, together with the normal settings, so that a bad
     * value shows at once.
     *
     * @throws SettingsException when a value is bad under stress
     */
    public Settings stressed() {
        return new Settings(values.with(Map.of("stress", Assignment.of("yes"))), master, program, warnings).checked();
    }

    /** Returns these settings as the LMTP client reads them: for a row with two names the {@code lmtp_} name counts. */
    public Settings lmtp() {
        return new Settings(values, master, Protocol.LMTP, warnings);
    }

    /**
     * Returns the value of {@code parameter}.
     *
     * @throws IllegalArgumentException when the catalog has no such row
     */
    public <T> T get(Parameter<T> parameter) {
        return values.get(parameter, name(parameter));
    }

    /**
     * Returns the value of {@code parameter}, a row that begins with {@code transport_}, for {@code transport}: {@code
     * slow_destination_rate_delay} of {@code transport_destination_rate_delay} for "slow".
     */
    public <T> T get(Parameter<T> parameter, TransportName transport) {
        return values.get(parameter, transport);
    }

    private String name(Parameter<?> parameter) {
        return program == Protocol.LMTP
                ? parameter.lmtp().map(Mirror::name).orElse(parameter.name())
                : parameter.name();
    }

    /** Returns the unexpanded text of {@code name}, set or default; empty for an unknown name. */
    public String text(String name) {
        return values.text(name);
    }

    /**
     * Returns the text of {@code name} with its references replaced.
     *
     * @throws SettingsException for bad syntax or a loop
     */
    public String expanded(String name) {
        return values.expanded(name);
    }

    /**
     * Returns the transports that have a limit of their own set, such as "slow" by {@code slow_destination_rate_delay}.
     */
    public Set<TransportName> transports() {
        return values.transports();
    }

    /** Returns true if {@code name} was set in one of the layers. */
    public boolean isSet(String name) {
        return values.isSet(name);
    }

    /**
     * Returns the warnings: obsolete names, names that nothing uses, parameters without an effect in this product. Each
     * warning is one line; warnings of a lower layer come first.
     */
    public List<String> warnings() {
        return warnings;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Settings that
                && program == that.program
                && master.services().equals(that.master.services())
                && values.equals(that.values);
    }

    @Override
    public int hashCode() {
        return values.hashCode();
    }

    /** Returns {@code text}, a value of {@code name}, without passwords and tokens that are written into it. */
    public String shown(String name, String text) {
        return values.shown(name, text);
    }

    /** Returns the values that were set as {@code name = value} lines, without passwords and tokens. */
    @Override
    public String toString() {
        return values.toString();
    }
}
