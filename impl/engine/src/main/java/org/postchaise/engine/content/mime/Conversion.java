/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.content.mime;

/** The conversion of content that is declared to be 8bit or binary (RFC 6152, section 3). */
public enum Conversion {
    /** No conversion. */
    NONE,
    /** Conversion of parts declared 8bit or binary to quoted-printable. */
    TO_7BIT
}
