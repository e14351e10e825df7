/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.server.access;

import org.postchaise.engine.server.resolve.LookupFailureException;
import org.postchaise.engine.server.view.Verdict;

/** A restriction of a list such as {@code smtpd_recipient_restrictions}. Thread-safe. */
@FunctionalInterface
interface Restriction {

    /**
     * Judges a request.
     *
     * @throws LookupFailureException when a table can't be searched: the list then answers 451 4.3.0
     */
    Verdict judge(AccessRequest request) throws LookupFailureException;
}
