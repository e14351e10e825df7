/* SPDX-License-Identifier: Apache-2.0 */
/**
 * What follows the commit of mail in an outbox: attempts to deliver it, on the container's threads and through its pool, until
 * each recipient is settled.
 */
package org.postchaise.connector.delivery;
