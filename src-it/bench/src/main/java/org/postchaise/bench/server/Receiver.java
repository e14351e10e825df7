/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.bench.server;

/** Compared SMTP servers, all of which accept and drop mail. */
enum Receiver {
    /** Postchaise without a log, as the others in Java and smtp-sink. */
    OURS("ours"),
    /** {@code postchaise serve} as it comes, with smtpd's log lines in a file. */
    LOGGING("ours, logging"),
    SUBETHA("SubEtha"),
    /** GreenMail, which stores mail in memory; it is emptied after each run. */
    GREENMAIL("GreenMail"),
    SINK("smtp-sink"),
    /** Postfix's smtpd(8) with the transport discard(8), cleanup(8) and the queue between them included. */
    POSTFIX("smtpd");

    private final String title;

    Receiver(String title) {
        this.title = title;
    }

    String title() {
        return title;
    }

    boolean isJava() {
        return this != SINK && this != POSTFIX;
    }
}
