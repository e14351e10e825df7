/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Outbound connections of the Jakarta Connectors specification (chapters 6 and 7): {@link
 * org.postchaise.connector.outbound.SmtpManagedConnectionFactory} makes the connection factories that applications
 * look up and the managed connections ({@link org.postchaise.connector.outbound.SmtpManagedConnection}) that
 * containers pool; {@link org.postchaise.connector.outbound.MailConnectionHandle} is the application's handle. SMTP
 * itself is spoken by the engine's client.
 */
package org.postchaise.connector.outbound;
