/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.connector.outbox;

import java.time.Instant;
import java.util.Map;
import org.postchaise.api.Recipient;

/**
 * What an outbox knows of a committed mail.
 *
 * @param submitted when it was staged
 * @param attempts how many deliveries were tried
 * @param due when the next one may begin
 * @param posting envelope and attributes
 * @param settled what became of the recipients that need no more delivery
 */
public record KeptMail(
        Instant submitted, int attempts, Instant due, Posting posting, Map<Recipient, Settlement> settled) {}
