/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.it.peers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.List;
import org.postchaise.it.server.FreePorts;
import org.postchaise.it.server.ServerFiles;

/** Postfix's smtp-sink(1), which keeps each mail in a file. */
public final class SmtpSink implements AutoCloseable {
    private static final String PROGRAM = "/usr/sbin/smtp-sink";

    private final Path directory = Programs.directory("sink");
    private final int port = FreePorts.one();
    private final Process process;

    private SmtpSink() {
        Path mails = Programs.directoryOf(directory.resolve("mails"), "postfix");
        try {
            process = new ProcessBuilder(PROGRAM, "-u", "postfix", "-d", mails + "/mail.", "127.0.0.1:" + port, "100")
                    .redirectErrorStream(true)
                    .redirectOutput(Redirect.to(directory.resolve("log").toFile()))
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts one, or skips the test. */
    public static SmtpSink start() {
        Programs.require("smtp-sink (package postfix)", List.of(PROGRAM));
        return new SmtpSink();
    }

    /** Where it listens. */
    public String nextHop() {
        return "[127.0.0.1]:" + port;
    }

    /** The mails so far, each with the envelope in lines that begin with {@code X-}; line ends are LF. */
    public List<String> mails() {
        return Programs.contents(directory.resolve("mails"));
    }

    @Override
    public void close() {
        process.destroyForcibly();
        ServerFiles.delete(directory);
    }
}
