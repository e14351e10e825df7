/* SPDX-License-Identifier: Apache-2.0 */
/**
 * The parts of SASL (RFC 4422) that a client and a server share: the {@linkplain Mechanism mechanisms} and their
 * properties, the {@linkplain Channel connection} with its channel binding, and {@linkplain Secret secrets}.
 */
package org.postchaise.engine.sasl;
