/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.it.crash;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * SMTP server for one domain that keeps no mail, and records which recipient got which mail in which life of the client. The last reply is delayed, so that
 * deliveries are under way whenever the client is killed. A mail whose client was killed before that reply counts as delivered.
 */
final class Sink implements AutoCloseable {
    private static final int LIMIT = 60_000;
    private static final int SLOWNESS = 4;

    /**
     * Delivered mail.
     *
     * @param life the life of the client in which the connection was accepted
     */
    record Delivery(String id, String recipient, int life) {}

    private final ServerSocket socket;
    private final ConcurrentLinkedQueue<Delivery> deliveries;
    private final Map<Socket, Thread> open = new ConcurrentHashMap<>();
    private final AtomicInteger life = new AtomicInteger();
    private volatile boolean deferring;

    /**
     * Creates a server.
     *
     * @param deliveries receives the delivered mails
     */
    Sink(ConcurrentLinkedQueue<Delivery> deliveries) throws IOException {
        this.socket = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
        this.deliveries = deliveries;
        Thread thread = new Thread(this::listen, "sink");
        thread.setDaemon(true);
        thread.start();
    }

    /** Returns the transport of this server's domain. */
    String nextHop() {
        return "smtp:[127.0.0.1]:" + socket.getLocalPort();
    }

    /** Sets whether one mail in eight is deferred, so that it stays in the outbox. */
    void defer(boolean some) {
        deferring = some;
    }

    /** Waits until all data that a dead client had sent is read, and counts the next life. */
    void nextLife() throws InterruptedException {
        for (Thread thread : open.values()) {
            thread.join(LIMIT);
        }
        life.incrementAndGet();
    }

    @Override
    public void close() throws IOException {
        socket.close();
        for (Socket one : open.keySet()) {
            one.close();
        }
    }

    private void listen() {
        while (!socket.isClosed()) {
            try {
                Socket client = socket.accept();
                client.setTcpNoDelay(true);
                client.setSoTimeout(LIMIT);
                Thread thread = new Thread(() -> serve(client), "sink session");
                thread.setDaemon(true);
                open.put(client, thread);
                thread.start();
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket client) {
        try (client) {
            new Dialogue(client, life.get()).run();
        } catch (IOException gone) {
            // the client was killed, or this server closed the connection
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            open.remove(client);
        }
    }

    private final class Dialogue extends SmtpDialogue {
        private final int born;

        Dialogue(Socket client, int born) throws IOException {
            super("sink.invalid", client);
            this.born = born;
        }

        @Override
        protected String refusal(String address) {
            return deferring && sender().hashCode() % 8 == 0 ? "451 4.3.0 later" : "";
        }

        @Override
        protected String content() throws IOException, InterruptedException {
            String id = sender();
            boolean own = false;
            String last = "";
            for (String line = line(); !line.equals("."); line = line()) {
                own |= line.equals("Message-Id: <" + id + "@crash.example>");
                last = line;
            }
            String got = own && last.equals("end of " + id) ? id : id + " with the content of another";
            recipients().forEach(recipient -> deliveries.add(new Delivery(got, recipient, born)));
            Thread.sleep(SLOWNESS);
            return "250 taken";
        }
    }
}
