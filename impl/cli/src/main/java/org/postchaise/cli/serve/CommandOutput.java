/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.cli.serve;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.postchaise.engine.log.Printable;

/** The output of a command, of which the first octets are kept. Not thread-safe. */
final class CommandOutput {
    /** The number of octets that are kept: a reply line has room for no more. */
    private static final int MOST = 400;

    private final ByteArrayOutputStream start = new ByteArrayOutputStream();
    private final byte[] buffer = new byte[8192];

    /** Reads what the command has written so far; never waits. */
    void readAvailable(InputStream in) {
        try {
            int available = in.available();
            while (available > 0) {
                int count = in.read(buffer, 0, Math.min(available, buffer.length));
                if (count < 0) {
                    return;
                }
                start.write(buffer, 0, Math.min(count, MOST - start.size()));
                available = in.available();
            }
        } catch (IOException closed) {
            // the command has closed its output, or has ended meanwhile
        }
    }

    /** Returns the output as one printable line; empty if there is none. */
    String line() {
        String text = start.toString(StandardCharsets.UTF_8);
        return Printable.line(
                text.replace('\n', ' ').replace('\t', ' ').replace("\r", "").strip());
    }
}
