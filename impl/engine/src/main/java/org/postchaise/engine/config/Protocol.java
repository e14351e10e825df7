/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.config;

/** What a client speaks: they differ in the greeting command, in who answers the final dot, and in the names of settings. */
public enum Protocol {
    /** RFC 5321: one reply to the final dot. */
    SMTP,
    /** RFC 2033: LHLO, and after the final dot a reply for each accepted recipient. */
    LMTP
}
