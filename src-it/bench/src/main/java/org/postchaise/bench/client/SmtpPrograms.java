/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.bench.client;

import java.io.IOException;
import java.io.RandomAccessFile;
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
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Running smtp-sink(1) of Postfix, and smtp-source(1). */
public final class SmtpPrograms implements AutoCloseable {
    private static final Path SINK = Path.of("/usr/sbin/smtp-sink");
    private static final Path SOURCE = Path.of("/usr/sbin/smtp-source");

    /** Counts printed by smtp-sink, each ended by a carriage return. */
    private static final Pattern COUNTS = Pattern.compile("sess=(\\d+) quit=\\d+ mesg=(\\d+)\r");

    private static final int COUNTS_ROOM = 200;

    private final int port;
    private final Process sink;
    private final Path said;

    private SmtpPrograms(int port, Process sink, Path said) {
        this.port = port;
        this.sink = sink;
        this.said = said;
    }

    /** Returns true if both programs are installed. */
    public static boolean installed() {
        return Files.isExecutable(SINK) && Files.isExecutable(SOURCE);
    }

    /** Starts smtp-sink on a free port; its output goes to the file {@code smtp-sink.err} in {@code directory}. */
    public static SmtpPrograms start(Path directory, String... options) throws IOException, InterruptedException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        return start(directory, port, options);
    }

    /**
     * Starts smtp-sink on {@code port}, which must be free; its output goes to the file {@code smtp-sink.err} in
     * {@code directory}.
     */
    public static SmtpPrograms start(Path directory, int port, String... options)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(SINK.toString()));
        if (System.getProperty("user.name").equals("root")) {
            command.addAll(List.of("-u", "postfix"));
        }
        command.addAll(List.of(options));
        command.addAll(List.of("127.0.0.1:" + port, "1000"));
        Path said = directory.resolve("smtp-sink.err");
        Process sink = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        awaitListener(port, sink);
        return new SmtpPrograms(port, sink, said);
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

    /** Returns the port of smtp-sink. */
    public int port() {
        return port;
    }

    /** Returns the process of smtp-sink. */
    public ProcessHandle process() {
        return sink.toHandle();
    }

    /** Returns the number of messages that smtp-sink has received, if started with {@code -c}. */
    public long messages() throws IOException {
        return count(2);
    }

    /** Returns the number of ended sessions of smtp-sink, if started with {@code -c}. */
    public long sessions() throws IOException {
        return count(1);
    }

    private long count(int group) throws IOException {
        if (!sink.isAlive()) {
            throw new IOException("smtp-sink ended; " + said + " may say why");
        }
        String end;
        try (RandomAccessFile file = new RandomAccessFile(said.toFile(), "r")) {
            byte[] octets = new byte[(int) Math.min(COUNTS_ROOM, file.length())];
            file.seek(file.length() - octets.length);
            file.readFully(octets);
            end = new String(octets, StandardCharsets.US_ASCII);
        }
        long last = 0;
        for (Matcher counts = COUNTS.matcher(end); counts.find(); ) {
            last = Long.parseLong(counts.group(group));
        }
        return last;
    }

    /**
     * Returns the figures of smtp-source for {@code messages} over kept connections, less those for starting and for
     * opening the connections.
     */
    Figures source(int size, int connections, long messages) throws IOException, InterruptedException {
        Figures start = send(port, 1, connections, connections);
        Figures all = send(port, size, connections, messages + connections);
        return new Figures(
                messages, Math.max(1, all.nanos() - start.nanos()), Math.max(1, all.processor() - start.processor()));
    }

    /**
     * Returns the figures of one run of smtp-source, its start included; bash prints the times from wait4(2), in
     * milliseconds.
     */
    public static Figures send(int port, int size, int connections, long messages)
            throws IOException, InterruptedException {
        return source("-d " + load(port, size, connections, messages), messages);
    }

    /** Does the same as {@link #send(int, int, int, long)} with a connection for each message, {@code connections} at a time. */
    public static Figures sendReconnecting(int port, int size, int connections, long messages)
            throws IOException, InterruptedException {
        return source(load(port, size, connections, messages), messages);
    }

    private static String load(int port, int size, int connections, long messages) {
        return "-f " + Message.SENDER + " -t " + Message.RECIPIENT + " -s " + connections + " -m " + messages + " -l "
                + size + " 127.0.0.1:" + port;
    }

    /**
     * Sends mails by smtp-source, each to a recipient of its own: a number is put before {@code recipient}.
     *
     * @param connections the number of connections; no more than mails are used
     */
    public static void send(int port, int size, int connections, long messages, String sender, String recipient)
            throws IOException, InterruptedException {
        source(
                "-d -N -f " + sender + " -t " + recipient + " -s " + Math.min(connections, messages) + " -m " + messages
                        + " -l " + size + " 127.0.0.1:" + port,
                messages);
    }

    private static Figures source(String options, long messages) throws IOException, InterruptedException {
        String command = "TIMEFORMAT='%R %U %S'; time " + SOURCE + " -M client.example " + options;
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
