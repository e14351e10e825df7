/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.api;

import java.io.IOException;

/**
 * The reader of status notifications from other systems. An application injects the bean ({@code @Inject IncomingNotices}) and passes each
 * mail that comes to a return path. The reader notifies observers of {@link IncomingNotice}, and {@link Suppressions} of proven permanent
 * failures. Thread-safe.
 */
public interface IncomingNotices {

    /**
     * Reads {@code message} once, as far as necessary: header, report, and the header of the returned message. Returns a notice for any
     * content, malformed or not.
     *
     * @param recipient the envelope recipient of {@code message}, as stated by the server that received the mail, not by a header field;
     *     empty if unknown, in which case no report is proven
     * @throws IOException when {@code message} can't be read
     */
    IncomingNotice receive(String recipient, MessageSource message) throws IOException;
}
