/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.content;

/** What becomes of content that is declared to be 8bit or binary (RFC 6152, section 3). */
public enum Conversion {
    /** It stays as it is. */
    NONE,
    /** Parts declared 8bit or binary become quoted-printable. */
    TO_7BIT
}
