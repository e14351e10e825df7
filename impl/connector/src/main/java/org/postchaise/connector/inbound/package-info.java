/* SPDX-License-Identifier: Apache-2.0 */
/**
 * The message inflow contract of Jakarta Connectors (chapter 13): activations of message-driven beans, and the delivery of
 * received mail to them, each in a transaction. Empty: no mail is received yet. This package neither speaks SMTP, which the
 * engine's server does, nor uses outgoing connections.
 */
package org.postchaise.connector.inbound;
