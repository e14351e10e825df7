/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.wire;

import java.nio.charset.Charset;

/** A line as received: its octets, and how the line ended. Immutable. */
public final class Line {
    /** The end of a line. */
    public enum Ending {
        /** The standard line end, CR and LF. */
        CRLF,
        /** An LF without a CR before it. */
        BARE_LF
    }

    private final byte[] octets;
    private final int length;
    private final Ending ending;
    private final boolean bareCr;
    private final boolean nul;

    Line(byte[] octets, int length, Ending ending, boolean bareCr, boolean nul) {
        this.octets = octets;
        this.length = length;
        this.ending = ending;
        this.bareCr = bareCr;
        this.nul = nul;
    }

    /** Returns the length in octets without the line end, including octets that were not kept. */
    public int length() {
        return length;
    }

    /** Returns true if the line is longer than its reader keeps; the rest was skipped. */
    public boolean tooLong() {
        return length > octets.length;
    }

    /** Returns the end of the line. */
    public Ending ending() {
        return ending;
    }

    /** Returns true if the line holds a CR that does not belong to the line end, such as the first one of CR CR LF. */
    public boolean hasBareCr() {
        return bareCr;
    }

    /** Returns true if the line holds a NUL. */
    public boolean hasNul() {
        return nul;
    }

    /** Returns a copy of the octets kept, without the line end. */
    public byte[] octets() {
        return octets.clone();
    }

    /** Returns the octets kept, without the line end, as text. */
    public String text(Charset charset) {
        return new String(octets, charset);
    }
}
