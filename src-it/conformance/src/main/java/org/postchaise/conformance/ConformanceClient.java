/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.conformance;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.postchaise.engine.client.delivery.MailClient;
import org.postchaise.engine.config.MainCf;
import org.postchaise.engine.config.Protocol;
import org.postchaise.engine.config.Settings;
import org.postchaise.engine.config.catalog.Catalog;
import org.postchaise.engine.dns.NameServers;
import org.postchaise.engine.dns.NativeHostResolver;
import org.postchaise.engine.dns.Resolvers;
import org.postchaise.engine.dns.dnsjava.DnsjavaResolver;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import tools.jackson.jr.ob.JSON;

/**
 * The subcommand {@code driver client}, by which a conformance suite runs the SMTP and LMTP client. Reads a job as JSON on standard input, groups recipients as
 * Postfix's queue manager does (by next hop, in order, without duplicates), delivers, and prints the outcomes as JSON.
 */
@Command(
        name = "client",
        mixinStandardHelpOptions = true,
        description =
                "Runs one scenario of a conformance suite: a job on standard input, the outcomes on standard output.")
final class ConformanceClient implements Callable<Integer> {
    private final InputStream input;

    @Spec
    private CommandSpec spec;

    @Option(names = "--settings", required = true, paramLabel = "FILE", description = "A main.cf file.")
    private Path settingsFile;

    @Option(
            names = "--tables",
            paramLabel = "DIR",
            description = "Where the tables are; the settings name them in full.")
    private Path tables = Path.of(".");

    @Option(names = "--dns", paramLabel = "HOST:PORT", description = "The resolver; its AD bit is trusted.")
    private String resolver = "";

    /**
     * Creates the command.
     *
     * @param input the source of the job
     */
    ConformanceClient(InputStream input) {
        this.input = input;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (Files.isRegularFile(tables)) {
            throw new ParameterException(spec.commandLine(), "--tables " + tables + " is a file; expected a directory");
        }
        Settings settings =
                Catalog.defaults().with(Map.of("compatibility_level", "3.6")).with(MainCf.read(settingsFile));
        Job job = Job.read(input);
        Outcomes outcomes = new Outcomes(job.protocol() == Protocol.LMTP ? "lmtp" : "smtp");
        try (MailClient client = MailClient.of(settings, job.protocol(), resolvers(), outcomes)) {
            DeliveryQueue queue = new DeliveryQueue(client, settings, job, outcomes);
            for (Job.QueuedMail mail : job.mails()) {
                if (mail.number() > 1) {
                    Thread.sleep(job.pause().toMillis());
                }
                queue.deliver(mail);
            }
            Thread.sleep(job.linger().toMillis());
            queue.close();
        }
        PrintWriter out = spec.commandLine().getOut();
        out.println(JSON.std.asString(Map.of(
                "outcomes",
                outcomes.all(),
                "tls_log",
                logsTls(settings, job) ? outcomes.handshakes() : List.of(),
                "_qids",
                job.mails().stream().map(Job.QueuedMail::id).toList())));
        out.flush();
        return 0;
    }

    private static boolean logsTls(Settings settings, Job job) {
        String level = settings.expanded((job.protocol() == Protocol.LMTP ? "lmtp" : "smtp") + "_tls_loglevel");
        return !Set.of("", "0", "none").contains(level);
    }

    private Resolvers resolvers() {
        return resolver.isEmpty()
                ? Resolvers.keeping(new DnsjavaResolver(NameServers.system()))
                : new Resolvers(new DnsjavaResolver(NameServers.of(resolver)), new NativeHostResolver());
    }
}
