/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.sasl;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/** A password, token or key: shown nowhere, and never serialized. */
public final class Secret {
    private final String text;

    /** Of these characters. */
    public Secret(String text) {
        this.text = text;
    }

    /** The characters; for the mechanism that needs them, and for nothing else. */
    String reveal() {
        return text;
    }

    /** In a time that does not depend on where two secrets differ. */
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

    /** Not the secret. */
    @Override
    public String toString() {
        return "(secret)";
    }
}
