/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.config.catalog;

import java.time.Duration;
import java.util.List;
import org.postchaise.engine.config.Grammars;
import org.postchaise.engine.config.Parameter;
import org.postchaise.engine.config.Scope;

/**
 * The parameters of mail in transactions of the application server, which are this product's own: Postfix knows no
 * transaction but SMTP's own.
 */
public final class TransactionSupport {
    /** The handling of mail in a transaction: none, hold or outbox ({@code transaction_mode}). */
    public static final Parameter<String> MODE = Parameter.implemented(
            "transaction_mode",
            Grammars.word(List.of("none", "hold", "outbox")),
            "none",
            Scope.FACTORY,
            "The handling of mail in a transaction: none, it is delivered at once; hold, the commit sends the end of"
                    + " the content (local transactions); outbox, it is kept in outbox_directory, and delivered after"
                    + " the commit (XA and local transactions).");

    /**
     * The maximum time for which the end of a content is held back for a commit ({@code transaction_hold_time_limit}).
     */
    public static final Parameter<Duration> HOLD_TIME_LIMIT = Parameter.implemented(
            "transaction_hold_time_limit",
            Grammars.time("s", Duration.ofSeconds(1)),
            "120s",
            Scope.FACTORY,
            "The maximum time to hold back the end of a content for a commit, after which the connection is closed;"
                    + " expected below the time limit of the servers.");

    /** The maximum number of mails that one connection holds back in a transaction ({@code transaction_hold_limit}). */
    public static final Parameter<Long> HOLD_LIMIT = Parameter.implemented(
            "transaction_hold_limit",
            Grammars.integer(1, 1000),
            "10",
            Scope.FACTORY,
            "The maximum number of mails that one connection holds back in a transaction; another one is refused.");

    /** The directory of an outbox ({@code outbox_directory}). */
    public static final Parameter<String> OUTBOX_DIRECTORY = Parameter.implemented(
            "outbox_directory",
            Grammars.text("the path of an existing directory"),
            "",
            Scope.FACTORY,
            "The directory that keeps mail from its transaction until it is delivered (transaction_mode = outbox): one for each"
                    + " connection factory, on a local file system.");

    /** The maximum number of simultaneous deliveries of an outbox ({@code outbox_process_limit}). */
    public static final Parameter<Long> OUTBOX_PROCESS_LIMIT = Parameter.implemented(
            "outbox_process_limit",
            Grammars.integer(1, 1000),
            "20",
            Scope.FACTORY,
            "The maximum number of simultaneous deliveries of an outbox.");

    private TransactionSupport() {}

    static List<Parameter<?>> rows() {
        return List.of(MODE, HOLD_TIME_LIMIT, HOLD_LIMIT, OUTBOX_DIRECTORY, OUTBOX_PROCESS_LIMIT);
    }
}
