/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.bench.client;

import org.simplejavamail.api.email.Email;
import org.simplejavamail.api.mailer.Mailer;
import org.simplejavamail.api.mailer.config.TransportStrategy;
import org.simplejavamail.email.EmailBuilder;
import org.simplejavamail.mailer.MailerBuilder;

/**
 * Senders by Simple Java Mail with its batch module: as many Mailers as connections, each with a pool of one
 * connection.
 */
final class SimpleJavaMailSenders implements ThreadedLoad.Factory {

    @Override
    public ThreadedLoad.Sender connect(int port, int size) {
        Mailer mailer = MailerBuilder.withSMTPServer("127.0.0.1", port)
                .withTransportStrategy(TransportStrategy.SMTP)
                .withConnectionPoolCoreSize(1)
                .withConnectionPoolMaxSize(1)
                .withProperty("mail.smtp.localhost", "client.example")
                .buildMailer();
        String text = Message.text(size);
        return new ThreadedLoad.Sender() {
            @Override
            public void send() {
                Email email = EmailBuilder.startingBlank()
                        .from(Message.SENDER)
                        .to(Message.RECIPIENT)
                        .withSubject(Message.SUBJECT)
                        .withPlainText(text)
                        .buildEmail();
                mailer.sendMail(email, false).join();
            }

            @Override
            public void end() throws Exception {
                mailer.shutdownConnectionPool().get();
            }
        };
    }
}
