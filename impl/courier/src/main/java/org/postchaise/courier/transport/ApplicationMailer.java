/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.courier.transport;

import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.spi.CDI;
import jakarta.mail.MessagingException;
import org.postchaise.api.Mailer;
import org.postchaise.courier.JmsMailer;

/** Lookup of the application's mailer for a transport, which Jakarta Mail creates, and into which no container injects. */
@FunctionalInterface
interface ApplicationMailer {
    /** Lookup of the CDI bean of the application that the current thread belongs to. */
    ApplicationMailer OF_THE_CONTAINER = ApplicationMailer::bean;

    /**
     * Returns the mailer.
     *
     * @param name the {@link org.postchaise.courier.MailerName} of the mailer; empty for the unnamed mailer
     * @throws MessagingException when there is none; the message says what is missing
     */
    Mailer find(String name) throws MessagingException;

    private static Mailer bean(String name) throws MessagingException {
        Instance<? extends Mailer> beans;
        try {
            beans = name.isEmpty()
                    ? CDI.current().select(Mailer.class)
                    : CDI.current().select(JmsMailer.class);
        } catch (IllegalStateException e) {
            throw new MessagingException(
                    "protocol postchaise needs an application with CDI in a Jakarta EE server, which this thread does not belong to: "
                            + e.getMessage(),
                    e);
        }
        if (!beans.isResolvable()) {
            throw new MessagingException("protocol postchaise needs one CDI bean of type " + Mailer.class.getName()
                    + " in the application, which has " + beans.stream().count()
                    + "; postchaise-courier in WEB-INF/lib is one");
        }
        Mailer bean = beans.get();
        return !name.isEmpty() && bean instanceof JmsMailer mailer ? mailer.named(name) : bean;
    }
}
