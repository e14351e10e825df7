/* SPDX-License-Identifier: Apache-2.0 */
/**
 * The durable outbox: a journal of segment files in one directory, and what it says about mail and transaction branches.
 *
 * <p>One rule holds it together: what is in memory is the fold of the records in the journal. {@link
 * org.postchaise.connector.outbox.Index} applies each record when it is written and in the same way when it is read again, so
 * that a restart finds what was there. Why content lies where it lies is in docs/adr/0023.
 */
package org.postchaise.connector.outbox;
