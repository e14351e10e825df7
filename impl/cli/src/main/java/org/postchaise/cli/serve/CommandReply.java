/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.cli.serve;

import java.util.List;
import java.util.Map;
import org.postchaise.engine.server.resolve.StatusText;
import org.postchaise.engine.server.view.ServerReply;

/**
 * The reply to a command's end, as pipe(8) understands it: exit status 0 accepts; else output that begins with an enhanced status code
 * decides, or a status of sysexits.h; any other status refuses, and a signal, or a status of 128 or more, which the shell gives for one,
 * defers.
 *
 * @param accepts true if the command accepted the mail
 * @param status the enhanced status code
 * @param text the text
 */
record CommandReply(boolean accepts, String status, String text) {
    /** The lowest exit status that stands for a signal. */
    private static final int SIGNAL = 128;

    private static final String DEFERRED = "4.3.0";
    private static final String REFUSED = "5.3.0";

    /** The statuses of sysexits.h, each with the status code and the text of pipe(8). */
    private static final Map<Integer, List<String>> SYSEXITS = Map.ofEntries(
            Map.entry(64, List.of(REFUSED, "command line usage error")),
            Map.entry(65, List.of("5.6.0", "data format error")),
            Map.entry(66, List.of(REFUSED, "cannot open input")),
            Map.entry(67, List.of("5.1.1", "user unknown")),
            Map.entry(68, List.of("5.1.2", "host name unknown")),
            Map.entry(69, List.of(REFUSED, "service unavailable")),
            Map.entry(70, List.of(REFUSED, "internal software error")),
            Map.entry(71, List.of(DEFERRED, "system resource problem")),
            Map.entry(72, List.of(REFUSED, "critical OS file missing")),
            Map.entry(73, List.of("5.2.0", "can't create user output file")),
            Map.entry(74, List.of(REFUSED, "input/output error")),
            Map.entry(75, List.of(DEFERRED, "temporary failure")),
            Map.entry(76, List.of("5.5.0", "remote error in protocol")),
            Map.entry(77, List.of("5.7.0", "permission denied")),
            Map.entry(78, List.of("5.3.5", "local configuration error")));

    /** Returns the reply to an exit status and one line of output. */
    static CommandReply of(int exit, String output) {
        if (exit == 0) {
            return new CommandReply(true, "2.0.0", "");
        }
        if (exit >= SIGNAL) {
            return refusal(DEFERRED, "Command died with signal " + (exit - SIGNAL), output);
        }
        StatusText told = StatusText.of(output, "", "Command failed");
        if (told.status().startsWith("4") || told.status().startsWith("5")) {
            return new CommandReply(false, told.status(), told.text());
        }
        List<String> known = SYSEXITS.getOrDefault(exit, List.of(REFUSED, "Command died with status " + exit));
        return refusal(known.get(0), known.get(1), output);
    }

    /** Returns the reply to a command that was stopped at its time limit, which asks the client to try again. */
    static CommandReply ofTimeLimit(String output) {
        return refusal(DEFERRED, "Command time limit exceeded", output);
    }

    private static CommandReply refusal(String status, String text, String output) {
        return new CommandReply(false, status, output.isEmpty() ? text : text + ". Command output: " + output);
    }

    /** Returns the reply for the client. */
    ServerReply reply() {
        int code = status.startsWith("4") ? 451 : status.startsWith("5.1.") ? 550 : 554;
        return ServerReply.of(code, status, text);
    }
}
