/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;

class LogLinesTest {
    private final StringWriter err = new StringWriter();

    private void publish(Level level, String text, Object... arguments) {
        LogRecord entry = new LogRecord(level, text);
        entry.setParameters(arguments);
        entry.setLoggerName("org.postchaise.engine.tls.TlsClient");
        new LogLines(new PrintWriter(err), Level.WARNING).publish(entry);
    }

    @Test
    void anEntryIsOneLineInTheFormOfThisCommand() {
        publish(Level.WARNING, "{0} is\nodd", "this\u001b");
        publish(Level.SEVERE, "broken");
        assertThat(err.toString().lines())
                .containsExactly("postchaise: warning: this? is?odd", "postchaise: error: broken");
    }

    @Test
    void lessThanAWarningIsNotPrinted() {
        publish(Level.INFO, "TLS connection established");
        assertThat(err.toString()).isEmpty();
    }
}
