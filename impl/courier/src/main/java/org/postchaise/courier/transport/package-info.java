/**
 * Jakarta Mail's protocol {@code postchaise}: code that sends by {@code Transport.send} queues by {@link
 * org.postchaise.api.Mailer}, in its transaction.
 */
package org.postchaise.courier.transport;
