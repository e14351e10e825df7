/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.courier.transport;

import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.spi.CDI;
import jakarta.mail.MessagingException;
import org.postchaise.api.Mailer;
import org.postchaise.courier.JmsMailer;

/** Where a transport, which Jakarta Mail makes and no container injects into, finds the application's mailer. */
@FunctionalInterface
interface ApplicationMailer {
    /** The CDI bean of the application whose thread this is. */
    ApplicationMailer OF_THE_CONTAINER = ApplicationMailer::bean;

    /**
     * The mailer.
     *
     * @param name of one with a {@link org.postchaise.courier.MailerName}; empty for the one without
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
