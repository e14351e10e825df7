/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.it.server;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Payara in a domain of its own, set up with the operators' script. */
public final class Payara implements ServerControl {
    private static final String DOMAIN = "postchaise";
    private static final String MAIL_POOL = "postchaise-mail";
    private static final String HELD_POOL = "postchaise-held";
    private static final Map<String, String> TRACES = Map.of(
            "otel.sdk.disabled", "false",
            "otel.traces.exporter", "otlp",
            "otel.exporter.otlp.protocol", "http/protobuf",
            "otel.metrics.exporter", "none",
            "otel.logs.exporter", "none",
            "otel.bsp.schedule.delay", "100");
    private static final Duration COMMAND_LIMIT = Duration.ofMinutes(3);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(20);
    private static final int ADMIN = 48;
    private static final int HTTP = 80;

    /** Ports that create-domain derives from its option portbase. */
    private static final List<Integer> PORTS = List.of(ADMIN, HTTP, 76, 37, 81, 38, 39, 86, 66, 9, 49, 59);

    private final Path home;
    private final Path work;
    private final Path scripts;
    private final int base;
    private final Map<String, String> properties;

    /**
     * Creates a server that is not started.
     *
     * @param home the unpacked distribution
     * @param work the directory of the domain
     * @param scripts the directory of the operators' script
     * @param properties the system properties
     */
    public Payara(Path home, Path work, Path scripts, Map<String, String> properties) {
        this.home = home;
        this.work = work;
        this.scripts = scripts;
        this.properties = Map.copyOf(properties);
        this.base = FreePorts.base(PORTS);
        ServerFiles.delete(work);
        createDomain();
    }

    private void createDomain() {
        asadmin("create-domain", "--nopassword", "--domaindir", work.toString(), "--portbase", "" + base, DOMAIN)
                .run();
        Path file = domain().resolve("config/domain.xml");
        StringBuilder options = new StringBuilder();
        properties.forEach((name, value) -> options.append("<jvm-options>-D")
                .append(name)
                .append('=')
                .append(value)
                .append("</jvm-options>\n"));
        try {
            String text = Files.readString(file, StandardCharsets.UTF_8);
            // all listeners on loopback and no cluster; the options go into server-config, the first of the
            // configurations
            text = text.replace("address=\"0.0.0.0\"", "address=\"127.0.0.1\"")
                    .replace("<network-listener port=", "<network-listener address=\"127.0.0.1\" port=")
                    .replace(
                            "<hazelcast-config-specific-configuration",
                            "<hazelcast-config-specific-configuration enabled=\"false\"");
            text = text.replaceFirst("<jvm-options>", Matcher.quoteReplacement(options + "<jvm-options>"));
            Files.writeString(file, text, StandardCharsets.UTF_8);
            // no log rotation after 2 MB, since tests look for lines of the start in the log
            Path logging = domain().resolve("config/logging.properties");
            String kept = Files.readString(logging, StandardCharsets.ISO_8859_1)
                    .replaceAll("(?m)(\\.rotationLimitInBytes)=.*$", "$1=" + Integer.MAX_VALUE);
            Files.writeString(logging, kept, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new ServerException("cannot change a file of the domain: " + e.getMessage(), e);
        }
    }

    @Override
    public void start() {
        asadmin("start-domain", "--domaindir", work.toString(), DOMAIN).run();
    }

    @Override
    public void kill() {
        process().ifPresent(Processes::kill);
    }

    @Override
    public void close() {
        process().ifPresent(running -> Processes.end(running, STOP_LIMIT));
    }

    private Optional<ProcessHandle> process() {
        String pid = ServerFiles.read(domain().resolve("config/pid")).strip();
        return pid.isEmpty()
                ? Optional.empty()
                : ProcessHandle.of(Long.parseLong(pid)).filter(this::runsThisDomain);
    }

    /** Returns true if the process belongs to this domain: a pid file may be older than the process that has its number now. */
    private boolean runsThisDomain(ProcessHandle process) {
        return process.info().commandLine().orElse("").contains(domain().toString());
    }

    @Override
    public void addUser(String name, String password, String group) {
        Path file = ServerFiles.write(work.resolve("password"), "AS_ADMIN_USERPASSWORD=" + password + "\n");
        remote("--passwordfile", file.toString(), "create-file-user", "--groups", group, name);
    }

    @Override
    public void deployAdapter(Path rar) {
        String file = properties.get("postchaise.configFile");
        if (file != null) {
            configureAdapter(nameOf(rar), "configFile", file);
        }
        deploy(rar);
        remote("multimode", "--file", scripts.resolve("postchaise.asadmin").toString());
    }

    @Override
    public void addPool(Pool pool, Path rar, Map<String, String> config) {
        boolean xa = pool == Pool.OUTBOX;
        String text = config.entrySet().stream()
                .map(one -> one.getKey() + "=" + one.getValue().replace(":", "\\:"))
                .collect(Collectors.joining(":"));
        remote(
                "create-connector-connection-pool",
                "--raname",
                "postchaise",
                "--connectiondefinition",
                "org.postchaise.api.MailConnectionFactory",
                "--matchconnections=" + xa,
                "--transactionsupport",
                xa ? "XATransaction" : "LocalTransaction",
                "--steadypoolsize",
                "0",
                "--poolresize",
                "1",
                "--property",
                text,
                nameOf(pool));
        remote(
                "create-connector-resource",
                "--poolname",
                nameOf(pool),
                "postchaise/" + (xa ? "OutboxFactory" : "HeldFactory"));
    }

    private static String nameOf(Pool pool) {
        return switch (pool) {
            case HELD -> HELD_POOL;
            case OUTBOX -> "postchaise-outbox";
            case MAIL, TOKENS -> MAIL_POOL;
        };
    }

    /** No-op: the server has a data source of its own. */
    @Override
    public void addDatabase() {}

    @Override
    public void addMailSession() {
        remote(
                "create-javamail-resource",
                "--mailhost",
                "localhost",
                "--mailuser",
                "postchaise",
                "--fromaddress",
                "app@example.com",
                "--transprotocol",
                "postchaise",
                "--transprotocolclass",
                "org.postchaise.courier.transport.PostchaiseTransport",
                "--property",
                "mail-transport-protocol-rfc822=postchaise",
                "mail/Postchaise");
    }

    /** Pings the pool, since otherwise the pool is created when an application first asks for it. */
    @Override
    public String setUpWith(Path rar, String property, String badValue) {
        Command.Result result = tryRemote(
                "create-connector-connection-pool",
                "--raname",
                "postchaise",
                "--connectiondefinition",
                "org.postchaise.api.MailConnectionFactory",
                "--ping",
                "true",
                "--property",
                property + "=" + badValue.replace(":", "\\:"),
                "postchaise-bad");
        tryRemote("delete-connector-connection-pool", "postchaise-bad");
        return result.output();
    }

    @Override
    public Optional<String> change(Pool pool, String property, String value) {
        String row = "resources.connector-connection-pool." + nameOf(pool) + ".property." + property;
        return Optional.of(tryRemote("set", row + "=" + value).output());
    }

    @Override
    public String deployAdapterWith(Path rar, String property, String badValue) {
        int before = log().length();
        String name = nameOf(rar);
        configureAdapter(name, property, badValue);
        Command.Result deployed = tryRemote("deploy", "--name", name, rar.toString());
        String told = deployed.output() + log().substring(before);
        tryRemote("undeploy", name);
        remote("delete-resource-adapter-config", name);
        return told;
    }

    private void configureAdapter(String name, String property, String value) {
        remote(
                "create-resource-adapter-config",
                "--property",
                property + "=" + value.replace(":", "\\:").replace("=", "\\="),
                name);
    }

    @Override
    public void sendTraces(String endpoint) {
        TRACES.forEach((name, value) -> setProperty(name, value));
        setProperty("otel.exporter.otlp.endpoint", endpoint);
    }

    private void setProperty(String name, String value) {
        remote("create-system-properties", name + "=" + value.replace(":", "\\:"));
    }

    @Override
    public void sendNoTraces() {
        TRACES.keySet().forEach(name -> remote("delete-system-property", name));
        remote("delete-system-property", "otel.exporter.otlp.endpoint");
    }

    @Override
    public String configuration() {
        return remote("get", "resources.resource-adapter-config.postchaise.*")
                + remote("get", "resources.connector-connection-pool." + MAIL_POOL + ".*");
    }

    /** Deploys the adapter and restarts the applications, which keep the classes of the former adapter, and whose mail waits, until they are restarted. */
    @Override
    public void redeployAdapter(Path rar) {
        remote("deploy", "--force", "--name", nameOf(rar), rar.toString());
        applications().filter(name -> !name.equals(nameOf(rar))).forEach(name -> {
            remote("disable", name);
            remote("enable", name);
        });
    }

    /** Returns the names in lines such as {@code postchaise-it  <ejb, web>}. */
    private Stream<String> applications() {
        return remote("list-applications")
                .lines()
                .filter(line -> line.contains("<"))
                .map(line -> line.substring(0, line.indexOf(' ')));
    }

    @Override
    public void deploy(Path war) {
        remote("deploy", "--name", nameOf(war), war.toString());
    }

    @Override
    public void undeploy(String name) {
        remote("undeploy", nameOf(Path.of(name)));
    }

    @Override
    public PoolStatistics pool(Pool pool) {
        String name = nameOf(pool);
        String text = remote("get", "-m", "server.resources." + name + ".*");
        int inUse = number(text, "numconnused-current");
        return new PoolStatistics(
                number(text, "numconncreated-count"),
                number(text, "numconndestroyed-count"),
                number(text, "numconnfree-current") + inUse,
                inUse);
    }

    @Override
    public void flush(Pool pool) {
        remote("flush-connection-pool", nameOf(pool));
    }

    private static int number(String text, String name) {
        Matcher value = Pattern.compile("\\." + name + " = (\\d+)").matcher(text);
        return value.find() ? Integer.parseInt(value.group(1)) : 0;
    }

    @Override
    public URI http() {
        return URI.create("http://127.0.0.1:" + (base + HTTP));
    }

    @Override
    public int managementPort() {
        return base + ADMIN;
    }

    @Override
    public String log() {
        return ServerFiles.read(domain().resolve("logs/server.log"));
    }

    private Path domain() {
        return work.resolve(DOMAIN);
    }

    private static String nameOf(Path archive) {
        return archive.getFileName().toString().replaceFirst("\\.[a-z]+$", "");
    }

    /** Runs a command of a started server. */
    private String remote(String... command) {
        return asadmin(remoteLine(command)).run();
    }

    private Command.Result tryRemote(String... command) {
        return asadmin(remoteLine(command)).tryRun();
    }

    private String[] remoteLine(String... command) {
        return Stream.concat(Stream.of("--port", "" + managementPort()), Stream.of(command))
                .toArray(String[]::new);
    }

    private Command asadmin(String... command) {
        List<String> line = new ArrayList<>(
                List.of(home.resolve("bin/asadmin").toString(), "--interactive=false", "--user", "admin"));
        line.addAll(List.of(command));
        return new Command(line, Map.of("JAVA_HOME", System.getProperty("java.home")), COMMAND_LIMIT);
    }
}
