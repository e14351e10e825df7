/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.bounce;

import java.util.List;
import org.postchaise.engine.bounce.Notice.Audience;
import org.postchaise.engine.bounce.Notice.Kind;
import org.postchaise.engine.bounce.OriginalMessage.Extent;

/**
 * A notice to be written.
 *
 * @param kind the kind of the notice
 * @param audience the addressee's role
 * @param to the addressee, a complete address
 * @param extent the extent of the returned message
 * @param recipients the recipients that the notice is about
 */
record Draft(Kind kind, Audience audience, String to, Extent extent, List<RecipientReport> recipients) {
    /**
     * Returns true if the notice is a copy for the postmaster, with another subject and without explanatory text. A
     * success notice has no such form.
     */
    boolean isCopy() {
        return audience == Audience.POSTMASTER && kind != Kind.SUCCESS;
    }
}
