/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.bench.client;

import java.io.IOException;
import java.io.Writer;
import org.apache.commons.net.smtp.SMTPClient;

/** Sender by Commons Net: one connection, commands one after the other. */
final class CommonsNetSender implements ThreadedLoad.Sender {
    private final SMTPClient client = new SMTPClient();
    private final String message;

    CommonsNetSender(int port, int size) throws IOException {
        message = "From: <" + Message.SENDER + ">\r\nTo: <" + Message.RECIPIENT + ">\r\nSubject: " + Message.SUBJECT
                + "\r\n\r\n" + Message.text(size);
        client.connect("127.0.0.1", port);
        client.setTcpNoDelay(true);
        check(client.login("client.example"));
    }

    @Override
    public void send() throws IOException {
        check(client.setSender(Message.SENDER));
        check(client.addRecipient(Message.RECIPIENT));
        try (Writer content = client.sendMessageData()) {
            check(content != null);
            content.write(message);
        }
        check(client.completePendingCommand());
    }

    @Override
    public void end() throws IOException {
        client.logout();
        client.disconnect();
    }

    private void check(boolean fine) throws IOException {
        if (!fine) {
            throw new IOException("refused: " + client.getReplyString());
        }
    }
}
