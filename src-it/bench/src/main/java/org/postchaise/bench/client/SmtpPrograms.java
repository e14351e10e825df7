/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.bench.client;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Postfix's smtp-sink(1), running, and smtp-source(1). */
final class SmtpPrograms implements AutoCloseable {
    private static final Path SINK = Path.of("/usr/sbin/smtp-sink");
    private static final Path SOURCE = Path.of("/usr/sbin/smtp-source");

    private final int port;
    private final Process sink;

    private SmtpPrograms(int port, Process sink) {
        this.port = port;
        this.sink = sink;
    }

    static boolean installed() {
        return Files.isExecutable(SINK) && Files.isExecutable(SOURCE);
    }

    static SmtpPrograms start(Path directory) throws IOException, InterruptedException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        List<String> command = new ArrayList<>(List.of(SINK.toString()));
        if (System.getProperty("user.name").equals("root")) {
            command.addAll(List.of("-u", "postfix"));
        }
        command.addAll(List.of("127.0.0.1:" + port, "1000"));
        Process sink = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("smtp-sink.err").toFile())
                .start();
        awaitListener(port, sink);
        return new SmtpPrograms(port, sink);
    }

    private static void awaitListener(int port, Process sink) throws IOException, InterruptedException {
        for (int i = 0; i < 100 && sink.isAlive(); i++) {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
                return;
            } catch (IOException notYet) {
                Thread.sleep(50);
            }
        }
        sink.destroy();
        throw new IOException("smtp-sink does not listen on port " + port + "; smtp-sink.err says why");
    }

    int port() {
        return port;
    }

    /** What {@code messages} take over kept connections, less what it takes to start and to open the connections. */
    Figures source(int size, int connections, long messages) throws IOException, InterruptedException {
        Figures start = run(1, connections, connections);
        Figures all = run(size, connections, messages + connections);
        return new Figures(
                messages, Math.max(1, all.nanos() - start.nanos()), Math.max(1, all.processor() - start.processor()));
    }

    /** One process; bash says what wait4(2) said of it, in milliseconds. */
    private Figures run(int size, int connections, long messages) throws IOException, InterruptedException {
        String command = "TIMEFORMAT='%R %U %S'; time " + SOURCE + " -d -M client.example -f " + Message.SENDER + " -t "
                + Message.RECIPIENT + " -s " + connections + " -m " + messages + " -l " + size + " 127.0.0.1:" + port;
        Process bash = new ProcessBuilder("bash", "-c", command)
                .redirectErrorStream(true)
                .start();
        String said = new String(bash.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
        if (bash.waitFor() != 0) {
            throw new IOException("smtp-source: " + said);
        }
        String[] times = said.split(" ", -1);
        return new Figures(messages, (long) (Double.parseDouble(times[0]) * 1e9), (long)
                ((Double.parseDouble(times[1]) + Double.parseDouble(times[2])) * 1e9));
    }

    @Override
    public void close() {
        sink.destroy();
        sink.onExit().completeOnTimeout(sink, 10, TimeUnit.SECONDS).join();
    }
}
