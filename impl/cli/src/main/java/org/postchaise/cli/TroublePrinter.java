/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.cli;

import java.io.PrintWriter;
import org.postchaise.engine.event.EngineListener;
import org.postchaise.engine.log.Transcript;

/** Printer of dialogues with protocol errors, if {@code notify_classes} asks for these. */
final class TroublePrinter implements EngineListener {
    private final PrintWriter out;

    TroublePrinter(PrintWriter out) {
        this.out = out;
    }

    @Override
    public void protocolTrouble(Transcript transcript) {
        out.print(transcript.text());
        out.flush();
    }
}
