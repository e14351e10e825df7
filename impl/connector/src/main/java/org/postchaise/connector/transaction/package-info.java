/* SPDX-License-Identifier: Apache-2.0 */
/**
 * The transactions of mail connections (Jakarta Connectors 2.1, chapter 7): local transactions that hold deliveries
 * back before the final dot ({@link org.postchaise.connector.transaction.LocalMailTransaction}), and local or XA
 * transactions whose mail goes into an outbox ({@link org.postchaise.connector.transaction.StagedTransaction}, {@link
 * org.postchaise.connector.transaction.MailXaResource}, {@link org.postchaise.connector.transaction.Branches}). This
 * package neither stores mail, which the outbox does, nor delivers mail of an outbox.
 */
package org.postchaise.connector.transaction;
