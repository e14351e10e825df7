/* SPDX-License-Identifier: Apache-2.0 */
/**
 * The delivery of an outbox's committed mail on the container's threads and through its pool, until each recipient is settled:
 * {@link org.postchaise.connector.delivery.Outboxes} opens outboxes, {@link org.postchaise.connector.delivery.OutboxService} is
 * one in use, and a {@link org.postchaise.connector.delivery.Deliverer} delivers its mail. This package neither stores mail
 * nor speaks SMTP.
 */
package org.postchaise.connector.delivery;
