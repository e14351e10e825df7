/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.postchaise.engine.Postfix;

/** Postfix's own postconf(1), where it is installed. */
public final class Postconf {
    private static final Postfix POSTFIX = Postfix.in(temporary());

    private Postconf() {}

    /** Skips the test, with a printed reason, where Postfix 3.7 is not installed. */
    public static void assumeInstalled() {
        POSTFIX.assumeInstalled();
        boolean version = run(List.of("-d", "-h", "mail_version")).get(0).startsWith("3.7.");
        if (!version) {
            System.out.println("skipped: the Postfix installed here is not 3.7");
        }
        Assumptions.assumeTrue(version, "the Postfix installed here is not 3.7");
    }

    /** The lines that {@code postconf} prints with {@code arguments}. */
    public static List<String> run(List<String> arguments) {
        return POSTFIX.postconf(arguments.toArray(String[]::new)).out().lines().toList();
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

    private static Path temporary() {
        try {
            Path directory = Files.createTempDirectory("postconf");
            Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(directory)));
            return directory;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path directory) {
        try (var files = Files.list(directory)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
            Files.delete(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
