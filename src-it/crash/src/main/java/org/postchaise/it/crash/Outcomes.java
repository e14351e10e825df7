/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.it.crash;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Application's knowledge of its transactions: lines of a file, which outlives the process. */
public final class Outcomes {

    /** Known state of a transaction. */
    public enum Known {
        /** Neither commit nor rollback has returned. */
        BEGUN,
        /** The transaction has committed. */
        COMMITTED,
        /** The transaction was rolled back. */
        ROLLED_BACK
    }

    private final FileChannel file;

    /** Opens the file at {@code path} for appending, and creates it if it is missing. */
    public Outcomes(Path path) throws IOException {
        this.file = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    /** Appends a line. */
    public synchronized void tell(Known what, String id) throws IOException {
        file.write(ByteBuffer.wrap((what + " " + id + "\n").getBytes(StandardCharsets.US_ASCII)));
    }

    /** Returns the last known state of each transaction whose id begins with {@code prefix}. */
    public static Map<String, Known> read(Path path, String prefix) throws IOException {
        Map<String, Known> known = new HashMap<>();
        List<String> lines = Files.exists(path) ? Files.readAllLines(path, StandardCharsets.US_ASCII) : List.of();
        for (String line : lines) {
            int space = line.indexOf(' ');
            if (line.startsWith(prefix, space + 1)) {
                known.put(line.substring(space + 1), Known.valueOf(line.substring(0, space)));
            }
        }
        return known;
    }
}
