/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.connector.admin;

import org.postchaise.engine.sasl.client.Credentials;

/**
 * An administered object that supplies credentials to connection factories. An interface, since containers may bind a proxy in place of the
 * object (seen on WildFly).
 */
public interface CredentialSupply {

    /**
     * Returns the credentials: the same object, with the same tokens, until a property changes.
     *
     * @throws IllegalArgumentException naming the missing or malformed property, without a value
     */
    Credentials credentials();
}
