/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.cli;

import java.io.PrintWriter;
import org.postchaise.api.SmtpReply;
import org.postchaise.engine.event.ClientEvent;
import org.postchaise.engine.event.EngineListener;
import org.postchaise.engine.event.Event;
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
    public void on(Event event) {
        if (event instanceof ClientEvent own) {
            on(own);
        }
    }

    private void on(ClientEvent event) {
        switch (event.kind()) {
            case CONNECTED -> {
                secrets = new Secrets();
                print("* connected to " + ((ClientEvent.Connected) event).peer());
            }
            case DISCONNECTED -> print("* disconnected from " + ((ClientEvent.Disconnected) event).peer());
            case COMMAND_SENT -> print("C: " + secrets.masked(((ClientEvent.CommandSent) event).line()));
            case REPLY_RECEIVED -> received(((ClientEvent.ReplyReceived) event).reply());
            case SESSION_REUSED,
                    TLS_ESTABLISHED,
                    CERTIFICATES_PRESENTED,
                    TLS_FAILED,
                    TLS_OUTCOME_KNOWN,
                    PROTOCOL_ERROR,
                    SOFT_BOUNCED,
                    RECIPIENT_SETTLED -> {}
        }
    }

    private void received(SmtpReply reply) {
        secrets.answered(reply);
        reply.lines().forEach(line -> print("S: " + line));
    }

    private void print(String line) {
        out.println(Printable.line(line));
        out.flush();
    }
}
