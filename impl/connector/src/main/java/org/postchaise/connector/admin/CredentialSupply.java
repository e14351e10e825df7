/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.connector.admin;

import org.postchaise.engine.sasl.Credentials;

/**
 * An administered object that connection factories log in with. They know it by this interface and not by its class: containers may hand out
 * a proxy (seen on WildFly).
 */
public interface CredentialSupply {

    /**
     * What to log in with: the same object, with the same tokens, until a property changes.
     *
     * @throws IllegalArgumentException saying which property is missing or wrong, without a value
     */
    Credentials credentials();
}
