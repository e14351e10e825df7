/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.logging.Level;
import org.postchaise.engine.config.SettingsException;
import org.postchaise.engine.log.Printable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** Command {@code postchaise}; its subcommands do the work. */
@Command(
        name = "postchaise",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Mail as Postfix speaks it, without an application server.")
public final class PostchaiseCommand implements Runnable {
    private static final Map<String, Function<InputStream, Object>> COMMANDS = Map.of(
            "completion",
            in -> new CompletionCommand(),
            "config",
            in -> new ConfigCommand(),
            "doctor",
            DoctorCommand::new,
            "generate",
            in -> new GenerateCommand(),
            "help",
            in -> new CommandLine.HelpCommand(),
            "map",
            MapCommand::new,
            "queue",
            QueueCommand::line,
            "send",
            SendCommand::new,
            "serve",
            in -> new ServeCommand());

    /** Commands that need all other commands loaded. */
    private static final Set<String> ABOUT_ALL = Set.of("help");

    @Spec
    private CommandSpec spec;

    private PostchaiseCommand() {}

    /** Runs the command and exits with its status, see {@code postchaise send --help}. Text is UTF-8, as in Postfix's files. */
    public static void main(String[] args) {
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        boolean verbose = List.of(args).contains("-v") || List.of(args).contains("--verbose");
        // a server's log is its output
        boolean serves = args.length > 0 && args[0].equals("serve");
        LogLines.install(err, verbose || serves ? Level.INFO : Level.WARNING);
        System.exit(run(System.in, out, err, args));
    }

    /** Runs the command on the given streams and returns its exit status. */
    static int run(InputStream in, PrintWriter out, PrintWriter err, String... args) {
        CommandLine command = new CommandLine(new PostchaiseCommand());
        // a command asked for by name is the only one whose classes are loaded
        boolean isOne = args.length > 0 && COMMANDS.containsKey(args[0]) && !ABOUT_ALL.contains(args[0]);
        List<String> asked = isOne ? List.of(args[0]) : names();
        asked.forEach(name -> command.addSubcommand(COMMANDS.get(name).apply(in)));
        return command.setOut(out)
                .setErr(err)
                .setCaseInsensitiveEnumValuesAllowed(true)
                // an argument that starts with @ is an address, not a file of arguments
                .setExpandAtFiles(false)
                .setParameterExceptionHandler((e, arguments) -> usage(e, err))
                .setExecutionExceptionHandler((e, parsed, result) -> failure(e, err))
                .execute(args);
    }

    /** Returns the command with all subcommands except hidden ones, and with the output streams of {@code asked}. */
    static CommandLine line(CommandLine asked) {
        CommandLine all = new CommandLine(new PostchaiseCommand());
        for (String name : names()) {
            Object command = COMMANDS.get(name).apply(InputStream.nullInputStream());
            CommandLine line = command instanceof CommandLine made ? made : new CommandLine(command);
            if (!line.getCommandSpec().usageMessage().hidden()) {
                all.addSubcommand(name, line);
            }
        }
        return all.setOut(asked.getOut()).setErr(asked.getErr());
    }

    private static List<String> names() {
        return COMMANDS.keySet().stream().sorted().toList();
    }

    /** Reports a missing subcommand. */
    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "no command; expected one of " + String.join(", ", UnknownWords.commands(spec)) + " (see --help)");
    }

    private static int usage(ParameterException e, PrintWriter err) {
        String text = e instanceof UnmatchedArgumentException unknown
                        && !unknown.getUnmatched().isEmpty()
                ? UnknownWords.answer(unknown)
                : e.getMessage();
        return say(text, ExitStatus.USAGE, err);
    }

    private static int failure(Exception e, PrintWriter err) {
        if (e instanceof SettingsException) {
            return say("error: " + e.getMessage(), ExitStatus.CONFIGURATION, err);
        }
        return e instanceof IOException
                ? say("can't read or spool the message: " + e.getMessage(), ExitStatus.IO_ERROR, err)
                : say("internal error: " + e, ExitStatus.SOFTWARE, err);
    }

    private static int say(String message, int status, PrintWriter err) {
        err.println("postchaise: " + Printable.line(message));
        err.flush();
        return status;
    }
}
