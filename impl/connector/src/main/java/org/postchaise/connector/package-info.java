/* SPDX-License-Identifier: Apache-2.0 */
/**
 * The resource adapter of the Jakarta Connectors specification: {@link org.postchaise.connector.SmtpResourceAdapter}
 * holds the settings that connection factories inherit, and starts and stops the parts that need the container.
 * Connections, transactions and outboxes are in the packages below; inbound mail is not supported.
 */
package org.postchaise.connector;
