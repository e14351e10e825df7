/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import org.postchaise.engine.config.Grammars;
import org.postchaise.engine.log.Printable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** {@code postchaise queue}: the operations of postqueue(1), postsuper(1) and qshape(1) on the queue of a running application. */
@Command(
        name = "queue",
        versionProvider = Version.class,
        description = "Shows and changes the mail queue of an application on a running server.",
        footerHeading = "%nFilters:%n",
        footer = {
            "  name=value  all that are given must match: id, queue (active, deferred,",
            "              hold, dead), sender, recipient (an address or @domain), domain",
            "              (of a recipient), mailer, subject (a part of it), older, younger",
            "              (times such as 1h), state (queued, deferred), text (a part of a",
            "              last reply)",
            "  ALL         every mail but dead letters; with active, deferred, hold or",
            "              dead, or several of them: every mail of those queues",
            "  ID          this mail; - reads IDs from standard input, one in a line"
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:done, also when no mail matched",
            "1:there is no such mail to show",
            "64:the arguments or the filter are wrong",
            "69:the server can't be reached, or its answer is not a queue's",
            "75:the server can't do it at the moment",
            "77:the server wants a login, or refuses it"
        })
final class QueueCommand implements Runnable {
    private static final String DEFAULT_LIMIT = "300s";

    private final InputStream input;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--url",
            scope = ScopeType.INHERIT,
            paramLabel = "URL",
            defaultValue = "${env:POSTCHAISE_URL:-http://127.0.0.1:8080/postchaise-sample}",
            description = "The application: its context root. Default: environment variable POSTCHAISE_URL, or else the"
                    + " sample application on this host.")
    private String url;

    @Option(
            names = "--user",
            scope = ScopeType.INHERIT,
            paramLabel = "NAME",
            defaultValue = "${env:POSTCHAISE_USER:-}",
            description = "Logs in as this user. Default: environment variable POSTCHAISE_USER.")
    private String user;

    @Option(
            names = "--password-file",
            scope = ScopeType.INHERIT,
            paramLabel = "FILE",
            defaultValue = "${env:POSTCHAISE_PASSWORD_FILE:-}",
            description =
                    "The password is the first line of this file; - is standard input. Default: environment variable"
                            + " POSTCHAISE_PASSWORD_FILE.")
    private String passwordFile;

    @Option(
            names = "--time-limit",
            scope = ScopeType.INHERIT,
            paramLabel = "TIME",
            defaultValue = DEFAULT_LIMIT,
            description = "Time limit of each request, such as 10s. Default: " + DEFAULT_LIMIT + ".")
    private String limit;

    @SuppressWarnings("UnusedVariable") // picocli looks at it; -h has its meaning in postsuper(1)
    @Option(names = "--help", scope = ScopeType.INHERIT, usageHelp = true, description = "Shows this and ends.")
    private boolean help;

    private QueueCommand(InputStream input) {
        this.input = input;
    }

    /**
     * Returns the command with its subcommands.
     *
     * @param input the source of IDs and of a password for {@code -}
     */
    static CommandLine line(InputStream input) {
        QueueCommand queue = new QueueCommand(input);
        CommandLine line = new CommandLine(queue)
                .addSubcommand("list", new QueueListCommand(queue, QueueFormat.TEXT), "-p")
                .addSubcommand("-j", new QueueListCommand(queue, QueueFormat.JSON))
                .addSubcommand("show", new QueueShowCommand(queue));
        for (QueueChange change : QueueChange.values()) {
            line.addSubcommand(change.word(), new QueueChangeCommand(queue, change, ""), change.letter());
            line.getSubcommands()
                    .get(change.word())
                    .getCommandSpec()
                    .usageMessage()
                    .description(change.description());
        }
        CommandLine all = new CommandLine(new QueueChangeCommand(queue, QueueChange.FLUSH, "all"));
        all.getCommandSpec().usageMessage().description("Tries all deferred mail now.");
        CommandLine site = new CommandLine(new QueueChangeCommand(queue, QueueChange.FLUSH, "domain="));
        site.getCommandSpec().usageMessage().description("Tries deferred mail for this domain now.");
        for (QueueSuspendCommand.Order order : QueueSuspendCommand.Order.values()) {
            CommandLine turn = new CommandLine(new QueueSuspendCommand(queue, order));
            turn.getCommandSpec().usageMessage().description(order.description());
            line.addSubcommand(order.word(), turn);
        }
        return line.addSubcommand("-f", all)
                .addSubcommand("-s", site)
                .addSubcommand("-q", flushed(queue))
                .addSubcommand("shape", new QueueShapeCommand(queue))
                .addSubcommand("destinations", new QueueDestinationsCommand(queue));
    }

    /** Returns the command that flushes one mail by its ID, as {@code sendmail -qI}. */
    private static CommandLine flushed(QueueCommand queue) {
        CommandLine one = new CommandLine(new QueueChangeCommand(queue, QueueChange.FLUSH, "id="));
        one.getCommandSpec().usageMessage().description("Tries the mail with this ID now.");
        return one;
    }

    /** Reports a missing subcommand. */
    @Override
    public void run() {
        throw usage(
                spec,
                "no command; expected one of " + String.join(", ", UnknownWords.commands(spec)) + " (see --help)");
    }

    /** Returns a client for the server in the options. */
    QueueClient client(CommandSpec caller) {
        try {
            return new QueueClient(
                    url,
                    authorization(),
                    Grammars.time("s", Duration.ofSeconds(1)).parse(limit));
        } catch (IllegalArgumentException | IOException e) {
            throw usage(caller, e.getMessage());
        }
    }

    /** Returns the value of the Authorization header field (RFC 7617); empty without a login. */
    private Optional<String> authorization() throws IOException {
        if (user.isEmpty() && passwordFile.isEmpty()) {
            return Optional.empty();
        }
        if (user.isEmpty() || passwordFile.isEmpty() || user.contains(":")) {
            throw new IllegalArgumentException(
                    "a login needs --user, without a colon, and --password-file; - is standard input");
        }
        String text = user + ":" + LoginOptions.firstLine(passwordFile, input);
        return Optional.of("Basic " + Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8)));
    }

    InputStream input() {
        return input;
    }

    /** Prints the reason of a failure, and returns the exit status. */
    int failed(CommandSpec caller, QueueException e) {
        say(caller, e.getMessage());
        return e.status();
    }

    void say(CommandSpec caller, String text) {
        PrintWriter err = caller.commandLine().getErr();
        caller.commandLine().getOut().flush();
        err.println("postchaise: " + Printable.line(text));
        err.flush();
    }

    ParameterException usage(CommandSpec caller, String text) {
        return new ParameterException(caller.commandLine(), text);
    }
}
