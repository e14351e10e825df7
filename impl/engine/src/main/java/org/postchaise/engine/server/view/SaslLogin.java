/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.server.view;

/**
 * A successful SASL login of a client.
 *
 * @param mechanism the mechanism, such as {@code PLAIN}
 * @param user the user name
 */
public record SaslLogin(String mechanism, String user) {}
