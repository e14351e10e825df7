/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.it.server;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * WildFly with the configuration that the build has made with the operators' script. Runs on a copy of the standalone directory, so that the next run begins
 * afresh.
 */
public final class WildFly implements ServerControl {
    private static final Duration START_LIMIT = Duration.ofMinutes(2);
    private static final Duration CLI_LIMIT = Duration.ofMinutes(2);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(20);
    static final int HTTP = 8080;
    static final int MANAGEMENT = 9990;

    /** Socket bindings of standalone-full.xml, relative to the port offset. */
    static final List<Integer> PORTS = List.of(8009, HTTP, 8443, 3528, 3529, MANAGEMENT, 9993, 4712, 4713);

    private static final Pattern STARTED = Pattern.compile("WFLYSRV002[56]");
    private static final String HELD = "postchaise-held";
    private static final String OUTBOX = "postchaise-outbox";
    private static final String SUBSYSTEM = "/subsystem=resource-adapters/resource-adapter=";
    private static final String FACTORY = "org.postchaise.connector.outbound.SmtpManagedConnectionFactory";

    private final Path home;
    private final Path base;
    private final Path console;
    private final Map<String, String> properties;
    private final int offset;
    private Optional<Process> process = Optional.empty();
    private String options = "";

    /**
     * Creates a server that is not started.
     *
     * @param home the unpacked distribution
     * @param work the directory of the server's files
     * @param properties the system properties
     */
    public WildFly(Path home, Path work, Map<String, String> properties) {
        this.home = home;
        this.base = work.resolve("standalone");
        this.console = work.resolve("console.log");
        this.properties = Map.copyOf(properties);
        this.offset = FreePorts.base(PORTS);
        ServerFiles.delete(work);
        ServerFiles.copy(home.resolve("standalone"), base);
    }

    /** Sets further JVM options, from the next start on. */
    public void setJavaOptions(String more) {
        options = more;
    }

    @Override
    public void addUser(String name, String password, String group) {
        List<String> line = List.of(
                home.resolve("bin/add-user.sh").toString(),
                "-a",
                "-u",
                name,
                "-p",
                password,
                "-g",
                group,
                "-sc",
                base.resolve("configuration").toString());
        new Command(line, environment(), CLI_LIMIT).run();
        cli("/subsystem=elytron/properties-realm=ApplicationRealm:load");
    }

    @Override
    public void start() {
        int before = log().length();
        List<String> line = new ArrayList<>(List.of(
                home.resolve("bin/standalone.sh").toString(),
                "-c",
                "standalone-full.xml",
                "-b=127.0.0.1",
                "-bmanagement=127.0.0.1",
                "-bunsecure=127.0.0.1",
                "-Djboss.server.base.dir=" + base,
                "-Djboss.tx.node.id=postchaise",
                "-Djboss.socket.binding.port-offset=" + offset));
        properties.forEach((name, value) -> line.add("-D" + name + "=" + value));
        ProcessBuilder builder = new ProcessBuilder(line)
                .redirectErrorStream(true)
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectOutput(Redirect.appendTo(console.toFile()));
        builder.environment().putAll(environment());
        builder.environment().put("JAVA_OPTS", "-Xms64m -Xmx768m -Djava.net.preferIPv4Stack=true " + options);
        builder.environment().remove("JBOSS_HOME");
        try {
            Process started = builder.start();
            process = Optional.of(started);
            awaitReady(started, before);
        } catch (IOException e) {
            throw new ServerException("WildFly could not be started: " + e.getMessage(), e);
        }
    }

    private void awaitReady(Process started, int before) {
        long end = System.nanoTime() + START_LIMIT.toNanos();
        while (!STARTED.matcher(log().substring(before)).find()) {
            if (!started.isAlive() || System.nanoTime() > end) {
                close();
                throw new ServerException(
                        "WildFly did not start within " + START_LIMIT.toSeconds() + " s:\n" + ServerFiles.tail(log()));
            }
            Pause.briefly();
        }
    }

    @Override
    public void kill() {
        process.ifPresent(running -> Processes.kill(running.toHandle()));
        process = Optional.empty();
    }

    @Override
    public void close() {
        process.ifPresent(running -> Processes.end(running.toHandle(), STOP_LIMIT));
        process = Optional.empty();
    }

    @Override
    public void deployAdapter(Path rar) {
        deploy(rar);
    }

    @Override
    public void addPool(Pool pool, Path rar, Map<String, String> config) {
        boolean xa = pool == Pool.OUTBOX;
        String id = xa ? OUTBOX : HELD;
        addAdapter(
                id,
                xa ? "XATransaction" : "LocalTransaction",
                "java:/postchaise/" + (xa ? "OutboxFactory" : "HeldFactory"),
                config);
        cli(
                SUBSYSTEM + id + "/config-properties=minimalBackoffTime:add(value=\"1s\")",
                SUBSYSTEM + id + "/config-properties=maximalBackoffTime:add(value=\"3s\")");
        deploy(rar);
    }

    @Override
    public void addDatabase() {
        cli("xa-data-source add --name=ItDatabase --jndi-name=java:/ItDatabase"
                + " --driver-name=h2 --user-name=sa --password=sa"
                + " --xa-datasource-properties={\"URL\"=>\"jdbc:h2:mem:it;DB_CLOSE_DELAY=-1\"}");
    }

    @Override
    public void addMailSession() {
        String session = "/subsystem=mail/mail-session=postchaise";
        cli(
                session + ":add(jndi-name=java:jboss/mail/Postchaise)",
                session + "/custom=postchaise:add(properties={\"mail.transport.protocol\"=postchaise,"
                        + "\"mail.transport.protocol.rfc822\"=postchaise})",
                // an existing session takes up the protocol with a reload only
                "reload");
    }

    @Override
    public void sendTraces(String endpoint) {
        cli(
                "/extension=org.wildfly.extension.opentelemetry:add",
                "/subsystem=opentelemetry:add(endpoint=\"" + endpoint + "\",span-processor-type=simple)",
                "/system-property=otel.exporter.otlp.protocol:add(value=\"http/protobuf\")",
                "/system-property=otel.metrics.exporter:add(value=none)",
                "/system-property=otel.logs.exporter:add(value=none)",
                "reload");
        // WildFly's metrics refuse a deployment that comes while resources of the broker are on their way (a
        // NullPointerException in MetricCollector)
        cli("/subsystem=messaging-activemq/server=default:read-attribute(name=started)");
    }

    @Override
    public void sendNoTraces() {
        cli(
                "/subsystem=opentelemetry:remove",
                "/extension=org.wildfly.extension.opentelemetry:remove",
                "/system-property=otel.exporter.otlp.protocol:remove",
                "/system-property=otel.metrics.exporter:remove",
                "/system-property=otel.logs.exporter:remove",
                "reload");
    }

    @Override
    public void redeployAdapter(Path rar) {
        cli("deploy --force \"" + rar + "\"");
    }

    @Override
    public void deploy(Path war) {
        cli("deploy \"" + war + "\"");
    }

    @Override
    public void undeploy(String name) {
        cli("undeploy " + name);
    }

    /** Adds a factory with a bad property; the reason is in the log, since the command line's answer names only the failed service. */
    @Override
    public String setUpWith(Path rar, String property, String badValue) {
        String id = rar.getFileName().toString().replace(".rar", "");
        addAdapter(id, "NoTransaction", "java:/" + id, Map.of(property, badValue));
        return deployOnce(rar, id);
    }

    /** Returns empty: a property that is added to a running connection factory counts only after a reload. */
    @Override
    public Optional<String> change(Pool pool, String property, String value) {
        return Optional.empty();
    }

    @Override
    public String deployAdapterWith(Path rar, String property, String badValue) {
        String id = rar.getFileName().toString().replace(".rar", "");
        addAdapter(id, "NoTransaction", "java:/" + id, Map.of());
        cli(SUBSYSTEM + id + "/config-properties=" + property + ":add(value=\"" + badValue + "\")");
        return deployOnce(rar, id);
    }

    private String deployOnce(Path rar, String id) {
        int before = log().length();
        Command.Result deployed = tryCli("deploy \"" + rar + "\"");
        String told = deployed.output() + log().substring(before);
        tryCli("undeploy " + rar.getFileName());
        cli(SUBSYSTEM + id + ":remove");
        return told;
    }

    @Override
    public String configuration() {
        return cli(SUBSYSTEM + "postchaise:read-resource(recursive=true,resolve-expressions=true)");
    }

    private void addAdapter(String id, String transactions, String jndiName, Map<String, String> config) {
        String adapter = SUBSYSTEM + id;
        String definition = adapter + "/connection-definitions=factory";
        List<String> lines = new ArrayList<>();
        lines.add(adapter + ":add(archive=" + id + ".rar,transaction-support=" + transactions
                + ",statistics-enabled=true)");
        lines.add(definition + ":add(class-name=" + FACTORY + ",jndi-name=" + jndiName + ")");
        config.forEach((name, value) ->
                lines.add(definition + "/config-properties=" + name + ":add(value=\"" + value + "\")"));
        cli(lines.toArray(String[]::new));
    }

    @Override
    public PoolStatistics pool(Pool pool) {
        String text = cli(definition(pool) + "/statistics=pool:read-resource(include-runtime=true)");
        return new PoolStatistics(
                number(text, "CreatedCount"),
                number(text, "DestroyedCount"),
                number(text, "ActiveCount"),
                number(text, "InUseCount"));
    }

    @Override
    public void flush(Pool pool) {
        cli(definition(pool) + ":flush-all-connection-in-pool");
    }

    private static String definition(Pool pool) {
        return SUBSYSTEM
                + switch (pool) {
                    case MAIL -> "postchaise/connection-definitions=MailConnectionFactory";
                    case HELD -> HELD + "/connection-definitions=factory";
                    case OUTBOX -> OUTBOX + "/connection-definitions=factory";
                    case TOKENS -> "postchaise/connection-definitions=TokensFactory";
                };
    }

    private static int number(String text, String name) {
        Matcher value = Pattern.compile("\"" + name + "\" => \"?(\\d+)").matcher(text);
        if (!value.find()) {
            throw new ServerException("no " + name + " in the pool's statistics: " + text);
        }
        return Integer.parseInt(value.group(1));
    }

    @Override
    public URI http() {
        return URI.create("http://127.0.0.1:" + (HTTP + offset));
    }

    @Override
    public int managementPort() {
        return MANAGEMENT + offset;
    }

    @Override
    public String log() {
        return ServerFiles.read(console);
    }

    /** Runs lines of jboss-cli and returns their output. */
    public String cli(String... lines) {
        Command.Result result = tryCli(lines);
        if (result.code() != 0) {
            throw new ServerException("jboss-cli exited with " + result.code() + ": " + result.output());
        }
        return result.output();
    }

    private Command.Result tryCli(String... lines) {
        Path script = base.resolveSibling("lines.cli");
        try {
            Files.write(script, List.of(lines));
        } catch (IOException e) {
            throw new ServerException("cannot write a script for jboss-cli: " + e.getMessage(), e);
        }
        List<String> line = List.of(
                home.resolve("bin/jboss-cli.sh").toString(),
                "--connect",
                "--controller=127.0.0.1:" + managementPort(),
                "--timeout=60000",
                "--file=" + script);
        return new Command(line, environment(), CLI_LIMIT).tryRun();
    }

    private static Map<String, String> environment() {
        return Map.of("JAVA_HOME", System.getProperty("java.home"), "NOPAUSE", "true");
    }
}
