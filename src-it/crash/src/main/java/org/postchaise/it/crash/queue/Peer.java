/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.it.crash.queue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.postchaise.it.crash.SmtpDialogue;

/**
 * SMTP server for one domain with faults: refuses some recipients permanently ({@link Letters#refused}), and defers, refuses late, or closes the connection at
 * random. Records the accepted mail in {@link Records}.
 */
final class Peer {
    private static final int LIMIT = 60_000;

    /** Delay before the last reply, in milliseconds, so that deliveries are under way at any kill. */
    private static final int SLOWNESS = 30;

    private final ServerSocket socket;
    private final Records records;
    private final Random random;

    Peer(Records records, long seed) throws IOException {
        this.socket = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
        this.records = records;
        this.random = new Random(seed);
        daemon(this::listen);
    }

    /** Returns the transport of this server's domain. */
    String nextHop() {
        return "smtp:[127.0.0.1]:" + socket.getLocalPort();
    }

    private static void daemon(Runnable work) {
        Thread thread = new Thread(work, "peer");
        thread.setDaemon(true);
        thread.start();
    }

    private void listen() {
        while (true) {
            try {
                Socket client = socket.accept();
                client.setTcpNoDelay(true);
                client.setSoTimeout(LIMIT);
                daemon(() -> serve(client));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket client) {
        try (client) {
            new Dialogue(client).run();
        } catch (IOException gone) {
            // the client was killed, or this server closed the connection
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Returns true once in so many times on average. */
    private boolean onceIn(int times) {
        return random.nextInt(times) == 0;
    }

    private final class Dialogue extends SmtpDialogue {
        Dialogue(Socket client) throws IOException {
            super("peer.invalid", client);
        }

        @Override
        protected void begin() throws IOException {
            if (onceIn(50)) {
                throw new IOException("left at MAIL");
            }
        }

        @Override
        protected String refusal(String address) {
            if (!sender().isEmpty() && Letters.refused(sender(), address)) {
                return "550 5.1.1 nobody of that name";
            }
            return onceIn(12) ? "451 4.3.0 later" : "";
        }

        @Override
        protected String content() throws IOException, InterruptedException {
            boolean leaves = onceIn(40);
            List<String> content = new ArrayList<>();
            for (String line = line(); !line.equals("."); line = line()) {
                content.add(line);
                if (leaves) {
                    throw new IOException("left in the content");
                }
            }
            if (onceIn(30)) {
                return "452 4.3.1 no room";
            }
            boolean silent = onceIn(60);
            long now = System.currentTimeMillis();
            recipients().forEach(recipient -> record(recipient, content, now, !silent));
            if (silent) {
                throw new IOException("left before the last reply");
            }
            Thread.sleep(SLOWNESS);
            return "250 taken";
        }

        private void record(String recipient, List<String> content, long now, boolean answered) {
            if (!sender().isEmpty()) {
                boolean whole = content.contains("Message-Id: <" + sender() + "@crash.example>")
                        && Collections.frequency(content, Letters.LINE) == Letters.lines(sender())
                        && content.get(content.size() - 1).equals("end of " + sender());
                String id = whole ? sender() : sender() + " with the content of another";
                records.taken(new Records.Copy(id, recipient, now, answered));
                return;
            }
            String failed = "";
            for (String line : content) {
                if (line.startsWith("Final-Recipient:")) {
                    failed = line.substring(line.indexOf(';') + 1).strip();
                } else if (line.equals("Action: failed") && !failed.isEmpty()) {
                    records.bounced(new Records.Copy(local(recipient), failed, now, answered));
                }
            }
        }
    }
}
