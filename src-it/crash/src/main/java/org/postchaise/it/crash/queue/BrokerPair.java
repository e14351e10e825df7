/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.it.crash.queue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.postchaise.it.server.FreePorts;

/** A broker, and a second one that takes its place while it is away, from the same files. */
final class BrokerPair {
    private final BrokerProcess primary;
    private final BrokerProcess backup;

    BrokerPair(Path directory) {
        int one = FreePorts.one();
        int other = FreePorts.one();
        this.primary = new BrokerProcess(directory, "primary", one, other);
        this.backup = new BrokerProcess(directory, Broker.BACKUP, other, one);
    }

    List<Integer> ports() {
        return List.of(primary.port(), backup.port());
    }

    /** Until the primary works and the backup would. */
    void start() throws IOException {
        primary.start();
        primary.await(Broker.READY);
        backup.start();
        backup.await(Broker.STANDBY);
    }

    /** Both at once. */
    void kill() throws IOException {
        primary.kill();
        backup.kill();
    }

    /** Kills the primary, and starts it again when the backup has been at work for a while; until all is as before. */
    void failOver(int work) throws IOException, InterruptedException {
        primary.kill();
        backup.await(Broker.READY);
        Thread.sleep(work);
        primary.start();
        primary.await(Broker.READY);
        backup.await(Broker.STANDBY);
    }

    /** {@link BrokerProcess#counts} of the primary. */
    Map<String, Integer> counts() throws IOException {
        return primary.counts();
    }
}
