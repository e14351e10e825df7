/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.table;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A process of its own, whose environment a test chooses: answers the keys on its standard input as postmap does. */
final class EnvironmentAnswers {
    private EnvironmentAnswers() {}

    /** The argument is the table. */
    public static void main(String[] arguments) throws IOException {
        List<String> keys = new String(System.in.readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList();
        new PrintStream(System.out, true, StandardCharsets.UTF_8).print(PostmapForm.ours(arguments[0], keys));
    }
}
