/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.wire;

/** What is spoken: they differ in the greeting command, and in who answers the final dot. */
public enum Protocol {
    /** RFC 5321: one reply to the final dot. */
    SMTP,
    /** RFC 2033: LHLO, and after the final dot a reply for each accepted recipient. */
    LMTP
}
