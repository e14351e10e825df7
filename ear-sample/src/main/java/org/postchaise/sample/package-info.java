/**
 * The sample application: pages that send mail through {@link org.postchaise.api.Mailer}
 * ({@link org.postchaise.sample.DemoServlet}), show its delivery to a mailbox within the application
 * ({@link org.postchaise.sample.DemoMailbox}), and manage the queue ({@link org.postchaise.sample.QueueServlet}). It is
 * a demonstration, no part of the product.
 */
package org.postchaise.sample;
