/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.cli.serve;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** A copy of content in the form of local files: each CRLF becomes LF, as local(8) and pipe(8) write it. */
final class LineFeeds {
    private static final int BUFFER = 16 * 1024;

    private LineFeeds() {}

    /** Copies {@code in}, to its end, to {@code out}. */
    static void copy(InputStream in, OutputStream out) throws IOException {
        byte[] from = new byte[BUFFER];
        byte[] to = new byte[BUFFER + 1];
        boolean cr = false;
        for (int count = in.read(from); count >= 0; count = in.read(from)) {
            int length = 0;
            for (int i = 0; i < count; i++) {
                byte octet = from[i];
                if (cr && octet != '\n') {
                    to[length++] = '\r';
                }
                cr = octet == '\r';
                if (!cr) {
                    to[length++] = octet;
                }
            }
            out.write(to, 0, length);
        }
        if (cr) {
            out.write('\r');
        }
    }
}
