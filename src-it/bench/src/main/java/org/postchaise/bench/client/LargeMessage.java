/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.bench.client;

import com.sun.management.OperatingSystemMXBean;
import jakarta.mail.util.SharedFileInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.postchaise.api.MessageSource;

/** Process that sends one file in a small heap, as its first work, and prints its figures. */
public final class LargeMessage {
    private static final String NAME = "100 MiB in a heap of 8 MB, fresh JVM";
    private static final int ROUNDS = 3;

    private LargeMessage() {}

    static List<String> measure(Path directory, SmtpPrograms programs) throws IOException, InterruptedException {
        Path file = directory.resolve("large-message");
        byte[] part = Message.octets(1 << 20);
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
            for (int i = 0; i < 100; i++) {
                out.write(part);
            }
        }
        Map<Rival, List<Figures>> figures = new EnumMap<>(Rival.class);
        List<Figures> source = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            for (Rival rival : List.of(Rival.OURS, Rival.ANGUS)) {
                try (Child child = Child.start(
                        directory,
                        List.of("-Xmx8m"),
                        LargeMessage.class,
                        rival.name(),
                        Integer.toString(programs.port()),
                        file.toString())) {
                    figures.computeIfAbsent(rival, key -> new ArrayList<>()).add(child.figures());
                }
            }
            source.add(programs.source(100 << 20, 1, 1));
        }
        Files.delete(file);
        Row time = new Row(NAME, "s").all(figures, Figures::seconds).source(Row.median(source, Figures::seconds));
        Row cost = new Row(NAME + ": processor time", "ms")
                .all(figures, Figures::cost)
                .source(Row.median(source, Figures::cost));
        time = time.goal("<= 1.1 Angus, best", time.ours() <= 1.1 * time.of(Rival.ANGUS));
        return List.of(time.tsv(), cost.tsv());
    }

    /**
     * Runs the process.
     *
     * @param arguments the name of a rival, the port, the file
     */
    public static void main(String[] arguments) throws Exception {
        OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        int port = Integer.parseInt(arguments[1]);
        Path file = Path.of(arguments[2]);
        long processor = system.getProcessCpuTime();
        long began = System.nanoTime();
        ThreadedLoad.Sender sender = arguments[0].equals(Rival.OURS.name())
                ? new PostchaiseSender(port, MessageSource.of(file))
                : AngusSender.tuned(port, new SharedFileInputStream(file.toFile()));
        sender.send();
        sender.end();
        System.out.println(
                Figures.PREFIX + new Figures(1, System.nanoTime() - began, system.getProcessCpuTime() - processor));
    }
}
