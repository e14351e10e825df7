/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.connector.outbound;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
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
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A server for one domain that keeps no mail, tells of each that it takes, and fails at random: closes the connection at any
 * command or after the final dot, or replies 421 or 451.
 */
final class FaultySink implements AutoCloseable {
    /** The listener for each mail that the sink accepts, called before the reply is sent. */
    @FunctionalInterface
    interface Taken {
        /** Receives one mail; {@code answered}: a reply follows, without which the client can't know of the acceptance. */
        void mail(List<String> recipients, String content, boolean answered);
    }

    private static final int CHANCES = 400;

    private final ServerSocket socket;
    private final Taken taken;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    FaultySink(Taken taken) throws IOException {
        this.socket = new ServerSocket(0, 100, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
        this.taken = taken;
        start("sink", this::listen);
    }

    String nextHop() {
        return "[127.0.0.1]:" + socket.getLocalPort();
    }

    /** Returns the number of open connections. */
    int open() {
        return open.size();
    }

    @Override
    public void close() throws IOException {
        socket.close();
        for (Socket one : open) {
            one.close();
        }
    }

    private void listen() {
        while (!socket.isClosed()) {
            try {
                Socket client = socket.accept();
                client.setTcpNoDelay(true);
                open.add(client);
                start("sink session", () -> serve(client));
            } catch (IOException e) {
                return;
            }
        }
    }

    private static void start(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
    }

    private void serve(Socket client) {
        try (client) {
            client.setSoTimeout(60_000);
            new Dialogue(client.getInputStream(), client.getOutputStream()).run();
        } catch (IOException gone) {
            // the client may leave as it likes
        } finally {
            open.remove(client);
        }
    }

    private final class Dialogue {
        private final InputStream in;
        private final OutputStream out;
        private final Random random = new Random();
        private final List<String> recipients = new ArrayList<>();

        Dialogue(InputStream in, OutputStream out) {
            this.in = new BufferedInputStream(in);
            this.out = new BufferedOutputStream(out);
        }

        void run() throws IOException {
            reply("220 sink.invalid");
            for (String line = line(); !line.isEmpty(); line = line()) {
                int chance = random.nextInt(CHANCES);
                if (chance == 0) {
                    return;
                }
                if (chance == 1) {
                    reply("421 4.3.2 shutting down");
                    return;
                }
                if (!answer(line, chance == 2)) {
                    return;
                }
            }
        }

        private boolean answer(String line, boolean refuse) throws IOException {
            String verb = line.length() < 4 ? line : line.substring(0, 4);
            switch (verb) {
                case "EHLO" -> reply("250-sink.invalid\r\n250 PIPELINING");
                case "MAIL", "RSET" -> {
                    recipients.clear();
                    reply("250 ok");
                }
                case "RCPT" -> {
                    if (!refuse) {
                        recipients.add(line.substring(line.indexOf('<') + 1, line.indexOf('>')));
                    }
                    reply(refuse ? "451 4.3.0 try later" : "250 ok");
                }
                case "DATA" -> {
                    return data();
                }
                default -> {
                    reply("221 bye");
                    return false;
                }
            }
            return true;
        }

        private boolean data() throws IOException {
            if (recipients.isEmpty()) {
                reply("554 5.5.1 no valid recipients");
                return true;
            }
            reply("354 go on");
            StringBuilder content = new StringBuilder();
            for (String line = line(); !line.equals("."); line = line()) {
                content.append(line).append('\n');
            }
            boolean answers = random.nextInt(CHANCES) != 0;
            taken.mail(List.copyOf(recipients), content.toString(), answers);
            recipients.clear();
            if (answers) {
                reply("250 taken");
            }
            return answers;
        }

        private String line() throws IOException {
            if (in.available() == 0) {
                out.flush();
            }
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            for (int octet = in.read(); octet != '\n'; octet = in.read()) {
                if (octet < 0) {
                    throw new IOException("the client has gone");
                }
                line.write(octet);
            }
            return line.toString(StandardCharsets.UTF_8).stripTrailing();
        }

        private void reply(String text) throws IOException {
            out.write((text + "\r\n").getBytes(StandardCharsets.US_ASCII));
            if (in.available() == 0) {
                out.flush();
            }
        }
    }
}
