/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.conformance;

import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Program {@code src-it/conformance/driver}, by which a conformance suite runs the project, with a subcommand for each side of SMTP. */
@Command(name = "driver", mixinStandardHelpOptions = true, description = "Runs one scenario of a conformance suite.")
public final class ConformanceDriver implements Runnable {
    @Spec
    private CommandSpec spec;

    private ConformanceDriver() {}

    /** Runs the scenario in {@code args} and the standard input, and exits with 0 if its outcomes were printed. */
    public static void main(String[] args) {
        Logger.getLogger("").setLevel(Level.WARNING);
        System.exit(new CommandLine(new ConformanceDriver())
                .addSubcommand(new ConformanceClient(System.in))
                .addSubcommand(new ConformanceServer())
                .execute(args));
    }

    /** Refuses to run without a subcommand. */
    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "no command; expected client or server");
    }
}
