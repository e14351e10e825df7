/**
 * The application's side: {@link org.postchaise.api.Mailer} on a JMS queue, and the message-driven bean that delivers what
 * is queued through a {@link org.postchaise.api.MailConnectionFactory}, retries it and gives it up.
 *
 * <p>Lives in the application's archive. A mail's whole state is in its JMS message, so that any node can take over.
 */
package org.postchaise.courier;
