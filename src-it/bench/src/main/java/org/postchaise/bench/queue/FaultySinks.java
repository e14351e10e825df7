/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.bench.queue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * An smtp-sink for each {@link ExpectedOutcome}. An smtp-sink refuses a command always or never, so that the one for temporary
 * refusals is replaced.
 */
final class FaultySinks implements AutoCloseable {
    private static final String REFUSE_SOFT = "-r";
    private static final String REFUSE_HARD = "-f";
    private static final String RECIPIENTS = "RCPT";

    private final Path directory;
    private final Sink taken;
    private final Sink never;
    private final Sink notices;
    private Sink later;
    private long taken0;
    private long notices0;

    private FaultySinks(Path directory) throws IOException, InterruptedException {
        this.directory = directory;
        List<Sink> started = new ArrayList<>();
        try {
            started.add(Sink.start(directory, "taken"));
            started.add(Sink.start(directory, "never", REFUSE_HARD, RECIPIENTS));
            started.add(Sink.start(directory, "notices"));
            started.add(Sink.start(directory, "later", REFUSE_SOFT, RECIPIENTS));
        } catch (IOException e) {
            started.forEach(Sink::close);
            throw e;
        }
        taken = started.get(0);
        never = started.get(1);
        notices = started.get(2);
        later = started.get(3);
    }

    static FaultySinks start(Path directory) throws IOException, InterruptedException {
        return new FaultySinks(directory);
    }

    /** Returns the {@code main.cf} line that routes each domain to its smtp-sink. */
    String transportMaps() {
        return "transport_maps = inline:{" + transport(ExpectedOutcome.TAKEN, taken) + ", "
                + transport(ExpectedOutcome.LATER, later) + ", " + transport(ExpectedOutcome.NEVER, never) + ", "
                + transport(ExpectedOutcome.NOTICE, notices) + "}\n";
    }

    private static String transport(ExpectedOutcome fate, Sink sink) {
        return fate.domain() + "=smtp:" + sink.hop();
    }

    /** Starts counting mail, and refuses {@link ExpectedOutcome#LATER} from now on. */
    void begin() throws IOException, InterruptedException {
        replaceLater(REFUSE_SOFT, RECIPIENTS);
        taken0 = taken.messages();
        notices0 = notices.messages();
    }

    /** Accepts {@link ExpectedOutcome#LATER} from now on. */
    void relent() throws IOException, InterruptedException {
        replaceLater();
    }

    private void replaceLater(String... options) throws IOException, InterruptedException {
        int port = later.port();
        later.close();
        later = Sink.start(directory, "later", port, options);
    }

    /** Returns the number of mails accepted, or returned to their senders. */
    long settled() throws IOException {
        return taken.messages() - taken0 + later.messages() + notices.messages() - notices0;
    }

    /** Checks that each smtp-sink has its part of {@code count} mails of {@link Workload#FAULTY}. */
    void require(long count) throws IOException {
        Map<ExpectedOutcome, Long> fates = Workload.FAULTY.fates(count);
        taken.require(taken0 + fates.get(ExpectedOutcome.TAKEN));
        later.require(fates.get(ExpectedOutcome.LATER));
        never.require(0);
        notices.require(notices0 + fates.get(ExpectedOutcome.NOTICE));
    }

    @Override
    public void close() {
        List.of(taken, never, notices, later).forEach(Sink::close);
    }
}
