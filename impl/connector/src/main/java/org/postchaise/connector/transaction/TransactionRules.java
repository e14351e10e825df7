/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.connector.transaction;

import jakarta.resource.spi.TransactionSupport.TransactionSupportLevel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.postchaise.engine.client.delivery.OutboxDirectory;
import org.postchaise.engine.config.Settings;
import org.postchaise.engine.config.SettingsException;
import org.postchaise.engine.config.catalog.TransactionSupport;
import org.postchaise.engine.content.SizeLimit;

/**
 * The transaction settings of a connection factory.
 *
 * @param level the transaction support of the connections ({@code transaction_mode})
 * @param holdTime the maximum time for which the end of a content is held back ({@code transaction_hold_time_limit})
 * @param holdLimit the maximum number of mails that are held back ({@code transaction_hold_limit})
 * @param outbox the directory of the mail of transactions ({@code outbox_directory}); empty unless the mode is {@code outbox}
 * @param sizeLimit the limit of a message in the outbox
 */
public record TransactionRules(
        TransactionSupportLevel level, Duration holdTime, int holdLimit, Optional<Path> outbox, SizeLimit sizeLimit) {

    /**
     * Returns the transaction settings in {@code settings}.
     *
     * @throws SettingsException when the mode is {@code outbox} and no directory is set
     */
    public static TransactionRules from(Settings settings) {
        String mode = settings.get(TransactionSupport.MODE);
        return new TransactionRules(
                level(mode),
                settings.get(TransactionSupport.HOLD_TIME_LIMIT),
                Math.toIntExact(settings.get(TransactionSupport.HOLD_LIMIT)),
                OutboxDirectory.isWanted(settings) ? Optional.of(directory(settings)) : Optional.empty(),
                SizeLimit.from(settings));
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
