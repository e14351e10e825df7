/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.cli;

import java.io.PrintWriter;
import org.postchaise.api.Peer;
import org.postchaise.api.SmtpReply;
import org.postchaise.engine.event.EngineListener;
import org.postchaise.engine.log.Printable;
import org.postchaise.engine.log.Secrets;

/** Printer of the SMTP dialogue while it takes place. */
final class DialoguePrinter implements EngineListener {
    private final PrintWriter out;
    private Secrets secrets = new Secrets();

    DialoguePrinter(PrintWriter out) {
        this.out = out;
    }

    @Override
    public void connected(Peer peer) {
        secrets = new Secrets();
        print("* connected to " + peer);
    }

    @Override
    public void disconnected(Peer peer) {
        print("* disconnected from " + peer);
    }

    @Override
    public void sent(Peer peer, String line) {
        print("C: " + secrets.masked(line));
    }

    @Override
    public void received(Peer peer, SmtpReply reply) {
        secrets.answered(reply);
        reply.lines().forEach(line -> print("S: " + line));
    }

    private void print(String line) {
        out.println(Printable.line(line));
        out.flush();
    }
}
