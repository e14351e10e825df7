/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.connector.outbound;

import jakarta.resource.ResourceException;
import jakarta.resource.spi.InvalidPropertyException;
import java.io.Serializable;
import java.lang.reflect.UndeclaredThrowableException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import org.postchaise.connector.admin.CredentialSupply;
import org.postchaise.connector.admin.OAuthTokens;
import org.postchaise.engine.sasl.Secret;
import org.postchaise.engine.sasl.client.Credentials;

/**
 * The sign-on of a connection factory, from its configuration properties, used if neither the container nor the
 * application signs on.
 *
 * @param userName the login name; empty: none
 * @param password the password of {@code userName}
 * @param tokens the JNDI name of an {@link OAuthTokens}; empty: none
 */
record FactorySignOn(String userName, String password, String tokens) implements Serializable {
    private static final long serialVersionUID = 1L;

    /** No sign-on of the factory; the tables of {@code smtp_sasl_password_maps} decide. */
    static final FactorySignOn NONE = new FactorySignOn("", "", "");

    /** Returns a property's text: empty for null, which containers pass for "not set" too. */
    static String text(String given) {
        return given == null ? "" : given;
    }

    /** Returns the properties that are not empty, for the equality of factories. */
    Map<String, String> properties() {
        Map<String, String> all = new TreeMap<>(Map.of("userName", userName, "password", password, "tokens", tokens));
        all.values().removeIf(String::isEmpty);
        return all;
    }

    /**
     * Checks the properties.
     *
     * @throws InvalidPropertyException when the properties contradict each other
     */
    void check() throws InvalidPropertyException {
        boolean named = !userName.isBlank();
        if (named != !password.isEmpty()) {
            throw new InvalidPropertyException(
                    (named ? "userName without password" : "password without userName") + "; expected both or neither");
        }
        if (named && !tokens.isBlank()) {
            throw new InvalidPropertyException("tokens beside userName and password; expected one kind of sign-on");
        }
    }

    /**
     * Returns the credentials of these properties, if any. Looks the tokens up.
     *
     * @throws ResourceException when there are no usable tokens
     */
    Optional<Credentials> credentials() throws ResourceException {
        if (!tokens.isBlank()) {
            return Optional.of(lookup());
        }
        return userName.isBlank()
                ? Optional.empty()
                : Optional.of(new Credentials.Password(userName, new Secret(password)));
    }

    @SuppressWarnings("BanJNDI") // the operator sets both the name and the object bound to the name
    private Credentials lookup() throws ResourceException {
        String property = "the property tokens names \"" + tokens + "\"";
        try {
            Object found = new InitialContext().lookup(tokens);
            if (found instanceof CredentialSupply own) {
                return own.credentials();
            }
            throw new ResourceException(property + ", which is a "
                    + (found == null ? "null" : found.getClass().getName()) + "; expected an administered object "
                    + OAuthTokens.class.getName());
        } catch (NamingException e) {
            throw new ResourceException(property + ", which can't be looked up; expected an administered object", e);
        } catch (IllegalArgumentException e) {
            throw new InvalidPropertyException(property + ", in which " + e.getMessage(), e);
        } catch (UndeclaredThrowableException e) {
            // thrown by a container's proxy; the innermost cause is the object's own exception
            Throwable reason = e;
            while (reason.getCause() != null) {
                reason = reason.getCause();
            }
            throw new InvalidPropertyException(property + ", in which " + reason.getMessage(), e);
        }
    }

    /** Returns the login name and the tokens' JNDI name, without secrets. */
    @Override
    public String toString() {
        return "sign-on as \"" + userName + "\" or with the tokens \"" + tokens + "\"";
    }
}
