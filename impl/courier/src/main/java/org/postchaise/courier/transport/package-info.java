/**
 * Jakarta Mail's protocol {@code postchaise}: {@link org.postchaise.courier.transport.PostchaiseTransport} queues the
 * messages of code that calls {@code Transport.send}, by {@link org.postchaise.api.Mailer} and in the caller's
 * transaction. The package reads the same message and session settings as Angus Mail's SMTP transport; it makes no
 * connection of its own.
 */
package org.postchaise.courier.transport;
