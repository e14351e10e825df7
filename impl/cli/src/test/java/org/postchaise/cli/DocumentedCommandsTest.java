/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.postchaise.testkit.MockMailbox;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.CommandSpec;

/**
 * The commands of README.md and docs: each is one that the command line understands, and those of the README are run. The outputs of
 * docs/TABLES.md are compared by {@link TablesPageTest}.
 */
@Timeout(120)
class DocumentedCommandsTest {
    private static final Path ROOT = Path.of("..", "..");
    private static final String JAR = "java -jar impl/cli/target/postchaise.jar ";

    /** A command of its own line, or one of a pipeline. */
    private static final Pattern LINE =
            Pattern.compile("(?m)^(?:java -jar \\S*postchaise\\.jar|\\$ (?:.* \\| )?(postchaise|pq)) (.*)$");

    /** A command within text. */
    private static final Pattern SPAN = Pattern.compile("`(postchaise|pq) ([^`]*)`");

    private static final Pattern WORD = Pattern.compile("'([^']*)'|(\\S+)");

    @TempDir
    Path directory;

    private static List<Path> pages() throws IOException {
        try (Stream<Path> docs = Files.list(ROOT.resolve("docs"))) {
            return Stream.concat(
                            Stream.of(ROOT.resolve("README.md")),
                            docs.filter(page -> page.toString().endsWith(".md") && !page.endsWith("CHANGELOG.md")))
                    .sorted()
                    .toList();
        }
    }

    private static List<String> words(String program, String command) {
        List<String> words = new ArrayList<>("pq".equals(program) ? List.of("queue") : List.of());
        // what a shell does itself ends the command's own words
        Matcher each = WORD.matcher(command.replaceFirst(" [<>|#] .*", ""));
        while (each.find()) {
            words.add(each.group(1) == null ? each.group(2) : each.group(1));
        }
        return words;
    }

    private static void parse(List<String> words) {
        PostchaiseCommand.line(new CommandLine(CommandSpec.create()))
                .setExpandAtFiles(false)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .parseArgs(words.toArray(String[]::new));
    }

    @Test
    void everyCommandOfThePagesIsUnderstood() throws IOException {
        int lines = 0;
        int spans = 0;
        for (Path page : pages()) {
            String text = Files.readString(page);
            for (Matcher line = LINE.matcher(text); line.find(); lines++) {
                List<String> words = words(line.group(1), line.group(2));
                assertThatCode(() -> parse(words)).as(page + ": " + words).doesNotThrowAnyException();
            }
            for (Matcher span = SPAN.matcher(text); span.find(); spans++) {
                List<String> words = words(span.group(1), span.group(2));
                assertThatCode(() -> parseNamed(words)).as(page + ": " + words).doesNotThrowAnyException();
            }
        }
        assertThat(lines).as("commands in blocks").isGreaterThan(25);
        assertThat(spans).as("commands within text").isGreaterThan(50);
    }

    /** Text may name a command without its arguments. */
    private static void parseNamed(List<String> words) {
        try {
            parse(words);
        } catch (MissingParameterException named) {
            return;
        }
    }

    @Test
    void theReadmesCommandsEndWell() throws IOException {
        String readme = Files.readString(ROOT.resolve("README.md"));
        List<String> commands = readme.lines()
                .filter(line -> line.startsWith(JAR))
                .map(line -> line.substring(JAR.length()))
                .toList();
        assertThat(commands).hasSizeGreaterThan(10);
        try (MockMailbox mailbox = MockMailbox.start();
                QueueServer queue = new QueueServer(200, "{\"mails\":[],\"more\":false,\"changed\":0}")) {
            Files.writeString(
                    directory.resolve("main.cf"),
                    "compatibility_level = 3.7\nsmtp_tls_security_level = none\nrelayhost = " + mailbox.nextHop()
                            + "\n");
            Files.writeString(directory.resolve("virtual"), "ann@example.com ann\n");
            Path password = Files.writeString(directory.resolve("pw"), "secret\n");
            Map<String, String> here = Map.of(
                    "/etc/postfix",
                    directory.toString(),
                    "/etc/postfix/main.cf",
                    directory.resolve("main.cf").toString(),
                    "hash:/etc/postfix/virtual",
                    "hash:" + directory.resolve("virtual"),
                    "[127.0.0.1]:2525",
                    mailbox.nextHop(),
                    "[mail.example.com]:587",
                    mailbox.nextHop(),
                    "http://127.0.0.1:8080/postchaise-sample",
                    queue.url(),
                    "pw",
                    password.toString());
            for (String command : commands) {
                List<String> words = new ArrayList<>(words("postchaise", command).stream()
                        .map(word -> here.getOrDefault(word, word))
                        .toList());
                if (words.equals(List.of("doctor", "example.com"))) {
                    // no name server is asked
                    words.set(1, mailbox.nextHop());
                }
                if (words.get(0).equals("queue") && !words.contains("--url")) {
                    words.addAll(1, List.of("--url", queue.url()));
                }
                Finished finished = Finished.ours("Subject: hello\r\n\r\nhello\r\n", words.toArray(String[]::new));
                assertThat(finished.status())
                        .as(command + "\n" + finished.out() + finished.err())
                        .isEqualTo(words.contains("--user") && words.contains("doctor") ? 75 : 0);
            }
            assertThat(mailbox.mails()).as("of send").isNotEmpty();
            assertThat(queue.requests())
                    .extracting(QueueServer.Request::path)
                    .containsExactly("/app/queue/mails", "/app/queue/hold");
        }
    }
}
