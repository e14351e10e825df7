/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.sasl;

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

/** A mechanism of the JDK. */
final class JdkMechanism implements ClientMechanism {
    /** Authentication only: what follows is not wrapped. */
    private static final Map<String, String> PROPERTIES = Map.of(Sasl.QOP, "auth");

    /** The JDK can't read this; Dovecot says it where no realm is configured. */
    private static final Pattern EMPTY_REALM = Pattern.compile("\\brealm=\"\",?");

    private final SaslClient client;
    private final Answerer answerer;

    private JdkMechanism(SaslClient client, Answerer answerer) {
        this.client = client;
        this.answerer = answerer;
    }

    /**
     * @param authorization as whom to act; empty: as the one who logs in
     * @throws SaslException when the JDK at hand does not have the mechanism
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

    /** Tells the JDK what it asks for. */
    private static final class Answerer implements CallbackHandler {
        private final Credentials.Password credentials;

        /** Where the server names none; as the Cyrus library, the server's name. */
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

    /** What the JDK says of an exchange may quote it. */
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
