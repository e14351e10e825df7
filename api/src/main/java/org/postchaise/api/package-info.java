/* SPDX-License-Identifier: Apache-2.0 */
/**
 * The API that applications compile against: mail connections as managed resources ({@link
 * org.postchaise.api.MailConnectionFactory}), outcomes as values ({@link org.postchaise.api.DeliveryReport}), and
 * durable submission ({@link org.postchaise.api.Mailer}). The names are those of RFC 5321 and RFC 5598, of Postfix, and
 * of the Jakarta Connectors specification. Nothing in this package performs I/O except through a {@link
 * org.postchaise.api.MessageSource}.
 */
package org.postchaise.api;
