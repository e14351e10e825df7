/**
 * The queue of an application: {@link org.postchaise.api.Mailer} on JMS queues ({@link org.postchaise.courier.JmsMailer}), message-driven beans
 * ({@link org.postchaise.courier.CourierMdb}) that deliver queued mail through a {@link org.postchaise.api.MailConnectionFactory} and retry it until it is
 * delivered, refused or expired, and the operator's MXBean ({@link org.postchaise.courier.QueueAdministration}). The package is part of the application's
 * archive. A mail's whole state is in its JMS message, so that any node can continue its delivery. The package does not speak SMTP: the adapter does.
 */
package org.postchaise.courier;
