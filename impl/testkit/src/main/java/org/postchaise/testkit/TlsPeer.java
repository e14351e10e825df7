/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/**
 * An SMTP server on 127.0.0.1 that takes any mail and offers STARTTLS, rightly or with one of the faults of {@link Fault}. What was
 * said is kept as lines; {@code <TLS>} stands for a handshake. Thread-safe.
 */
public final class TlsPeer implements AutoCloseable {
    private static final int LINE_LIMIT = 4096;

    private final Layer layer;
    private final Fault fault;
    private final LoopbackServer server;
    private final List<String> lines = new ArrayList<>();
    private final List<Long> sessions = new ArrayList<>();

    /** What the server does wrong. */
    public enum Fault {
        /** Nothing. */
        NONE,
        /** It offers no TLS. */
        NOT_OFFERED,
        /** It refuses STARTTLS with 454. */
        REFUSED,
        /** It closes the connection in place of the handshake. */
        BROKEN_OFF,
        /** It answers the handshake with text, and closes the connection. */
        GARBAGE,
        /** Text follows the reply to STARTTLS in the same packet: an injection. */
        INJECTION,
        /** It closes the connection at the first command under TLS. */
        LOST_AFTERWARDS,
        /** It hangs at the handshake. */
        SILENT
    }

    /** Who does the server's part of TLS. */
    public interface Layer {
        /**
         * Takes over a connection on which the client was told to begin.
         *
         * @throws IOException when the handshake fails, which ends the connection
         */
        Streams secure(Socket plain) throws IOException;

        /**
         * What the client says and hears from then on.
         *
         * @param created when the TLS session was made, or any number that no two new sessions share
         */
        record Streams(InputStream in, OutputStream out, long created) {}
    }

    private TlsPeer(Layer layer, Fault fault) {
        this.layer = layer;
        this.fault = fault;
        this.server = LoopbackServer.start(
                0, LoopbackServer.daemons("tls-peer"), (socket, number) -> new Dialogue(socket).run());
    }

    /** Starts a server with the certificates of {@code context}. */
    public static TlsPeer start(SSLContext context, Fault fault) {
        return start(socket -> secure(context, socket), fault);
    }

    /** Starts a server with a TLS of its own. */
    public static TlsPeer start(Layer layer, Fault fault) {
        return new TlsPeer(layer, fault);
    }

    private static Layer.Streams secure(SSLContext context, Socket plain) throws IOException {
        SSLSocket tls = (SSLSocket) context.getSocketFactory().createSocket(plain, "", plain.getPort(), true);
        tls.setUseClientMode(false);
        tls.startHandshake();
        return new Layer.Streams(
                tls.getInputStream(), tls.getOutputStream(), tls.getSession().getCreationTime());
    }

    /** The port it listens on. */
    public int port() {
        return server.port();
    }

    /** How many connections were accepted so far. */
    public int connections() {
        return server.connections();
    }

    /** The lines that clients sent, of all connections in the order they came. */
    public List<String> received() {
        synchronized (lines) {
            return List.copyOf(lines);
        }
    }

    /** How many TLS sessions were new: a resumed one keeps the time when it was made. */
    public long newSessions() {
        synchronized (lines) {
            return sessions.stream().distinct().count();
        }
    }

    @Override
    public void close() {
        server.close();
    }

    private final class Dialogue {
        private final Socket plain;
        private SmtpInput in;
        private OutputStream out;
        private boolean secured;

        Dialogue(Socket socket) throws IOException {
            this.plain = socket;
            this.out = socket.getOutputStream();
            this.in = new SmtpInput(socket.getInputStream(), out);
        }

        void run() throws IOException {
            say("220 peer.example ESMTP");
            while (true) {
                Optional<String> line = in.line(LINE_LIMIT);
                if (line.isEmpty()) {
                    return;
                }
                keep(line.get());
                if (secured && fault == Fault.LOST_AFTERWARDS) {
                    plain.close();
                    return;
                }
                String verb = line.get().split("[ :]", 2)[0].toUpperCase(Locale.ROOT);
                switch (verb) {
                    case "EHLO", "LHLO" ->
                        say(
                                secured || fault == Fault.NOT_OFFERED
                                        ? "250-peer.example\r\n250 PIPELINING"
                                        : "250-peer.example\r\n250-PIPELINING\r\n250 STARTTLS");
                    case "STARTTLS" -> startTls();
                    case "DATA" -> {
                        say("354 Go on");
                        in.content(OutputStream.nullOutputStream(), SmtpInput.Dots.REMOVED);
                        say("250 2.0.0 Taken");
                    }
                    case "QUIT" -> {
                        say("221 2.0.0 Bye");
                        // the client closes: what was said has arrived then, through whatever layer
                        in.line(LINE_LIMIT);
                        return;
                    }
                    default -> say("250 2.0.0 Ok");
                }
            }
        }

        private void startTls() throws IOException {
            if (fault == Fault.REFUSED) {
                say("454 4.7.0 Not now");
                return;
            }
            say(fault == Fault.INJECTION ? "220 Go on\r\n250 2.0.0 injected\r\n250 2.0.0 injected" : "220 Go on");
            if (fault == Fault.BROKEN_OFF) {
                plain.close();
                return;
            }
            if (fault == Fault.GARBAGE) {
                say("this is not TLS, and long enough for a header");
                // a client that took it for part of the reply would wait for more
                plain.close();
                return;
            }
            if (fault == Fault.SILENT) {
                in.line(LINE_LIMIT);
                return;
            }
            Layer.Streams streams = layer.secure(plain);
            synchronized (lines) {
                sessions.add(streams.created());
            }
            keep("<TLS>");
            out = streams.out();
            in = new SmtpInput(streams.in(), out);
            secured = true;
        }

        private void keep(String line) {
            synchronized (lines) {
                lines.add(line);
            }
        }

        private void say(String reply) throws IOException {
            out.write((reply + "\r\n").getBytes(StandardCharsets.US_ASCII));
            out.flush();
        }
    }
}
