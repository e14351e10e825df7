/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** Postfix's own postconf(1), where it is installed. */
public final class Postconf {
    private static final List<Path> PLACES = List.of(Path.of("/usr/sbin/postconf"), Path.of("/usr/bin/postconf"));

    private Postconf() {}

    /** Skips the test, with a printed reason, where Postfix 3.7 is not installed. */
    public static void assumeInstalled() {
        boolean there = PLACES.stream().anyMatch(Files::isExecutable)
                && run(List.of("-d", "-h", "mail_version")).get(0).startsWith("3.7.");
        if (!there) {
            System.out.println("skipped: postconf of Postfix 3.7 is not installed; Debian has it in package postfix");
        }
        Assumptions.assumeTrue(there, "postconf of Postfix 3.7 is not installed");
    }

    /** The lines that {@code postconf} prints with {@code arguments}. */
    public static List<String> run(List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(PLACES.stream()
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow()
                .toString());
        command.addAll(arguments);
        try {
            Path out = Files.createTempFile("postconf", ".out");
            Process process = new ProcessBuilder(command)
                    .redirectOutput(out.toFile())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException("postconf did not end");
            }
            List<String> lines = Files.readAllLines(out);
            Files.delete(out);
            return lines;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Name to value of lines {@code name = value}. */
    public static Map<String, String> values(List<String> arguments) {
        Map<String, String> values = new LinkedHashMap<>();
        for (String line : run(arguments)) {
            int equals = line.indexOf(" =");
            values.put(line.substring(0, equals), line.substring(equals + 2).strip());
        }
        return values;
    }
}
