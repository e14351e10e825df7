/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.config;

/** The object on which a parameter is set, and which reads it. */
public enum Scope {
    /** The resource adapter: both directions. */
    ADAPTER,
    /** A connection factory: outgoing mail. */
    FACTORY,
    /** A listener's activation: incoming mail. */
    LISTENER,
    /** The application side: the retry queue and the limits of accepted mail. */
    COURIER
}
