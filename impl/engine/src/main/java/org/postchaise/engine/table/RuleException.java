/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.table;

/** A rule that is wrong: what is wrong, without the place. The rule is passed over, as Postfix does. */
final class RuleException extends Exception {
    private static final long serialVersionUID = 1L;

    RuleException(String message) {
        super(message);
    }
}
