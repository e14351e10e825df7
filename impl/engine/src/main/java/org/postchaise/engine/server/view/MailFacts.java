/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.server.view;

import java.util.Optional;
import java.util.OptionalLong;
import org.postchaise.api.Envelope;

/**
 * The sender and the parameters of a MAIL command.
 *
 * @param sender the sender in external form, quoted where necessary, without angle brackets; empty for the null sender
 * @param body the value of BODY
 * @param size the value of SIZE
 * @param ret the value of RET
 * @param envelopeId the value of ENVID as xtext; empty without ENVID
 * @param options SMTPUTF8, REQUIRETLS and VERP
 */
public record MailFacts(
        String sender, Envelope.Body body, OptionalLong size, Envelope.Return ret, String envelopeId, Options options) {

    /**
     * The requests of a MAIL command that have no value, or have one for VERP only.
     *
     * @param smtpUtf8 true after SMTPUTF8
     * @param requireTls true after REQUIRETLS
     * @param verpDelimiters the two VERP delimiters after XVERP; empty without XVERP
     */
    public record Options(boolean smtpUtf8, boolean requireTls, Optional<String> verpDelimiters) {
        /** No requests. */
        public static final Options NONE = new Options(false, false, Optional.empty());
    }

    /** Returns the facts of a MAIL command without parameters. */
    public static MailFacts from(String sender) {
        return new MailFacts(
                sender, Envelope.Body.UNSPECIFIED, OptionalLong.empty(), Envelope.Return.UNSPECIFIED, "", Options.NONE);
    }
}
