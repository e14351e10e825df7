/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.cli;

/** Operation on mails in the queue, with its option letter in postsuper(1) or postqueue(1). */
enum QueueChange {
    HOLD("hold", "-h", "Placed on hold", "Puts mail on hold: it is not tried, and does not expire."),
    RELEASE("release", "-H", "Released from hold", "Releases mail from hold; it is tried at once."),
    REQUEUE("requeue", "-r", "Requeued", "Queues mail anew, also dead letters: earlier attempts no longer count."),
    FLUSH("flush", "-i", "Flushed", "Tries deferred mail now."),
    DELETE("delete", "-d", "Deleted", "Deletes mail, without a notice to its sender."),
    EXPIRE("expire", "-e", "Force-expired", "Gives mail up: it is returned to its sender.");

    private final String word;
    private final String letter;
    private final String done;
    private final String description;

    QueueChange(String word, String letter, String done, String description) {
        this.word = word;
        this.letter = letter;
        this.done = done;
        this.description = description;
    }

    /** Returns the name of the subcommand, also the last part of the path for the request. */
    String word() {
        return word;
    }

    String letter() {
        return letter;
    }

    String description() {
        return description;
    }

    /** Returns the report in postsuper(1)'s words. */
    String report(long mails) {
        return done + ": " + mails + (mails == 1 ? " message" : " messages");
    }
}
