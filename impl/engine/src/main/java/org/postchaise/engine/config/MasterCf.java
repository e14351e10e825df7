/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.config;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.ObjIntConsumer;
import java.util.regex.Pattern;

/**
 * The services of a master.cf file: those of type unix, which a transport can name, and listeners of smtpd(8). Other services
 * are checked for their form and left out.
 *
 * <p>Logical lines, comments and limits are those of {@link MainCf}; words are divided by white space, but not within
 * {@code {}}. Of several services with the same name the last service counts. Source: master(5).
 *
 * @param source the name of the file in error messages; empty: there is no file
 * @param services the services of type unix by name
 * @param listeners the services of type inet with the command smtpd by name, such as {@code submission} or {@code 127.0.0.1:2525}
 * @param warnings likely mistakes that are no errors, one line each
 */
public record MasterCf(
        String source, Map<String, Service> services, Map<String, Service> listeners, List<String> warnings) {
    /** The value that stands for no master.cf file. */
    public static final MasterCf NONE = new MasterCf("", Map.of(), Map.of(), List.of());

    private static final String FORM = "name type private unpriv chroot wakeup maxproc command";
    private static final int WORDS = 8;
    private static final int TYPE = 1;
    private static final int FIRST_FLAG = 2;
    private static final int LAST_FLAG = 4;
    private static final int WAKEUP = 5;
    private static final int MAXPROC = 6;
    private static final int COMMAND = 7;
    private static final Set<String> TYPES = Set.of("inet", "unix", "unix-dgram", "fifo", "pass");
    private static final Pattern FLAG = Pattern.compile("[yn-]");
    private static final Pattern TIME = Pattern.compile("-|\\d{1,9}\\??");
    private static final Pattern COUNT = Pattern.compile("-|\\d{1,9}");
    private static final Pattern OTHER_OPTIONS = Pattern.compile("-(v+|D)");

    /**
     * A service of a master.cf file.
     *
     * @param place its position, for messages: {@code master.cf, line 3: service slow}
     * @param command the program, such as {@code smtp}
     * @param processLimit the maximum number of simultaneous deliveries; 0: the service sets no limit
     * @param settings its {@code -o} options, main.cf name to text
     */
    public record Service(String place, String command, int processLimit, Map<String, String> settings) {
        /** Creates a service with a copy of the map. */
        public Service {
            settings = Map.copyOf(settings);
        }
    }

    /** Creates a file with copies of the collections. */
    public MasterCf {
        services = Map.copyOf(services);
        listeners = Map.copyOf(listeners);
        warnings = List.copyOf(warnings);
    }

    /**
     * Reads the master.cf file at {@code path}.
     *
     * @throws SettingsException with file and line when the file can't be read or has a bad line
     */
    public static MasterCf read(Path path) {
        Lines lines = new Lines(path.toString());
        LogicalLines.read(path, "master.cf lines", FORM, MasterCf::refuse, lines);
        return lines.all();
    }

    /** Parses the master.cf lines in {@code text}; error messages name the file {@code source}. */
    public static MasterCf parse(String source, String text) {
        Lines lines = new Lines(source);
        ObjIntConsumer<SettingsException> faults = MasterCf::refuse;
        try {
            new LogicalLines(
                            source,
                            new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)),
                            FORM,
                            faults,
                            lines)
                    .read();
        } catch (IOException e) {
            throw new SettingsException(source + ": " + e.getMessage(), e);
        }
        return lines.all();
    }

    private static void refuse(SettingsException fault, int line) {
        throw fault;
    }

    /** A parser of the logical lines of a master.cf file. */
    private static final class Lines implements LogicalLines.Sink {
        private final String source;
        private final Map<String, Service> services = new TreeMap<>();
        private final Map<String, Service> listeners = new TreeMap<>();
        private final List<String> warnings = new ArrayList<>();

        Lines(String source) {
            this.source = source;
        }

        MasterCf all() {
            return new MasterCf(source, services, listeners, warnings);
        }

        @Override
        public boolean take(String text, int line) {
            String where = source + ", line " + line;
            List<String> words = words(text, where);
            if (words.size() < WORDS) {
                return false;
            }
            String place = where + ": service " + words.get(0);
            check(words, place);
            boolean listener =
                    words.get(TYPE).equals("inet") && words.get(COMMAND).equals("smtpd");
            if (listener || words.get(TYPE).equals("unix")) {
                Service earlier = (listener ? listeners : services).put(words.get(0), service(words, place));
                if (earlier != null) {
                    warnings.add(earlier.place() + " has no effect; line " + line + " has it again");
                }
            }
            return true;
        }

        private static void check(List<String> words, String place) {
            String type = words.get(TYPE);
            if (!TYPES.contains(type)) {
                throw bad(place, "type", type, "inet, unix, unix-dgram, fifo or pass");
            }
            for (int i = FIRST_FLAG; i <= LAST_FLAG; i++) {
                if (!FLAG.matcher(words.get(i)).matches()) {
                    throw bad(
                            place,
                            List.of("private", "unpriv", "chroot").get(i - FIRST_FLAG),
                            words.get(i),
                            "y, n or -");
                }
            }
            if (!TIME.matcher(words.get(WAKEUP)).matches()) {
                throw bad(place, "wakeup", words.get(WAKEUP), "-, or a whole number with or without ?");
            }
            if (!COUNT.matcher(words.get(MAXPROC)).matches()) {
                throw bad(place, "maxproc", words.get(MAXPROC), "- or a whole number");
            }
        }

        private static Service service(List<String> words, String place) {
            String command = words.get(COMMAND);
            boolean ours = List.of("smtp", "lmtp", "smtpd").contains(command);
            String most = words.get(MAXPROC);
            return new Service(
                    place,
                    command,
                    most.equals("-") ? 0 : Integer.parseInt(most),
                    ours ? settings(words.subList(WORDS, words.size()), place) : Map.of());
        }

        /** Returns the {@code -o} options of a service with command smtp(8), lmtp(8) or smtpd(8). */
        private static Map<String, String> settings(List<String> words, String place) {
            Map<String, String> settings = new TreeMap<>();
            for (int i = 0; i < words.size(); i++) {
                String word = words.get(i);
                if (word.equals("-o")) {
                    i++;
                    set(settings, i < words.size() ? words.get(i) : "", place);
                } else if (word.startsWith("-o")) {
                    set(settings, word.substring(2), place);
                } else if (!OTHER_OPTIONS.matcher(word).matches()) {
                    throw bad(place, "argument", word, "-o name=value or -o { name = value }");
                }
            }
            return settings;
        }

        private static void set(Map<String, String> settings, String text, String place) {
            int equals = text.indexOf('=');
            String name = equals < 0 ? "" : text.substring(0, equals).strip();
            if (name.isEmpty() || name.contains(" ")) {
                throw bad(place, "option -o", text, "-o name=value or -o { name = value }");
            }
            settings.put(name, text.substring(equals + 1).strip());
        }

        private static SettingsException bad(String place, String what, String found, String expected) {
            return new SettingsException(place + ": " + what + " \"" + found + "\"; expected " + expected);
        }

        private static List<String> words(String text, String where) {
            List<String> words = new ArrayList<>();
            int at = 0;
            while (at < text.length()) {
                if (LogicalLines.isSpace(text.charAt(at))) {
                    at++;
                    continue;
                }
                int end = text.charAt(at) == '{' ? closing(text, at, where) + 1 : at;
                while (end < text.length() && !LogicalLines.isSpace(text.charAt(end))) {
                    end++;
                }
                String word = text.substring(at, end);
                boolean braced = word.startsWith("{") && word.endsWith("}");
                words.add(braced ? word.substring(1, word.length() - 1).strip() : word);
                at = end;
            }
            return words;
        }

        private static int closing(String text, int open, String where) {
            int depth = 0;
            for (int i = open; i < text.length(); i++) {
                char c = text.charAt(i);
                depth += c == '{' ? 1 : c == '}' ? -1 : 0;
                if (depth == 0) {
                    return i;
                }
            }
            throw new SettingsException(where + ": a \"{\" without its \"}\"; expected -o { name = value }");
        }
    }
}
