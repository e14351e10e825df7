/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import org.postchaise.cli.conformance.ConformanceClient;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code postchaise}; its work is done by its subcommands. */
@Command(
        name = "postchaise",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Mail as Postfix speaks it, without an application server.")
public final class PostchaiseCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    private PostchaiseCommand() {}

    /** Runs the command and exits with its status, see {@code postchaise send --help}. */
    public static void main(String[] args) {
        PrintWriter out = new PrintWriter(System.out, true, Charset.defaultCharset());
        PrintWriter err = new PrintWriter(System.err, true, Charset.defaultCharset());
        System.exit(run(System.in, out, err, args));
    }

    /** Runs the command on the given streams and returns its exit status. */
    static int run(InputStream in, PrintWriter out, PrintWriter err, String... args) {
        return new CommandLine(new PostchaiseCommand())
                .addSubcommand(new SendCommand(in))
                .addSubcommand(new ConformanceClient(in))
                .setOut(out)
                .setErr(err)
                // an argument that starts with @ is an address, not a file of arguments
                .setExpandAtFiles(false)
                .setParameterExceptionHandler((e, arguments) -> usage(e, err))
                .setExecutionExceptionHandler((e, command, parsed) -> failure(e, err))
                .execute(args);
    }

    /** Without a subcommand there is nothing to do. */
    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "no command; expected send (see --help)");
    }

    private static int usage(ParameterException e, PrintWriter err) {
        return say(e.getMessage(), ExitStatus.USAGE, err);
    }

    private static int failure(Exception e, PrintWriter err) {
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
