/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.bench.client;

import jakarta.mail.Address;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Instant;
import java.util.Date;
import java.util.Properties;
import javax.net.SocketFactory;

/** Sender by Angus Mail, with one open Transport. */
final class AngusSender implements ThreadedLoad.Sender {

    /** Source of the messages to send. */
    interface Source {
        MimeMessage next() throws MessagingException;
    }

    private final Transport transport;
    private final Source source;
    private final Address[] recipients;

    private AngusSender(Session session, Source source) throws MessagingException {
        this.transport = session.getTransport("smtp");
        this.source = source;
        this.recipients = InternetAddress.parse(Message.RECIPIENT);
        transport.connect();
    }

    static AngusSender tuned(int port, int size) throws MessagingException {
        return tuned(port, new ByteArrayInputStream(Message.octets(size)));
    }

    /** Returns a sender of {@code content}, parsed once: Angus Mail copies the octets of an unchanged message. */
    static AngusSender tuned(int port, InputStream content) throws MessagingException {
        Properties properties = properties(port);
        properties.put("mail.smtp.socketFactory", new NoDelay());
        Session session = Session.getInstance(properties);
        MimeMessage message = new MimeMessage(session, content);
        return new AngusSender(session, () -> message);
    }

    static AngusSender usual(int port, int size) throws MessagingException {
        Session session = Session.getInstance(properties(port));
        String text = Message.text(size);
        return new AngusSender(session, () -> composed(session, text));
    }

    @Override
    public void send() throws MessagingException {
        transport.sendMessage(source.next(), recipients);
    }

    @Override
    public void end() throws MessagingException {
        transport.close();
    }

    private static MimeMessage composed(Session session, String text) throws MessagingException {
        MimeMessage message = new MimeMessage(session);
        message.setFrom(Message.SENDER);
        message.setRecipients(jakarta.mail.Message.RecipientType.TO, Message.RECIPIENT);
        message.setSubject(Message.SUBJECT);
        message.setSentDate(Date.from(Instant.now()));
        message.setText(text);
        message.saveChanges();
        return message;
    }

    private static Properties properties(int port) {
        Properties properties = new Properties();
        properties.put("mail.smtp.host", "127.0.0.1");
        properties.put("mail.smtp.port", Integer.toString(port));
        properties.put("mail.smtp.localhost", "client.example");
        properties.put("mail.smtp.from", Message.SENDER);
        return properties;
    }

    private static final class NoDelay extends SocketFactory {
        @Override
        public Socket createSocket() throws IOException {
            Socket socket = new Socket();
            socket.setTcpNoDelay(true);
            return socket;
        }

        @Override
        public Socket createSocket(String host, int port) throws IOException {
            throw new IOException("an unconnected socket was expected to be asked for");
        }

        @Override
        public Socket createSocket(String host, int port, InetAddress local, int localPort) throws IOException {
            return createSocket(host, port);
        }

        @Override
        public Socket createSocket(InetAddress host, int port) throws IOException {
            return createSocket(host.getHostAddress(), port);
        }

        @Override
        public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) throws IOException {
            return createSocket(host.getHostAddress(), port);
        }
    }
}
