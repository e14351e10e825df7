/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.connector.outbox;

import java.time.Instant;
import java.util.Map;
import org.postchaise.api.Recipient;

/**
 * The state of a committed mail in the outbox.
 *
 * @param submitted the time of staging
 * @param attempts the number of delivery attempts
 * @param due the earliest time of the next attempt
 * @param posting envelope and attributes
 * @param settled the settlements of the recipients that need no more delivery
 */
public record KeptMail(
        Instant submitted, int attempts, Instant due, Posting posting, Map<Recipient, Settlement> settled) {}
