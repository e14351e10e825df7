/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.wire;

/** The treatment of a CR in received content that is not part of a line end. */
public enum StrayCr {
    /** The CR is content. */
    KEPT,
    /** The CR becomes a space ({@code cleanup_replace_stray_cr_lf}), so that no other mail system takes it for a line end. */
    REPLACED
}
