/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.connector.outbox;

import java.time.Instant;
import org.postchaise.engine.queue.MailState;

/**
 * A committed mail in the outbox, without its content.
 *
 * @param submitted the time of staging
 * @param due the earliest time of the next attempt
 * @param submission envelope and attributes
 * @param state the delivery state
 */
public record StoredMail(Instant submitted, Instant due, OutboxSubmission submission, MailState state) {}
