/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.testkit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** One connection of a {@link ScriptedPeer}. Played on one thread; {@link #fault} may be called from others. */
final class ScriptedSession {
    private static final int LINE_LIMIT = 1024 * 1024;

    private final int number;
    private final List<Step> steps;
    private final CountDownLatch closed;
    private final Consumer<String> lines;
    private final Consumer<byte[]> bodies;
    private final CountDownLatch played = new CountDownLatch(1);
    private volatile String fault = "";
    private volatile int current;

    ScriptedSession(
            int number, List<Step> steps, CountDownLatch closed, Consumer<String> lines, Consumer<byte[]> bodies) {
        this.number = number;
        this.steps = steps;
        this.closed = closed;
        this.lines = lines;
        this.bodies = bodies;
    }

    /** Returns the deviation from the dialogue, if there is one; waits at most {@code limit} for the last step. */
    Optional<String> fault(Duration limit) {
        try {
            if (!played.await(limit.toNanos(), TimeUnit.NANOSECONDS)) {
                return Optional.of(where() + "the dialogue was not played to its end, this line still waits");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of(where() + "interrupted while waiting for the end of the dialogue");
        }
        return fault.isEmpty() ? Optional.empty() : Optional.of(fault);
    }

    void play(Socket socket) throws IOException {
        OutputStream out = socket.getOutputStream();
        SmtpInput in = new SmtpInput(socket.getInputStream(), out);
        try {
            for (Step step : steps) {
                current = step.line();
                if (!play(step, socket, in, out)) {
                    return;
                }
            }
            if (!(steps.get(steps.size() - 1) instanceof Step.End)) {
                played.countDown();
                afterwards(socket, in, out);
            }
        } finally {
            played.countDown();
        }
    }

    private boolean play(Step step, Socket socket, SmtpInput in, OutputStream out) throws IOException {
        if (step instanceof Step.Send send) {
            send(send, out);
            return true;
        } else if (step instanceof Step.Expect expect) {
            return expect(expect, in);
        } else if (step instanceof Step.Sleep sleep) {
            return !pause(sleep.time());
        } else if (step instanceof Step.End end) {
            end(end.how(), socket);
            return true;
        }
        return readContent(step, in);
    }

    /**
     * Sends octets and ignores errors: a client that has closed the connection is not a mismatch yet, but the input
     * that it fails to send for the next step is.
     */
    private static void send(Step.Send send, OutputStream out) {
        try {
            for (long i = 0; i < send.times(); i++) {
                out.write(send.octets());
            }
        } catch (IOException gone) {
            // ignored, as the Javadoc says
        }
    }

    private boolean expect(Step.Expect expect, SmtpInput in) {
        String got;
        try {
            Optional<String> line = in.line(LINE_LIMIT);
            line.ifPresent(lines);
            if (line.isPresent() && expect.matches().test(line.get())) {
                return true;
            }
            got = line.map(ScriptedSession::quote).orElse("the end of the connection");
        } catch (IOException e) {
            got = "an error: " + e.getMessage();
        }
        return mismatch("expected \"" + expect.expected() + "\", got " + got);
    }

    private boolean readContent(Step step, SmtpInput in) {
        try {
            if (step instanceof Step.Skip skip) {
                in.octets(OutputStream.nullOutputStream(), skip.octets());
                return true;
            }
            ByteArrayOutputStream content = new ByteArrayOutputStream();
            if (step instanceof Step.Chunk chunk) {
                in.octets(content, chunk.octets());
            } else {
                in.content(content, SmtpInput.Dots.KEPT);
            }
            bodies.accept(content.toByteArray());
            return true;
        } catch (IOException e) {
            return mismatch("expected content, got an error: " + e.getMessage());
        }
    }

    private void end(Step.Ending how, Socket socket) throws IOException {
        switch (how) {
            case CLOSE -> LoopbackServer.closeOrderly(socket);
            case RESET -> {
                socket.setSoLinger(true, 0);
                socket.close();
            }
            case HANG -> {
                played.countDown();
                pause(LoopbackServer.READ_LIMIT);
            }
        }
    }

    private void afterwards(Socket socket, SmtpInput in, OutputStream out) throws IOException {
        Optional<String> line = in.line(LINE_LIMIT);
        if (line.isEmpty()) {
            return;
        }
        lines.accept(line.get());
        if (line.get().equalsIgnoreCase("QUIT")) {
            out.write("221 2.0.0 Bye\r\n".getBytes(StandardCharsets.US_ASCII));
            LoopbackServer.closeOrderly(socket);
        } else {
            mismatch("expected QUIT or the end of the connection after this line, got " + quote(line.get()));
        }
    }

    /** Waits for {@code time}; returns true if the peer was closed in the meantime. */
    private boolean pause(Duration time) {
        try {
            return closed.await(time.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    private boolean mismatch(String what) {
        // an error caused by closing the peer itself is not a mismatch
        if (closed.getCount() > 0) {
            fault = where() + what;
        }
        return false;
    }

    private String where() {
        return "connection " + number + ", dialogue line " + current + ": ";
    }

    private static String quote(String line) {
        return '"' + line.replace("\r", "\\r").replace("\n", "\\n") + '"';
    }
}
