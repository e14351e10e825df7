/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.bench.server;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.postchaise.bench.ProcessorTime;
import org.postchaise.bench.client.SmtpPrograms;
import org.postchaise.testkit.PostfixInstance;

/** Postfix's servers: smtp-sink(1), and smtpd(8) of a whole Postfix that discards all mail. */
final class NativeServers {
    private static final long LIMIT_NANOS = TimeUnit.MINUTES.toNanos(2);
    private static final int PAUSE_MILLIS = 5;

    private NativeServers() {}

    static RunningServer sink(Path directory) throws IOException, InterruptedException {
        return new Sink(SmtpPrograms.start(directory));
    }

    static RunningServer smtpd() throws IOException, InterruptedException {
        // in_flow_delay is for queues whose mail takes long to deliver
        return new Smtpd(PostfixInstance.start("""
                default_transport = discard:
                in_flow_delay = 0
                smtpd_recipient_restrictions = permit_mynetworks, reject
                """, """
                discard   unix  - - n - - discard
                """));
    }

    private record Sink(SmtpPrograms programs) implements RunningServer {
        @Override
        public int port() {
            return programs.port();
        }

        @Override
        public long processor() throws IOException {
            return ProcessorTime.of(programs.process());
        }

        @Override
        public void settle() {
            // the reply comes when the mail is dropped
        }

        @Override
        public void close() {
            programs.close();
        }
    }

    private record Smtpd(PostfixInstance postfix) implements RunningServer {
        @Override
        public int port() {
            return postfix.port();
        }

        @Override
        public long processor() throws IOException {
            return ProcessorTime.ofTree(postfix.master());
        }

        @Override
        public void settle() throws IOException, InterruptedException {
            long end = System.nanoTime() + LIMIT_NANOS;
            while (postfix.mails("maildrop", "incoming", "active", "deferred") > 0) {
                if (System.nanoTime() - end > 0) {
                    throw new IOException("Postfix still has mail; " + postfix.log() + " says why");
                }
                Thread.sleep(PAUSE_MILLIS);
            }
        }

        @Override
        public void close() throws IOException {
            postfix.close();
        }
    }
}
