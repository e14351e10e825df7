/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.client.transaction;

import org.postchaise.api.Stage;

/**
 * A command of a transaction that has one reply.
 *
 * @param stage XFORWARD, MAIL, RCPT, DATA or RSET
 * @param octets the encoded command line
 * @param recipient for RCPT the recipient's index in the envelope, else -1
 */
@SuppressWarnings("ArrayRecordComponent") // compared nowhere
record Step(Stage stage, byte[] octets, int recipient) {}
