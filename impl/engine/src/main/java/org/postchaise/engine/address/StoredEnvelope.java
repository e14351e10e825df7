/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.address;

import java.util.Set;
import org.postchaise.api.Envelope;
import org.postchaise.api.Recipient;

/**
 * The reader of DSN parameters that a release without the checks of RFC 3461 has stored. A parameter that is refused today is encoded anew,
 * and left out where even the encoded value is no valid ENVID or ORCPT, so that no mail is lost by an upgrade.
 */
public final class StoredEnvelope {
    /** The maximum length of ENVID (RFC 3461, section 4.4). */
    private static final int ENVID_LIMIT = 100;

    private StoredEnvelope() {}

    /** Returns the stored recipient with its ORCPT, encoded anew where the ORCPT is malformed. */
    public static Recipient recipient(String address, Set<Recipient.Notify> notifyOn, String originalRecipient) {
        try {
            return new Recipient(address, notifyOn, originalRecipient);
        } catch (IllegalArgumentException refused) {
            return encodedAnew(address, notifyOn, originalRecipient);
        }
    }

    private static Recipient encodedAnew(String address, Set<Recipient.Notify> notifyOn, String originalRecipient) {
        try {
            return new Recipient(address, notifyOn, Xtext.originalRecipient(originalRecipient));
        } catch (IllegalArgumentException refused) {
            return new Recipient(address, notifyOn, "");
        }
    }

    /**
     * Returns {@code envelope} with the stored ENVID, encoded anew where the ENVID is not valid xtext, or without an ENVID where the result is
     * too long.
     */
    public static Envelope withEnvelopeId(Envelope envelope, String envelopeId) {
        try {
            return envelope.withEnvelopeId(envelopeId);
        } catch (IllegalArgumentException refused) {
            String encoded = Xtext.normalized(envelopeId);
            return encoded.length() <= ENVID_LIMIT ? envelope.withEnvelopeId(encoded) : envelope;
        }
    }
}
