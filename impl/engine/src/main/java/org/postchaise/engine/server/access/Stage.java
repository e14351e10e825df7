/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.server.access;

/** The stage of a session to which a list of restrictions belongs. */
enum Stage {
    CLIENT("Client host"),
    HELO("Helo command"),
    SENDER("Sender address"),
    RECIPIENT("Recipient address"),
    ETRN("Etrn command"),
    DATA("Data command"),
    END_OF_DATA("End-of-data");

    private final String subject;

    Stage(String subject) {
        this.subject = subject;
    }

    /** Returns the name of what is judged, as in replies: {@code Client host}. */
    String subject() {
        return subject;
    }
}
