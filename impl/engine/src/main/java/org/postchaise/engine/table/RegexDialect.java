/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.table;

import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * The differences between regexp and pcre tables. Patterns and subjects are octets, each as the character of the same
 * number.
 */
interface RegexDialect {

    /**
     * Translates the pattern to a Java pattern, whose groups have the same numbers.
     *
     * @param flags the letters after the closing delimiter
     * @param notes the consumer of warnings that do no harm to the rule
     * @throws RuleException when pattern or flags are wrong, or have no equivalent in Java
     */
    Pattern compile(String regex, String flags, Consumer<String> notes) throws RuleException;

    /** Returns true if {@code /pattern/!/pattern/} is one rule with two patterns. */
    boolean takesSecondPattern();
}
