/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.bench.queue;

/** What becomes of a mail, by the domain of its recipient. */
enum Fate {
    /** It is taken at once. */
    TAKEN("example.net", "sent"),
    /** RCPT is refused with a 4xx reply for a while. */
    LATER("later.example", "sent"),
    /** RCPT is refused with a 5xx reply. */
    NEVER("never.example", "bounced"),
    /** It tells a sender that a mail was not delivered, and is taken at once. */
    NOTICE("example.com", "sent");

    private final String domain;
    private final String status;

    Fate(String domain, String status) {
        this.domain = domain;
        this.status = status;
    }

    String domain() {
        return domain;
    }

    /** As the log calls it. */
    String status() {
        return status;
    }

    /** @throws IllegalArgumentException if it is nobody's to whom a benchmark sends */
    static Fate of(String recipient) {
        for (Fate fate : values()) {
            if (recipient.endsWith("@" + fate.domain)) {
                return fate;
            }
        }
        throw new IllegalArgumentException("<" + recipient + "> is no recipient of the benchmark's");
    }
}
