/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.client.session;

import org.postchaise.api.Failure;

/** What came of opening a session. */
public sealed interface Opening {

    /**
     * A session, ready for MAIL FROM.
     *
     * @param session acquired by the caller
     */
    record Opened(Session session) implements Opening {}

    /**
     * None.
     *
     * @param failure why
     */
    record Failed(Failure failure) implements Opening {}
}
