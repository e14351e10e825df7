/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.config;

/**
 * The protocol of a client, SMTP or LMTP: the two differ in the greeting command, in the replies to the final dot, and
 * in the names of settings.
 */
public enum Protocol {
    /** SMTP (RFC 5321): one reply to the final dot. */
    SMTP,
    /** LMTP (RFC 2033): LHLO, and after the final dot a reply for each accepted recipient. */
    LMTP
}
