/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.connector.transaction;

import jakarta.resource.spi.TransactionSupport.TransactionSupportLevel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.postchaise.engine.client.delivery.OutboxDirectory;
import org.postchaise.engine.config.Settings;
import org.postchaise.engine.config.SettingsException;
import org.postchaise.engine.config.catalog.Queue;
import org.postchaise.engine.config.catalog.TransactionSupport;

/**
 * What transactions of a connection factory's connections are like.
 *
 * @param level in which transactions its connections take part ({@code transaction_mode})
 * @param holdTime for how long the end of a content is held back ({@code transaction_hold_time_limit})
 * @param holdLimit how many mails are held back at most ({@code transaction_hold_limit})
 * @param outbox the directory of the mail of transactions ({@code outbox_directory}); empty unless the mode is {@code outbox}
 * @param sizeLimit the largest message that is kept there, in octets ({@code message_size_limit}); 0: any
 */
public record TransactionRules(
        TransactionSupportLevel level, Duration holdTime, int holdLimit, Optional<Path> outbox, long sizeLimit) {

    /**
     * The part of {@code settings} that is about transactions.
     *
     * @throws SettingsException when there should be an outbox, and no directory is named
     */
    public static TransactionRules from(Settings settings) {
        String mode = settings.get(TransactionSupport.MODE);
        return new TransactionRules(
                level(mode),
                settings.get(TransactionSupport.HOLD_TIME_LIMIT),
                Math.toIntExact(settings.get(TransactionSupport.HOLD_LIMIT)),
                OutboxDirectory.isWanted(settings) ? Optional.of(directory(settings)) : Optional.empty(),
                settings.get(Queue.MESSAGE_SIZE_LIMIT));
    }

    private static TransactionSupportLevel level(String mode) {
        return switch (mode) {
            case "hold" -> TransactionSupportLevel.LocalTransaction;
            case "outbox" -> TransactionSupportLevel.XATransaction;
            default -> TransactionSupportLevel.NoTransaction;
        };
    }

    private static Path directory(Settings settings) {
        return OutboxDirectory.of(settings)
                .orElseThrow(() -> new SettingsException(
                        "parameter outbox_directory: not set; expected the path of an existing directory"
                                + " (transaction_mode = outbox)"));
    }
}
