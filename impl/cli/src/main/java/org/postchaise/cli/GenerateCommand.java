/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code postchaise generate}: writes the manual pages and the completion script that are packaged with the command.
 */
@Command(
        name = "generate",
        hidden = true,
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Writes manual pages (man/man1) and completion (completions/postchaise) into a directory.")
final class GenerateCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "DIRECTORY", description = "Directory for the files; created if it does not exist.")
    private Path directory;

    @Override
    public Integer call() throws IOException {
        CommandLine top = PostchaiseCommand.line(spec.commandLine());
        String version = Version.text();
        write("man/man1/" + ManPage.name(top.getCommandSpec()) + ".1", ManPage.of(top.getCommandSpec(), version));
        for (String name : UnknownWords.commands(top.getCommandSpec())) {
            CommandSpec command = top.getSubcommands().get(name).getCommandSpec();
            if (ManPage.hasPage(command)) {
                write("man/man1/" + ManPage.name(command) + ".1", ManPage.of(command, version));
            }
        }
        write("completions/postchaise", CompletionCommand.script(top));
        return ExitStatus.OK;
    }

    private void write(String name, String text) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text, StandardCharsets.UTF_8);
    }
}
