/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.postchaise.it.server.Command;

/**
 * The resources of a server's process after a full garbage collection.
 *
 * @param beans how many instances there are of the classes that a deployment has one of
 * @param threads how many threads are named after the project, by name
 * @param sockets how many sockets are open
 * @param files how many other files are open
 * @param nameless the open files that were deleted
 */
record Footprint(
        Map<String, Integer> beans, Map<String, Integer> threads, int sockets, int files, List<String> nameless) {

    private static final String OURS = "org.postchaise.";

    /** One of each is there for a deployment; {@code MailClient} once for a connection factory. */
    private static final List<String> BEANS = List.of(
            OURS + "courier.CourierSettings",
            OURS + "courier.Nodes",
            OURS + "courier.ClusterNode",
            OURS + "connector.SmtpResourceAdapter",
            OURS + "connector.outbound.SmtpManagedConnectionFactory",
            OURS + "engine.client.delivery.MailClient");

    /** Number of words in a line of the histogram, as {@code 12: 1 48 org.postchaise.courier.Nodes}. */
    private static final int WORDS = 4;

    static Footprint of(long pid) {
        Map<String, Integer> beans = new TreeMap<>();
        BEANS.forEach(name -> beans.put(name, 0));
        jcmd(pid, "GC.class_histogram")
                .lines()
                .map(line -> line.strip().split("\\s+"))
                .filter(words -> words.length >= WORDS && BEANS.contains(words[WORDS - 1]))
                .forEach(words -> beans.merge(words[WORDS - 1], Integer.parseInt(words[1]), Integer::sum));
        Map<String, Integer> threads = new TreeMap<>();
        jcmd(pid, "Thread.print")
                .lines()
                .filter(line -> line.startsWith("\"") && line.contains("postchaise"))
                .map(line -> line.substring(1, line.lastIndexOf('"')))
                .forEach(name -> threads.merge(name, 1, Integer::sum));
        List<String> open = open(pid);
        int sockets =
                (int) open.stream().filter(file -> file.startsWith("socket:")).count();
        List<String> nameless =
                open.stream().filter(file -> file.endsWith(" (deleted)")).toList();
        return new Footprint(beans, threads, sockets, open.size() - sockets, nameless);
    }

    private static String jcmd(long pid, String order) {
        return Command.of(
                        Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(), "" + pid, order)
                .run();
    }

    private static List<String> open(long pid) {
        try (Stream<Path> files = Files.list(Path.of("/proc", "" + pid, "fd"))) {
            return files.map(Footprint::target).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Empty for a file that was closed meanwhile. */
    private static String target(Path link) {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (IOException closed) {
            return "";
        }
    }
}
