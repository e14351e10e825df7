/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is common to all commands: answers to unknown words, help, manual pages and completion. */
@Timeout(120)
class PostchaiseCommandTest {
    @TempDir
    Path directory;

    private static Finished ours(String arguments) {
        return Finished.ours("", arguments.isEmpty() ? new String[0] : arguments.split(" ", -1));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            frob | no command "frob"; expected one of completion, config, doctor, help, map, queue, send, serve
            conformance | no command "conformance"; expected one of completion, config, doctor, help, map, queue, send, serve
            snd | no command "snd"; did you mean send?
            sned | no command "sned"; did you mean send?
            doc | no command "doc"; did you mean doctor?
            conf | no command "conf"; did you mean config?
            queue lst | no command "lst"; did you mean list?
            queue re | no command "re"; did you mean release or requeue or resume?
            queue frobnicate | no command "frobnicate"; expected one of list, show, hold, release, requeue, flush, delete, expire, suspend, resume, shape, destinations
            queue list --limt 3 | no option --limt of "postchaise queue list"; did you mean --limit?
            doctor --no-conect x.example | no option --no-conect of "postchaise doctor"; did you mean --no-connect?
            config --frob | no option --frob of "postchaise config"; see postchaise config --help
            completion x | unexpected argument "x" of "postchaise completion"; see postchaise completion --help
            """)
    void unknownWordsAreAnsweredWithNearOnes(String arguments, String answer) {
        Finished finished = ours(arguments);
        assertThat(finished.err()).isEqualTo("postchaise: " + answer + System.lineSeparator());
        assertThat(finished.out()).isEmpty();
        assertThat(finished.status()).isEqualTo(64);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "frob", "--help", "help", "completion"})
    void hiddenCommandsAreNotNamed(String arguments) {
        Finished finished = ours(arguments);
        assertThat(finished.out() + finished.err())
                .doesNotContain("conformance", " generate,", "  generate ", "(generate)");
    }

    @Test
    void helpShowsWhatACommandTakes() {
        assertThat(ours("help").out()).contains("doctor", "queue", "send");
        assertThat(ours("help send").out()).isEqualTo(ours("send --help").out());
        assertThat(ours("help send").status()).isZero();
    }

    private static Finished run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).start();
        process.getOutputStream().close();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new Finished(process.exitValue(), out, err);
    }

    private static void needs(String program) {
        boolean there = Files.isExecutable(Path.of("/usr/bin", program));
        if (!there) {
            System.out.println("skipped: no /usr/bin/" + program + " here");
        }
        Assumptions.assumeTrue(there, "no " + program);
    }

    @Test
    void everyCommandHasAManualPage() throws IOException {
        assertThat(ours("generate " + directory).status()).isZero();
        for (String name : List.of("", "-completion", "-config", "-doctor", "-map", "-queue", "-send")) {
            String page = Files.readString(directory.resolve("man/man1/postchaise" + name + ".1"));
            assertThat(page)
                    .startsWith(".TH POSTCHAISE" + name.toUpperCase(Locale.ROOT) + " 1 ")
                    .contains(
                            ".SH NAME\npostchaise" + name.replace("-", "\\-") + " \\- ",
                            ".SH SYNOPSIS",
                            ".SH \"SEE ALSO\"");
        }
        assertThat(directory.resolve("man/man1/postchaise-generate.1")).doesNotExist();
    }

    @Test
    void manualPagesAreRoffWithoutFault() throws Exception {
        needs("groff");
        ours("generate " + directory);
        try (var pages = Files.list(directory.resolve("man/man1"))) {
            for (Path page : pages.toList()) {
                Finished shown = run("/usr/bin/groff", "-man", "-Tutf8", "-ww", page.toString());
                assertThat(shown.err()).as(page.toString()).isEmpty();
                assertThat(shown.out()).contains("User Commands");
            }
        }
    }

    @Test
    void bashCompletesCommandsAndOptions() throws Exception {
        needs("bash");
        Path script = Files.writeString(
                directory.resolve("postchaise"), ours("completion").out());
        assertThat(completed(script, "postchaise", "do")).containsExactly("doctor");
        assertThat(completed(script, "postchaise", "doctor", "--no")).contains("--no-connect");
        assertThat(completed(script, "postchaise", "queue", "sus")).containsExactly("suspend");
    }

    /** An interactive zsh in a terminal of its own: ^T completes the line as TAB would, notes it and clears it. */
    private static final String ZSH = """
            zmodload zsh/zpty
            zpty inner zsh -f -i
            zpty -w inner "source $1; note() { zle complete-word; print -r -- \\"\\$BUFFER\\" >> $2; BUFFER= }"
            zpty -w inner "zle -N note; bindkey '^T' note"
            zpty -w inner "zle-line-init() { print -n set''tled }; zle -N zle-line-init"
            zpty -r inner seen '*settled*'
            for line in "${@:3}"; do zpty -w -n inner "$line"$'\\C-t'; done
            zpty -w inner exit
            while zpty -r inner seen; do; done
            """;

    @Test
    void zshCompletesCommandsAndOptions() throws Exception {
        needs("zsh");
        Path script = Files.writeString(
                directory.resolve("postchaise"), ours("completion").out());
        Path notes = directory.resolve("notes");
        ProcessBuilder zsh = new ProcessBuilder(
                "/usr/bin/zsh",
                "-f",
                "-c",
                ZSH,
                "zsh",
                script.toString(),
                notes.toString(),
                "postchaise do",
                "postchaise doctor --no",
                "postchaise queue sus",
                "postchaise help sen");
        zsh.environment().put("ZDOTDIR", directory.toString());
        zsh.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD);
        Process process = zsh.start();
        process.getOutputStream().close();
        try {
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        assertThat(Files.readAllLines(notes))
                .containsExactly(
                        "postchaise doctor ",
                        "postchaise doctor --no-connect ",
                        "postchaise queue suspend ",
                        "postchaise help send ");
    }

    /** What the script offers for the last of {@code words}. */
    private static List<String> completed(Path script, String... words) throws Exception {
        String line =
                "source " + script + "; COMP_WORDS=(" + String.join(" ", words) + "); COMP_CWORD=" + (words.length - 1)
                        + "; COMP_LINE=\"${COMP_WORDS[*]}\"; _complete_postchaise; printf '%s\\n' \"${COMPREPLY[@]}\"";
        Finished shown = run("/usr/bin/bash", "--norc", "-c", line);
        return shown.out()
                .lines()
                .map(String::strip)
                .filter(one -> !one.isEmpty())
                .toList();
    }
}
