/* SPDX-License-Identifier: Apache-2.0 */
/** Mail in transactions: the state table of XA over the durable outbox. */
package org.postchaise.connector.transaction;
