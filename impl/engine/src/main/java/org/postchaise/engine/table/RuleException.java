/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.table;

/** The error of a wrong rule, without the position of the rule in its file. The rule is skipped, as in Postfix. */
final class RuleException extends Exception {
    private static final long serialVersionUID = 1L;

    RuleException(String message) {
        super(message);
    }
}
