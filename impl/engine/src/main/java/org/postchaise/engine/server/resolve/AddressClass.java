/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.server.resolve;

/** The class of an address, by its domain (Postfix's ADDRESS_CLASS_README). */
public enum AddressClass {
    /** An address of this system: {@code mydestination}, {@code inet_interfaces} and {@code proxy_interfaces}. */
    LOCAL,
    /** An address that is an alias for others: {@code virtual_alias_domains}. */
    VIRTUAL_ALIAS,
    /** An address with a mailbox that no account of this system has: {@code virtual_mailbox_domains}. */
    VIRTUAL_MAILBOX,
    /** An address whose mail is passed on: {@code relay_domains}. */
    RELAY,
    /** Any other address. */
    REMOTE
}
