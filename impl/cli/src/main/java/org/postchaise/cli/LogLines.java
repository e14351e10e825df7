/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.cli;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.postchaise.engine.log.Printable;

/**
 * Log handler that prints the records of engine and libraries on standard error, in the form of the command's own warnings. Standard output has results only.
 */
final class LogLines extends Handler {
    private final PrintWriter err;

    /**
     * Creates a handler.
     *
     * @param least the lowest level that is printed
     */
    LogLines(PrintWriter err, Level least) {
        this.err = err;
        setLevel(least);
        setFormatter(new SimpleFormatter());
    }

    /** Replaces Java's handlers, unless the user has configured java.util.logging. */
    static void install(PrintWriter err, Level least) {
        boolean configured = System.getProperty("java.util.logging.config.file") != null
                || System.getProperty("java.util.logging.config.class") != null;
        if (!configured) {
            LogManager.getLogManager().reset();
            Logger.getLogger("").addHandler(new LogLines(err, least));
        }
    }

    @Override
    public void publish(LogRecord entry) {
        if (isLoggable(entry)) {
            String severity = switch (entry.getLevel().getName()) {
                case "SEVERE" -> "error";
                default -> entry.getLevel().getName().toLowerCase(Locale.ROOT);
            };
            err.println("postchaise: " + severity + ": "
                    + Printable.line(getFormatter().formatMessage(entry).strip()));
            err.flush();
        }
    }

    @Override
    public void flush() {
        err.flush();
    }

    @Override
    public void close() {
        err.flush();
    }
}
