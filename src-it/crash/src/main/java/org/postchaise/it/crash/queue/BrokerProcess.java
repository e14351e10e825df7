/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.it.crash.queue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.postchaise.it.crash.Jvm;

/** Process of a {@link Broker}, with the same port and role at each start. */
final class BrokerProcess {
    /** Prefix that WildFly's adapter puts before the names of destinations. */
    private static final String PREFIX = "jms.queue.";

    private final Path directory;
    private final String role;
    private final int port;
    private final int other;
    private Optional<Jvm> process = Optional.empty();

    /** Creates a broker that is not started; {@code other} is the port of the other broker of the pair. */
    BrokerProcess(Path directory, String role, int port, int other) {
        this.directory = directory;
        this.role = role;
        this.port = port;
        this.other = other;
    }

    int port() {
        return port;
    }

    void start() throws IOException {
        process = Optional.of(new Jvm(
                List.of(
                        "-classpath",
                        System.getProperty("java.class.path"),
                        Broker.class.getName(),
                        directory.resolve("broker").toString(),
                        role,
                        Integer.toString(port),
                        Integer.toString(other)),
                directory.resolve(role + ".log")));
    }

    /** Waits until the broker reports {@code state}. */
    void await(String state) throws IOException {
        process.orElseThrow().await(state);
    }

    void kill() throws IOException {
        if (process.isPresent()) {
            process.get().kill();
        }
    }

    /**
     * Returns the numbers of messages by queue, without empty queues; {@code prepared} is the number of undecided
     * transactions.
     */
    Map<String, Integer> counts() throws IOException {
        Jvm asked = process.orElseThrow();
        asked.order("count");
        Map<String, Integer> counts = new TreeMap<>();
        for (String line : asked.await("end")) {
            String[] words = line.split(" ", -1);
            int count = Integer.parseInt(words[2]);
            if (count > 0) {
                counts.put(words[1].replace(PREFIX, ""), count);
            }
        }
        return counts;
    }
}
