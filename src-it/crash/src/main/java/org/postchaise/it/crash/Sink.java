/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.it.crash;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A mail server for one domain that keeps no mail, and records who got which in which life of the client. It takes its time before
 * the last reply, so that deliveries are under way whenever the client is killed. A client that was killed meanwhile leaves its mail delivered.
 */
final class Sink implements AutoCloseable {
    private static final int LIMIT = 60_000;
    private static final int SLOWNESS = 4;

    /** @param life that of the client in which the connection was accepted */
    record Delivery(String id, String recipient, int life) {}

    private final ServerSocket socket;
    private final ConcurrentLinkedQueue<Delivery> deliveries;
    private final Map<Socket, Thread> open = new ConcurrentHashMap<>();
    private final AtomicInteger life = new AtomicInteger();
    private volatile boolean deferring;

    /** @param deliveries where it records */
    Sink(ConcurrentLinkedQueue<Delivery> deliveries) throws IOException {
        this.socket = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
        this.deliveries = deliveries;
        Thread thread = new Thread(this::listen, "sink");
        thread.setDaemon(true);
        thread.start();
    }

    /** The transport of its domain. */
    String nextHop() {
        return "smtp:[127.0.0.1]:" + socket.getLocalPort();
    }

    /** Whether one mail in eight is put off, so that it stays in the outbox. */
    void defer(boolean some) {
        deferring = some;
    }

    /** The client is dead: waits until all that it had sent is read, and counts the next one's life. */
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
            // killed, or closed by us
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            open.remove(client);
        }
    }

    private final class Dialogue {
        private final InputStream in;
        private final OutputStream out;
        private final int born;
        private final List<String> recipients = new ArrayList<>();
        private String id = "";

        Dialogue(Socket client, int born) throws IOException {
            this.in = new BufferedInputStream(client.getInputStream());
            this.out = client.getOutputStream();
            this.born = born;
        }

        void run() throws IOException, InterruptedException {
            reply("220 sink.invalid ESMTP");
            for (String line = line(); !line.startsWith("QUIT"); line = line()) {
                answer(line);
            }
            reply("221 bye");
        }

        private void answer(String line) throws IOException, InterruptedException {
            switch (line.substring(0, Math.min(4, line.length()))) {
                case "EHLO" -> reply("250-sink.invalid\r\n250 PIPELINING");
                case "MAIL" -> {
                    id = line.substring(line.indexOf('<') + 1, line.indexOf('@'));
                    recipients.clear();
                    reply("250 ok");
                }
                case "RCPT" -> recipient(line.substring(line.indexOf('<') + 1, line.indexOf('>')));
                case "DATA" -> data();
                case "RSET" -> reply("250 ok");
                default -> reply("502 no");
            }
        }

        private void recipient(String address) throws IOException {
            if (deferring && id.hashCode() % 8 == 0) {
                reply("451 4.3.0 later");
                return;
            }
            recipients.add(address);
            reply("250 ok");
        }

        private void data() throws IOException, InterruptedException {
            if (recipients.isEmpty()) {
                reply("554 5.5.1 no valid recipients");
                return;
            }
            reply("354 go on");
            boolean own = false;
            String last = "";
            for (String line = line(); !line.equals("."); line = line()) {
                own |= line.equals("Message-Id: <" + id + "@crash.example>");
                last = line;
            }
            String got = own && last.equals("end of " + id) ? id : id + " with the content of another";
            recipients.forEach(recipient -> deliveries.add(new Delivery(got, recipient, born)));
            Thread.sleep(SLOWNESS);
            reply("250 taken");
        }

        private String line() throws IOException {
            StringBuilder line = new StringBuilder();
            for (int octet = in.read(); octet != '\n'; octet = in.read()) {
                if (octet < 0) {
                    throw new IOException("the client has gone");
                }
                line.append((char) octet);
            }
            return line.toString().stripTrailing();
        }

        private void reply(String text) throws IOException {
            out.write((text + "\r\n").getBytes(StandardCharsets.US_ASCII));
        }
    }
}
