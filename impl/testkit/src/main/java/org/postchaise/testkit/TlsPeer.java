/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSocket;

/**
 * An SMTP server on 127.0.0.1 that accepts any mail and offers STARTTLS, correctly or with one of the faults of {@link Fault}. The
 * clients' lines are kept; {@code <TLS>} stands for a handshake. Thread-safe.
 */
public final class TlsPeer implements AutoCloseable {
    private static final int LINE_LIMIT = 4096;
    private static final int PATIENCE_MILLIS = 500;

    private final Layer layer;
    private final Fault fault;
    private final Logins logins;
    private final LoopbackServer server;
    private final List<String> lines = new ArrayList<>();
    private final List<Long> sessions = new ArrayList<>();
    private volatile String offer = "PIPELINING";
    private final List<String> clients = new ArrayList<>();

    /** The faults of the server. */
    public enum Fault {
        /** No fault. */
        NONE,
        /** No offer of STARTTLS. */
        NOT_OFFERED,
        /** A refusal of STARTTLS with 454. */
        REFUSED,
        /** A close of the connection in place of the handshake. */
        BROKEN_OFF,
        /** A text in place of the handshake, followed by a close of the connection. */
        GARBAGE,
        /** An injection: further replies in the same packet as the reply to STARTTLS. */
        INJECTION,
        /** A close of the connection at the first command under TLS. */
        LOST_AFTERWARDS,
        /** No answer to the handshake. */
        SILENT,
        /** A delayed close of TLS. The server records whether the client waits for the close: {@code <WAITS>}, or {@code <GONE>}. */
        SLOW_TO_CLOSE,
        /** No close of TLS, with the records of {@link #SLOW_TO_CLOSE}. */
        NEVER_CLOSES
    }

    /** The logins that the server accepts. */
    public interface Logins {
        /** No logins. */
        Logins NONE = new Logins() {};

        /** Returns the mechanisms offered with AUTH before TLS; empty: AUTH is not offered. */
        default String plain() {
            return "";
        }

        /** Returns the mechanisms offered with AUTH under TLS; empty: AUTH is not offered. */
        default String secured() {
            return "";
        }

        /** Begins a login. The returned function maps each decoded response of the client to the server's reply; a reply with code 334 continues the login. */
        default Function<byte[], String> begin(String mechanism) {
            return response -> "504 5.5.4 No such mechanism";
        }
    }

    /** The implementation of the server's side of TLS. */
    public interface Layer {
        /**
         * Performs the handshake on a connection after the reply to STARTTLS.
         *
         * @throws IOException when the handshake fails, which ends the connection
         */
        Streams secure(Socket plain) throws IOException;

        /**
         * The streams of a TLS connection.
         *
         * @param out the stream to the client; closing the stream ends TLS
         * @param created the creation time of the TLS session, or any number that is unique to each new session
         * @param client the subject of the client's certificate; the empty string if there was none
         */
        record Streams(InputStream in, OutputStream out, long created, String client) {}
    }

    private TlsPeer(Layer layer, Fault fault, Logins logins) {
        this.layer = layer;
        this.fault = fault;
        this.logins = logins;
        this.server = LoopbackServer.start(
                0, LoopbackServer.daemons("tls-peer"), (socket, number) -> new Dialogue(socket).run());
    }

    /** Starts a server with the certificates of {@code context}, and without logins. */
    public static TlsPeer start(SSLContext context, Fault fault) {
        return start(context, fault, Logins.NONE);
    }

    /** Starts a server with the certificates of {@code context} and the given logins. */
    public static TlsPeer start(SSLContext context, Fault fault, Logins logins) {
        return new TlsPeer(socket -> secure(context, socket), fault, logins);
    }

    /** Starts a server with the given TLS implementation, and without logins. */
    public static TlsPeer start(Layer layer, Fault fault) {
        return new TlsPeer(layer, fault, Logins.NONE);
    }

    private static Layer.Streams secure(SSLContext context, Socket plain) throws IOException {
        SSLSocket tls = (SSLSocket) context.getSocketFactory().createSocket(plain, "", plain.getPort(), true);
        tls.setUseClientMode(false);
        tls.setWantClientAuth(true);
        tls.startHandshake();
        return new Layer.Streams(
                tls.getInputStream(), tls.getOutputStream(), tls.getSession().getCreationTime(), client(tls));
    }

    private static String client(SSLSocket tls) {
        try {
            return tls.getSession().getPeerPrincipal().getName();
        } catch (SSLPeerUnverifiedException none) {
            return "";
        }
    }

    /** Sets the additional EHLO keyword, which is offered under TLS only. */
    public TlsPeer offering(String keyword) {
        offer = keyword;
        return this;
    }

    /** Returns the port that the server listens on. */
    public int port() {
        return server.port();
    }

    /** Returns the number of connections accepted so far. */
    public int connections() {
        return server.connections();
    }

    /** Returns the lines that clients sent on all connections, in the order of arrival. */
    public List<String> received() {
        synchronized (lines) {
            return List.copyOf(lines);
        }
    }

    /** Returns the subjects of the clients' certificates, one for each handshake; the empty string for a client without a certificate. */
    public List<String> clients() {
        synchronized (lines) {
            return List.copyOf(clients);
        }
    }

    /** Returns the number of new TLS sessions; a resumed session keeps its creation time. */
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
                    case "EHLO", "LHLO" -> say(capabilities());
                    case "AUTH" -> logIn(line.get());
                    case "STARTTLS" -> startTls();
                    case "DATA" -> {
                        say("354 Go on");
                        in.content(OutputStream.nullOutputStream(), SmtpInput.Dots.REMOVED);
                        say("250 2.0.0 Taken");
                    }
                    case "QUIT" -> {
                        say("221 2.0.0 Bye");
                        if (secured && (fault == Fault.SLOW_TO_CLOSE || fault == Fault.NEVER_CLOSES)) {
                            watchTheEnd();
                        } else {
                            // waits for the client's close, after which all replies have arrived, through any TLS layer
                            in.line(LINE_LIMIT);
                        }
                        return;
                    }
                    default -> say("250 2.0.0 Ok");
                }
            }
        }

        /** Records whether the client waits for the end of TLS: a client that does not wait closes the connection below TLS. */
        private void watchTheEnd() throws IOException {
            plain.setSoTimeout(PATIENCE_MILLIS);
            try {
                awaitEnd();
            } catch (SocketTimeoutException e) {
                keep("<WAITS>");
                if (fault == Fault.SLOW_TO_CLOSE) {
                    out.close();
                    return;
                }
                plain.setSoTimeout(0);
                awaitEnd();
            }
            keep("<GONE>");
        }

        private void awaitEnd() throws IOException {
            while (plain.getInputStream().read() >= 0) {
                // close_notify
            }
        }

        private String capabilities() {
            String words = secured ? logins.secured() : logins.plain();
            String auth = words.isEmpty() ? "" : "250-AUTH " + words + "\r\n";
            boolean tls = !secured && fault != Fault.NOT_OFFERED;
            return "250-peer.example\r\n" + (tls ? "250-STARTTLS\r\n" : "") + auth
                    + (secured ? "250-" + offer + "\r\n" : "") + "250 PIPELINING";
        }

        private void logIn(String command) throws IOException {
            String[] words = command.split(" ", 3);
            Function<byte[], String> login = logins.begin(words[1]);
            String reply = words.length == 3 ? login.apply(decoded(words[2])) : "334 ";
            say(reply);
            while (reply.startsWith("334")) {
                Optional<String> response = in.line(LINE_LIMIT);
                if (response.isEmpty()) {
                    return;
                }
                keep(response.get());
                reply = login.apply(decoded(response.get()));
                say(reply);
            }
        }

        private byte[] decoded(String response) {
            return response.equals("=") ? new byte[0] : Base64.getDecoder().decode(response);
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
                // a client that took the text for part of the reply would otherwise wait for more
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
                clients.add(streams.client());
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
