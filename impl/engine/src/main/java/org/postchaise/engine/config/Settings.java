/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.config;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * The values of all parameters: layers of set values over the defaults of the catalog. Immutable; equality compares the
 * texts that were set, not the files they came from.
 *
 * <p>Every value that was set, and every default that refers to others, is expanded and parsed when the settings are
 * made, so that a mistake stops the deployment and not a delivery.
 */
public final class Settings {
    private static final String LEVEL = "compatibility_level";

    private final Rows rows;
    private final Map<String, Assignment> set;
    private final MasterCf master;
    private final Protocol program;
    private final List<String> warnings;
    private final Map<String, Object> parsed;

    private Settings(
            Rows rows,
            Map<String, Assignment> set,
            MasterCf master,
            Protocol program,
            Map<String, Object> parsed,
            List<String> warnings) {
        this.rows = rows;
        this.set = set;
        this.master = master;
        this.program = program;
        this.parsed = parsed;
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
        return new Settings(
                new Rows(catalog, successions, elsewhere),
                Map.of(),
                MasterCf.NONE,
                Protocol.SMTP,
                new ConcurrentHashMap<>(),
                List.of());
    }

    /**
     * Returns the defaults of {@code catalog}; parameters of {@code all} that are not in {@code catalog} are known as
     * those of another object.
     */
    public static Settings defaults(Collection<Parameter<?>> catalog, Collection<Parameter<?>> all) {
        return new Settings(
                new Rows(catalog, List.of(), Set.of()).among(all),
                Map.of(),
                MasterCf.NONE,
                Protocol.SMTP,
                new ConcurrentHashMap<>(),
                List.of());
    }

    /**
     * Returns these settings with {@code values}, main.cf name to text, laid over them.
     *
     * @throws SettingsException for an unknown name, a bad value or a loop of references
     */
    public Settings with(Map<String, String> values) {
        return unchecked(values).checked();
    }

    /** Returns these settings with {@code values} laid over them; a bad value throws only when it is read. */
    Settings unchecked(Map<String, String> values) {
        Map<String, Assignment> layer = new LinkedHashMap<>();
        new TreeMap<>(values).forEach((name, text) -> {
            if (rows.row(name).isEmpty() && !set.containsKey(name)) {
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
     * Returns these settings with {@code values} from one connection request laid over them. A parameter that can't be
     * set for one request is refused and not ignored: the caller is a program, which can't read a warning.
     *
     * @throws SettingsException as {@link #with(Map)}, and for a parameter that is not one of outgoing mail or has no effect
     */
    public Settings withRequest(Map<String, String> values) {
        new TreeMap<>(values)
                .forEach((name, text) -> rows.row(name).ifPresent(row -> {
                    String what = row.scope() == Scope.FACTORY ? row.status().text() : "not about outgoing mail";
                    if (row.scope() != Scope.FACTORY || row.status().kind() != Status.Kind.IMPLEMENTED) {
                        throw new SettingsException("parameter " + name + ": value \"" + text
                                + "\" can't be set for one request, it is " + what
                                + "; expected an implemented parameter of outgoing mail");
                    }
                }));
        return with(values);
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
        if (rows.row(LEVEL).isPresent()) {
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
        return new Settings(rows, set, effective, program, parsed, all);
    }

    /** Returns the services of the master.cf file; {@link MasterCf#NONE} if there is no file. */
    public MasterCf master() {
        return master;
    }

    private Settings layered(Map<String, Assignment> layer) {
        Settings next = merged(layer);
        List<String> all = new ArrayList<>(warnings);
        all.addAll(new LayerWarnings(next, layer, next.read()).lines());
        return new Settings(rows, next.set, master, program, next.parsed, all);
    }

    private Settings merged(Map<String, Assignment> layer) {
        Map<String, Assignment> merged = new TreeMap<>(set);
        merged.putAll(layer);
        return new Settings(rows, Map.copyOf(merged), master, program, new ConcurrentHashMap<>(), warnings);
    }

    /**
     * Returns the names whose values have an effect: implemented parameters, and the names that their values refer to.
     */
    private Set<String> read() {
        Set<String> read = new HashSet<>();
        rows.names().stream().filter(rows::isImplemented).forEach(name -> addRead(name, read));
        return read;
    }

    private void addRead(String name, Set<String> read) {
        read.add(name);
        try {
            expanded(name, read);
        } catch (IllegalArgumentException bad) {
            // told to whoever asks for the value; until then what it refers to is not read
        }
    }

    /** Returns the warnings and notes about the values that were set. */
    List<Inspection.Finding> oddities() {
        return new LayerWarnings(this, set, read()).findings();
    }

    /** Returns the line of the file on which {@code name} was set; 0 if no line of a file sets that name. */
    int line(String name) {
        return set.containsKey(name) ? set.get(name).line() : 0;
    }

    /**
     * Returns the beginning of messages about {@code name}: file and line where {@code name} was set in a file, else
     * empty text.
     */
    String prefix(String name) {
        return set.containsKey(name) ? set.get(name).prefix() : "";
    }

    /**
     * Returns true if {@code name} was set without an effect: neither a parameter of Postfix, nor used by a value that
     * was set.
     */
    boolean isUnknown(String name) {
        return set.containsKey(name) && rows.row(name).isEmpty() && !rows.isElsewhere(name) && !isUsed(name);
    }

    private boolean isUsed(String name) {
        Pattern use = Pattern.compile("(\\$[({]?\\s*|(?<![\\w$]))" + Pattern.quote(name) + "(?!\\w)");
        return set.values().stream().anyMatch(value -> use.matcher(value.text()).find());
    }

    private Settings checked() {
        toCheck().forEach(this::value);
        return this;
    }

    /**
     * Returns the names whose values depend on set values and are read by this product, in the order of the catalog,
     * names defined by the user last.
     */
    Collection<String> toCheck() {
        Collection<String> names = new LinkedHashSet<>();
        for (String name : rows.names()) {
            if (set.containsKey(name) || text(name).contains("$")) {
                names.add(name);
            }
        }
        // as in Postfix a program does not look at what only other programs use
        set.keySet().stream().filter(name -> !rows.isElsewhere(name)).forEach(names::add);
        return names;
    }

    /** Returns the rows of the catalog, by name. */
    public Rows rows() {
        return rows;
    }

    /**
     * Returns these settings under stress, when all server processes are busy: {@code $stress} is {@code yes}, so that
     * {@code ${stress?{10}:{300}}s} is 10s (STRESS_README). Made once, together with the normal settings, so that a bad
     * value shows at once.
     *
     * @throws SettingsException when a value is bad under stress
     */
    public Settings stressed() {
        return merged(Map.of("stress", Assignment.of("yes"))).checked();
    }

    /** Returns these settings as the LMTP client reads them: for a row with two names the {@code lmtp_} name counts. */
    public Settings lmtp() {
        return new Settings(rows, set, master, Protocol.LMTP, parsed, warnings);
    }

    /**
     * Returns the value of {@code parameter}.
     *
     * @throws IllegalArgumentException when the catalog has no such row
     */
    public <T> T get(Parameter<T> parameter) {
        return get(parameter, name(parameter));
    }

    /**
     * Returns the value of {@code parameter}, a row that begins with {@code transport_}, for {@code transport}: {@code
     * slow_destination_rate_delay} of {@code transport_destination_rate_delay} for "slow".
     */
    public <T> T get(Parameter<T> parameter, TransportName transport) {
        checkIsRow(parameter, parameter.name());
        // the name may be a row of its own (smtp_destination_concurrency_limit): its text and default, our type
        String name = transport.text() + parameter.name().substring("transport".length());
        return parse(name, parameter, expanded(name));
    }

    @SuppressWarnings("unchecked") // the cache holds what the row of that name made of the text
    private <T> T get(Parameter<T> parameter, String name) {
        checkIsRow(parameter, name);
        return (T) value(name);
    }

    private void checkIsRow(Parameter<?> parameter, String name) {
        if (!rows.row(name).filter(row -> Objects.equals(row, parameter)).isPresent()) {
            throw new IllegalArgumentException("parameter " + parameter.name() + " is not in the catalog");
        }
    }

    private String name(Parameter<?> parameter) {
        return program == Protocol.LMTP
                ? parameter.lmtp().map(Mirror::name).orElse(parameter.name())
                : parameter.name();
    }

    Object value(String name) {
        Object known = parsed.get(name);
        if (known == null) {
            String expanded = expanded(name);
            known = rows.row(name)
                    .<Object>map(row -> parse(name, row, expanded))
                    .orElse(expanded);
            parsed.put(name, known);
        }
        return known;
    }

    private <T> T parse(String name, Parameter<T> row, String expanded) {
        try {
            return row.grammar().parse(expanded.strip());
        } catch (IllegalArgumentException e) {
            String text = text(name);
            throw bad(
                    name,
                    Masked.message(
                                    name,
                                    "bad value \"" + text + "\""
                                            + (text.equals(expanded) ? "" : ", which is \"" + expanded + "\"")
                                            + ", " + e.getMessage())
                            + "; expected " + row.grammar().expected(),
                    e);
        }
    }

    /** Returns the unexpanded text of {@code name}, set or default; empty for an unknown name. */
    public String text(String name) {
        return raw(name).orElse("");
    }

    /**
     * Returns the text of {@code name} with its references replaced.
     *
     * @throws SettingsException for bad syntax or a loop
     */
    public String expanded(String name) {
        return expanded(name, new HashSet<>());
    }

    /**
     * Returns the text of {@code name} with its references replaced, and adds the names that the text refers to to
     * {@code read}.
     */
    private String expanded(String name, Set<String> read) {
        String text = text(name);
        if (!rows.row(name).map(row -> row.grammar().expands()).orElse(true)) {
            return text;
        }
        try {
            return Expansion.expandValueOf(name, text, reference -> {
                read.add(reference);
                return raw(reference);
            });
        } catch (IllegalArgumentException e) {
            throw bad(name, Masked.message(name, "bad value \"" + text + "\", " + e.getMessage()), e);
        }
    }

    /**
     * Returns the transports that have a limit of their own set, such as "slow" by {@code slow_destination_rate_delay}.
     */
    public Set<TransportName> transports() {
        Set<TransportName> named = new HashSet<>();
        set.keySet().forEach(name -> rows.transport(name).ifPresent(named::add));
        return named;
    }

    /** Returns true if {@code name} was set in one of the layers. */
    public boolean isSet(String name) {
        return set.containsKey(name);
    }

    /**
     * Returns the warnings: obsolete names, names that nothing uses, parameters without an effect in this product. Each
     * warning is one line; warnings of a lower layer come first.
     */
    public List<String> warnings() {
        return warnings;
    }

    private Optional<String> raw(String name) {
        Assignment value = set.get(name);
        if (value != null && !(value.text().isEmpty() && isSystemName(name))) {
            return Optional.of(value.text());
        }
        return rows.succession(name)
                .filter(one -> one.obsolete().stream().anyMatch(set::containsKey))
                .map(Succession::text)
                .or(() -> systemName(name))
                .or(() -> rows.defaultText(name));
    }

    private Optional<String> systemName(String name) {
        if (!isSystemName(name)) {
            return Optional.empty();
        }
        return Optional.of(
                name.equals("mydomain")
                        ? SystemNames.mydomain(myhostname())
                        : SystemNames.myhostname(hasText("mydomain")));
    }

    /**
     * Returns the expanded {@code myhostname}, from which the default of {@code mydomain} is taken: the text must not
     * refer to {@code mydomain}.
     */
    private String myhostname() {
        String text = text("myhostname");
        try {
            return Expansion.expandValueOf("myhostname", text, name -> {
                if (name.equals("mydomain")) {
                    throw new IllegalArgumentException(
                            "mydomain is not set and so taken from this; expected a name without $mydomain, or mydomain set");
                }
                return raw(name);
            });
        } catch (IllegalArgumentException e) {
            throw bad("myhostname", "bad value \"" + text + "\", " + e.getMessage(), e);
        }
    }

    private boolean hasText(String name) {
        return set.containsKey(name) && !set.get(name).text().isEmpty();
    }

    private boolean isSystemName(String name) {
        return rows.defaultText(name).filter(String::isEmpty).isPresent()
                && (name.equals("myhostname") || name.equals("mydomain"));
    }

    private SettingsException bad(String name, String what, IllegalArgumentException cause) {
        Assignment value = set.get(name);
        return new SettingsException((value == null ? "" : value.prefix()) + "parameter " + name + ": " + what, cause);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Settings that
                && program == that.program
                && master.services().equals(that.master.services())
                && texts().equals(that.texts())
                && rows.equals(that.rows);
    }

    @Override
    public int hashCode() {
        return texts().hashCode();
    }

    private Map<String, String> texts() {
        Map<String, String> texts = new TreeMap<>();
        set.forEach((name, value) -> texts.put(name, value.text()));
        return texts;
    }

    /** Returns {@code text}, a value of {@code name}, without passwords and tokens that are written into it. */
    public String shown(String name, String text) {
        Masked masked = new Masked(texts());
        String shown = text;
        // what is expanded may hold the whole value of another parameter
        for (String other : masked.names()) {
            String value = set.containsKey(other) ? expanded(other) : "";
            shown = value.isEmpty() ? shown : shown.replace(value, masked.value(other, value));
        }
        return masked.value(name, shown);
    }

    /** Returns the values that were set as {@code name = value} lines, without passwords and tokens. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        Masked masked = new Masked(texts());
        texts().forEach((name, value) -> text.append(name)
                .append(" = ")
                .append(masked.value(name, value))
                .append('\n'));
        return text.toString();
    }
}
