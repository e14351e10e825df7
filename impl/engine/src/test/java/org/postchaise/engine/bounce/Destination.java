/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.bounce;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.postchaise.api.SmtpReply;

/**
 * A server without DSN that offers SMTPUTF8, which the test kit's mailbox does not. It refuses recipients by how their addresses
 * begin, and keeps the mails it takes. In what it took an octet is a character.
 */
final class Destination implements AutoCloseable {
    static final SmtpReply FAILS = new SmtpReply(
            550,
            List.of(
                    "550-5.1.1 no such user here, please look for the person",
                    "550 5.1.1 elsewhere, with \u0001 odd \u00e9 <text> and more words so that this line is long"));
    static final SmtpReply REFUSED = new SmtpReply(554, List.of("554 nope"));
    static final SmtpReply DEFERRED = new SmtpReply(450, List.of("450 4.2.0 later"));
    static final SmtpReply TAKEN = new SmtpReply(250, List.of("250 2.6.0 taken"));

    private final ServerSocket server;
    private final List<Mail> mails = new ArrayList<>();

    /**
     * A mail.
     *
     * @param from the argument of MAIL
     * @param to the argument of RCPT
     * @param content lines end in LF
     */
    record Mail(String from, String to, String content) {}

    Destination() {
        try {
            server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        daemon(() -> {
            while (!server.isClosed()) {
                Socket socket = server.accept();
                daemon(() -> serve(socket));
            }
        });
    }

    /** What runs on a thread of its own. */
    private interface Task {
        void run() throws IOException;
    }

    private static void daemon(Task task) {
        Thread thread = new Thread(() -> {
            try {
                task.run();
            } catch (IOException ended) {
                // the client, or the test, has closed
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    int port() {
        return server.getLocalPort();
    }

    List<Mail> mails() {
        synchronized (mails) {
            return List.copyOf(mails);
        }
    }

    /** What it says of a recipient. */
    static SmtpReply replyTo(String address) {
        if (address.contains("fail")) {
            return FAILS;
        }
        if (address.contains("plain")) {
            return REFUSED;
        }
        return address.contains("defer") ? DEFERRED : TAKEN;
    }

    private void serve(Socket socket) throws IOException {
        try (socket) {
            socket.setSoTimeout(60_000);
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
            OutputStream out = socket.getOutputStream();
            say(out, "220 destination.test ESMTP");
            String from = "";
            List<String> recipients = new ArrayList<>();
            boolean lmtp = false;
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                String verb = line.substring(0, Math.min(4, line.length())).toUpperCase(Locale.ROOT);
                lmtp |= verb.equals("LHLO");
                switch (verb) {
                    case "EHLO", "LHLO" -> say(out, "250-destination.test", "250-8BITMIME", "250 SMTPUTF8");
                    case "MAIL" -> {
                        from = line.substring(10);
                        recipients.clear();
                        say(out, "250 2.1.0 ok");
                    }
                    case "RCPT" -> {
                        SmtpReply reply = replyTo(line);
                        if (reply.positive()) {
                            recipients.add(line.substring(8));
                        }
                        say(out, reply.lines().toArray(String[]::new));
                    }
                    case "DATA" -> {
                        say(out, "354 go on");
                        content(in, from, recipients);
                        for (int i = 0; i < (lmtp ? recipients.size() : 1); i++) {
                            say(out, TAKEN.lines().toArray(String[]::new));
                        }
                    }
                    default -> say(out, verb.equals("QUIT") ? "221 2.0.0 bye" : "250 2.0.0 ok");
                }
            }
        }
    }

    private void content(BufferedReader in, String from, List<String> recipients) throws IOException {
        StringBuilder content = new StringBuilder();
        for (String line = in.readLine(); line != null && !line.equals("."); line = in.readLine()) {
            content.append(line.startsWith(".") ? line.substring(1) : line).append('\n');
        }
        synchronized (mails) {
            mails.add(new Mail(from, recipients.toString(), content.toString()));
        }
    }

    private static void say(OutputStream out, String... lines) throws IOException {
        out.write((String.join("\r\n", lines) + "\r\n").getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
