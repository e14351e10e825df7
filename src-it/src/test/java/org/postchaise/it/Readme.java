/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * The commands of the README: code that begins with {@code bin/}, or, in a block, with the path of a resource of WildFly. A block is
 * one command. Lines of Java and shell beside them, and names in the text, are none.
 */
final class Readme {
    private static final Pattern CODE = Pattern.compile("(?ms)^ *```\\n(?<block>.*?)^ *```$|`(?<inline>[^`]+)`");
    private static final Pattern COMMAND = Pattern.compile("(?s)bin/[a-z-]+(\\.sh)? .*|/subsystem=.*");

    private final String text;

    private Readme(String text) {
        this.text = text;
    }

    /** Reads a file. */
    static Readme read(Path file) {
        try {
            return new Readme(Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The commands of a section, in their order. */
    List<String> commands(String heading) {
        int start = text.indexOf("\n## " + heading + "\n");
        if (start < 0) {
            throw new IllegalArgumentException("the README has no section " + heading);
        }
        int end = text.indexOf("\n## ", start + 1);
        List<String> commands = new ArrayList<>();
        for (MatchResult code : CODE.matcher(text.substring(start, end < 0 ? text.length() : end))
                .results()
                .toList()) {
            String command = code.group(1) == null
                    ? code.group(2).replaceAll("\\s+", " ")
                    : code.group(1).stripIndent().strip();
            if (COMMAND.matcher(command).matches()) {
                commands.add(command);
            }
        }
        return commands;
    }
}
