/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.cli;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code postchaise completion}: a script by which bash and zsh complete commands and options. */
@Command(
        name = "completion",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Prints a script by which bash and zsh complete commands and options. In ~/.bashrc or ~/.zshrc:"
                + " source <(postchaise completion).")
final class CompletionCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        out.print(script(PostchaiseCommand.line(spec.commandLine())));
        out.flush();
        return ExitStatus.OK;
    }

    /** Returns the script for {@code top}, without hidden commands. */
    static String script(CommandLine top) {
        return AutoComplete.bash("postchaise", top);
    }
}
