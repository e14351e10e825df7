/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.api;

/** Is told how far mails of an outbox have come; see {@link MailConnectionFactory#addStatusListener}. */
@FunctionalInterface
public interface MailStatusListener {

    /**
     * An attempt to deliver has ended and its outcomes are durable. Called on a thread of the resource adapter, without a
     * transaction; what it throws is logged and changes nothing.
     */
    void mailStatus(MailStatus status);
}
