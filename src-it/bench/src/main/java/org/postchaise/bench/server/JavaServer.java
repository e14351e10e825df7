/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.bench.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.postchaise.bench.ProcessorTime;
import org.postchaise.bench.client.Child;

/** Server in a JVM of its own. */
final class JavaServer implements RunningServer {
    private static final int TRIES = 200;
    private static final int PAUSE_MILLIS = 50;
    private static final long KIB = 1024;

    private final Child child;
    private final int port;

    private JavaServer(Child child, int port) {
        this.child = child;
        this.port = port;
    }

    /** Starts the server; its standard error goes to a file in {@code directory}. */
    static JavaServer start(Path directory, List<String> options, Receiver receiver, String... more)
            throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(List.of(receiver.name()));
        arguments.addAll(List.of(more));
        String classPath = receiver == Receiver.OURS ? OurServer.classPath() : System.getProperty("java.class.path");
        List<String> all = new ArrayList<>(options);
        // the last class path counts
        all.addAll(List.of("-cp", classPath));
        Child child = Child.start(directory, all, ReceiverProcess.class, arguments.toArray(String[]::new));
        JavaServer server = new JavaServer(
                child, Integer.parseInt(child.line(ReceiverProcess.PORT).substring(ReceiverProcess.PORT.length())));
        server.awaitListener();
        return server;
    }

    private void awaitListener() throws IOException, InterruptedException {
        IOException reason = new IOException();
        for (int i = 0; i < TRIES; i++) {
            try {
                new Socket(InetAddress.getLoopbackAddress(), port).close();
                return;
            } catch (IOException notYet) {
                reason = notYet;
                Thread.sleep(PAUSE_MILLIS);
            }
        }
        close();
        throw reason;
    }

    /** Returns the octets in use in the server's heap after a garbage collection. */
    long heap() throws IOException {
        child.ask(ReceiverProcess.HEAP);
        return number(ReceiverProcess.HEAP);
    }

    /** Returns the number of the server's threads, without those of the compiler and the garbage collector. */
    long threads() throws IOException {
        child.ask(ReceiverProcess.THREADS);
        return number(ReceiverProcess.THREADS);
    }

    /** Returns the number of octets of the next message that the sink has counted. */
    long octets() throws IOException {
        return number(ReceiverProcess.OCTETS);
    }

    private long number(String prefix) throws IOException {
        return Long.parseLong(child.line(prefix).substring(prefix.length()));
    }

    /** Returns the resident memory of the process in octets. */
    long resident() throws IOException {
        return status("VmRSS:") * KIB;
    }

    /** Returns the number of all threads of the process. */
    long allThreads() throws IOException {
        return status("Threads:");
    }

    private long status(String name) throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/" + child.process().pid() + "/status"))) {
            if (line.startsWith(name)) {
                return Long.parseLong(line.substring(name.length())
                        .toLowerCase(Locale.ROOT)
                        .replace("kb", "")
                        .strip());
            }
        }
        throw new IOException("no line " + name);
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public long processor() throws IOException {
        return ProcessorTime.of(child.process());
    }

    @Override
    public void settle() {
        // the reply comes when the mail is dropped
    }

    @Override
    public void reset() throws IOException {
        child.ask(ReceiverProcess.EMPTY);
        child.line(ReceiverProcess.EMPTY);
    }

    @Override
    public void close() {
        child.close();
    }
}
