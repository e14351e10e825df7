/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.it.crash.queue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.postchaise.it.crash.Jvm;
import org.postchaise.it.server.FreePorts;

/** The process of a {@link Broker}, which has the same port and directory each time. */
final class BrokerProcess {
    private final Path directory;
    private final int port = FreePorts.one();
    private Optional<Jvm> process = Optional.empty();

    BrokerProcess(Path directory) {
        this.directory = directory;
    }

    int port() {
        return port;
    }

    void start() throws IOException {
        Jvm started = new Jvm(
                List.of(
                        "-classpath",
                        System.getProperty("java.class.path"),
                        Broker.class.getName(),
                        directory.resolve("broker").toString(),
                        Integer.toString(port)),
                directory.resolve("broker.log"));
        process = Optional.of(started);
        started.await("ready");
    }

    void kill() throws IOException {
        if (process.isPresent()) {
            process.get().kill();
        }
    }

    /** How many messages are in queues that are not empty; {@code prepared} are transactions that are not decided. */
    Map<String, Integer> counts() throws IOException {
        Jvm asked = process.orElseThrow();
        asked.order("count");
        Map<String, Integer> counts = new TreeMap<>();
        for (String line : asked.await("end")) {
            String[] words = line.split(" ", -1);
            int count = Integer.parseInt(words[2]);
            if (count > 0) {
                counts.put(words[1], count);
            }
        }
        return counts;
    }
}
