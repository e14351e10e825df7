/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.it.crash;

import com.sun.tools.attach.AgentInitializationException;
import com.sun.tools.attach.AgentLoadException;
import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** JVM with a transaction manager, a database, a broker and a connection factory, and no container. */
final class Standalone implements Victim {
    private final Path directory;
    private final String transports;
    private final ClassPath classPath;
    private final Path agentArchive;
    private Jvm process;

    private Standalone(Path directory, String transports, ClassPath classPath, Path agentArchive) {
        this.directory = directory;
        this.transports = transports;
        this.classPath = classPath;
        this.agentArchive = agentArchive;
    }

    /**
     * Returns a stopped process, after one start and stop, so that later starts load their classes from a CDS archive, in half the time.
     *
     * @param transports {@code transport_maps} of the connection factory
     */
    static Standalone prepared(Path directory, String transports, Path agentArchive) throws IOException {
        Standalone made = new Standalone(directory, transports, ClassPath.into(directory), agentArchive);
        made.launch(List.of("-XX:ArchiveClassesAtExit=" + made.classes()));
        made.process.await("ready");
        made.process.order("quit");
        made.process.awaitEnd();
        return made;
    }

    private Path classes() {
        return directory.resolve("classes.jsa");
    }

    @Override
    public void start(Optional<String> agent) throws IOException {
        launch(options(agent));
        process.await("ready");
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
        List<String> arguments = new ArrayList<>(options);
        arguments.addAll(
                List.of("-classpath", classPath.toString(), Child.class.getName(), directory.toString(), transports));
        process = new Jvm(arguments, directory.resolve("child.log"));
    }

    @Override
    public void attach(String agent) throws IOException {
        attach(process.pid(), agentArchive, agent);
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
        process.order("load " + prefix + " " + seed);
    }

    @Override
    public void kill() throws IOException {
        process.kill();
    }

    @Override
    public Report report(String prefix) throws IOException {
        process.order("report " + prefix);
        List<String> all = process.await("end ");
        return new Report(with("row ", all), with("message ", all), with("left ", all));
    }

    private static List<String> with(String word, List<String> all) {
        return all.stream()
                .filter(line -> line.startsWith(word))
                .map(line -> line.substring(word.length()))
                .toList();
    }
}
