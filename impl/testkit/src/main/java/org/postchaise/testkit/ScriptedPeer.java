/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * A peer on 127.0.0.1 that plays a dialogue: any reply, delay or loss of the connection, at any stage.
 *
 * <pre>
 * # the connection is lost before the reply to the final dot
 * S: 220 mx.example.com ESMTP
 * C: EHLO *
 * S: 250-mx.example.com
 * S: 250 PIPELINING
 * C: MAIL FROM:&lt;a@example.com&gt;
 * C: RCPT TO:&lt;b@example.com&gt;
 * C: DATA
 * S: 250 2.1.0 Ok
 * S: 250 2.1.5 Ok
 * S: 354 Go on
 * body
 * reset
 * </pre>
 *
 * <p>One step a line; empty lines and lines that start with {@code #} are comments.
 *
 * <table>
 * <caption>Steps</caption>
 * <tr><td>{@code S: text}</td><td>send the text and CRLF; S lines in a row go out in one write</td></tr>
 * <tr><td>{@code C: text}</td><td>read a line, which must be the text; {@code *} stands for any text</td></tr>
 * <tr><td>{@code C~ regex}</td><td>read a line, which must match the regular expression as a whole</td></tr>
 * <tr><td>{@code body}</td><td>read content up to the final dot, keep it</td></tr>
 * <tr><td>{@code chunk N}</td><td>read N octets, keep them: what follows BDAT</td></tr>
 * <tr><td>{@code skip N}</td><td>read N octets and drop them: to lose the connection within the content</td></tr>
 * <tr><td>{@code raw "text\r\n"}</td><td>send text without a line end; escapes are {@code \r \n \t \0 \" \\}</td></tr>
 * <tr><td>{@code raw 32 35 30}</td><td>send octets, hexadecimal</td></tr>
 * <tr><td>{@code flood N text}</td><td>send the text (or {@code "text\r\n"}) N times without a line end</td></tr>
 * <tr><td>{@code sleep 200ms}</td><td>wait; {@code ms} or {@code s}</td></tr>
 * <tr><td>{@code repeat N} ... {@code end}</td><td>the steps between, N times</td></tr>
 * <tr><td>{@code close}</td><td>close with FIN</td></tr>
 * <tr><td>{@code reset}</td><td>close with RST</td></tr>
 * <tr><td>{@code hang}</td><td>neither read nor send any more, until this peer is closed</td></tr>
 * <tr><td>{@code session}</td><td>what follows is for the next connection</td></tr>
 * </table>
 *
 * <p>Connections get the sections in the order they come; when there are more connections than sections, the last section
 * is played again. After the last step of a section the client may send QUIT, which is answered with 221, or close;
 * anything else is a mismatch. A mismatch closes the connection; {@link #verify} tells it. Only CRLF ends a line.
 * Thread-safe.
 */
public final class ScriptedPeer implements AutoCloseable {
    private static final Duration VERIFY_LIMIT = Duration.ofSeconds(10);

    private final List<List<Step>> sections;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final List<ScriptedSession> sessions = new ArrayList<>();
    private final List<String> received = new ArrayList<>();
    private final List<byte[]> bodies = new ArrayList<>();
    private final LoopbackServer server;

    private ScriptedPeer(List<List<Step>> sections) {
        this.sections = sections;
        this.server = LoopbackServer.start(
                0,
                LoopbackServer.daemons("scripted-peer"),
                (socket, number) -> session(number).play(socket));
    }

    /**
     * Starts a peer that plays {@code dialogue}.
     *
     * @throws IllegalArgumentException when the text is no dialogue; the message has the line
     */
    public static ScriptedPeer ofText(String dialogue) {
        return new ScriptedPeer(Dialogue.parse(dialogue));
    }

    /**
     * Starts a peer that plays the dialogue in a class path resource, UTF-8.
     *
     * @param anchor the name is relative to this class, as in {@link Class#getResourceAsStream}
     * @throws IllegalArgumentException when there is no such resource, or it is no dialogue; the message has the line
     */
    public static ScriptedPeer ofResource(Class<?> anchor, String name) {
        try (InputStream in = anchor.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalArgumentException("no dialogue \"" + name + "\" beside " + anchor.getName());
            }
            return ofText(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("can't read dialogue \"" + name + "\"", e);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(name + ": " + e.getMessage(), e);
        }
    }

    /** The port it listens on. */
    public int port() {
        return server.port();
    }

    /** Where it listens, as a next hop: {@code [127.0.0.1]:port}. */
    public String nextHop() {
        return server.nextHop();
    }

    /** How many connections were accepted so far. */
    public int connections() {
        return server.connections();
    }

    /** The lines that clients sent, without CRLF, of all connections in the order they came; content is not among them. */
    public List<String> received() {
        synchronized (received) {
            return List.copyOf(received);
        }
    }

    /**
     * The contents that {@code body} steps read: as they came, dot-stuffing included, without the final dot's line; and what
     * {@code chunk} steps read.
     */
    public List<byte[]> bodies() {
        synchronized (bodies) {
            return List.copyOf(bodies);
        }
    }

    /**
     * Checks that every section was played to its end and nothing else came. Waits up to ten seconds for steps under way.
     *
     * @throws AssertionError with what was expected and what came, for each connection that differs
     */
    public void verify() {
        List<ScriptedSession> played;
        synchronized (sessions) {
            played = List.copyOf(sessions);
        }
        long deadline = System.nanoTime() + VERIFY_LIMIT.toNanos();
        List<String> faults = new ArrayList<>();
        for (ScriptedSession session : played) {
            session.fault(Duration.ofNanos(Math.max(0, deadline - System.nanoTime())))
                    .ifPresent(faults::add);
        }
        if (played.size() < sections.size()) {
            faults.add("expected at least " + sections.size() + " connections, one for each session; got "
                    + played.size());
        }
        if (!faults.isEmpty()) {
            throw new AssertionError(String.join(System.lineSeparator(), faults));
        }
    }

    /** Stops listening, ends all connections and their threads, within ten seconds. What was received can still be read. */
    @Override
    public void close() {
        closed.countDown();
        server.close();
    }

    private ScriptedSession session(int number) {
        List<Step> steps = sections.get(Math.min(number, sections.size()) - 1);
        ScriptedSession session = new ScriptedSession(number, steps, closed, this::line, this::body);
        synchronized (sessions) {
            sessions.add(session);
        }
        return session;
    }

    private void line(String line) {
        synchronized (received) {
            received.add(line);
        }
    }

    private void body(byte[] content) {
        synchronized (bodies) {
            bodies.add(content);
        }
    }
}
