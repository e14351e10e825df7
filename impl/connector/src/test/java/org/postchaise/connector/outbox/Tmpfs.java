/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.connector.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** A small file system in memory that is mounted for a test: it really can be full or read-only, for root too. */
record Tmpfs(Path path) implements AutoCloseable {
    private static final long LIMIT = 60;

    /** Mounted on an empty directory; the test is skipped where this process may not. */
    static Tmpfs mount(Path on, String options) throws IOException {
        String answer;
        try {
            answer = run("mount", "-t", "tmpfs", "-o", options, "tmpfs", on.toString());
        } catch (IOException e) {
            answer = e.getMessage();
        }
        if (!answer.isEmpty()) {
            String reason = "no tmpfs can be mounted: " + answer;
            System.out.println("skipped: " + reason);
            Assumptions.abort(reason);
        }
        return new Tmpfs(on);
    }

    /** Says nothing when all went well. */
    private static String run(String... command) throws IOException {
        Process process =
                new ProcessBuilder(List.of(command)).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        try {
            if (!process.waitFor(LIMIT, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return command[0] + " did not end";
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return command[0] + " was interrupted";
        }
        return process.exitValue() == 0 ? "" : command[0] + " ended with " + process.exitValue() + ": " + said;
    }

    @Override
    public void close() throws IOException {
        assertThat(run("umount", path.toString())).isEmpty();
    }
}
