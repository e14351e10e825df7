/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Mail transactions in an open session: MAIL, RCPT, DATA or BDAT with pipelining, and the outcome of each recipient.
 * Principal types: {@link org.postchaise.engine.client.transaction.TransactionRunner},
 * {@link org.postchaise.engine.client.transaction.TransactionPlan},
 * {@link org.postchaise.engine.client.transaction.TransactionResult}. The package opens no sessions and does not retry
 * on other servers.
 */
package org.postchaise.engine.client.transaction;
