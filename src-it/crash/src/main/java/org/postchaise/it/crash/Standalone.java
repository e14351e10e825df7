/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.it.crash;

import com.sun.tools.attach.AgentInitializationException;
import com.sun.tools.attach.AgentLoadException;
import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A JVM with a transaction manager, a database, a broker and a connection factory, and no container. */
final class Standalone implements Victim {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String ENDED = "ended";

    private final Path directory;
    private final String transports;
    private final ClassPath classPath;
    private final Path agentArchive;
    private Process process;
    private BlockingQueue<String> lines;

    private Standalone(Path directory, String transports, ClassPath classPath, Path agentArchive) {
        this.directory = directory;
        this.transports = transports;
        this.classPath = classPath;
        this.agentArchive = agentArchive;
    }

    /**
     * One that is not started. It was, once, so that later starts take their classes from an archive of the JVM's, in half the time.
     *
     * @param transports {@code transport_maps} of the connection factory
     */
    static Standalone prepared(Path directory, String transports, Path agentArchive) throws IOException {
        Standalone made = new Standalone(directory, transports, ClassPath.into(directory), agentArchive);
        made.launch(List.of("-XX:ArchiveClassesAtExit=" + made.classes()));
        made.await("ready");
        made.order("quit");
        made.awaitEnd();
        return made;
    }

    private Path classes() {
        return directory.resolve("classes.jsa");
    }

    @Override
    public void start(Optional<String> agent) throws IOException {
        launch(options(agent));
        await("ready");
    }

    @Override
    public void startToBeKilled(String agent) throws IOException {
        launch(options(Optional.of(agent)));
    }

    private List<String> options(Optional<String> agent) {
        List<String> options = new ArrayList<>(List.of("-XX:SharedArchiveFile=" + classes()));
        agent.ifPresent(arguments -> options.add("-javaagent:" + agentArchive + "=" + arguments));
        return options;
    }

    private void launch(List<String> options) throws IOException {
        List<String> line = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-XX:-UsePerfData",
                "-Xmx256m"));
        line.addAll(options);
        line.addAll(
                List.of("-classpath", classPath.toString(), Child.class.getName(), directory.toString(), transports));
        process = new ProcessBuilder(line)
                .redirectError(Redirect.appendTo(directory.resolve("child.log").toFile()))
                .start();
        lines = new LinkedBlockingQueue<>();
        Process started = process;
        BlockingQueue<String> into = lines;
        Thread reader = new Thread(() -> read(started, into), "output of the child");
        reader.setDaemon(true);
        reader.start();
    }

    private static void read(Process from, BlockingQueue<String> into) {
        try (BufferedReader out = from.inputReader(StandardCharsets.US_ASCII)) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                into.add(line);
            }
        } catch (IOException e) {
            into.add("lost: " + e.getMessage());
        }
        into.add(ENDED);
    }

    /** The lines up to one that begins with {@code last}. */
    private List<String> await(String last) throws IOException {
        List<String> all = new ArrayList<>();
        try {
            for (String line = next(); !line.startsWith(last); line = next()) {
                if (line.equals(ENDED)) {
                    throw new IOException("the child has ended, after " + all + "; see " + directory + "/child.log");
                }
                all.add(line);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for the child", e);
        }
        return all;
    }

    private String next() throws IOException, InterruptedException {
        String line = lines.poll(LIMIT.toSeconds(), TimeUnit.SECONDS);
        if (line == null) {
            throw new IOException(
                    "the child said nothing for " + LIMIT.toSeconds() + " s; see " + directory + "/child.log");
        }
        return line;
    }

    @Override
    public void attach(String agent) throws IOException {
        attach(Long.toString(process.pid()), agentArchive, agent);
    }

    static void attach(String pid, Path archive, String arguments) throws IOException {
        try {
            VirtualMachine jvm = VirtualMachine.attach(pid);
            try {
                jvm.loadAgent(archive.toString(), arguments);
            } finally {
                jvm.detach();
            }
        } catch (AttachNotSupportedException | AgentLoadException | AgentInitializationException e) {
            throw new IOException("the agent could not be loaded: " + e.getMessage(), e);
        }
    }

    @Override
    public void load(String prefix, long seed) throws IOException {
        order("load " + prefix + " " + seed);
    }

    private void order(String text) throws IOException {
        Writer orders = process.outputWriter(StandardCharsets.US_ASCII);
        orders.write(text + "\n");
        orders.flush();
    }

    @Override
    public void kill() throws IOException {
        process.destroyForcibly();
        awaitEnd();
    }

    private void awaitEnd() throws IOException {
        try {
            if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                throw new IOException("process " + process.pid() + " does not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for the child's end", e);
        }
    }

    @Override
    public Report report(String prefix) throws IOException {
        order("report " + prefix);
        List<String> all = await("end ");
        return new Report(with("row ", all), with("message ", all), with("left ", all));
    }

    private static List<String> with(String word, List<String> all) {
        return all.stream()
                .filter(line -> line.startsWith(word))
                .map(line -> line.substring(word.length()))
                .toList();
    }
}
