/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.client.transaction;

/** What becomes of the session after a transaction. */
public enum Afterwards {
    /** It is kept for another mail, if it is still good for one. */
    KEEP,
    /** It ends: QUIT goes out right behind the last command where the server takes commands in groups. */
    QUIT
}
