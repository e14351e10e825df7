/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.sasl;

import java.util.Map;
import java.util.Optional;
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

    private final SaslClient client;

    private JdkMechanism(SaslClient client) {
        this.client = client;
    }

    /**
     * @param authorization as whom to act; empty: as the one who logs in
     * @throws SaslException when the JDK at hand does not have the mechanism
     */
    static JdkMechanism of(String name, String authorization, Credentials.Password credentials, Service service)
            throws SaslException {
        SaslClient client = Sasl.createSaslClient(
                new String[] {name},
                authorization.isEmpty() ? null : authorization,
                service.protocol(),
                service.host(),
                PROPERTIES,
                handler(credentials, service.host()));
        if (client == null) {
            throw new SaslException(SaslExchange.NO_MECHANISM);
        }
        return new JdkMechanism(client);
    }

    private static CallbackHandler handler(Credentials.Password credentials, String host) {
        return callbacks -> {
            for (Callback callback : callbacks) {
                if (callback instanceof NameCallback name) {
                    name.setName(credentials.user());
                } else if (callback instanceof PasswordCallback password) {
                    password.setPassword(credentials.secret().reveal().toCharArray());
                } else if (callback instanceof RealmCallback realm) {
                    realm.setText(realm.getDefaultText() == null ? host : realm.getDefaultText());
                } else if (callback instanceof RealmChoiceCallback realms) {
                    realms.setSelectedIndex(realms.getDefaultChoice());
                } else {
                    throw new UnsupportedCallbackException(callback);
                }
            }
        };
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
        return evaluate(challenge);
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
