/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.cli;

import java.util.List;
import org.postchaise.api.DeliveryReport;
import org.postchaise.api.RecipientOutcome;

/** Exit statuses of the command: those of sendmail(1), from sysexits.h, and 1 of postconf(1), postmap(1) and postcat(1). */
final class ExitStatus {
    /** Success: all of the command was done. */
    static final int OK = 0;

    /** Failure in the sense of postmap(1), postcat(1) and postconf(1): no such key or mail, or the settings have errors. */
    static final int FAILURE = 1;

    /** Wrong arguments; nothing was tried. */
    static final int USAGE = 64;

    /** Malformed address; nothing was tried. */
    static final int DATA = 65;

    /** Permanent refusal, or an unusable server. */
    static final int UNAVAILABLE = 69;

    /** Internal error of this program. */
    static final int SOFTWARE = 70;

    /** Message that could not be read or spooled; nothing was sent. */
    static final int IO_ERROR = 74;

    /** Temporary failure; the caller may try again. */
    static final int TEMPORARY_FAILURE = 75;

    /** Login refused by the server, or a user without the needed role. */
    static final int NO_PERMISSION = 77;

    /** Unusable settings; nothing was tried. */
    static final int CONFIGURATION = 78;

    private ExitStatus() {}

    /** Returns the status for {@code report}. A recipient to be tried again counts more than a refused one, so that the caller tries again. */
    static int of(DeliveryReport report) {
        List<RecipientOutcome.Kind> kinds =
                report.outcomes().stream().map(RecipientOutcome::kind).toList();
        if (kinds.contains(RecipientOutcome.Kind.DEFERRED)
                || kinds.contains(RecipientOutcome.Kind.IN_DOUBT)
                || kinds.contains(RecipientOutcome.Kind.NOT_TRIED)) {
            return TEMPORARY_FAILURE;
        }
        return kinds.contains(RecipientOutcome.Kind.REJECTED) ? UNAVAILABLE : OK;
    }
}
