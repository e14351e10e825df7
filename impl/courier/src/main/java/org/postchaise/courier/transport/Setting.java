/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.courier.transport;

import jakarta.mail.MessagingException;

/** A value, and where it comes from. */
record Setting(String where, String text) {

    MessagingException bad(String expected) {
        return new MessagingException(
                "not queued: " + where + " is \"" + text.replaceAll("\\p{Cntrl}", "?") + "\"; expected " + expected);
    }
}
