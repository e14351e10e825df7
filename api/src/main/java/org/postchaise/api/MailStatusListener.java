/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.api;

/** A listener for the status of mails in an outbox; see {@link MailConnectionFactory#addStatusListener}. */
@FunctionalInterface
public interface MailStatusListener {

    /**
     * Receives the status of a mail after a delivery attempt whose outcomes are durable. Called on a thread of the
     * resource adapter, without a transaction; an exception is logged and has no other effect.
     */
    void mailStatus(MailStatus status);
}
