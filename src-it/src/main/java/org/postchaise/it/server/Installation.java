/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.it.server;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Unmodified distribution of an application server, in a directory of its own, in which the commands of a manual are run literally. The necessary differences
 * beside other servers, the ports, come from the environment and from files that the server's own programs read.
 */
public abstract class Installation implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofMinutes(10);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(20);

    private final Path directory;
    private final List<Process> background = new ArrayList<>();

    private Installation(Path directory) {
        this.directory = directory;
    }

    /**
     * Returns a WildFly that is not started.
     *
     * @param home the unpacked distribution
     * @param pristine its directory {@code standalone} as unpacked
     * @param directory the directory of the installation
     */
    public static Installation ofWildFly(Path home, Path pristine, Path directory) {
        ServerFiles.delete(directory);
        ServerFiles.link(home, directory, Path.of("standalone"));
        ServerFiles.copy(pristine, directory.resolve("standalone"));
        return new OnWildFly(directory);
    }

    /**
     * Returns a Payara that is not started, with a default domain except for its addresses and ports.
     *
     * @param home the unpacked distribution
     * @param directory the directory of the installation
     */
    public static Installation ofPayara(Path home, Path directory) {
        ServerFiles.delete(directory);
        ServerFiles.link(home, directory, Path.of("glassfish", "domains"));
        Path domains = directory.resolve("glassfish").resolve("domains");
        return new OnPayara(directory, new Payara(home, domains, directory, Map.of()));
    }

    /** Returns the directory in which the commands are run. */
    public Path directory() {
        return directory;
    }

    /**
     * Runs one command literally: in a shell, or, for a management command, in the server's command line.
     *
     * @return the output of the command
     * @throws ServerException when the command fails
     */
    public abstract String run(String command);

    /** Returns the HTTP address of applications. */
    public abstract URI http();

    /** Returns the server's log. */
    public abstract String log();

    @Override
    public void close() {
        background.forEach(process -> Processes.end(process.toHandle(), STOP_LIMIT));
    }

    final String shell(String command, Map<String, String> environment) {
        return new Command(List.of("bash", "-c", "cd '" + directory + "' && " + command), environment, LIMIT).run();
    }

    final Process start(String command, Map<String, String> environment, Path console) {
        ProcessBuilder builder = new ProcessBuilder("bash", "-c", "exec " + command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectOutput(Redirect.to(console.toFile()));
        builder.environment().remove("JBOSS_HOME");
        builder.environment().putAll(environment);
        try {
            Process started = builder.start();
            background.add(started);
            return started;
        } catch (IOException e) {
            throw new ServerException(command + " could not be run: " + e.getMessage(), e);
        }
    }

    private static final class OnWildFly extends Installation {
        private static final Pattern STARTED = Pattern.compile("WFLYSRV0025");
        private static final String JAVA = System.getProperty("java.home");

        private final int offset = FreePorts.base(WildFly.PORTS);

        private OnWildFly(Path directory) {
            super(directory);
            // read by the command line from the directory in which it is started; a server of a busy machine reloads in
            // its time
            ServerFiles.write(
                    directory.resolve("jboss-cli.xml"), """
                    <jboss-cli xmlns="urn:jboss:cli:4.0">
                      <default-controller><host>127.0.0.1</host><port>%d</port></default-controller>
                      <connection-timeout>%d</connection-timeout>
                    </jboss-cli>
                    """.formatted(WildFly.MANAGEMENT + offset, LIMIT.toMillis()));
        }

        @Override
        public String run(String command) {
            if (command.startsWith("bin/standalone.sh")) {
                Process server = start(
                        command,
                        Map.of(
                                "JAVA_HOME",
                                JAVA,
                                "JAVA_OPTS",
                                "-Xms64m -Xmx768m -Djava.net.preferIPv4Stack=true -Djboss.socket.binding.port-offset="
                                        + offset),
                        console());
                Pause.until(LIMIT, () -> STARTED.matcher(log()).find() || !server.isAlive());
                if (!STARTED.matcher(log()).find()) {
                    throw new ServerException(command + ": no server is ready:\n" + ServerFiles.tail(log()));
                }
                return log();
            }
            if (command.startsWith("bin/")) {
                return shell(command, Map.of("JAVA_HOME", JAVA));
            }
            ServerFiles.write(directory().resolve("typed.cli"), command + "\n");
            return shell("bin/jboss-cli.sh --connect --file=typed.cli", Map.of("JAVA_HOME", JAVA));
        }

        @Override
        public URI http() {
            return URI.create("http://127.0.0.1:" + (WildFly.HTTP + offset));
        }

        @Override
        public String log() {
            return ServerFiles.read(console());
        }

        private Path console() {
            return directory().resolveSibling(directory().getFileName() + ".log");
        }
    }

    private static final class OnPayara extends Installation {
        private final Payara payara;

        private OnPayara(Path directory, Payara payara) {
            super(directory);
            this.payara = payara;
        }

        @Override
        public String run(String command) {
            return shell(
                    command,
                    Map.of(
                            "JAVA_HOME", System.getProperty("java.home"),
                            "AS_ADMIN_PORT", Integer.toString(payara.managementPort())));
        }

        @Override
        public URI http() {
            return payara.http();
        }

        @Override
        public String log() {
            return payara.log();
        }

        @Override
        public void close() {
            payara.close();
        }
    }
}
