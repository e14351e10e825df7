/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.cli;

import java.util.List;
import org.postchaise.api.DeliveryReport;
import org.postchaise.api.RecipientOutcome;

/** What the command returns to its caller: the statuses of sendmail(1), from sysexits.h, and 1 of postconf(1), postmap(1) and postcat(1). */
final class ExitStatus {
    /** Everything asked for was done. */
    static final int OK = 0;

    /** No such key or mail, or the settings have errors: as of postmap(1), postcat(1) and postconf(1), for anything but success. */
    static final int FAILURE = 1;

    /** The arguments are wrong; nothing was tried. */
    static final int USAGE = 64;

    /** An address is malformed; nothing was tried. */
    static final int DATA = 65;

    /** Refused for good, or the server can't be used. */
    static final int UNAVAILABLE = 69;

    /** A fault of this program. */
    static final int SOFTWARE = 70;

    /** The message could not be read or spooled; nothing was sent. */
    static final int IO_ERROR = 74;

    /** Try again later. */
    static final int TEMPORARY_FAILURE = 75;

    /** The server refuses the login, or the user lacks a role. */
    static final int NO_PERMISSION = 77;

    /** The settings can't be used; nothing was tried. */
    static final int CONFIGURATION = 78;

    private ExitStatus() {}

    /** A recipient worth another try decides before one that is lost: the caller is to try again. */
    static int of(DeliveryReport report) {
        List<RecipientOutcome.Kind> kinds =
                report.outcomes().stream().map(RecipientOutcome::kind).toList();
        if (kinds.contains(RecipientOutcome.Kind.DEFERRED) || kinds.contains(RecipientOutcome.Kind.IN_DOUBT)) {
            return TEMPORARY_FAILURE;
        }
        return kinds.contains(RecipientOutcome.Kind.REJECTED) ? UNAVAILABLE : OK;
    }
}
