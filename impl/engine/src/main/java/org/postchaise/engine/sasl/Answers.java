/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.sasl;

import java.util.List;
import java.util.Optional;
import javax.security.sasl.SaslException;

/** A mechanism whose answers are known beforehand: the challenges are only prompts. */
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

    /** One by one, each asked for. */
    static Answers inTurn(List<byte[]> answers) {
        return new Answers(Optional.empty(), answers, answers.size());
    }

    /** All at once. */
    static Answers atOnce(byte[] initial) {
        return new Answers(Optional.of(initial), List.of(), 0);
    }

    /** All at once; where the server answers with an error, {@code acknowledgement} lets it end the login (RFC 7628, 3.2.3). */
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
