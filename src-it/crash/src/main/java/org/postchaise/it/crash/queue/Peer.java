/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.it.crash.queue;

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
import java.util.Random;

/**
 * A mail server for one domain with faults: it refuses some for good ({@link Letters#refused}), and puts off, refuses late, or leaves
 * the connection at random. What it has taken goes to {@link Records}.
 */
final class Peer {
    private static final int LIMIT = 60_000;

    /** Before the last reply, so that deliveries are under way whenever something is killed. */
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

    /** The transport of its domain. */
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
            // killed, or left by us
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Once in so many times. */
    private boolean onceIn(int times) {
        return random.nextInt(times) == 0;
    }

    private final class Dialogue {
        private final InputStream in;
        private final OutputStream out;
        private final List<String> recipients = new ArrayList<>();
        private String sender = "";

        Dialogue(Socket client) throws IOException {
            this.in = new BufferedInputStream(client.getInputStream());
            this.out = client.getOutputStream();
        }

        void run() throws IOException, InterruptedException {
            reply("220 peer.invalid ESMTP");
            for (String line = line(); !line.startsWith("QUIT"); line = line()) {
                answer(line);
            }
            reply("221 bye");
        }

        private void answer(String line) throws IOException, InterruptedException {
            switch (line.substring(0, Math.min(4, line.length()))) {
                case "EHLO" -> reply("250-peer.invalid\r\n250 PIPELINING");
                case "MAIL" -> mail(address(line));
                case "RCPT" -> recipient(address(line));
                case "DATA" -> data();
                case "RSET" -> reply("250 ok");
                default -> reply("502 no");
            }
        }

        private void mail(String address) throws IOException {
            if (onceIn(50)) {
                throw new IOException("left at MAIL");
            }
            sender = local(address);
            recipients.clear();
            reply("250 ok");
        }

        private void recipient(String address) throws IOException {
            if (!sender.isEmpty() && Letters.refused(sender, address)) {
                reply("550 5.1.1 nobody of that name");
            } else if (onceIn(12)) {
                reply("451 4.3.0 later");
            } else {
                recipients.add(address);
                reply("250 ok");
            }
        }

        private void data() throws IOException, InterruptedException {
            if (recipients.isEmpty()) {
                reply("554 5.5.1 no valid recipients");
                return;
            }
            reply("354 go on");
            boolean leaves = onceIn(40);
            List<String> content = new ArrayList<>();
            for (String line = line(); !line.equals("."); line = line()) {
                content.add(line);
                if (leaves) {
                    throw new IOException("left in the content");
                }
            }
            if (onceIn(30)) {
                reply("452 4.3.1 no room");
                return;
            }
            boolean silent = onceIn(60);
            long now = System.currentTimeMillis();
            recipients.forEach(recipient -> record(recipient, content, now, !silent));
            if (silent) {
                throw new IOException("left before the last reply");
            }
            Thread.sleep(SLOWNESS);
            reply("250 taken");
        }

        private void record(String recipient, List<String> content, long now, boolean answered) {
            if (!sender.isEmpty()) {
                boolean whole = content.contains("Message-Id: <" + sender + "@crash.example>")
                        && content.get(content.size() - 1).equals("end of " + sender);
                String id = whole ? sender : sender + " with the content of another";
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

        private static String address(String line) {
            return line.substring(line.indexOf('<') + 1, line.indexOf('>'));
        }

        private static String local(String address) {
            return address.substring(0, Math.max(0, address.indexOf('@')));
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
