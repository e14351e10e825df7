/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.connector.outbox;

/** How a prepared branch ended that its transaction manager did not decide alone. The names are part of the format. */
public enum Decision {
    /** Its mail was released. */
    COMMITTED,
    /** Its mail was dropped. */
    ROLLED_BACK,
    /** Some of its mail was released; the rest can't be read any more. */
    MIXED
}
