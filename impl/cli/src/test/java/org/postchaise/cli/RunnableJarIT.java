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
import org.postchaise.engine.config.Mirror;
import org.postchaise.engine.config.Parameter;
import org.postchaise.engine.config.catalog.Catalog;
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
        int status = run(message, command);
        assertThat(spool).as("spool directory").isEmptyDirectory();
        return status;
    }

    private int run(Path message, List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectInput(message.toFile())
                .redirectOutput(directory.resolve("out").toFile())
                .redirectError(directory.resolve("err").toFile())
                .start();
        try {
            assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }
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
    void leavesNoSpoolFileAlsoWhenItIsKilledWhileItReads() throws Exception {
        Path spool = Files.createDirectory(directory.resolve("killed"));
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Djava.io.tmpdir=" + spool,
                        "-jar",
                        System.getProperty("postchaise.jar"),
                        "send",
                        "--next-hop",
                        "127.0.0.1:1",
                        "-f",
                        "a@example.com",
                        "b@example.net")
                .redirectOutput(directory.resolve("out").toFile())
                .redirectError(directory.resolve("err").toFile())
                .start();
        try {
            // more than a pipe holds: it is reading
            process.getOutputStream().write(new byte[1_000_000]);
            process.getOutputStream().flush();
        } finally {
            process.destroyForcibly();
        }
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(spool).isEmptyDirectory();
    }

    @Test
    void exitsWith64AndOneLineForABadPort() throws Exception {
        assertThat(run("send", "--next-hop", "localhost:99999", "-f", "a@example.com", "b@example.net"))
                .isEqualTo(64);
        assertThat(text("err")).startsWith("postchaise: ").contains("99999").hasLineCount(1);
    }

    @Test
    void listsEveryParameterOfTheCatalogAndEachLmtpName() throws Exception {
        assertThat(run("config", "--format", "tsv")).isZero();
        assertThat(text("err")).isEmpty();
        List<String[]> rows =
                text("out").lines().map(line -> line.split("\t", -1)).toList();
        List<String> names = rows.stream().map(row -> row[0]).toList();
        assertThat(rows).allSatisfy(row -> assertThat(row).hasSize(4));
        assertThat(names)
                .doesNotHaveDuplicates()
                .containsAll(Catalog.rows().stream().map(Parameter::name).toList())
                .containsAll(Catalog.rows().stream()
                        .flatMap(row -> row.lmtp().stream())
                        .map(Mirror::name)
                        .toList());
        System.out.println("config --format tsv: " + names.size() + " names, of which "
                + names.stream().filter(name -> name.startsWith("lmtp_")).count() + " begin with lmtp_");
    }

    @Test
    void looksKeysUpAndTellsByItsStatus() throws Exception {
        assertThat(run("map", "inline:{a=1}", "a")).isZero();
        assertThat(text("err")).isEmpty();
        assertThat(run("map", "inline:{a=1}", "b")).isEqualTo(1);
    }

    @Test
    void theLauncherWorksFromAnywhereAndThroughALink() throws Exception {
        Path launcher = Path.of(System.getProperty("postchaise.jar")).resolveSibling("postchaise");
        Path link = Files.createSymbolicLink(directory.resolve("pc"), launcher);
        Path nothing = Files.writeString(directory.resolve("nothing"), "");
        assertThat(run(nothing, List.of(link.toString(), "config", "-h", "smtp_connect_timeout")))
                .isZero();
        assertThat(text("out").strip()).isEqualTo("30s");
        assertThat(text("err")).isEmpty();
        assertThat(launcher.resolveSibling("postchaise.jsa")).isNotEmptyFile();
    }
}
