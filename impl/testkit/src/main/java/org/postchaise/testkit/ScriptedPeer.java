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
 * <tr><td>{@code body}</td><td>read content up to the final dot, keep the content</td></tr>
 * <tr><td>{@code chunk N}</td><td>read N octets, keep them: the chunk after BDAT</td></tr>
 * <tr><td>{@code skip N}</td><td>read N octets and drop them: to lose the connection within the content</td></tr>
 * <tr><td>{@code raw "text\r\n"}</td><td>send text without a line end; escapes are {@code \r \n \t \0 \" \\}</td></tr>
 * <tr><td>{@code raw 32 35 30}</td><td>send octets, hexadecimal</td></tr>
 * <tr><td>{@code flood N text}</td><td>send the text (or {@code "text\r\n"}) N times without a line end</td></tr>
 * <tr><td>{@code sleep 200ms}</td><td>wait; {@code ms} or {@code s}</td></tr>
 * <tr><td>{@code repeat N} ... {@code end}</td><td>the steps between, N times</td></tr>
 * <tr><td>{@code close}</td><td>close with FIN</td></tr>
 * <tr><td>{@code reset}</td><td>close with RST</td></tr>
 * <tr><td>{@code hang}</td><td>neither read nor send any more, until this peer is closed</td></tr>
 * <tr><td>{@code session}</td><td>the following steps are for the next connection</td></tr>
 * </table>
 *
 * <p>Sections are assigned to connections in the order of the connections; when there are more connections than sections, the last section
 * is played again. After the last step of a section the client may send QUIT, which is answered with 221, or close;
 * anything else is a mismatch. A mismatch closes the connection; {@link #verify} reports the mismatch. Only CRLF ends a line.
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
     * @throws IllegalArgumentException when the text is not a dialogue; the message has the line
     */
    public static ScriptedPeer ofText(String dialogue) {
        return new ScriptedPeer(Dialogue.parse(dialogue));
    }

    /**
     * Starts a peer that plays the dialogue in a class path resource, UTF-8.
     *
     * @param anchor the class to which {@code name} is relative, as in {@link Class#getResourceAsStream}
     * @throws IllegalArgumentException when there is no such resource, or the text is not a dialogue; the message has the
     *     line
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

    /** Returns the port that the peer listens on. */
    public int port() {
        return server.port();
    }

    /** Returns the peer's address as a next hop: {@code [127.0.0.1]:port}. */
    public String nextHop() {
        return server.nextHop();
    }

    /** Returns the number of connections accepted so far. */
    public int connections() {
        return server.connections();
    }

    /** Returns the lines that clients sent on all connections, without CRLF, in the order of arrival; content is not included. */
    public List<String> received() {
        synchronized (received) {
            return List.copyOf(received);
        }
    }

    /**
     * Returns the contents read by {@code body} steps, unchanged with dot-stuffing and without the line of the final dot,
     * and the octets read by {@code chunk} steps.
     */
    public List<byte[]> bodies() {
        synchronized (bodies) {
            return List.copyOf(bodies);
        }
    }

    /**
     * Checks that every section was played to its end and that clients sent nothing else. Waits up to ten seconds for steps
     * in progress.
     *
     * @throws AssertionError with the expected and the actual input, for each connection that differs
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

    /** Stops listening, and ends all connections and their threads within ten seconds. The received lines can still be read. */
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
