/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.server.view;

/** The verdict of a restriction, or of all restrictions of a stage, on a request. */
public sealed interface Verdict {
    /** The only needed instance of {@link Dunno}, which has no components. */
    Verdict DUNNO = new Dunno();

    /** The only needed instance of {@link Permit}, which has no components. */
    Verdict PERMIT = new Permit();

    /** The verdict of a restriction that does not decide; the next restriction is asked. */
    record Dunno() implements Verdict {}

    /** The verdict that ends a list of restrictions with permission. */
    record Permit() implements Verdict {}

    /**
     * The verdict that refuses the request.
     *
     * @param reply the reply, 4yz or 5yz
     * @param kind the kind of reason, which decides if {@code warn_if_reject} applies
     */
    record Reject(ServerReply reply, Kind kind) implements Verdict {}

    /** The kinds of reasons for a rejection, as in the parameter {@code notify_classes}. */
    enum Kind {
        /** A restriction of the administrator. */
        POLICY,
        /** A violation of the protocol by the client. */
        PROTOCOL,
        /** A fault of this system's software or settings. */
        SOFTWARE,
        /** A lack of storage, or too much load. */
        RESOURCE,
        /** A lookup table that is not available. */
        DATA
    }
}
