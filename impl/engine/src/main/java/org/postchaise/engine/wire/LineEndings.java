/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.wire;

/** The octets that end lines of received content. A line that ends in LF without CR is part of the content either way. */
public enum LineEndings {
    /**
     * One CR belongs to a line end, and content after DATA ends by a dot between CRLF and CRLF only ({@code smtpd_forbid_bare_newline});
     * other lines of one dot are dropped.
     */
    STANDARD(1),
    /** All CRs before LF belong to a line end, and content after DATA ends by any line of one dot; open to SMTP smuggling. */
    LENIENT(2048);

    private final int mostCrs;

    LineEndings(int mostCrs) {
        this.mostCrs = mostCrs;
    }

    /** Returns the largest number of CRs that belong to one line end; as many as fit Postfix's {@code line_length_limit}. */
    int mostCrs() {
        return mostCrs;
    }
}
