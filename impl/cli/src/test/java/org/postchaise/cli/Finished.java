/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** What a command left behind: ours, called within this process, or one of Postfix's. */
record Finished(int status, String out, String err) {

    /** {@code postchaise} with {@code arguments}. */
    static Finished ours(String input, String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int status = PostchaiseCommand.run(
                new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                new PrintWriter(out, true),
                new PrintWriter(err, true),
                arguments);
        return new Finished(status, out.toString(), err.toString());
    }

    /** Postfix's {@code program}, such as postconf; the test is skipped, with a printed reason, where it is not installed. */
    static Finished postfixs(Path directory, String input, String program, String... arguments)
            throws IOException, InterruptedException {
        Path path = Path.of("/usr/sbin", program);
        if (!Files.isExecutable(path)) {
            System.out.println("skipped: " + program + " is not installed; Debian has it in package postfix");
        }
        Assumptions.assumeTrue(Files.isExecutable(path), program + " is not installed");
        Path in = Files.writeString(directory.resolve("in"), input);
        Path out = directory.resolve("out");
        Path err = directory.resolve("err");
        Process process = new ProcessBuilder(Stream.concat(Stream.of(path.toString()), Stream.of(arguments))
                        .toList())
                .redirectInput(in.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        try {
            assertThat(process.waitFor(60, TimeUnit.SECONDS))
                    .as(program + " ends")
                    .isTrue();
        } finally {
            process.destroyForcibly();
        }
        return new Finished(process.exitValue(), Files.readString(out), Files.readString(err));
    }

    List<String> lines() {
        return out.lines().toList();
    }
}
