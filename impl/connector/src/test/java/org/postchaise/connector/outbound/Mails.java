/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.connector.outbound;

import jakarta.resource.ResourceException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.postchaise.api.Envelope;
import org.postchaise.api.MailConnection;
import org.postchaise.api.MessageSource;
import org.postchaise.testkit.ScriptedPeer;

/** Mails to test with. */
final class Mails {
    static final Envelope ENVELOPE = Envelope.of("sender@example.com", "rcpt@example.net");
    static final MessageSource MESSAGE =
            MessageSource.of("Subject: test\r\n\r\nHello\r\n".getBytes(StandardCharsets.US_ASCII));

    private Mails() {}

    /** A server that closes the connection, without a reply, at the command with the given verb. */
    static ScriptedPeer droppingAt(String verb) {
        StringBuilder dialogue = new StringBuilder("S: 220 mx.example ESMTP\nC~ EHLO .*\nS: 250 mx.example\n");
        for (String command : List.of("MAIL", "RCPT", "DATA")) {
            dialogue.append("C~ ").append(command).append(".*\n");
            if (command.equals(verb)) {
                break;
            }
            dialogue.append("S: 250 ok\n");
        }
        return ScriptedPeer.ofText(dialogue.append("close\n").toString());
    }

    /** Delivers in a thread of its own: whether everybody got it. */
    static CompletableFuture<Boolean> delivering(MailConnection connection, MessageSource content) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return connection.deliver(ENVELOPE, content).allDelivered();
            } catch (ResourceException e) {
                throw new AssertionError(e);
            }
        });
    }

    /** Content that lets {@code reached} be known, and waits for {@code go} before its first octet. */
    static MessageSource waiting(CountDownLatch reached, CountDownLatch go) {
        return new MessageSource() {
            @Override
            public InputStream open() throws IOException {
                reached.countDown();
                try {
                    if (!go.await(20, TimeUnit.SECONDS)) {
                        throw new IOException("nobody let this content go");
                    }
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new IOException(e);
                }
                return MESSAGE.open();
            }
        };
    }
}
