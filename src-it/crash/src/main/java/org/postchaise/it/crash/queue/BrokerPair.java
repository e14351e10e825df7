/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.it.crash.queue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.postchaise.it.server.FreePorts;

/** Primary broker, and a backup that replaces the primary during its absence, from the same files. */
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

    /** Starts both, and waits until the primary is active and the backup stands by. */
    void start() throws IOException {
        primary.start();
        primary.await(Broker.READY);
        backup.start();
        backup.await(Broker.STANDBY);
    }

    /** Kills both at once. */
    void kill() throws IOException {
        primary.kill();
        backup.kill();
    }

    /**
     * Kills the primary, starts the primary again after the backup was active for {@code work} ms, and waits until both
     * have their former states.
     */
    void failOver(int work) throws IOException, InterruptedException {
        primary.kill();
        backup.await(Broker.READY);
        Thread.sleep(work);
        primary.start();
        primary.await(Broker.READY);
        backup.await(Broker.STANDBY);
    }

    /** Returns the {@link BrokerProcess#counts} of the primary. */
    Map<String, Integer> counts() throws IOException {
        return primary.counts();
    }
}
