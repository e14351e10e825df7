/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.connector.outbound;

import jakarta.resource.ResourceException;
import jakarta.resource.spi.SecurityException;
import jakarta.resource.spi.security.PasswordCredential;
import java.util.Optional;
import javax.security.auth.Subject;
import org.postchaise.engine.client.delivery.ConnectionKey;
import org.postchaise.engine.sasl.Secret;
import org.postchaise.engine.sasl.client.Credentials;

/**
 * The sign-on of a connection: the container's, else the application's, else that of the factory's properties, else the tables'
 * by default. The container's takes precedence, since a container passes a Subject only for container-managed sign-on (Jakarta
 * Connectors 2.1, section 9.1.9).
 */
final class SignOn {
    private SignOn() {}

    /**
     * Returns {@code key} with the password credential of {@code subject} for {@code factory}, if there is one; else with the
     * application's sign-on, if there is one; else with the factory's.
     */
    static ConnectionKey of(ConnectionKey key, Subject subject, SmtpManagedConnectionFactory factory)
            throws ResourceException {
        Optional<PasswordCredential> own = subject == null ? Optional.empty() : meant(subject, factory);
        if (own.isPresent()) {
            return of(key, own.get().getUserName(), own.get().getPassword());
        }
        if (key.identity().signOn().isPresent()) {
            return key;
        }
        Optional<Credentials> property = factory.signOn();
        return property.isEmpty() ? key : key.as(key.identity().with(property.get()));
    }

    private static Optional<PasswordCredential> meant(Subject subject, SmtpManagedConnectionFactory factory) {
        return subject.getPrivateCredentials(PasswordCredential.class).stream()
                .filter(one -> factory.equals(one.getManagedConnectionFactory()))
                // Payara passes an empty credential if the pool has none
                .filter(one -> one.getUserName() != null && !one.getUserName().isBlank())
                .findFirst();
    }

    /** Returns {@code key} with the application's sign-on. */
    static ConnectionKey of(ConnectionKey key, String userName, char[] password) throws ResourceException {
        if (userName == null || userName.isBlank() || password == null) {
            throw new SecurityException("a sign-on without a user name or a password; expected both");
        }
        return key.as(key.identity().with(new Credentials.Password(userName, new Secret(String.valueOf(password)))));
    }
}
