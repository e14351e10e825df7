/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.server.intake;

import java.io.IOException;
import java.io.OutputStream;
import org.postchaise.engine.content.HeaderField;

/** A handler of the header of a received message, called in the order of the message. */
interface HeaderHandler {

    /** Writes {@code field}, or what takes its place, to {@code out}; lines end in CRLF. */
    void field(HeaderField field, OutputStream out) throws IOException;

    /** Writes the fields that are missing to {@code out}, at the end of the header. */
    void end(OutputStream out) throws IOException;
}
