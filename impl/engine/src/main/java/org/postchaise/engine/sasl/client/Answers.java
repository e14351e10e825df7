/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.sasl.client;

import java.util.List;
import java.util.Optional;
import javax.security.sasl.SaslException;

/** A mechanism whose responses are known in advance: the challenges are only prompts. */
final class Answers implements ClientMechanism {
    private final Optional<byte[]> initial;
    private final List<byte[]> answers;
    private final int needed;
    private int given;

    private Answers(Optional<byte[]> initial, List<byte[]> answers, int needed) {
        this.initial = initial;
        this.answers = answers;
        this.needed = needed;
    }

    /** Creates a mechanism that sends each of {@code answers} in response to one challenge. */
    static Answers inTurn(List<byte[]> answers) {
        return new Answers(Optional.empty(), answers, answers.size());
    }

    /** Creates a mechanism that sends everything in the initial response. */
    static Answers atOnce(byte[] initial) {
        return new Answers(Optional.of(initial), List.of(), 0);
    }

    /**
     * Creates a mechanism that sends everything in the initial response; after an error challenge of the server,
     * {@code acknowledgement} lets the server end the exchange (RFC 7628, section 3.2.3).
     */
    static Answers acknowledging(byte[] initial, byte[] acknowledgement) {
        return new Answers(Optional.of(initial), List.of(acknowledgement), 0);
    }

    @Override
    public Optional<byte[]> initial() {
        return initial;
    }

    @Override
    public byte[] answer(byte[] challenge) throws SaslException {
        if (given == answers.size()) {
            throw new SaslException(SaslExchange.GENERIC);
        }
        return answers.get(given++);
    }

    @Override
    public boolean isComplete() {
        return given >= needed;
    }
}
