/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.sasl.client;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import javax.security.sasl.SaslException;
import org.postchaise.engine.sasl.Channel;
import org.postchaise.engine.sasl.Mechanism;
import org.postchaise.engine.sasl.Secret;
import org.postchaise.engine.sasl.Security;

/**
 * The SASL exchange of one login for the AUTH command (RFC 4954), with texts in base64; for one thread and a single
 * use.
 */
public final class SaslExchange {
    static final String GENERIC = "generic failure";
    static final String NO_MECHANISM = "no mechanism available";
    static final String BAD_PROTOCOL = "bad protocol / cancel";
    static final String FAILED = "authentication failure";
    private static final String INCOMPLETE = "another step is needed in authentication";
    private static final String UNPROVEN = "server failed mutual authentication step";

    /**
     * The maximum length of a mechanism name and initial response in the AUTH command. As in Postfix, a command line
     * has at most 512 octets (RFC 5321, section 4.5.3.1.4), less the octets of the command itself.
     */
    private static final int LONGEST_COMMAND = 512 - "AUTH  \r\n".length();

    /** The maximum length of a line of the exchange, without its end (RFC 4954, section 4.3). */
    private static final int LONGEST_RESPONSE = 12_288;

    private static final byte[] NOTHING = {};
    private static final byte[] SOH = {1};

    private final String name;
    private final ClientMechanism mechanism;
    private final BooleanSupplier renewal;
    private Optional<String> postponed = Optional.empty();

    private SaslExchange(String name, ClientMechanism mechanism, BooleanSupplier renewal) {
        this.name = name;
        this.mechanism = mechanism;
        this.renewal = renewal;
    }

    /**
     * Begins a login with a password.
     *
     * @param mechanism the mechanism
     * @param offered the names of the mechanism that the server offers, in upper case
     * @param authorization the authorization identity; empty: the login name
     * @param credentials the login name and password
     * @param service the service to log in to
     * @param channel the connection
     * @param leastIterations see {@link ScramExchange#of}
     * @throws SaslException when the credentials or the mechanism can't be used
     */
    static SaslExchange of(
            Mechanism mechanism,
            List<String> offered,
            String authorization,
            Credentials.Password credentials,
            Service service,
            Channel channel,
            int leastIterations)
            throws SaslException {
        if (mechanism.isScram()) {
            ScramExchange scram = ScramExchange.of(offered, authorization, credentials, channel, leastIterations);
            // a server that knows other bindings only: without one the login is as good where the certificate is
            // verified
            boolean goesWithout = channel.security() == Security.TLS_VERIFIED
                    && !offered.stream().allMatch(Offer::isBound);
            return new SaslExchange(scram.name(), scram, () -> goesWithout && scram.isRefusedForItsBinding());
        }
        if (credentials.user().isBlank()) {
            throw new SaslException(GENERIC);
        }
        String password = credentials.secret().reveal();
        ClientMechanism client = switch (mechanism) {
            case LOGIN -> Answers.inTurn(List.of(octets(credentials.user()), octets(password)));
            case ANONYMOUS -> Answers.atOnce(octets("anonymous"));
            case OAUTHBEARER, XOAUTH2 -> bearer(mechanism, credentials.user(), password, service);
            default -> JdkMechanism.of(mechanism.label(), authorization, credentials, service);
        };
        return new SaslExchange(mechanism.label(), client, () -> false);
    }

    /** Begins a login with a token. */
    static SaslExchange of(Mechanism mechanism, Credentials.Bearer credentials, Service service) throws TokenException {
        TokenSource source = credentials.source();
        Secret token = source.token();
        int octets = 4 * ((token.reveal().length() + 2) / 3);
        if (octets > LONGEST_RESPONSE) {
            throw new TokenException("the token has " + octets + " octets in base64; expected " + LONGEST_RESPONSE
                    + " at most (RFC 4954, section 4.3)");
        }
        return new SaslExchange(
                mechanism.label(),
                bearer(mechanism, credentials.user(), token.reveal(), service),
                () -> source.refused(token));
    }

    private static ClientMechanism bearer(Mechanism mechanism, String user, String token, Service service) {
        if (mechanism == Mechanism.XOAUTH2) {
            return Answers.acknowledging(octets("user=" + user + "\1auth=Bearer " + token + "\1\1"), NOTHING);
        }
        String name = user.replace("=", "=3D").replace(",", "=2C");
        return Answers.acknowledging(
                octets("n,a=" + name + ",\1host=" + service.host() + "\1port=" + service.port() + "\1auth=Bearer "
                        + token + "\1\1"),
                SOH);
    }

    /** Returns the name of the mechanism for the AUTH command. */
    public String mechanism() {
        return name;
    }

    /**
     * Returns the initial response; empty where there is none, or where the initial response is too long for the
     * command and follows after an empty challenge.
     *
     * @throws SaslException with Postfix's text for the error
     */
    public Optional<String> initial() throws SaslException {
        Optional<byte[]> octets = mechanism.initial();
        Optional<String> initial = octets.isEmpty()
                ? Optional.empty()
                : Optional.of(octets.get().length == 0 ? "=" : encoded(octets.get()));
        if (initial.isPresent() && initial.get().length() + name.length() > LONGEST_COMMAND) {
            postponed = initial;
            return Optional.empty();
        }
        return initial;
    }

    /** Returns true if the next challenge must be empty: a prompt for the initial response. */
    public boolean awaitsPrompt() {
        return postponed.isPresent();
    }

    /**
     * Returns the response to the text of a 334 reply.
     *
     * @throws SaslException with Postfix's text for the error
     */
    public String answer(String challenge) throws SaslException {
        if (postponed.isPresent()) {
            String first = postponed.get();
            postponed = Optional.empty();
            return first;
        }
        return encoded(mechanism.answer(decoded(challenge)));
    }

    /**
     * Verifies, after the server's acceptance, that the mechanism is complete.
     *
     * @throws SaslException when the server has not proved its knowledge of the password, though the mechanism requires
     *     server authentication: the server may be an impostor
     */
    public void accepted() throws SaslException {
        if (!mechanism.isComplete()) {
            throw new SaslException(UNPROVEN);
        }
    }

    /** Returns true if the login has a channel binding to the TLS session. */
    public boolean isBound() {
        return Offer.isBound(name);
    }

    /**
     * Returns true if, after the server's refusal, another attempt at once makes sense, with another token or without
     * channel binding. Called once.
     */
    public boolean canBeTriedAgain() {
        return renewal.getAsBoolean();
    }

    private static byte[] decoded(String text) throws SaslException {
        if (!text.matches("[A-Za-z0-9+/]*={0,2}")) {
            throw new SaslException(BAD_PROTOCOL);
        }
        if (text.length() % 4 != 0) {
            throw new SaslException(INCOMPLETE);
        }
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException bad) {
            throw new SaslException(BAD_PROTOCOL);
        }
    }

    private static String encoded(byte[] octets) throws SaslException {
        String text = Base64.getEncoder().encodeToString(octets);
        if (text.length() > LONGEST_RESPONSE) {
            throw new SaslException("a response has " + text.length() + " octets in base64; expected "
                    + LONGEST_RESPONSE + " at most (RFC 4954, section 4.3)");
        }
        return text;
    }

    private static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Returns the name of the mechanism, and nothing of the exchange. */
    @Override
    public String toString() {
        return "login with " + name;
    }
}
