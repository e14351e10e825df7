/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postchaise.testkit.MockMailbox;

/** The jar as users run it. */
class RunnableJarIT {
    @TempDir
    private Path directory;

    private int run(String... args) throws IOException, InterruptedException {
        Path message = Files.writeString(directory.resolve("message"), "Subject: hi\n\nhello\n");
        Path spool = Files.createDirectories(directory.resolve("spool"));
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Djava.io.tmpdir=" + spool,
                "-jar",
                System.getProperty("postchaise.jar")));
        command.addAll(List.of(args));
        Process process = new ProcessBuilder(command)
                .redirectInput(message.toFile())
                .redirectOutput(directory.resolve("out").toFile())
                .redirectError(directory.resolve("err").toFile())
                .start();
        try {
            assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        assertThat(spool).as("spool directory").isEmptyDirectory();
        return process.exitValue();
    }

    private String text(String name) throws IOException {
        return Files.readString(directory.resolve(name), StandardCharsets.UTF_8);
    }

    @Test
    void showsItsVersion() throws Exception {
        assertThat(run("--version")).isZero();
        assertThat(text("out").strip()).isEqualTo("postchaise " + System.getProperty("postchaise.version"));
    }

    @Test
    void deliversAndLeavesNoSpoolFile() throws Exception {
        try (MockMailbox mailbox = MockMailbox.start()) {
            mailbox.refuseRecipients(to -> to.startsWith("c@"), "550 5.1.1 no such user", 1);
            assertThat(run("send", "--next-hop", mailbox.nextHop(), "-f", "a@example.com", "b@example.net"))
                    .isZero();
            assertThat(text("out")).contains("status=sent");
            assertThat(text("err")).isEmpty();
            assertThat(mailbox.mails()).hasSize(1);
            assertThat(run("send", "--next-hop", mailbox.nextHop(), "-f", "a@example.com", "c@example.net"))
                    .isEqualTo(69);
        }
    }

    @Test
    void exitsWith64AndOneLineForABadPort() throws Exception {
        assertThat(run("send", "--next-hop", "localhost:99999", "-f", "a@example.com", "b@example.net"))
                .isEqualTo(64);
        assertThat(text("err")).startsWith("postchaise: ").contains("99999").hasLineCount(1);
    }
}
