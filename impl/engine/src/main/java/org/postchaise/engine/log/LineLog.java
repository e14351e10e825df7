/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.log;

import java.lang.System.Logger;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.ResourceBundle;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A logger whose records are one {@linkplain Printable#line line} each, whatever text from outside is in the message, its parameters
 * or an exception's message: nobody can forge a second record. All classes get their logger here. Thread-safe.
 */
public final class LineLog implements Logger {
    private final Logger log;

    private LineLog(Logger log) {
        this.log = log;
    }

    /** Returns the logger named {@code name}. */
    public static Logger of(String name) {
        return new LineLog(System.getLogger(name));
    }

    @Override
    public String getName() {
        return log.getName();
    }

    @Override
    public boolean isLoggable(Level level) {
        return log.isLoggable(level);
    }

    @Override
    public void log(Level level, ResourceBundle bundle, String text, Throwable thrown) {
        log.log(level, bundle, line(text), thrown == null ? null : Shown.of(thrown));
    }

    @Override
    public void log(Level level, ResourceBundle bundle, String format, Object... parameters) {
        Object[] lines = parameters == null
                ? null
                : Stream.of(parameters)
                        .map(one -> one instanceof Number || one == null ? one : line(one.toString()))
                        .toArray();
        log.log(level, bundle, line(format), lines);
    }

    /** Writes {@code lines} as one record of several lines, for a dialogue. */
    public static void lines(Logger log, Level level, Stream<String> lines) {
        Logger plain = log instanceof LineLog own ? own.log : log;
        plain.log(level, String.join("\n", lines.map(Printable::line).toList()));
    }

    private static String line(String text) {
        return text == null ? null : Printable.line(text);
    }

    /** A replacement of an exception whose message, or a cause's message, is longer than one line. */
    private static final class Shown extends Exception {
        private static final long serialVersionUID = 1L;

        private final String text;

        private Shown(Throwable original, Throwable cause) {
            super(null, cause, true, true);
            this.text = line(original.toString());
            setStackTrace(original.getStackTrace());
        }

        static Throwable of(Throwable thrown) {
            Deque<Throwable> chain = new ArrayDeque<>();
            Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
            boolean clean = true;
            for (Throwable one = thrown; one != null && seen.add(one); one = one.getCause()) {
                chain.push(one);
                clean &= isLine(one) && Stream.of(one.getSuppressed()).allMatch(Shown::isLine);
            }
            Throwable shown = null;
            for (Throwable one : clean ? new ArrayDeque<Throwable>() : chain) {
                shown = new Shown(one, shown);
            }
            return clean ? thrown : shown;
        }

        private static boolean isLine(Throwable one) {
            String text = one.toString();
            return text.equals(line(text));
        }

        /** Returns the first line of the stack trace: the original exception's class and message. */
        @Override
        @SuppressWarnings("OverrideThrowableToString") // its own class name is not to be shown
        public String toString() {
            return text;
        }
    }
}
