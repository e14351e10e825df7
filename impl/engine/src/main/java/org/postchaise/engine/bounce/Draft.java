/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.bounce;

import java.util.List;
import org.postchaise.engine.bounce.Notice.Audience;
import org.postchaise.engine.bounce.Notice.Kind;
import org.postchaise.engine.bounce.OriginalMessage.Extent;

/**
 * A notice that is to be written.
 *
 * @param to who gets it, a complete address
 * @param extent how much of the mail is wanted
 * @param recipients those it tells of
 */
record Draft(Kind kind, Audience audience, String to, Extent extent, List<RecipientReport> recipients) {
    /** Whether it is a copy for the postmaster: another subject, and no words. The report of a success has no such form. */
    boolean isCopy() {
        return audience == Audience.POSTMASTER && kind != Kind.SUCCESS;
    }
}
