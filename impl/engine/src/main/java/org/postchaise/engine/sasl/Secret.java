/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.sasl;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/** A password, token or key, which is never shown and never serialized. */
public final class Secret {
    private final String text;

    /** Creates a secret of these characters. */
    public Secret(String text) {
        this.text = text;
    }

    /** Returns the characters, for use by a mechanism only. */
    public String reveal() {
        return text;
    }

    /** Returns true if both secrets are equal, in a time that does not depend on the first difference. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Secret that
                && MessageDigest.isEqual(
                        text.getBytes(StandardCharsets.UTF_8), that.text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    /** Returns a fixed text, never the secret. */
    @Override
    public String toString() {
        return "(secret)";
    }
}
