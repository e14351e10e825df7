/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.bench.queue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.postchaise.bench.queue.CourierServer.Way;

/** Queue of the courier. */
record CourierQueue(CourierServer server) implements Contender {
    private static final int FILLERS = 4;
    private static final Duration ENOUGH = Duration.ofSeconds(80);

    @Override
    public void fill(Mails mails) throws IOException, InterruptedException {
        long before = server.mails();
        long committed =
                server.load(Way.MAILER, FILLERS, mails, mails.batch(), ENOUGH).count();
        if (committed != mails.count()) {
            throw new IOException(committed + " of " + mails.count() + " mails of " + Line.size(mails.size())
                    + " were queued within " + ENOUGH.toSeconds() + " s");
        }
        Count queued = server::mails;
        queued.await(before + mails.count(), "mails in the queue");
    }

    @Override
    public Path log() {
        return server.log();
    }

    @Override
    public long processor() throws IOException {
        return server.processor();
    }

    @Override
    public void deliver() throws IOException {
        server.startDelivery();
    }

    @Override
    public void end() throws IOException, InterruptedException {
        Count left = server::mails;
        left.await(0, "mails left in the queue that smtp-sink has");
        server.stopDelivery();
    }
}
