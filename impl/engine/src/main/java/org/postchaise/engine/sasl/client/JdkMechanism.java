/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.sasl.client;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.CallbackHandler;
import javax.security.auth.callback.NameCallback;
import javax.security.auth.callback.PasswordCallback;
import javax.security.auth.callback.UnsupportedCallbackException;
import javax.security.sasl.RealmCallback;
import javax.security.sasl.RealmChoiceCallback;
import javax.security.sasl.Sasl;
import javax.security.sasl.SaslClient;
import javax.security.sasl.SaslException;

/** A SASL mechanism that the JDK implements. */
final class JdkMechanism implements ClientMechanism {
    /** The properties for authentication only: the following dialogue is not wrapped in a security layer. */
    private static final Map<String, String> PROPERTIES = Map.of(Sasl.QOP, "auth");

    /**
     * The empty realm of a DIGEST-MD5 challenge, which the JDK can't parse; Dovecot sends an empty realm where no realm
     * is configured.
     */
    private static final Pattern EMPTY_REALM = Pattern.compile("\\brealm=\"\",?");

    private final SaslClient client;
    private final Answerer answerer;

    private JdkMechanism(SaslClient client, Answerer answerer) {
        this.client = client;
        this.answerer = answerer;
    }

    /**
     * Creates a mechanism of the JDK.
     *
     * @param name the name of the mechanism
     * @param authorization the authorization identity; empty: the login name
     * @param credentials the login name and password
     * @param service the service to log in to
     * @throws SaslException when the JDK does not have the mechanism
     */
    static JdkMechanism of(String name, String authorization, Credentials.Password credentials, Service service)
            throws SaslException {
        Answerer answerer = new Answerer(credentials, service.host());
        SaslClient client = Sasl.createSaslClient(
                new String[] {name},
                authorization.isEmpty() ? null : authorization,
                service.protocol(),
                service.host(),
                PROPERTIES,
                answerer);
        if (client == null) {
            throw new SaslException(SaslExchange.NO_MECHANISM);
        }
        return new JdkMechanism(client, answerer);
    }

    /** The handler that gives the JDK the credentials. */
    private static final class Answerer implements CallbackHandler {
        private final Credentials.Password credentials;

        /** The realm where the server names none: the server's name, as in the Cyrus library. */
        private String realm;

        Answerer(Credentials.Password credentials, String realm) {
            this.credentials = credentials;
            this.realm = realm;
        }

        @Override
        public void handle(Callback[] callbacks) throws UnsupportedCallbackException {
            for (Callback callback : callbacks) {
                if (callback instanceof NameCallback name) {
                    name.setName(credentials.user());
                } else if (callback instanceof PasswordCallback password) {
                    password.setPassword(credentials.secret().reveal().toCharArray());
                } else if (callback instanceof RealmCallback one) {
                    one.setText(one.getDefaultText() == null ? realm : one.getDefaultText());
                } else if (callback instanceof RealmChoiceCallback several) {
                    several.setSelectedIndex(several.getDefaultChoice());
                } else {
                    throw new UnsupportedCallbackException(callback);
                }
            }
        }
    }

    @Override
    public Optional<byte[]> initial() throws SaslException {
        return client.hasInitialResponse() ? Optional.of(evaluate(new byte[0])) : Optional.empty();
    }

    @Override
    public byte[] answer(byte[] challenge) throws SaslException {
        if (client.isComplete()) {
            throw new SaslException(SaslExchange.GENERIC);
        }
        String text = new String(challenge, StandardCharsets.ISO_8859_1);
        Matcher emptyRealm = EMPTY_REALM.matcher(text);
        if (!client.getMechanismName().equals("DIGEST-MD5") || !emptyRealm.find()) {
            return evaluate(challenge);
        }
        answerer.realm = "";
        return evaluate(emptyRealm.replaceFirst("").getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Evaluates a challenge. Exceptions of the JDK are replaced, since their messages may quote the exchange. */
    private byte[] evaluate(byte[] challenge) throws SaslException {
        try {
            byte[] answer = client.evaluateChallenge(challenge);
            return answer == null ? new byte[0] : answer;
        } catch (SaslException | RuntimeException bad) {
            throw new SaslException(SaslExchange.FAILED);
        }
    }

    @Override
    public boolean isComplete() {
        return client.isComplete();
    }
}
