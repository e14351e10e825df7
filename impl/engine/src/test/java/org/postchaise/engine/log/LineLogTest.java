/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.System.Logger.Level;
import java.text.MessageFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LineLogTest {
    private static final String NAME = "org.postchaise.LineLogTest";
    private final Logger sink = Logger.getLogger(NAME);
    private final System.Logger log = LineLog.of(NAME);
    private final List<String> records = new ArrayList<>();
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord record) {
            StringWriter text = new StringWriter();
            text.append(
                    record.getParameters() == null
                            ? record.getMessage()
                            : MessageFormat.format(record.getMessage(), record.getParameters()));
            if (record.getThrown() != null) {
                text.append('\n');
                record.getThrown().printStackTrace(new PrintWriter(text, true));
            }
            records.add(text.toString());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @BeforeEach
    void listen() {
        sink.setUseParentHandlers(false);
        sink.addHandler(handler);
    }

    @AfterEach
    void leave() {
        sink.removeHandler(handler);
    }

    @Test
    void aLineBreakInTextForgesNoRecord() {
        log.log(Level.WARNING, "A1\r\nB2: removed\u202e\ud800");
        log.log(Level.WARNING, "it gives {0} of {1}", "a\nb", 7);

        assertThat(records).containsExactly("A1??B2: removed??", "it gives a?b of 7");
    }

    @Test
    void aLineBreakInAnExceptionForgesNoRecord() {
        log.log(Level.WARNING, "failed", new IllegalStateException("x\nB2: removed", new RuntimeException("y\rz")));

        assertThat(records).hasSize(1);
        assertThat(records.get(0))
                .startsWith("failed\njava.lang.IllegalStateException: x?B2: removed")
                .contains("Caused by: java.lang.RuntimeException: y?z", "LineLogTest.java")
                .doesNotContain("\nB2");
    }

    @Test
    void aDialogueIsOneRecordOfSeveralLines() {
        LineLog.lines(log, Level.WARNING, Stream.of("In: a\rb", "Out: c"));

        assertThat(records).containsExactly("In: a?b\nOut: c");
    }
}
