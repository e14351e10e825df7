/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.table;

import java.util.function.Consumer;
import java.util.regex.Pattern;

/** What regexp and pcre tables differ in. Patterns and subjects are octets, each as the character of the same number. */
interface RegexDialect {

    /**
     * The pattern in Java's terms; its groups have the same numbers.
     *
     * @param flags the letters after the closing delimiter
     * @param notes told what does no harm to the rule
     * @throws RuleException when pattern or flags are wrong, or have no equivalent
     */
    Pattern compile(String regex, String flags, Consumer<String> notes) throws RuleException;

    /** Whether {@code /pattern/!/pattern/} is one rule with two patterns. */
    boolean takesSecondPattern();
}
