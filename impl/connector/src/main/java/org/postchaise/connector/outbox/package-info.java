/* SPDX-License-Identifier: Apache-2.0 */
/**
 * The durable outbox: a journal of segment files in one directory, with mail and transaction branches. {@link
 * org.postchaise.connector.outbox.Outbox} is the entry point, {@link org.postchaise.connector.outbox.Branch} is the mail of a
 * transaction, and {@link org.postchaise.connector.outbox.OutboxMail} is a committed mail in delivery. The state in memory is
 * the fold of the journal's records: {@link org.postchaise.connector.outbox.Index} applies each record when it is written and
 * in the same way when it is read again, so that a restart restores the state. The storage of content is explained in
 * docs/adr/0023. This package does not deliver mail.
 */
package org.postchaise.connector.outbox;
