/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.bench.queue;

/** Outcome of a mail, determined by the recipient's domain. */
enum ExpectedOutcome {
    /** Accepted at once. */
    TAKEN("example.net", "sent"),
    /** Temporarily refused with a 4xx reply to RCPT, then accepted. */
    LATER("later.example", "sent"),
    /** Permanently refused with a 5xx reply to RCPT. */
    NEVER("never.example", "bounced"),
    /** Notice to a sender that a mail was not delivered, accepted at once. */
    NOTICE("example.com", "sent");

    private final String domain;
    private final String status;

    ExpectedOutcome(String domain, String status) {
        this.domain = domain;
        this.status = status;
    }

    String domain() {
        return domain;
    }

    /** Returns the status in the log. */
    String status() {
        return status;
    }

    /**
     * Returns the outcome for {@code recipient}.
     *
     * @throws IllegalArgumentException if the recipient does not belong to a benchmark
     */
    static ExpectedOutcome of(String recipient) {
        for (ExpectedOutcome fate : values()) {
            if (recipient.endsWith("@" + fate.domain)) {
                return fate;
            }
        }
        throw new IllegalArgumentException("<" + recipient + "> is no recipient of the benchmark's");
    }
}
