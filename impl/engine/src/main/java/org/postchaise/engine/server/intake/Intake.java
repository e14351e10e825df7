/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.server.intake;

import java.util.Optional;
import org.postchaise.api.Recipient;
import org.postchaise.engine.server.view.ServerReply;
import org.postchaise.engine.server.view.SessionView;
import org.postchaise.engine.wire.LineEndings;

/**
 * The intake of one message: from the first valid recipient (or MAIL, without {@code smtpd_delay_open_until_valid_rcpt}) to the end of its
 * content. Content comes either by {@link #beginData} and {@link #data}, or by {@link #beginChunk} and {@link #chunk}. After {@link
 * #finish} or {@link #discard} nothing else is called. Used by one session; not thread-safe.
 *
 * <p>A message that is too big, or whose spool fails, is read to its end all the same: the fault is the outcome of {@link #finish}, and {@link
 * #data} and {@link #chunk} take octets without keeping them.
 */
public interface Intake {
    /** The reply for lack of storage or memory. */
    ServerReply NO_ROOM = ServerReply.of(452, "4.3.1", "Insufficient system storage");

    /** A maker of intakes for one listener; thread-safe. */
    interface Factory {
        /**
         * Returns the reply to MAIL that refuses a mail for lack of storage ({@code queue_minfree}, memory); empty if there is room. The
         * limit {@code message_size_limit} has been checked.
         *
         * @param size the declared size; 0 without SIZE
         */
        Optional<ServerReply> lackOfRoom(SessionView view, long size);

        /** Returns the intake of a new message of the session {@code view}, with a new queue id. */
        Intake open(SessionView view);
    }

    /** Returns the queue id. */
    String queueId();

    /**
     * Takes memory for one more recipient ({@code intake_memory}), which the end of the message gives back.
     *
     * @return false if no memory is left
     */
    boolean takeRecipient(Recipient recipient);

    /** Begins content after DATA; sender, recipients and client are as the view shows them now. */
    void beginData(LineEndings endings);

    /**
     * Takes octets of dot-stuffed content from {@code from} (inclusive) to {@code to} (exclusive), as far as they belong to the content or
     * to its end.
     *
     * @return the index after the last octet taken; less than {@code to} only if the content has {@linkplain #ended ended}
     */
    int data(byte[] octets, int from, int to);

    /** Returns true if the final dot has been taken. */
    boolean ended();

    /** Begins a chunk of {@code octets} after BDAT; the first chunk begins the content, whose line endings count. */
    void beginChunk(long octets, LineEndings endings);

    /**
     * Takes octets of a chunk.
     *
     * @return the index after the last octet taken; less than {@code to} only if the chunk is complete
     */
    int chunk(byte[] octets, int from, int to);

    /** Returns true if the octets of the chunk have all been taken. */
    boolean chunkComplete();

    /** Returns true if a line of the content ended in LF without CR. */
    boolean hasBareLf();

    /** Returns true if the message has a fault for which {@link #finish} refuses it, whatever access control says. */
    boolean hasFailed();

    /** Returns the octets of content decoded so far. */
    long size();

    /**
     * Ends the message: processes the content, and hands the message to the sink. A long call: it returns after the message's fate is
     * decided, and closes the intake.
     */
    IntakeOutcome finish();

    /** Drops the message and closes its spool; {@code finish} is not called then. May be called again. */
    void discard();
}
