/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.connector.outbound;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.postchaise.api.Envelope;
import org.postchaise.api.MessageSource;

/** Mails to test with. */
final class Mails {
    static final Envelope ENVELOPE = Envelope.of("sender@example.com", "rcpt@example.net");
    static final MessageSource MESSAGE =
            MessageSource.of("Subject: test\r\n\r\nHello\r\n".getBytes(StandardCharsets.US_ASCII));

    private Mails() {}

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
