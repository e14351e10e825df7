/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.bench.client;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Process with an SMTP server that accepts every mail with a network delay: each reply arrives a given time after its
 * command, however many replies are under way. The process prints its port.
 */
public final class FarPeer {
    /** Start of the line with the port. */
    static final String PREFIX = "port ";

    private final Socket socket;
    private final Set<String> keywords;
    private final long delayNanos;
    // one thread, and equal delays: replies keep their order
    private final ScheduledExecutorService line = Executors.newSingleThreadScheduledExecutor();

    private FarPeer(Socket socket, Set<String> keywords, long delayNanos) {
        this.socket = socket;
        this.keywords = keywords;
        this.delayNanos = delayNanos;
    }

    /**
     * Runs the process, until its standard input ends.
     *
     * @param arguments the delay in milliseconds, then the EHLO keywords to offer
     */
    public static void main(String[] arguments) throws IOException {
        Set<String> keywords = new TreeSet<>(Set.of(arguments));
        long delay = TimeUnit.MILLISECONDS.toNanos(Long.parseLong(arguments[0]));
        keywords.remove(arguments[0]);
        try (ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            System.out.println(PREFIX + listener.getLocalPort());
            Thread accepting = new Thread(() -> accept(listener, keywords, delay));
            accepting.setDaemon(true);
            accepting.start();
            System.in.transferTo(System.err);
        }
    }

    private static void accept(ServerSocket listener, Set<String> keywords, long delay) {
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept();
                socket.setTcpNoDelay(true);
                Thread thread = new Thread(new FarPeer(socket, keywords, delay)::serve);
                thread.setDaemon(true);
                thread.start();
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve() {
        try (socket) {
            InputStream in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
            reply("220 far.example ESMTP");
            while (true) {
                answer(readLine(in), in);
            }
        } catch (EOFException ended) {
            System.err.println("a client left");
        } catch (IOException gone) {
            System.err.println(gone);
        } finally {
            line.shutdown();
        }
    }

    private void answer(String command, InputStream in) throws IOException {
        String[] words = command.toUpperCase(Locale.ROOT).split(" ", -1);
        switch (words[0]) {
            case "EHLO" -> {
                StringBuilder text = new StringBuilder("250-far.example\r\n");
                keywords.forEach(keyword -> text.append("250-").append(keyword).append("\r\n"));
                reply(text + "250 8BITMIME");
            }
            case "DATA" -> {
                reply("354 go on");
                while (!readLine(in).equals(".")) {
                    // content is of no interest
                }
                reply("250 2.0.0 Ok");
            }
            case "BDAT" -> {
                in.skipNBytes(Long.parseLong(words[1]));
                reply("250 2.0.0 Ok");
            }
            case "QUIT" -> reply("221 2.0.0 Bye");
            default -> reply("250 2.0.0 Ok");
        }
    }

    private void reply(String text) {
        byte[] octets = (text + "\r\n").getBytes(StandardCharsets.US_ASCII);
        var unused = line.schedule(
                () -> {
                    socket.getOutputStream().write(octets);
                    return true;
                },
                delayNanos,
                TimeUnit.NANOSECONDS);
    }

    /** Returns a line without its end. */
    private static String readLine(InputStream in) throws IOException {
        StringBuilder text = new StringBuilder(80);
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                throw new EOFException("connection closed by peer");
            }
            if (b != '\r') {
                text.append((char) b);
            }
        }
        return text.toString();
    }
}
