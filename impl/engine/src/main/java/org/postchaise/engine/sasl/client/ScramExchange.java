/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.sasl.client;

import com.ongres.scram.client.ScramClient;
import com.ongres.scram.common.exception.ScramException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import javax.security.sasl.SaslException;
import org.postchaise.engine.sasl.Channel;

/** The client side of SCRAM (RFC 5802, RFC 7677). */
final class ScramExchange implements ClientMechanism {
    /**
     * The maximum iteration count, as in the Cyrus library: without a limit a server could keep the client busy for
     * hours.
     */
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
     * Begins an exchange. Where {@code channel} has a binding, and {@code offered} no -PLUS, the flag y (RFC 5802,
     * section 6) tells the server that no support for channel binding was seen, so that the server can detect a
     * tampered offer.
     *
     * @param offered the names of this mechanism that the server offers, perhaps with -PLUS
     * @param authorization the authorization identity; empty: the login name
     * @param credentials the login name and password
     * @param channel the connection
     * @param leastIterations the minimum iteration count that a server must ask for: with fewer, the server or an
     *     eavesdropper could guess the password from the proof
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

    /** Returns the name of the mechanism, with -PLUS where the login has a channel binding. */
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

    /**
     * Returns true if the login has a channel binding, and the server has not yet sent the salt: the client has sent no
     * proof yet.
     */
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
