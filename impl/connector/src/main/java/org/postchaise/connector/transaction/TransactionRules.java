/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.connector.transaction;

import jakarta.resource.spi.TransactionSupport.TransactionSupportLevel;
import java.time.Duration;
import org.postchaise.engine.config.Settings;
import org.postchaise.engine.config.catalog.TransactionSupport;

/**
 * What transactions of a connection factory's connections are like.
 *
 * @param level in which transactions its connections take part ({@code transaction_mode})
 * @param holdTime for how long the end of a content is held back ({@code transaction_hold_time_limit})
 * @param holdLimit how many mails are held back at most ({@code transaction_hold_limit})
 */
public record TransactionRules(TransactionSupportLevel level, Duration holdTime, int holdLimit) {

    /** The part of {@code settings} that is about transactions. */
    public static TransactionRules from(Settings settings) {
        return new TransactionRules(
                settings.get(TransactionSupport.MODE).equals("hold")
                        ? TransactionSupportLevel.LocalTransaction
                        : TransactionSupportLevel.NoTransaction,
                settings.get(TransactionSupport.HOLD_TIME_LIMIT),
                Math.toIntExact(settings.get(TransactionSupport.HOLD_LIMIT)));
    }
}
