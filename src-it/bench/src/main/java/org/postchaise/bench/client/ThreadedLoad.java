/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.bench.client;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Load by a blocking client, with a thread for each connection. */
final class ThreadedLoad implements Load {

    /** Connection of a client. */
    interface Sender {
        /** Sends the message and returns when the server has accepted it. */
        void send() throws Exception;

        /** Ends the session and closes the connection. */
        void end() throws Exception;
    }

    /** Factory of connections. */
    interface Factory {
        Sender connect(int port, int size) throws Exception;
    }

    private final Factory factory;
    private final List<Sender> senders = new ArrayList<>();
    private ExecutorService threads = Executors.newCachedThreadPool();

    ThreadedLoad(Factory factory) {
        this.factory = factory;
    }

    @Override
    public void open(int port, int size, int connections) throws Exception {
        threads = Executors.newFixedThreadPool(connections);
        for (int i = 0; i < connections; i++) {
            Sender sender = factory.connect(port, size);
            sender.send();
            senders.add(sender);
        }
    }

    @Override
    public long run(Budget budget) throws Exception {
        List<Future<Long>> counts = new ArrayList<>();
        for (Sender sender : senders) {
            counts.add(threads.submit(() -> {
                long count = 0;
                while (budget.allows()) {
                    sender.send();
                    count++;
                }
                return count;
            }));
        }
        long sum = 0;
        for (Future<Long> count : counts) {
            sum += count.get();
        }
        return sum;
    }

    @Override
    public void end() throws Exception {
        for (Sender sender : senders) {
            sender.end();
        }
        senders.clear();
        threads.shutdown();
    }
}
