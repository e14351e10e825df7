/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.sasl;

import com.ongres.scram.client.ScramClient;
import com.ongres.scram.common.exception.ScramException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import javax.security.sasl.SaslException;

/** SCRAM (RFC 5802, RFC 7677). */
final class ScramExchange implements ClientMechanism {
    /** As in the Cyrus library: a server could keep this side busy for hours. */
    private static final int MOST_ITERATIONS = 65_536;

    private final ScramClient client;
    private final int leastIterations;
    private Step next = Step.SERVER_FIRST;

    private enum Step {
        SERVER_FIRST,
        SERVER_FINAL,
        DONE
    }

    private ScramExchange(ScramClient client, int leastIterations) {
        this.client = client;
        this.leastIterations = leastIterations;
    }

    /**
     * Where {@code channel} has a binding, and {@code offered} no -PLUS, the server is told that it seems to know none (the flag
     * y of RFC 5802, section 6), so that it finds out if the offer was tampered with.
     *
     * @param offered the names of this mechanism that the server offers, one of them perhaps with -PLUS
     * @param leastIterations what a server must ask for at least: with fewer it, or who listens, could guess the password from the proof
     * @throws SaslException when user name or password can't be used (RFC 4013)
     */
    static ScramExchange of(
            List<String> offered,
            String authorization,
            Credentials.Password credentials,
            Channel channel,
            int leastIterations)
            throws SaslException {
        try {
            ScramClient.FinalBuildStage builder = ScramClient.builder()
                    .advertisedMechanisms(offered)
                    .username(credentials.user())
                    .password(credentials.secret().reveal().toCharArray());
            if (!authorization.isEmpty()) {
                builder.authzid(authorization);
            }
            channel.binding().ifPresent(binding -> builder.channelBinding(Channel.Binding.TYPE, binding.data()));
            return new ScramExchange(builder.build(), leastIterations);
        } catch (RuntimeException unusable) {
            throw new SaslException(SaslExchange.GENERIC);
        }
    }

    /** With -PLUS where the login is bound to the channel. */
    String name() {
        return client.getScramMechanism().getName();
    }

    @Override
    public Optional<byte[]> initial() {
        return Optional.of(octets(client.clientFirstMessage().toString()));
    }

    @Override
    public byte[] answer(byte[] challenge) throws SaslException {
        String text = new String(challenge, StandardCharsets.UTF_8);
        try {
            switch (next) {
                case SERVER_FIRST -> {
                    int iterations = client.serverFirstMessage(text).getIterationCount();
                    if (iterations < leastIterations) {
                        throw new SaslException(
                                "server asks for " + iterations + " iterations of the password's hash; expected "
                                        + leastIterations + " at least (smtp_sasl_scram_minimum_iterations)");
                    }
                    if (iterations > MOST_ITERATIONS) {
                        throw new SaslException(SaslExchange.BAD_PROTOCOL);
                    }
                    next = Step.SERVER_FINAL;
                    return octets(client.clientFinalMessage().toString());
                }
                case SERVER_FINAL -> {
                    client.serverFinalMessage(text);
                    next = Step.DONE;
                    return new byte[0];
                }
                default -> throw new SaslException(SaslExchange.GENERIC);
            }
        } catch (ScramException | RuntimeException bad) {
            throw new SaslException(SaslExchange.BAD_PROTOCOL);
        }
    }

    /** Whether the login is tied to the channel, and the server has not even told its salt: no proof was given yet. */
    boolean isRefusedForItsBinding() {
        return client.getScramMechanism().isPlus() && next == Step.SERVER_FIRST;
    }

    @Override
    public boolean isComplete() {
        return next == Step.DONE;
    }

    private static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
