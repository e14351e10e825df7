/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.bench.tls;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.postchaise.testkit.TestCa;
import org.postchaise.testkit.TestCa.Content;

/** Process with an SMTP server that accepts every mail, in plaintext or after STARTTLS, with a certificate on P-256. The process prints its port. */
public final class TlsSink {
    /** Start of the line with the port. */
    static final String PREFIX = "port ";

    private static final int BUFFER = 1 << 16;

    private final Socket plain;
    private final SSLContext context;
    private InputStream in;
    private OutputStream out;

    private TlsSink(Socket plain, SSLContext context) throws IOException {
        this.plain = plain;
        this.context = context;
        this.in = new BufferedInputStream(plain.getInputStream(), BUFFER);
        this.out = plain.getOutputStream();
    }

    /** Runs the process, until its standard input ends. */
    public static void main(String[] arguments) throws IOException {
        SSLContext context = TestCa.selfSigned(Content.of("sink", "sink.example", "127.0.0.1"))
                .server();
        try (ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            System.out.println(PREFIX + listener.getLocalPort());
            Thread accepting = new Thread(() -> accept(listener, context));
            accepting.setDaemon(true);
            accepting.start();
            System.in.transferTo(System.err);
        }
    }

    private static void accept(ServerSocket listener, SSLContext context) {
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept();
                socket.setTcpNoDelay(true);
                TlsSink sink = new TlsSink(socket, context);
                Thread thread = new Thread(sink::serve);
                thread.setDaemon(true);
                thread.start();
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve() {
        try (plain) {
            reply("220 sink.example ESMTP");
            boolean more = true;
            while (more) {
                more = answer(readLine().toUpperCase(Locale.ROOT).split(" ", 2)[0]);
            }
        } catch (IOException gone) {
            System.err.println(gone);
        }
    }

    private boolean answer(String verb) throws IOException {
        switch (verb) {
            case "EHLO" -> reply("250-sink.example\r\n250-PIPELINING\r\n250-8BITMIME\r\n250 STARTTLS");
            case "STARTTLS" -> {
                reply("220 go on");
                SSLSocket tls = (SSLSocket) context.getSocketFactory().createSocket(plain, "", plain.getPort(), true);
                tls.setUseClientMode(false);
                tls.startHandshake();
                in = new BufferedInputStream(tls.getInputStream(), BUFFER);
                out = tls.getOutputStream();
            }
            case "DATA" -> {
                reply("354 go on");
                while (!readLine().equals(".")) {
                    // content is of no interest
                }
                reply("250 2.0.0 Ok");
            }
            case "QUIT" -> {
                reply("221 2.0.0 Bye");
                return false;
            }
            default -> reply("250 2.0.0 Ok");
        }
        return true;
    }

    private void reply(String text) throws IOException {
        out.write((text + "\r\n").getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    /** Returns a line without its end. */
    private String readLine() throws IOException {
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
