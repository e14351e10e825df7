/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.cli;

import java.io.PrintWriter;
import org.postchaise.engine.event.ClientEvent;
import org.postchaise.engine.event.EngineListener;
import org.postchaise.engine.event.Event;

/** Printer of dialogues with protocol errors, if {@code notify_classes} asks for these. */
final class TroublePrinter implements EngineListener {
    private final PrintWriter out;

    TroublePrinter(PrintWriter out) {
        this.out = out;
    }

    @Override
    public void on(Event event) {
        if (event instanceof ClientEvent.ProtocolError error) {
            out.print(error.transcript().text());
            out.flush();
        }
    }
}
