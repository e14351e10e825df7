/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.api;

import java.io.IOException;

/**
 * Reads status notifications of other systems: {@code @Inject IncomingNotices}, and hand in each mail that comes to a return path. Tells
 * observers of {@link IncomingNotice}, and {@link Suppressions} of proven permanent failures. Thread-safe.
 */
public interface IncomingNotices {

    /**
     * Reads {@code message}, once and as far as it needs to: header, report, and the header of what is returned. Whatever it holds, there is an
     * answer.
     *
     * @param recipient the envelope recipient it came to, as the server that received it says, not as a header field says; empty where that
     *     is not known: nothing is proven then
     * @throws IOException when it can't be read
     */
    IncomingNotice receive(String recipient, MessageSource message) throws IOException;
}
