/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.connector.outbox;

/**
 * The heuristic outcome of a prepared branch, decided in whole or part without its transaction manager. The names are
 * part of the format.
 */
public enum Decision {
    /** All mail of the branch was released. */
    COMMITTED,
    /** All mail of the branch was dropped. */
    ROLLED_BACK,
    /** A part of the mail was released; the other mail is unreadable. */
    MIXED
}
