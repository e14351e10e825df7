/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.bench.server;

import com.icegreen.greenmail.store.FolderException;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.postchaise.cli.PostchaiseCommand;
import org.subethamail.smtp.MessageHandler;
import org.subethamail.smtp.RejectException;
import org.subethamail.smtp.TooMuchDataException;
import org.subethamail.smtp.server.SMTPServer;

/** The servers that are compared with {@link OurServer}; each ends with its process. */
final class OtherServers {
    private static final GreenMail GREEN_MAIL =
            new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));

    private OtherServers() {}

    /** Starts {@code postchaise serve}, and returns its port. */
    static int logging() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        Thread server = new Thread(() -> PostchaiseCommand.main(
                new String[] {"serve", "-o", "mynetworks=127.0.0.0/8", "--listen", "127.0.0.1:" + port, "--discard"}));
        server.setDaemon(true);
        server.start();
        return port;
    }

    /** Starts SubEtha SMTP, and returns its port. */
    static int subEtha() {
        SMTPServer server = SMTPServer.port(0)
                .bindAddress(InetAddress.getLoopbackAddress())
                .hostName("server.example")
                .messageHandlerFactory(context -> new Dropping())
                .build();
        server.start();
        return server.getPortAllocated();
    }

    /** Handler of one mail of SubEtha that reads content to its end. */
    private static final class Dropping implements MessageHandler {
        @Override
        public void from(String sender) throws RejectException {
            // any sender will do
        }

        @Override
        public void recipient(String recipient) throws RejectException {
            // any recipient will do
        }

        @Override
        public String data(InputStream content) throws RejectException, TooMuchDataException, IOException {
            content.transferTo(OutputStream.nullOutputStream());
            return null;
        }

        @Override
        public void done() {
            // nothing is kept
        }
    }

    /** Starts GreenMail, and returns its port. */
    static int greenMail() {
        GREEN_MAIL.start();
        return GREEN_MAIL.getSmtp().getPort();
    }

    /** Removes all mail of GreenMail. */
    static void emptyGreenMail() {
        try {
            GREEN_MAIL.purgeEmailFromAllMailboxes();
        } catch (FolderException e) {
            throw new IllegalStateException(e);
        }
    }
}
