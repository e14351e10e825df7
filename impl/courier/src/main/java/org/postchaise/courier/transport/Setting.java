/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.courier.transport;

import jakarta.mail.MessagingException;

/**
 * Value of a setting, and its origin.
 *
 * @param where the origin, for error texts
 * @param text the value
 */
record Setting(String where, String text) {

    MessagingException bad(String expected) {
        return new MessagingException(
                "not queued: " + where + " is \"" + text.replaceAll("\\p{Cntrl}", "?") + "\"; expected " + expected);
    }
}
