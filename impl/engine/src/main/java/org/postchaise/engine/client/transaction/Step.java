/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.client.transaction;

import org.postchaise.api.Stage;

/**
 * One command of a transaction and the reply it waits for.
 *
 * @param stage XFORWARD, MAIL, RCPT or DATA
 * @param octets the encoded command line
 * @param recipient for RCPT the recipient's index in the envelope, else -1
 */
@SuppressWarnings("ArrayRecordComponent") // compared nowhere
record Step(Stage stage, byte[] octets, int recipient) {}
